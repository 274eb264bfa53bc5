"""Somebody from elsewhere says why, and may read the case for twelve hours; the unit's leader sees it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.factories import Factory
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.rights import Right
from tovholder.audit.models import Basis
from tovholder.casework.access import NeedsReason, open_case
from tovholder.casework.actions.access import give_reason
from tovholder.casework.errors import Refused
from tovholder.casework.models import AccessGrant, Case
from tovholder.citizens.models import AddressProtection

pytestmark = pytest.mark.requirement("F13")
REASON = "Vikar for en syg kollega"


@pytest.fixture
def case(make: Factory) -> Case:
    return make.case(held_by=make.staff())


def desk(make: Factory, case: Case, now: dt.datetime, role: str = "caseworker") -> dict[str, Any]:
    return {"actor": make.actor(make.staff(role=role), now.date()), "case_id": case.pk, "now": now, "today": now.date()}


@pytest.mark.parametrize("role", ["analyst", "administrator", "external_partner"])
def test_roles_without_the_right_open_nothing(make: Factory, case: Case, now: dt.datetime, role: str) -> None:
    with pytest.raises(NotAllowed):
        give_reason(**desk(make, case, now, role), reason=REASON)


@pytest.mark.parametrize("reason", ["", "vikar", "  vi  kar   ", "x" * 301])
def test_a_reason_says_something(make: Factory, case: Case, now: dt.datetime, reason: str) -> None:
    with pytest.raises(Refused):
        give_reason(**desk(make, case, now), reason=reason)
    assert not AccessGrant.objects.exists()


def test_who_may_see_the_case_needs_none(make: Factory, case: Case, now: dt.datetime) -> None:
    holder = case.assignments.get().staff
    assert holder is not None
    with pytest.raises(Refused):
        give_reason(**{**desk(make, case, now), "actor": make.actor(holder, now.date())}, reason=REASON)


def test_it_opens_for_reading_and_ends(make: Factory, case: Case, now: dt.datetime, today: dt.date) -> None:
    given = desk(make, case, now)
    with pytest.raises(NeedsReason):
        open_case(given["actor"], case.pk, now=now, today=today)
    grant = give_reason(**given, reason=f"  {REASON} ")
    access = open_case(given["actor"], case.pk, now=now, today=today)
    assert (access.basis, grant.reason) == (Basis.REASON, REASON)
    assert not any(access.may(right) for right in [Right.CONVERSE, Right.EDIT_PLAN, Right.ASSIGN, Right.CLOSE_CASE])
    with pytest.raises(NeedsReason):
        open_case(given["actor"], case.pk, now=grant.until, today=today)


def test_a_colleague_says_why_before_opening_the_case_of_a_protected_citizen(
    make: Factory, case: Case, now: dt.datetime, today: dt.date
) -> None:
    AddressProtection.objects.create(citizen=case.citizen, start=today)
    unit = case.assignments.get().unit
    given = {**desk(make, case, now), "actor": make.actor(make.staff(unit=unit), today)}
    with pytest.raises(NeedsReason):
        open_case(given["actor"], case.pk, now=now, today=today)
    give_reason(**given, reason=REASON)
    access = open_case(given["actor"], case.pk, now=now, today=today)
    assert (access.basis, access.is_protected) == (Basis.REASON, True)
