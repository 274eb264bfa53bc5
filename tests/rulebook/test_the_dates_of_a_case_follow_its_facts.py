"""The stored dates are those that the pure rules give, whatever changed and however it came in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection, transaction

from tests.factories import Factory, moment
from tests.rulebook.cases import dates, day, in_group, spell, talk, worked
from tovholder.casework.actions.conversations import register_held
from tovholder.casework.models import Case, Conversation
from tovholder.citizens.models import TargetGroupSpell
from tovholder.rulebook import facts, keeping
from tovholder.rulebook.models import Exemption, StatutoryDate, Worked
from tovholder.rules.deadlines import obligations
from tovholder.rules.reading import shipped

pytestmark = pytest.mark.requirement("F17")


def stale() -> set[int]:
    return set(Worked.objects.filter(is_stale=True).values_list("case", flat=True))


def test_a_case_without_a_target_group_has_no_dates(make: Factory, today: dt.date) -> None:
    case = make.case()
    assert worked(today) == 1
    assert dates(case) == {}


def test_what_is_due_is_worked_out_from_group_opening_and_conversations(make: Factory, today: dt.date) -> None:
    case = in_group(make, "6.3", "2026-08-03", "2026-08-07", "2026-09-30")
    worked(today)
    found = dates(case)
    assert (found["first-2026-others"].due_on, found["first-2026-others"].fulfilled_on) == (
        day("2026-08-10"),
        day("2026-08-07"),
    )
    number = found["number-2026-others"]
    assert (number.due_on, number.done, number.count, number.fulfilled_on) == (day("2027-02-03"), 2, 4, None)


def test_offers_are_not_followed_and_nobody_has_missed_them(make: Factory, today: dt.date) -> None:
    case = in_group(make, "6.1", "2026-07-06")
    worked(today)
    assert set(dates(case)) == {"fund-2026", "number-2026-insured"}


@pytest.mark.requirement("F17")
def test_the_fund_s_conversations_and_the_intensive_one_fulfil_what_asks_for_them(
    make: Factory, today: dt.date
) -> None:
    case = in_group(make, "6.1", "2024-02-01")
    for on in ("2024-02-12", "2024-03-08", "2024-04-10"):
        talk(case, on, kind="fund")
    talk(case, "2025-02-03", kind="intensive")
    worked(today)
    found = dates(case)
    assert found["fund-first-2024"].fulfilled_on == day("2024-02-12")
    assert (found["fund-2024"].done, found["fund-2024"].fulfilled_on) == (3, day("2024-04-10"))
    assert found["intensive-2024"].fulfilled_on == day("2025-02-03")
    # None of the fund's is one of ours; the intensive one is, though it comes after the half-year.
    assert (found["number-2024-insured"].done, found["number-2024-insured"].fulfilled_on) == (1, None)


def test_a_conversation_that_turns_out_to_be_the_fund_s_marks_the_case(make: Factory, today: dt.date) -> None:
    case = in_group(make, "6.1", "2024-02-01", "2024-02-12")
    worked(today)
    assert dates(case)["fund-first-2024"].fulfilled_on is None
    Conversation.objects.filter(case=case).update(kind="fund", staff=None)
    assert stale() == {case.pk}
    worked(today)
    assert dates(case)["fund-first-2024"].fulfilled_on == day("2024-02-12")


def test_a_room_above_that_registers_offers_makes_them_followed(
    make: Factory, today: dt.date, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = in_group(make, "6.2", "2026-07-01")
    monkeypatch.setitem(facts._providers, ("offer", "municipality"), lambda ids: [(case.pk, day("2026-09-01"))])
    worked(today)
    assert dates(case)["offer-2026"].fulfilled_on == day("2026-09-01")


class TestAChangeMarksTheCase:
    """Of the case that it concerns and no other, in the same transaction."""

    @pytest.fixture
    def case(self, make: Factory, today: dt.date) -> Case:
        in_group(make, "6.3", "2026-08-03")
        case = in_group(make, "6.3", "2026-08-03", "2026-08-07")
        worked(today)
        assert not stale()
        return case

    def test_a_conversation_held_moved_or_taken_away(self, case: Case, today: dt.date) -> None:
        row = talk(case, "2026-09-09")
        assert stale() == {case.pk}
        worked(today)
        Conversation.objects.filter(pk=row.pk).update(held_at=moment(day("2026-09-10")))
        assert stale() == {case.pk}
        worked(today)
        row.delete()
        assert stale() == {case.pk}

    def test_a_conversation_that_is_only_planned_changes_nothing(self, case: Case, now: dt.datetime) -> None:
        row = Conversation.objects.create(case=case, starts_at=now + dt.timedelta(days=3))
        row.purpose = "x"
        row.save()
        row.delete()
        assert not stale()

    def test_another_target_group_and_one_that_ends_or_goes(self, case: Case, today: dt.date) -> None:
        row = TargetGroupSpell.objects.get(citizen=case.citizen)
        row.end = day("2026-10-01")
        row.save()
        assert stale() == {case.pk}
        worked(today)
        spell(case, "6.6", "2026-10-01")
        assert stale() == {case.pk}
        worked(today)
        assert "sickness-2026" in dates(case)
        TargetGroupSpell.objects.filter(citizen=case.citizen).delete()
        assert stale() == {case.pk}
        worked(today)
        assert dates(case) == {}

    def test_a_case_that_closes_or_opened_on_another_day(self, case: Case, today: dt.date) -> None:
        Case.objects.filter(pk=case.pk).update(closed_on=day("2026-11-01"), close_reason="work")
        assert stale() == {case.pk}
        worked(today)
        assert set(dates(case)) == {"first-2026-others"}
        Case.objects.filter(pk=case.pk).update(opened_on=day("2026-08-05"))
        assert stale() == {case.pk}
        worked(today)
        Case.objects.filter(pk=case.pk).update(kle_number="15.20.05")
        assert not stale()

    def test_an_exemption(self, case: Case, today: dt.date) -> None:
        row = Exemption.objects.create(case=case, series="number", start=today, reason="En prøve")
        assert stale() == {case.pk}
        worked(today)
        assert dates(case)["number-2026-others"].is_exempt
        row.delete()
        assert stale() == {case.pk}

    def test_many_at_once_in_one_statement(self, case: Case, make: Factory, today: dt.date) -> None:
        others = [in_group(make, "6.3", "2026-08-03") for _ in range(3)]
        worked(today)
        at = moment(day("2026-08-08"))
        Conversation.objects.bulk_create(Conversation(case=one, starts_at=at, held_at=at) for one in others)
        assert stale() == {one.pk for one in others}
        assert worked(today) == 3
        assert all(dates(one)["first-2026-others"].fulfilled_on == day("2026-08-08") for one in others)


def test_a_case_that_is_deleted_takes_its_dates_along(make: Factory, today: dt.date) -> None:
    case = in_group(make, "6.3", "2026-08-03")
    worked(today)
    case.assignments.all().delete()
    case.delete()
    assert not StatutoryDate.objects.exists()
    assert not Worked.objects.exists()


def test_a_mark_set_while_dates_are_worked_out_stays(make: Factory, today: dt.date) -> None:
    """The mark is taken away before the facts are read."""
    case = in_group(make, "6.3", "2026-08-03")
    order: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("UPDATE") and "rulebook_worked" in sql:
            order.append("mark")
        if "casework_conversation" in sql and "SELECT" in sql:
            order.append("facts")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        keeping.refresh([case.pk], today=today)
    assert order[:2] == ["mark", "facts"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_a_person_registers_shows_in_the_dates_at_once(
    make: Factory, now: dt.datetime, today: dt.date, caplog: pytest.LogCaptureFixture
) -> None:
    staff = make.staff()
    case = in_group(make, "6.3", "2026-11-02", held_by=staff)
    actor = make.actor(staff, today)
    assert dates(case)["first-2026-others"].fulfilled_on is None
    register_held(actor=actor, case_id=case.pk, held_at=moment(day("2026-11-05")), now=now, today=today)
    assert dates(case)["first-2026-others"].fulfilled_on == day("2026-11-05")
    assert not stale()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_fault_in_the_rules_does_not_keep_a_conversation_from_being_registered(
    make: Factory,
    now: dt.datetime,
    today: dt.date,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    staff = make.staff()
    case = in_group(make, "6.3", "2026-11-02", held_by=staff)
    monkeypatch.setattr(keeping, "obligations", lambda *_: 1 / 0)
    register_held(
        actor=make.actor(staff, today), case_id=case.pk, held_at=moment(day("2026-11-05")), now=now, today=today
    )
    assert Conversation.objects.filter(case=case, held_at__isnull=False).count() == 1
    assert stale() == {case.pk}
    assert "tried again" in caplog.text
    monkeypatch.undo()
    worked(today)
    assert dates(case)["first-2026-others"].fulfilled_on == day("2026-11-05")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_case_that_another_process_has_in_hand_is_left_to_it(make: Factory, today: dt.date) -> None:
    case, other = in_group(make, "6.3", "2026-08-03"), in_group(make, "6.3", "2026-08-03")
    keeping.mark_all()
    second = connection.copy()
    try:
        with transaction.atomic():
            Worked.objects.select_for_update().get(case=case)
            with second.cursor() as cursor:
                cursor.execute(
                    "select case_id from rulebook_worked where is_stale order by case_id for update skip locked"
                )
                assert cursor.fetchall() == [(other.pk,)]
    finally:
        second.close()


def test_all_can_be_worked_out_anew_and_come_out_the_same(make: Factory, today: dt.date) -> None:
    for number, group in enumerate(["6.1", "6.2", "6.3", "6.6", "6.8"]):
        in_group(make, group, f"2026-0{number + 2}-03", "2026-07-07", "2026-08-08")
    worked(today)

    def all_rows() -> list[tuple[Any, ...]]:
        return sorted(StatutoryDate.objects.values_list("case", "rule_id", "due_on", "done", "fulfilled_on"))

    before = all_rows()
    assert before
    StatutoryDate.objects.all().delete()
    assert keeping.mark_all() == 5
    assert keeping.refresh_stale(today=today, batch=2) == 5
    assert all_rows() == before
    for case in Case.objects.all():
        pure = obligations(facts.courses([case.pk])[case.pk], today, shipped())
        assert {one.due_on for one in pure if one.status != "unknown"} == {row.due_on for row in dates(case).values()}


def test_a_rule_for_each_period_brings_new_dates_as_time_goes_by(make: Factory) -> None:
    case = in_group(make, "6.3", "2017-03-06")
    worked(day("2017-10-01"))
    assert [row.due_on for row in StatutoryDate.objects.filter(case=case, series="number")] == [day("2018-03-05")]
    assert worked(day("2018-03-05")) == 0
    assert worked(day("2018-03-06")) == 1
    assert StatutoryDate.objects.filter(case=case, series="number").count() == 2


def test_working_out_takes_the_same_few_queries_for_many_cases(
    make: Factory, today: dt.date, django_assert_max_num_queries: Any
) -> None:
    cases = [in_group(make, "6.3", "2026-08-03", "2026-08-07").pk for _ in range(20)]
    keeping.refresh(cases, today=today)
    keeping.mark_all()
    with django_assert_max_num_queries(14):
        keeping.refresh(cases, today=today)
