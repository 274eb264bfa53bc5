"""Whoever signs in to try the house finds every status of the work list among their cases."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Q
from pytest_django.plugin import DjangoDbBlocker

from tests.demo.conftest import DAY
from tovholder.accounts.actor import Actor, load_actor
from tovholder.accounts.models import Staff, Unit
from tovholder.accounts.rights import Right, Role
from tovholder.casework.access import belongs_to, takes_part
from tovholder.casework.contributions import Moment, flags
from tovholder.casework.models import Case
from tovholder.demo import load
from tovholder.demo.calendar import DANISH

NOW = dt.datetime.combine(DAY, dt.time(8, 10), tzinfo=DANISH)


@pytest.fixture(scope="module")
def _filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> object:
    """The municipality in the database for this module, and gone after it."""
    from django.db import transaction

    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        load.fill(today=DAY, password="x")
        yield
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


pytestmark = [pytest.mark.usefixtures("_filled", "db")]


def actor(sign_in: str) -> Actor:
    staff = Staff.objects.get(email=load.address(sign_in))
    return load_actor(staff_id=staff.pk, name=staff.name, today=DAY)


def counts(who: Actor, cases: Q) -> dict[str, int]:
    moment = Moment(actor=who, now=NOW, today=DAY)
    open_cases = Case.objects.filter(cases, closed_on=None)
    return {
        flag.key: open_cases.annotate(**flag.annotate(moment)).filter(flag.condition(moment)).count()
        for flag in flags()
    }


def mine(who: Actor) -> Q:
    return takes_part(who, NOW, DAY)


def of_the_unit(who: Actor) -> Q:
    return Q(belongs_to(who.case_units | who.leads, NOW))


def test_the_caseworker_holds_about_sixty_cases_with_every_status() -> None:
    caseworker = actor("caseworker")
    assert 50 <= Case.objects.filter(mine(caseworker), closed_on=None).count() <= 72
    found = counts(caseworker, mine(caseworker))
    # Nobody's cases, and those of a colleague who is away, are in the unit and not among one's own.
    missing = {key for key, number in found.items() if not number} - {"unassigned", "holder_away"}
    assert not missing, found
    assert found["new"] < 12, "most of them she has opened"
    of_the_unit_ = counts(caseworker, of_the_unit(caseworker))
    assert of_the_unit_["unassigned"]
    assert of_the_unit_["holder_away"]


def test_the_consultant_pulls_a_caseload_with_a_meeting_today_and_a_new_case() -> None:
    consultant = actor("consultant")
    assert 25 <= Case.objects.filter(mine(consultant), closed_on=None).count() <= 70
    found = counts(consultant, mine(consultant))
    assert found["today"]
    assert found["new"]
    assert found["reminder"]


def test_the_leader_leads_a_department_with_all_its_teams() -> None:
    leader = actor("leader")
    assert leader.roles == {Role.TEAM_LEADER}
    led = set(Unit.objects.filter(pk__in=leader.leads).values_list("name", flat=True))
    assert led == {"Job og Udvikling", "Udvikling Øst", "Udvikling Vest", "Unge og Uddannelse", "Første Skridt"}
    found = counts(leader, of_the_unit(leader))
    assert found["unassigned"]
    assert found["shifts"]


def test_the_partner_takes_part_in_cases_of_a_project_and_meets_somebody_today() -> None:
    partner = actor("partner")
    assert partner.roles == {Role.EXTERNAL_PARTNER}
    assert Case.objects.filter(mine(partner), closed_on=None).count() >= 10
    assert counts(partner, mine(partner))["today"]


def test_the_analyst_and_the_administrator_have_their_rights_and_no_case() -> None:
    assert actor("analyst").may(Right.SEE_FIGURES)
    assert actor("admin").may(Right.MANAGE_STAFF)
    for sign_in in ("analyst", "admin"):
        assert not Case.objects.filter(mine(actor(sign_in))).exists()
