"""Assign: who may, to whom, from when, with which cause; two leaders at once; many cases at once; a mistake."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from tests.factories import Factory, moment
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.models import Staff, Unit
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.casework.access import NeedsReason
from tovholder.casework.actions import assignments as acts
from tovholder.casework.actions.assignments import Result
from tovholder.casework.errors import Refused
from tovholder.casework.models import Assignment, Case, CaseRole, ShiftCause
from tovholder.citizens.models import AddressProtection

DAY = dt.timedelta(days=1)


class Desk:
    """A team with a leader, two caseworkers and a case that the first holds."""

    def __init__(self, make: Factory, now: dt.datetime) -> None:
        self.make, self.now, self.today = make, now, now.date()
        self.unit: Unit = make.unit("Team Nord")
        self.leader = make.staff("Lis Leder", unit=self.unit, role="team_leader")
        self.anna = make.staff("Anna Friis", unit=self.unit)
        self.bo = make.staff("Bo Lund", unit=self.unit)
        self.case: Case = make.case(held_by=self.anna, opened_on=dt.date(2026, 8, 3))

    def latest(self, role: str = CaseRole.CASEWORKER) -> Assignment | None:
        return Assignment.objects.filter(case=self.case, role=role).order_by("effective_at", "seq").last()

    def assign(self, staff: Staff | None, by: Staff | None = None, **changed: Any) -> Assignment:
        latest = self.latest(changed.get("role", CaseRole.CASEWORKER))
        given: dict[str, Any] = {
            "actor": self.make.actor(by or self.leader, self.today),
            "case_id": self.case.pk,
            "staff_id": staff.pk if staff else None,
            "unit_id": self.unit.pk,
            "effective_at": self.now,
            "planned": True,
            "cause": ShiftCause.BALANCE,
            "expected_assignment_id": latest.pk if latest else None,
            "now": self.now,
            "today": self.today,
        }
        return acts.assign(**{**given, **changed})


@pytest.fixture
def desk(make: Factory, now: dt.datetime) -> Desk:
    return Desk(make, now)


def test_a_caseworker_gives_nothing_away(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.assign(desk.bo, by=desk.anna)


def test_a_caseworker_does_not_take_what_somebody_holds(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.assign(desk.bo, by=desk.bo)


def test_a_leader_of_another_unit_decides_nothing_here(desk: Desk, make: Factory) -> None:
    stranger = make.staff(role="team_leader")
    with pytest.raises(NeedsReason):
        desk.assign(desk.bo, by=stranger)


def test_a_leader_who_only_takes_part_decides_nothing_either(desk: Desk, make: Factory) -> None:
    stranger = make.staff(role="team_leader")
    make.assign(desk.case, stranger, at=desk.now - DAY, role=CaseRole.MENTOR)
    with pytest.raises(NotAllowed):
        desk.assign(desk.bo, by=stranger)


def test_in_another_unit_the_person_is_named_by_its_own_leader(desk: Desk, make: Factory) -> None:
    south = make.unit("Team Syd")
    person, leader = make.staff(unit=south), make.staff(unit=south, role="team_leader")
    with pytest.raises(NotAllowed):
        desk.assign(person, unit_id=south.pk)
    desk.assign(None, unit_id=south.pk, cause=ShiftCause.TARGET_GROUP)
    desk.assign(person, by=leader, unit_id=south.pk, cause=ShiftCause.TARGET_GROUP)
    assert desk.latest().staff == person  # type: ignore[union-attr]


def test_the_leader_of_the_department_decides_in_every_team_below(make: Factory, now: dt.datetime) -> None:
    desk = Desk(make, now)
    department = make.unit("Job og Udvikling", kind="department")
    Unit.objects.filter(pk=desk.unit.pk).update(parent=department)
    assert desk.assign(desk.bo, by=make.staff(unit=department, role="team_leader")).staff == desk.bo


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"cause": ""}, "cause"),
        ({"cause": ShiftCause.UNKNOWN}, "cause"),
        ({"cause": "bored"}, "cause"),
        ({"cause": ShiftCause.NEW_CASE}, "not new"),
        ({"cause": ShiftCause.OTHER}, "in words"),
        ({"cause": ShiftCause.PROJECT, "reason": " "}, "in words"),
        ({"planned": None}, "planned"),
        ({"effective_at": moment(dt.date(2026, 8, 2))}, "not open"),
        ({"reason": "x" * 301}, "300"),
    ],
)
@pytest.mark.parametrize("is_vacancy", [False, True])
def test_what_is_missing_is_said(desk: Desk, changed: dict[str, Any], word: str, is_vacancy: bool) -> None:
    with translation.override("en"), pytest.raises(Refused) as refused:
        desk.assign(None if is_vacancy else desk.bo, **changed)
    assert word in " ".join(refused.value.faults)
    assert Assignment.objects.filter(case=desk.case).count() == 1


def test_the_receiver_works_here_and_does_that_work_in_that_unit(desk: Desk, make: Factory) -> None:
    gone = make.staff(unit=desk.unit, is_active=False)
    elsewhere = make.staff()
    consultant = make.staff(unit=desk.unit, role="job_consultant")
    left = make.staff(unit=make.unit())
    make.member(left, desk.unit, "caseworker", to=desk.today)
    for person in [gone, elsewhere, consultant, left]:
        with pytest.raises(Refused):
            desk.assign(person)
    assert desk.assign(consultant, role=CaseRole.JOB_CONSULTANT, cause=ShiftCause.NEW_CASE).staff == consultant


def test_a_unit_that_is_closed_receives_nothing(desk: Desk, make: Factory) -> None:
    closed = make.unit()
    Unit.objects.filter(pk=closed.pk).update(closed_on=desk.today)
    with pytest.raises(Refused):
        desk.assign(None, unit_id=closed.pk)


def test_nothing_is_assigned_in_a_closed_case(desk: Desk) -> None:
    Case.objects.filter(pk=desk.case.pk).update(closed_on=desk.today, close_reason="work")
    with pytest.raises(Refused):
        desk.assign(desk.bo)


def test_what_changes_nothing_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused):
        desk.assign(desk.anna)
    desk.assign(None, cause=ShiftCause.SICKNESS, planned=False)
    with pytest.raises(Refused):
        desk.assign(None, cause=ShiftCause.SICKNESS, planned=False)


def test_the_second_of_two_leaders_is_told_who_has_it(desk: Desk) -> None:
    seen = desk.latest()
    assert seen is not None
    desk.assign(desk.bo)
    with pytest.raises(ChangedMeanwhile) as changed:
        desk.assign(None, expected_assignment_id=seen.pk)
    assert changed.value.current.staff == desk.bo  # type: ignore[attr-defined]


def test_a_change_is_not_put_before_one_that_is_registered_unless_it_corrects(desk: Desk) -> None:
    desk.assign(desk.bo, effective_at=desk.now + 10 * DAY)
    with pytest.raises(Refused):
        desk.assign(None, effective_at=desk.now)
    desk.assign(None, effective_at=desk.now, correction=True, cause=ShiftCause.LEAVE)
    rows = Assignment.objects.filter(case=desk.case).values_list("staff__name", flat=True)
    assert list(rows) == ["Anna Friis", None, "Bo Lund"]


def test_who_saw_only_the_one_who_holds_it_now_is_told_of_the_change_ahead(desk: Desk) -> None:
    seen = desk.latest()
    assert seen is not None
    desk.assign(desk.bo, effective_at=desk.now + 10 * DAY)
    with pytest.raises(Refused):
        desk.assign(None, expected_assignment_id=seen.pk)
    with pytest.raises(ChangedMeanwhile):
        desk.assign(None, expected_assignment_id=seen.pk, effective_at=desk.now + 11 * DAY)


def test_two_changes_of_one_moment_keep_their_order(desk: Desk) -> None:
    desk.assign(None)
    desk.assign(desk.bo)
    assert [row.seq for row in Assignment.objects.filter(case=desk.case)] == [0, 0, 1]
    assert Assignment.objects.at(desk.now).get(case=desk.case).staff == desk.bo


@pytest.mark.requirement("F3")
def test_a_shift_is_registered_with_all_that_is_to_be_known_of_it(desk: Desk) -> None:
    row = desk.assign(desk.bo, cause=ShiftCause.SICKNESS, planned=False, reason=" Anna er syg ")
    row.refresh_from_db()
    assert (row.staff, row.cause, row.planned, row.reason) == (desk.bo, "sickness", False, "Anna er syg")
    assert (row.registered_by, row.effective_at) == (desk.leader, desk.now)


def test_a_vacant_case_is_taken_by_a_member_of_the_unit_for_herself_alone(desk: Desk, make: Factory) -> None:
    desk.assign(None, cause=ShiftCause.RESIGNATION)
    with pytest.raises(NotAllowed):
        desk.assign(desk.anna, by=desk.bo)
    with pytest.raises(NeedsReason):
        desk.assign(None, by=make.staff())
    assert desk.assign(desk.bo, by=desk.bo, cause=ShiftCause.RESIGNATION).staff == desk.bo


def test_a_consultant_does_not_become_caseworker_by_taking_a_vacant_case(desk: Desk, make: Factory) -> None:
    desk.assign(None, cause=ShiftCause.RESIGNATION)
    consultant = make.staff(unit=desk.unit, role="job_consultant")
    with pytest.raises(Refused):
        desk.assign(consultant, by=consultant)
    row = desk.assign(consultant, by=consultant, role=CaseRole.JOB_CONSULTANT, cause=ShiftCause.NEW_CASE)
    assert row.role == CaseRole.JOB_CONSULTANT


def test_a_protected_citizens_vacant_case_is_left_to_the_leader(desk: Desk) -> None:
    desk.assign(None, cause=ShiftCause.RESIGNATION)
    AddressProtection.objects.create(citizen=desk.case.citizen, start=desk.today)
    with pytest.raises(NeedsReason):
        desk.assign(desk.bo, by=desk.bo)
    assert desk.assign(desk.bo).staff == desk.bo


def test_many_cases_are_assigned_and_each_says_what_became_of_it(desk: Desk, make: Factory) -> None:
    fine, held_by_bo, changed = make.case(held_by=desk.anna), make.case(held_by=desk.bo), make.case(held_by=desk.anna)
    elsewhere = make.case()
    seen = {row.case_id: row.pk for row in Assignment.objects.all()}
    make.assign(changed, None, at=desk.now - DAY)
    wanted = [fine, held_by_bo, changed, elsewhere]
    with translation.override("en"):
        results = acts.assign_many(
            actor=make.actor(desk.leader, desk.today),
            cases=[*((case.pk, seen[case.pk]) for case in wanted), (0, None)],
            staff_id=desk.bo.pk,
            unit_id=desk.unit.pk,
            effective_at=desk.now,
            planned=False,
            cause=ShiftCause.SICKNESS,
            now=desk.now,
            today=desk.today,
        )
    assert [result.case_id for result in results] == [*(case.pk for case in wanted), 0]
    assert isinstance(results[0], Result)
    assert results[0].assignment is not None
    assert [" ".join(result.faults) for result in results[1:]] == [
        "Bo Lund holds the case already.",
        "Somebody else changed who holds the case meanwhile.",
        "You may not decide who holds this case.",
        "You may not decide who holds this case.",
    ]
    assert Assignment.objects.at(desk.now).filter(staff=desk.bo).count() == 2


def correct(desk: Desk, row: Assignment, by: Staff | None = None, reason: str = "Forkert sag") -> None:
    acts.correct(
        actor=desk.make.actor(by or desk.leader, desk.today),
        case_id=desk.case.pk,
        assignment_id=row.pk,
        reason=reason,
        now=desk.now,
        today=desk.today,
    )


def test_a_mistake_is_taken_out_by_a_leader_who_says_why(desk: Desk, make: Factory) -> None:
    row = desk.assign(desk.bo)
    for by, reason, error in [
        (desk.anna, "Forkert", NotAllowed),
        (make.staff(role="team_leader"), "Forkert", NeedsReason),
        (desk.leader, " ", Refused),
    ]:
        with pytest.raises(error):
            correct(desk, row, by, reason)
    correct(desk, row)
    assert Assignment.objects.at(desk.now).get(case=desk.case).staff == desk.anna
    event = Assignment.history.rel.related_model.objects.get(pgh_obj_id=row.pk)  # type: ignore[attr-defined]
    assert event.pgh_context["reason"] == "Forkert sag"
    with pytest.raises(Refused):
        correct(desk, row)


def test_the_first_row_of_a_case_stays(desk: Desk) -> None:
    first = desk.latest()
    assert first is not None
    with pytest.raises(Refused):
        correct(desk, first)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_assign_at_the_same_moment_one_is_told(make: Factory, now: dt.datetime) -> None:
    desk = Desk(make, now)
    seen = desk.latest()
    assert seen is not None
    start, outcomes = threading.Barrier(2), []

    def attempt(person: Staff) -> None:
        try:
            start.wait()
            desk.assign(person, expected_assignment_id=seen.pk)
            outcomes.append("assigned")
        except ChangedMeanwhile:
            outcomes.append("told")
        finally:
            connection.close()

    others = [desk.bo, make.staff(unit=desk.unit)]
    threads = [threading.Thread(target=attempt, args=[person]) for person in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["assigned", "told"]
    assert Assignment.objects.filter(case=desk.case).count() == 2
