"""A leader sees who opened cases of the units with a reason: as the unit was then, and nobody else's."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.citizens.people import person, signed_in
from tests.factories import Factory
from tovholder.accounts.actor import Actor
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import Role
from tovholder.audit.models import Basis, Lookup
from tovholder.casework.models import AccessGrant, Case
from tovholder.casework.queries import reasons
from tovholder.casework.queries.reasons import reasons_in_units

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F13")]


def grant(case: Case, staff: Staff, at: dt.datetime, reason: str = "vagttelefon i dag") -> AccessGrant:
    return AccessGrant.objects.create(
        case=case, staff=staff, reason=reason, granted_at=at, until=at + dt.timedelta(hours=12)
    )


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.ANALYST, Role.ADMINISTRATOR, Role.EXTERNAL_PARTNER])
def test_who_leads_no_unit_has_no_such_page(make: Factory, role: str) -> None:
    assert signed_in(make.staff(role=role)).get(reverse("casework:reasons")).status_code == 403


def test_only_reasons_in_one_s_own_units_are_seen(make: Factory, now: dt.datetime, today: dt.date) -> None:
    mine, other = make.unit(), make.unit()
    below = make.unit(parent=mine)
    leader = make.actor(make.staff(unit=mine, role=Role.TEAM_LEADER), today)
    curious = make.staff()
    here = grant(make.case(unit=below), curious, now)
    grant(make.case(unit=other), curious, now)
    assert [row.pk for row in reasons_in_units(leader, today=today).rows] == [here.pk]


def test_it_is_the_unit_that_held_the_case_when_the_reason_was_given(
    make: Factory, now: dt.datetime, today: dt.date
) -> None:
    before, after = make.unit("Team Før"), make.unit("Team Efter")
    case = make.case(held_by=make.staff("Ole Ravn", unit=before))
    given = grant(case, make.staff(), now - dt.timedelta(days=2))
    make.assign(case, make.staff(unit=after), at=now - dt.timedelta(days=1))

    def seen_by(unit: int) -> list[AccessGrant]:
        leader: Actor = make.actor(
            make.staff(unit=before if unit == before.pk else after, role=Role.TEAM_LEADER), today
        )
        return reasons_in_units(leader, today=today).rows

    (row,) = seen_by(before.pk)
    assert (row.pk, row.holder_name, row.unit_name) == (given.pk, "Ole Ravn", "Team Før")  # type: ignore[attr-defined]
    assert seen_by(after.pk) == []


def test_the_page_names_who_and_why_and_the_naming_is_logged(make: Factory) -> None:
    unit = make.unit()
    leader = make.staff(unit=unit, role=Role.TEAM_LEADER)
    case = make.case(unit=unit, citizen=person(make, "Bo", "Skjult", protected=True))
    grant(case, make.staff("Nysgerrig Person"), timezone.now(), "borgeren står i receptionen")
    shown = signed_in(leader).get(reverse("casework:reasons")).content.decode()
    for text in ("Nysgerrig Person", "borgeren står i receptionen", "Bo Skjult", "Protected"):
        assert text in shown
    row = Lookup.objects.get()
    assert (row.citizen, row.staff, row.basis) == (case.citizen, leader, Basis.LEADER)


def test_older_reasons_follow_without_a_gap(
    make: Factory, now: dt.datetime, today: dt.date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reasons, "PER_PAGE", 2)
    unit = make.unit()
    leader = make.actor(make.staff(unit=unit, role=Role.TEAM_LEADER), today)
    case, staff = make.case(unit=unit), make.staff()
    given = [grant(case, staff, now + dt.timedelta(minutes=minute)).pk for minute in range(3)]
    first = reasons_in_units(leader, today=today)
    second = reasons_in_units(leader, today=today, before=first.older)
    assert [row.pk for row in [*first.rows, *second.rows]] == given[::-1]
    assert second.older == ""
