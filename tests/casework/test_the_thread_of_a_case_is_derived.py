"""Who held the case, shifts, vacancies, first waits: worked by hand, then for any rows at all."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections import defaultdict
from csv import DictReader
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tovholder.casework import thread
from tovholder.casework.thread import FirstWait, Held, Holding, Row

ZERO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
A, B, C = 1, 2, 3


def day(number: float) -> dt.datetime:
    return ZERO + dt.timedelta(days=number)


def rows(*people: int | None) -> list[Row]:
    """One row a day, from day 0 on."""
    return [Row(at=day(number), staff=staff) for number, staff in enumerate(people)]


@pytest.mark.parametrize(
    ("people", "shifts"),
    [
        ((), []),
        ((None,), []),
        ((A,), []),
        ((None, A), []),
        ((A, A), []),
        ((A, None, A), []),
        ((A, None, B), [(A, B)]),
        ((A, None, None, B, B), [(A, B)]),
        ((A, B, A), [(A, B), (B, A)]),
        ((A, B, None, C), [(A, B), (B, C)]),
    ],
)
@pytest.mark.requirement("F3")
def test_a_shift_is_another_person_than_the_last_who_was_somebody(
    people: tuple[int | None, ...], shifts: list[tuple[int, int]]
) -> None:
    assert [(shift.before, shift.after) for shift in thread.shifts(rows(*people))] == shifts


def test_a_shift_carries_the_cause_of_the_row_that_named_the_new_person() -> None:
    changes = [Row(day(0), A), Row(day(5), None, cause="sickness"), Row(day(9), B, cause="resignation", planned=False)]
    (shift,) = thread.shifts(changes)
    assert (shift.at, shift.row.cause, shift.row.planned) == (day(9), "resignation", False)


def test_rows_of_one_moment_are_read_in_their_sequence_whatever_order_they_come_in() -> None:
    same = [Row(day(1), A, seq=1), Row(day(0), A), Row(day(1), B, seq=0)]
    assert [(shift.before, shift.after) for shift in thread.shifts(same)] == [(A, B), (B, A)]
    assert thread.holdings(same) == [Holding(A, day(0), None)]


def test_another_unit_with_the_same_person_is_the_same_period() -> None:
    moved = [Row(day(0), A, unit=1), Row(day(4), A, unit=2), Row(day(6), None, unit=2)]
    assert thread.holdings(moved) == [Holding(A, day(0), day(6)), Holding(None, day(6), None)]


def test_a_change_that_lies_ahead_has_not_happened() -> None:
    ahead = [Row(day(0), A), Row(day(10), B)]
    assert thread.with_present_since(ahead, day(9)) == day(0)
    assert thread.shifts_since(ahead, day(0), day(9)) == []
    assert len(thread.shifts_since(ahead, day(0), day(10))) == 1


def test_shifts_in_a_period_count_from_its_first_moment() -> None:
    assert len(thread.shifts_since(rows(A, B, A, C), day(2), day(9))) == 2


@pytest.mark.requirement("F3")
def test_time_without_anybody_is_measured_up_to_now() -> None:
    assert thread.vacant_time(rows(A, None, B, None), day(10)) == dt.timedelta(days=1 + 7)
    assert thread.with_present_since(rows(A, None), day(10)) is None


def test_the_same_person_back_after_a_vacancy_has_had_the_case_since_coming_back() -> None:
    assert thread.with_present_since(rows(A, None, A), day(10)) == day(2)


def test_to_and_fro_is_seen() -> None:
    assert [shift.after for shift in thread.returns(rows(A, B, A, B, C))] == [A, B]


def test_everybody_who_had_the_case_is_counted_once_in_order() -> None:
    assert thread.people_so_far(rows(B, None, A, B)) == [B, A]


def waits(case: list[Row], held: list[Held], now: float, closed: float | None = None) -> list[FirstWait]:
    closed_at = None if closed is None else day(closed)
    return thread.first_waits(opened_at=day(0), rows=case, held=held, now=day(now), closed_at=closed_at)


@pytest.mark.requirement("F18")
def test_the_first_conversation_ends_the_wait_from_the_opening() -> None:
    assert waits(rows(A), [], 3) == [FirstWait("first_conversation", day(0))]
    held = [Held(day(6), A), Held(day(2), A)]
    assert waits(rows(A), held, 9) == [FirstWait("first_conversation", day(0), day(2), "conversation")]


@pytest.mark.requirement("F18")
def test_the_wait_for_the_new_caseworker_ends_with_a_conversation_with_that_person() -> None:
    case = [Row(day(0), A), Row(day(10), B)]
    held = [Held(day(1), A), Held(day(12), A), Held(day(15), B)]
    assert waits(case, held, 20)[1] == FirstWait("new_caseworker", day(10), day(15), "conversation", B)
    assert waits(case, held[:2], 20)[1] == FirstWait("new_caseworker", day(10), None, "", B)


def test_a_conversation_that_names_nobody_was_with_the_one_who_had_the_case() -> None:
    case = [Row(day(0), A), Row(day(10), B)]
    assert waits(case, [Held(day(11), None)], 20)[1].end == day(11)


def test_the_wait_ends_without_a_conversation_when_the_case_shifts_again() -> None:
    case = [Row(day(0), A), Row(day(10), B), Row(day(14), C)]
    found = [wait for wait in waits(case, [Held(day(16), C)], 20) if wait.kind == "new_caseworker"]
    assert found == [
        FirstWait("new_caseworker", day(10), day(14), "shift", B),
        FirstWait("new_caseworker", day(14), day(16), "conversation", C),
    ]


@pytest.mark.requirement("F3")
def test_a_vacancy_is_a_wait_until_somebody_has_the_case() -> None:
    case = [Row(day(0), A), Row(day(4), None), Row(day(11), B)]
    found = [wait for wait in waits(case, [], 20) if wait.kind == "no_caseworker"]
    assert found == [FirstWait("no_caseworker", day(4), day(11), "assignment")]
    assert waits(case, [], 8)[1] == FirstWait("no_caseworker", day(4))


def test_closing_the_case_ends_every_wait() -> None:
    case = [Row(day(0), A), Row(day(4), None)]
    assert {(wait.end, wait.ended_by) for wait in waits(case, [], 20, closed=9)} == {(day(9), "closing")}


moments = st.integers(0, 12).map(day)
some_rows = st.lists(st.builds(Row, at=moments, staff=st.sampled_from([None, A, B, C])), max_size=12).map(
    lambda made: [Row(row.at, row.staff, seq) for seq, row in enumerate(made)]
)


@given(some_rows)
def test_there_are_fewer_shifts_than_rows_with_a_name(made: list[Row]) -> None:
    named = [row for row in made if row.staff]
    assert len(thread.shifts(made)) <= max(0, len(named) - 1)


@given(some_rows)
def test_holdings_tile_the_time_from_the_first_row_on(made: list[Row]) -> None:
    periods = thread.holdings(made)
    assert bool(periods) == bool(made)
    for before, after in pairwise(periods):
        assert before.end == after.start
        assert before.staff != after.staff
    if periods:
        assert periods[0].start == min(row.at for row in made)
        assert periods[-1].end is None
    assert all(period.end is None or period.start < period.end for period in periods)


@given(some_rows, st.integers(0, 13))
def test_at_every_moment_the_period_names_the_latest_row(made: list[Row], number: int) -> None:
    now = day(number + 0.5)
    latest = max((row for row in made if row.at <= now), key=lambda row: (row.at, row.seq), default=None)
    assert (thread.present(made, now).staff if thread.present(made, now) else None) == (  # type: ignore[union-attr]
        latest.staff if latest else None
    )


@given(some_rows)
def test_a_row_that_repeats_the_person_changes_nothing(made: list[Row]) -> None:
    repeated = [Row(row.at, row.staff, 2 * row.seq) for row in made]
    repeated += [Row(row.at, row.staff, 2 * row.seq + 1) for row in made]
    once, twice = thread.shifts(made), thread.shifts(repeated)
    assert [(shift.at, shift.after) for shift in once] == [(shift.at, shift.after) for shift in twice]
    assert thread.holdings(made) == thread.holdings(repeated)


@given(some_rows)
def test_vacancies_do_not_make_or_hide_a_shift(made: list[Row]) -> None:
    assert thread.shifts(made) == thread.shifts([row for row in made if row.staff])


@given(some_rows, st.lists(st.builds(Held, at=moments, staff=st.sampled_from([None, A, B, C])), max_size=6))
def test_waits_of_any_case_end_after_they_begin_and_one_for_a_new_person_lasts_at_most(
    made: list[Row], held: list[Held]
) -> None:
    found = thread.first_waits(opened_at=day(0), rows=made, held=held, now=day(13))
    assert all(wait.end is None or wait.start <= wait.end for wait in found)
    assert all(bool(wait.ended_by) == (wait.end is not None) for wait in found)
    assert sum(wait.kind == "new_caseworker" and wait.end is None for wait in found) <= 1
    assert sum(wait.kind == "no_caseworker" and wait.end is None for wait in found) <= 1


@pytest.mark.parametrize("log", ["coselog_receipt", "bpic2015_1", "bpic2015_2"])
@pytest.mark.requirement("F1")
def test_shifts_in_real_case_logs_are_those_of_the_reference(data: Path, log: str) -> None:
    reference = json.loads((data / "eventlogs" / "reference_stats.json").read_text())[log]
    cases: dict[str, list[Row]] = defaultdict(list)
    with gzip.open(data / "eventlogs" / f"{log}.csv.gz", "rt", encoding="utf-8") as opened:
        people: dict[str, int] = {}
        for event in DictReader(opened):
            staff = people.setdefault(event["resource"], len(people) + 1) if event["resource"] else None
            at = dt.datetime.fromisoformat(event["timestamp"])
            cases[event["case"]].append(Row(at, staff, seq=int(event["seq"])))
    assert len(cases) == reference["cases"]
    assert sum(len(thread.shifts(case)) for case in cases.values()) == reference["handovers"]
    assert sum(len(thread.returns(case)) for case in cases.values()) == reference["pingpong_ABA"]
    assert sum(len(thread.people_so_far(case)) > 1 for case in cases.values()) == reference["cases_gt1_resource"]
