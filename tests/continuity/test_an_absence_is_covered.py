"""Somebody falls ill: who is affected first and why, who stands in, who takes over, and what the return ends."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.continuity.hands import Hands
from tests.factories import Factory
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Role
from tovholder.casework.access import NeedsReason, open_case
from tovholder.casework.actions.cases import blockers
from tovholder.casework.contributions import Moment
from tovholder.casework.errors import Refused
from tovholder.casework.models import Assignment, Plan, PlanStep
from tovholder.casework.worklist.query import WorkList
from tovholder.casework.worklist.scopes import MINE, Scope
from tovholder.casework.worklist.wanted import Wanted
from tovholder.citizens.models import TargetGroup, TargetGroupSpell
from tovholder.continuity.actions import absences, covers, fragile
from tovholder.continuity.actions.covers import Decision
from tovholder.continuity.models import Absence, AbsenceKind, Cover, Handover, Letter
from tovholder.continuity.queries.affected import picture_of
from tovholder.continuity.queries.procedure import steps_of
from tovholder.continuity.urgency import Cause, Reason, is_important, order_of
from tovholder.rulebook import keeping

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F3")]


def register(hands: Hands, by: Any, **changed: Any) -> Absence:
    said = {
        "staff_id": hands.old.pk,
        "kind": "illness",
        "starts_on": hands.today,
        "expected_on": hands.today + dt.timedelta(days=14),
    }
    return absences.register_absence(**hands.when(by), **{**said, **changed})


def cover(hands: Hands, absence: Absence, by: Any = None, **changed: Any) -> Cover:
    said = {
        "absence_id": absence.pk,
        "case_id": hands.case.pk,
        "staff_id": hands.new.pk,
        "expected_assignment_id": hands.row().pk,
    }
    return covers.cover_case(**hands.when(by or hands.leader), **{**said, **changed})


def moment_of(hands: Hands, staff: Any = None) -> Moment:
    return Moment(hands.make.actor(staff or hands.leader, hands.today), hands.now, hands.today)


# Registering


def test_a_colleague_does_not_register_that_another_is_ill(hands: Hands, make: Factory) -> None:
    elsewhere = make.staff(role=Role.TEAM_LEADER)
    for by in (hands.new, elsewhere, make.staff(role=Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            register(hands, by)


@pytest.mark.parametrize("starts", [0, 5, 13, -3])
def test_two_absences_of_one_person_do_not_overlap(hands: Hands, starts: int) -> None:
    register(hands, hands.leader)
    start = hands.today + dt.timedelta(days=starts)
    with pytest.raises(Refused):
        register(hands, hands.leader, starts_on=start, expected_on=start + dt.timedelta(days=4))


def test_what_stands_in_the_way_is_named_with_what_can_be_done(hands: Hands) -> None:
    """Who falls ill on a Monday, and has a holiday registered in December, is still registered on Monday."""
    christmas = hands.today + dt.timedelta(days=30)
    register(hands, hands.leader, kind="holiday", starts_on=christmas, expected_on=christmas + dt.timedelta(days=9))
    with pytest.raises(Refused, match=r"Ole Ravn.*den dag eller en tidligere"):
        register(hands, hands.leader, expected_on=None)
    with pytest.raises(Refused, match="Ret det fravær"):
        register(hands, hands.leader, starts_on=christmas + dt.timedelta(days=2), expected_on=None)
    assert register(hands, hands.leader, expected_on=christmas).starts_on == hands.today
    register(hands, hands.leader, staff_id=hands.new.pk, expected_on=None)
    with pytest.raises(Refused, match="ingen ved hvor længe"):
        register(hands, hands.leader, staff_id=hands.new.pk, starts_on=christmas, expected_on=None)


def test_an_absence_may_begin_when_the_one_before_has_ended(hands: Hands) -> None:
    first = register(hands, hands.leader)
    absences.return_from(**hands.when(hands.leader), absence_id=first.pk, ended_on=hands.today, version=first.version)
    assert register(hands, hands.leader).pk != first.pk
    holiday = hands.today + dt.timedelta(days=60)
    assert register(hands, hands.old, kind="holiday", starts_on=holiday, expected_on=None).starts_on == holiday


@pytest.mark.parametrize(
    "wrong",
    [
        {"expected_on": dt.date(2026, 11, 18)},
        {"starts_on": dt.date(2026, 1, 1)},
        {"kind": "a broken leg"},
    ],
)
def test_what_cannot_be_is_refused(hands: Hands, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        register(hands, hands.leader, **wrong)


def test_an_absence_says_no_more_than_the_procedure_needs() -> None:
    """No field in which a diagnosis could be written."""
    fields = {field.name for field in Absence._meta.concrete_fields}
    told = {"staff", "kind", "starts_on", "expected_on", "ended_on", "looked_through_at"}
    assert fields == told | {"id", "registered_at", "registered_by", "external_id", "version"}
    assert set(AbsenceKind.values) == {"illness", "leave", "holiday", "other"}


# Who comes first


def test_a_case_comes_early_for_a_reason_that_is_named(hands: Hands, make: Factory) -> None:
    quiet = hands.case
    soon = make.case(held_by=hands.old, citizen=make.citizen("Ane", "Aa"))
    make.conversation(soon, starts_at=hands.now + dt.timedelta(days=2), staff=hands.old)
    far = make.case(held_by=hands.old, citizen=make.citizen("Bo", "Bb"))
    make.conversation(far, starts_at=hands.now + dt.timedelta(days=40), staff=hands.old)
    frail = make.case(held_by=hands.old, citizen=make.citizen("Cai", "Cc"))
    fragile.mark_fragile(**hands.when(hands.old), case_id=frail.pk, why="Har mistet sin bolig")
    step = make.case(held_by=hands.old, citizen=make.citizen("Dy", "Dd"))
    plan = Plan.objects.create(case=step)
    PlanStep.objects.create(plan=plan, text="Ring til kantinen", due_on=hands.today, agreed_at=hands.now)
    closed = make.case(held_by=hands.old, closed_on=hands.today, close_reason="work")
    picture = picture_of(register(hands, hands.leader), moment_of(hands))
    assert [one.case_id for one in picture.affected][:3] == [frail.pk, soon.pk, step.pk]
    assert {one.case_id for one in picture.affected} == {quiet.pk, soon.pk, far.pk, frail.pk, step.pk}
    assert closed.pk not in {one.case_id for one in picture.affected}
    assert [one.case_id for one in picture.important] == [frail.pk, soon.pk]
    reasons = {one.case_id: [(reason.cause, str(reason.text)) for reason in one.reasons] for one in picture.affected}
    assert reasons[frail.pk] == [(Cause.FRAGILE, "Har mistet sin bolig")]
    assert reasons[far.pk] == []


@pytest.mark.requirement("F17")
def test_a_statutory_date_puts_a_citizen_first(hands: Hands, make: Factory) -> None:
    opened = hands.today - dt.timedelta(days=3)
    case = make.case(held_by=hands.old, citizen=make.citizen("Eva", "Ny"), opened_on=opened)
    group = TargetGroup.objects.get(code="6.3")
    TargetGroupSpell.objects.create(citizen=case.citizen, target_group=group, start=opened)
    keeping.refresh([case.pk], today=hands.today)
    picture = picture_of(register(hands, hands.leader), moment_of(hands))
    first = picture.affected[0]
    assert first.case_id == case.pk
    (reason,) = first.reasons
    assert (reason.cause, reason.on) == (Cause.DATE, opened + dt.timedelta(days=7))


def test_what_is_due_before_somebody_goes_away_is_still_theirs(hands: Hands, make: Factory) -> None:
    plan = Plan.objects.create(case=hands.case)
    for days, text in ((-2, "Ring"), (3, "Skriv"), (12, "Mød op")):
        due_on = hands.today + dt.timedelta(days=days)
        PlanStep.objects.create(plan=plan, text=text, due_on=due_on, agreed_at=hands.now)
    holiday = hands.away(hands.old, days=10, until=20)
    (one,) = picture_of(holiday, moment_of(hands)).affected
    assert [reason.text for reason in one.reasons] == ["Mød op"]
    holiday.delete()
    (one,) = picture_of(hands.away(hands.old, until=20), moment_of(hands)).affected
    assert [reason.text for reason in one.reasons] == ["Ring", "Skriv", "Mød op"]


def test_the_list_takes_the_same_few_queries_for_any_caseload(
    hands: Hands,
    make: Factory,
    django_assert_max_num_queries: Any,
) -> None:
    absence = register(hands, hands.leader)
    for _number in range(12):
        case = make.case(held_by=hands.old)
        make.conversation(case, starts_at=hands.now + dt.timedelta(days=1), staff=hands.old)
    with django_assert_max_num_queries(14):
        assert len(picture_of(absence, moment_of(hands)).affected) == 13


_DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
_REASONS = st.lists(st.builds(Reason, st.sampled_from(list(Cause)), _DAYS), max_size=4)


@given(st.lists(_REASONS, max_size=8))
def test_nobody_with_something_important_ahead_stands_behind_somebody_without(lists: list[list[Reason]]) -> None:
    ordered = sorted(lists, key=lambda reasons: order_of(reasons, "", dt.date(2026, 6, 1)))
    important = [is_important(reasons) for reasons in ordered]
    assert important == sorted(important, reverse=True)


def test_what_can_wait_lifts_nobody_above_what_cannot() -> None:
    monday = dt.date(2026, 6, 1)
    days = [monday + dt.timedelta(days=number) for number in range(12)]
    long_ago = monday - dt.timedelta(days=100)
    tomorrow = [Reason(Cause.MEETING, days[1])]
    later = [Reason(Cause.MEETING, days[11]), Reason(Cause.STEP, long_ago)]
    overdue = [Reason(Cause.DATE, long_ago)]
    today = [Reason(Cause.MEETING, monday)]
    frail = [Reason(Cause.FRAGILE, monday)]
    step = [Reason(Cause.STEP, long_ago)]
    lists = [step, later, overdue, tomorrow, [], frail, today]
    ordered = sorted(lists, key=lambda reasons: order_of(reasons, "", monday))
    assert ordered == [today, frail, overdue, tomorrow, later, step, []]


# Cover


def test_cover_is_no_shift_and_gives_access_as_long_as_it_lasts(hands: Hands, make: Factory) -> None:
    south = make.staff("Lis Dam")
    make.member(south, hands.unit, Role.CASEWORKER)
    stranger = make.staff("Kaj Holm")
    absence = register(hands, hands.leader)
    with pytest.raises(NeedsReason):
        open_case(make.actor(stranger, hands.today), hands.case.pk, now=hands.now, today=hands.today)
    with pytest.raises(Refused):
        cover(hands, absence, staff_id=stranger.pk)
    cover(hands, absence, staff_id=hands.new.pk)
    assert hands.row().staff == hands.old
    assert Assignment.objects.filter(case=hands.case).count() == 1
    mine = WorkList(moment_of(hands, hands.new), Scope(MINE, ""), Wanted(flags=("standing_in",)))
    assert [case.pk for case in mine.filtered()] == [hands.case.pk]
    assert mine.counts().by_flag["standing_in"] == 1


def test_the_return_ends_the_cover_and_the_access(hands: Hands, make: Factory) -> None:
    other = make.unit("Team Syd")
    make.member(hands.leader, other, Role.TEAM_LEADER)
    absence = register(hands, hands.leader)
    guest = make.staff("Lis Dam", unit=hands.unit)
    cover(hands, absence, staff_id=guest.pk)
    # She moves to another team; as long as she stands in, the case is open to her.
    guest.memberships.update(unit=other)
    actor = make.actor(guest, hands.today)
    assert open_case(actor, hands.case.pk, now=hands.now, today=hands.today).may("converse")
    absences.return_from(**hands.when(hands.old), absence_id=absence.pk, ended_on=hands.today, version=absence.version)
    with pytest.raises(NeedsReason):
        open_case(actor, hands.case.pk, now=hands.now, today=hands.today)
    assert Cover.objects.get().ended_at == hands.now


def test_meetings_in_the_absence_are_held_by_whoever_stands_in_and_the_rest_come_back(
    hands: Hands, make: Factory
) -> None:
    soon, later, never = (
        make.conversation(hands.case, starts_at=hands.now + dt.timedelta(days=days), staff=hands.old)
        for days in (2, 8, 30)
    )
    absence = register(hands, hands.leader)
    cover(hands, absence)
    for talk in (soon, later, never):
        talk.refresh_from_db()
    assert [talk.staff for talk in (soon, later, never)] == [hands.new, hands.new, hands.old]
    back = hands.today + dt.timedelta(days=5)
    absences.return_from(**hands.when(hands.old), absence_id=absence.pk, ended_on=back, version=absence.version)
    for talk in (soon, later):
        talk.refresh_from_db()
    assert [talk.staff for talk in (soon, later)] == [hands.new, hands.old]


def test_nobody_covers_who_is_away_or_does_no_such_work(hands: Hands, make: Factory) -> None:
    absence = register(hands, hands.leader)
    hands.away(hands.new)
    consultant = make.staff(unit=hands.unit, role=Role.JOB_CONSULTANT)
    for wrong in (hands.new, consultant, hands.old):
        with pytest.raises(Refused):
            cover(hands, absence, staff_id=wrong.pk)


def test_who_decides_about_cover(hands: Hands, make: Factory) -> None:
    absence = register(hands, hands.leader)
    third = make.staff(unit=hands.unit)
    with pytest.raises(NotAllowed):
        cover(hands, absence, by=third)
    # A colleague in the team does not have to wait for a leader to take it herself.
    assert cover(hands, absence, by=hands.new).staff == hands.new


def test_the_second_of_two_leaders_is_told(hands: Hands, make: Factory) -> None:
    absence = register(hands, hands.leader)
    cover(hands, absence)
    third = make.staff(unit=hands.unit)
    with pytest.raises(ChangedMeanwhile):
        cover(hands, absence, staff_id=third.pk)
    first = Cover.objects.get()
    second = cover(hands, absence, staff_id=third.pk, expected_cover_id=first.pk)
    first.refresh_from_db()
    assert (first.ended_at, second.ended_at) == (hands.now, None)


def test_whoever_stood_in_and_falls_ill_leaves_nobody_behind_unseen(hands: Hands, make: Factory) -> None:
    absence = register(hands, hands.leader)
    first = cover(hands, absence)
    second = register(hands, hands.leader, staff_id=hands.new.pk)
    picture = picture_of(second, moment_of(hands))
    (one,) = picture.left
    assert (one.case_id, one.covers_for) == (hands.case.pk, "Ole Ravn")
    third = make.staff(unit=hands.unit)
    cover(hands, second, staff_id=third.pk, expected_cover_id=first.pk)
    assert not picture_of(second, moment_of(hands)).left
    assert not picture_of(absence, moment_of(hands)).left
    # It belongs to the absence of the one who holds the case, and ends with that.
    absences.return_from(
        **hands.when(hands.leader), absence_id=absence.pk, ended_on=hands.today, version=absence.version
    )
    assert not Cover.objects.filter(ended_at=None).exists()


# A new caseworker


def test_a_case_gets_a_new_caseworker_at_once_with_its_cause_and_its_letter(hands: Hands) -> None:
    absence = register(hands, hands.leader)
    cover(hands, absence)
    covers.shift_case(
        **hands.when(hands.leader),
        absence_id=absence.pk,
        case_id=hands.case.pk,
        staff_id=hands.new.pk,
        unit_id=hands.unit.pk,
        expected_assignment_id=hands.row().pk,
    )
    row = hands.row()
    assert (row.staff, row.cause, row.planned) == (hands.new, "sickness", False)
    handover = Handover.objects.get()
    assert handover.ended_at is None
    assert Letter.objects.filter(handover=handover).count() == 1
    assert Cover.objects.get().ended_at == hands.now
    picture = picture_of(absence, moment_of(hands))
    assert ([one.case_id for one in picture.affected], len(picture.shifted)) == ([], 1)


def test_what_is_refused_for_one_case_does_not_hold_up_the_others(hands: Hands, make: Factory) -> None:
    absence = register(hands, hands.leader)
    second = make.case(held_by=hands.old)
    elsewhere = make.case(held_by=make.staff())
    third = make.staff(unit=hands.unit)
    decisions = [
        Decision(hands.case.pk, "caseworker", "cover", hands.new.pk, hands.unit.pk, hands.row().pk),
        Decision(second.pk, "caseworker", "shift", third.pk, hands.unit.pk, hands.row(second).pk),
        Decision(elsewhere.pk, "caseworker", "cover", third.pk, hands.unit.pk, hands.row(elsewhere).pk),
        Decision(second.pk, "caseworker", "cover", third.pk, hands.unit.pk, None),
    ]
    results = covers.decide_many(**hands.when(hands.leader), absence_id=absence.pk, decisions=decisions)
    assert [bool(result.faults) for result in results] == [False, False, True, True]
    assert hands.row(second).staff == third


def test_a_failed_shift_leaves_no_handover_behind(hands: Hands) -> None:
    absence = register(hands, hands.leader)
    hands.away(hands.new)
    with pytest.raises(Refused):
        covers.shift_case(
            **hands.when(hands.leader),
            absence_id=absence.pk,
            case_id=hands.case.pk,
            staff_id=hands.new.pk,
            unit_id=hands.unit.pk,
            expected_assignment_id=hands.row().pk,
        )
    assert not Handover.objects.exists()


# How it stands


def test_what_has_nobody_is_red_until_it_has(hands: Hands, make: Factory) -> None:
    second = make.case(held_by=hands.old)
    make.conversation(second, starts_at=hands.now + dt.timedelta(days=1), staff=hands.old)
    absence = register(hands, hands.leader)
    picture = picture_of(absence, moment_of(hands))
    assert (len(picture.left), len(picture.important_left)) == (2, 1)
    steps = steps_of(picture, hands.today)
    assert [step.is_done for step in steps] == [True, False, False, False, False, False]
    assert [step.by for step in steps][1:4] == [hands.today, hands.today, dt.date(2026, 11, 25)]
    tomorrow = hands.today + dt.timedelta(days=1)
    assert [step.is_late for step in steps_of(picture, tomorrow)] == [False, True, True, False, False, False]
    absences.look_through(**hands.when(hands.leader), absence_id=absence.pk, version=absence.version)
    for case in (hands.case, second):
        cover(hands, absence, case_id=case.pk, expected_assignment_id=hands.row(case).pk)
    absence.refresh_from_db()
    picture = picture_of(absence, moment_of(hands))
    assert [step.is_done for step in steps_of(picture, hands.today)] == [True, True, True, True, False, False]


def test_a_caseworker_who_is_away_with_nobody_in_their_place_is_a_status_of_the_work_list(hands: Hands) -> None:
    absence = register(hands, hands.leader)
    units = Scope("units", "", frozenset({hands.unit.pk}))

    def counted() -> int:
        return WorkList(moment_of(hands), units, Wanted()).counts().by_flag["holder_away"]

    assert counted() == 1
    cover(hands, absence)
    assert counted() == 0


def test_cover_does_not_keep_a_case_from_being_closed_but_a_handover_does(hands: Hands) -> None:
    cover(hands, register(hands, hands.leader))
    assert blockers(hands.case.pk, moment_of(hands)) == []


def test_a_fragile_situation_is_a_professionals_word_with_a_reason(hands: Hands, make: Factory) -> None:
    said = {"case_id": hands.case.pk}
    with pytest.raises(Refused):
        fragile.mark_fragile(**hands.when(hands.old), **said, why=" ")
    with pytest.raises((NotAllowed, NeedsReason)):
        fragile.mark_fragile(**hands.when(make.staff()), **said, why="Fordi")
    row = fragile.mark_fragile(**hands.when(hands.old), **said, why="Har mistet sin bolig")
    with pytest.raises(Refused):
        fragile.mark_fragile(**hands.when(hands.new), **said, why="Igen")
    with pytest.raises(Refused):
        fragile.end_fragile(**hands.when(hands.new), **said, reason="")
    fragile.end_fragile(**hands.when(hands.new), **said, reason="Har fået en bolig")
    row.refresh_from_db()
    assert (row.ended_at, row.end_reason) == (hands.now, "Har fået en bolig")
