"""Days, weeks, months and working days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tovholder.rules.days import Span, add_working_days, is_working_day, next_working_day


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize("text", ["", "week", "1 fortnight", "-1 weeks", "1.5 weeks", "0 days", "99999 days"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="was expected"):
        Span.parse(text)


@pytest.mark.parametrize(
    ("span", "start", "last"),
    [
        ("1 week", "2026-08-03", "2026-08-10"),
        ("8 weeks", "2026-02-02", "2026-03-30"),  # across the change to summer time
        ("14 days", "2026-12-24", "2027-01-07"),
        ("1 day", "2024-02-28", "2024-02-29"),
        ("6 months", "2026-08-31", "2027-02-28"),
        ("6 months", "2023-08-31", "2024-02-29"),
        ("1 month", "2026-01-31", "2026-02-28"),
        ("54 months", "2020-02-29", "2024-08-29"),
        ("5 years", "2020-02-29", "2025-02-28"),
        ("1 working day", "2026-12-23", "2026-12-28"),
        ("5 working days", "2026-05-29", "2026-06-08"),  # past Constitution Day
        ("10 working days", "2026-12-18", "2027-01-07"),  # past Christmas, 31 December and New Year
    ],
)
def test_a_span_ends_as_counted_by_hand(span: str, start: str, last: str) -> None:
    assert Span.parse(span).after(day(start)) == day(last)


@pytest.mark.parametrize(
    ("on", "is_open"),
    [
        ("2026-06-05", False),
        ("2026-12-24", False),
        ("2026-12-31", False),
        ("2026-12-25", False),
        ("2026-05-01", True),  # many have half a day off; offices are open
        ("2023-05-05", False),  # the last Great Prayer Day
        ("2024-04-26", True),  # it was abolished
        ("2026-05-15", True),  # the Friday after Ascension Day
        ("2026-11-21", False),
        ("2026-11-23", True),
    ],
)
def test_a_municipality_is_open_or_closed(on: str, is_open: bool) -> None:
    assert is_working_day(day(on)) is is_open


def test_the_next_working_day_is_the_day_itself_where_it_is_one() -> None:
    assert next_working_day(day("2026-11-23")) == day("2026-11-23")
    assert next_working_day(day("2026-12-24")) == day("2026-12-28")


@given(st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1)), st.integers(1, 40))
def test_working_days_are_working_days_and_in_order(start: dt.date, number: int) -> None:
    found = add_working_days(start, number)
    between = [start + dt.timedelta(days=after) for after in range(1, (found - start).days + 1)]
    assert sum(map(is_working_day, between)) == number
    assert is_working_day(found)
