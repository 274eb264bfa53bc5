"""The notions of `casework/thread.py`, asked of many cases at once in SQL, give the same answers on any data."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.factories import Factory
from tovholder.casework import thread
from tovholder.casework.models import Assignment, Case, CaseRole, ShiftCause
from tovholder.casework.queries import shifts
from tovholder.casework.thread import Row

pytestmark = [pytest.mark.requirement("F1"), pytest.mark.requirement("F3")]
DAY = dt.timedelta(days=1)


@pytest.fixture
def many(make: Factory, now: dt.datetime) -> list[Case]:
    """Sixty cases with up to eight rows each: vacancies, repeated people, rows of one moment, rows that lie ahead."""
    dice = random.Random(7)
    units = [make.unit(), make.unit()]
    people = [make.staff(unit=dice.choice(units)) for _ in range(4)]
    cases = [Case.objects.create(citizen=make.citizen(), opened_on=dt.date(2024, 1, 1)) for _ in range(60)]
    rows = []
    for case in cases:
        for role in [CaseRole.CASEWORKER, CaseRole.MENTOR]:
            for seq in range(dice.randrange(0, 9)):
                rows.append(
                    Assignment(
                        case=case,
                        role=role,
                        seq=seq,
                        effective_at=now - DAY * dice.choice([900, 600, 365, 364, 200, 100, 10, 0, -20]),
                        staff=dice.choice([*people, None]),
                        unit=dice.choice(units),
                        planned=dice.choice([True, False, None]),
                        cause=dice.choice(ShiftCause.values),
                    )
                )
    dice.shuffle(rows)
    Assignment.objects.bulk_create(rows)
    return cases


def rows_of(case: Case, role: str = CaseRole.CASEWORKER) -> list[Row]:
    return [
        Row(row.effective_at, row.staff_id, row.seq, row.unit_id, row.planned, row.cause)
        for row in Assignment.objects.filter(case=case, role=role)
    ]


def test_every_case_is_told_alike_by_both(many: list[Case], now: dt.datetime) -> None:
    year = shifts.twelve_months_before(now)
    counted = shifts.shift_counts([case.pk for case in many], year, now)
    assert any(counted.values())
    for case in shifts.thread_of_cases(Case.objects.all(), now):
        rows = rows_of(case)
        present = thread.present(rows, now)
        assert case.holder == (present.staff if present else None)
        assert case.held_since == (present.start if present else None)
        assert case.shifts_12m == len(thread.shifts_since(rows, year, now)) == counted[case.pk]
        assert (case.people_count or 0) == len(thread.people_so_far(thread.in_order(rows, now)))


def test_shifts_of_units_by_cause_are_those_of_their_cases(many: list[Case], now: dt.datetime) -> None:
    start = now - 365 * DAY
    for units in [{unit} for unit in set(Assignment.objects.values_list("unit", flat=True))]:
        expected: Counter[tuple[str, bool | None]] = Counter()
        for case in many:
            for shift in thread.shifts(rows_of(case)):
                if start <= shift.at < now and shift.row.unit in units:
                    expected[shift.row.cause, shift.row.planned] += 1
        found = shifts.shifts_by_cause(units, start, now)
        assert {(row.cause, True): row.planned for row in found if row.planned} == {
            key: number for key, number in expected.items() if key[1]
        }
        assert {row.cause: row.unplanned for row in found if row.unplanned} == {
            cause: number for (cause, planned), number in expected.items() if planned is False
        }
        assert sum(row.total for row in found) == expected.total() > 0


def test_the_whole_thread_of_a_list_is_one_query(
    many: list[Case],
    now: dt.datetime,
    django_assert_num_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    with django_assert_num_queries(1):
        listed = list(shifts.thread_of_cases(Case.objects.all(), now).filter(shifts_12m__gte=2).order_by("held_since"))
    assert listed


def test_conversations_before_and_after_now(make: Factory, now: dt.datetime) -> None:
    case = make.case(held_by=make.staff())
    make.conversation(case, starts_at=now - 9 * DAY, held=True)
    make.conversation(case, starts_at=now - 3 * DAY, held=True)
    make.conversation(case, starts_at=now + 9 * DAY)
    make.conversation(case, starts_at=now + 2 * DAY, cancelled_at=now)
    row = shifts.thread_of_cases(Case.objects.all(), now).get()
    assert (row.last_held_at, row.next_planned_at) == (now - 3 * DAY, now + 9 * DAY)


def test_a_year_before_a_leap_day_is_the_last_of_february() -> None:
    leap = dt.datetime(2028, 2, 29, 12, tzinfo=dt.UTC)
    assert shifts.twelve_months_before(leap) == dt.datetime(2027, 2, 28, 12, tzinfo=dt.UTC)
