"""Taking part in a project adds somebody and never changes who holds the case (requirement F2)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.factories import Factory
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.models import Unit
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.casework.access import open_case
from tovholder.casework.actions.participants import add_participant, end_participant
from tovholder.casework.errors import Refused
from tovholder.casework.models import Assignment, Case, Participant
from tovholder.casework.queries.shifts import shift_counts

pytestmark = pytest.mark.requirement("F2")
DAY = dt.timedelta(days=1)


@pytest.fixture
def project(make: Factory) -> Unit:
    return make.unit("Flere skal med", kind="project")


@pytest.fixture
def case(make: Factory) -> Case:
    return make.case(held_by=make.staff("Anna Friis"), opened_on=dt.date(2026, 8, 3))


@pytest.fixture
def desk(make: Factory, case: Case, now: dt.datetime, today: dt.date) -> dict[str, Any]:
    holder = case.assignments.get().staff
    assert holder is not None
    return {"actor": make.actor(holder, today), "case_id": case.pk, "now": now, "today": today}


def test_a_partner_brings_nobody_in(
    make: Factory, case: Case, project: Unit, desk: dict[str, Any], today: dt.date, now: dt.datetime
) -> None:
    partner = make.staff(role="external_partner")
    make.assign(case, partner, at=now - DAY, role="mentor")
    with pytest.raises(NotAllowed):
        add_participant(**{**desk, "actor": make.actor(partner, today)}, unit_id=project.pk, start=today)


def test_what_cannot_be_is_refused(make: Factory, project: Unit, desk: dict[str, Any], today: dt.date) -> None:
    stranger = make.staff()
    closed = make.unit()
    Unit.objects.filter(pk=closed.pk).update(closed_on=today)
    add_participant(**desk, unit_id=project.pk, start=today)
    wrong: list[dict[str, Any]] = [
        {"unit_id": project.pk, "start": today},
        {"unit_id": project.pk, "start": dt.date(2026, 8, 2), "staff_id": None},
        {"unit_id": project.pk, "staff_id": stranger.pk, "start": today},
        {"unit_id": closed.pk, "start": today},
        {"unit_id": 0, "start": today},
    ]
    for given in wrong:
        with pytest.raises(Refused):
            add_participant(**desk, **given)
    assert Participant.objects.count() == 1


def test_the_caseworker_stays_and_nothing_counts_as_a_shift(
    make: Factory, case: Case, project: Unit, desk: dict[str, Any], now: dt.datetime, today: dt.date
) -> None:
    before = list(Assignment.objects.values())
    worker = make.staff(unit=project)
    add_participant(**desk, unit_id=project.pk, start=today)
    person = add_participant(**desk, unit_id=project.pk, staff_id=worker.pk, start=today, reason="Virksomhedscenter")
    end_participant(**desk, participant_id=person.pk, end=today + DAY, version=1)
    assert list(Assignment.objects.values()) == before
    assert shift_counts([case.pk], now - 365 * DAY, now) == {case.pk: 0}


def test_the_project_sees_the_case_while_it_takes_part(
    make: Factory, case: Case, project: Unit, desk: dict[str, Any], now: dt.datetime, today: dt.date
) -> None:
    row = add_participant(**desk, unit_id=project.pk, start=today - DAY)
    worker = make.actor(make.staff(unit=project, role="external_partner"), today)
    assert open_case(worker, case.pk, now=now, today=today).case == case
    end_participant(**desk, participant_id=row.pk, end=today, version=1)
    with pytest.raises(NotAllowed):
        open_case(worker, case.pk, now=now, today=today)


def test_two_who_end_it_and_an_end_before_the_start(project: Unit, desk: dict[str, Any], today: dt.date) -> None:
    row = add_participant(**desk, unit_id=project.pk, start=today)
    with pytest.raises(Refused):
        end_participant(**desk, participant_id=row.pk, end=today - DAY, version=1)
    end_participant(**desk, participant_id=row.pk, end=today + DAY, version=1)
    with pytest.raises(ChangedMeanwhile):
        end_participant(**desk, participant_id=row.pk, end=today + 2 * DAY, version=1)
    with pytest.raises(Refused):
        end_participant(**desk, participant_id=0, end=today, version=1)
