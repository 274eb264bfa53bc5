"""An address says all of a question and nothing else; what it says wrongly is left out."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qsl

import pytest

from tovholder.figures.definitions import BY_ID
from tovholder.figures.periods import Period
from tovholder.snapshots.question import Question, before, latest_year, left_out, read, shifted

pytestmark = pytest.mark.requirement("F18")

END = dt.date(2026, 11, 21)


def asked(query: str) -> Question:
    return read(dict(parse_qsl(query)), snapshot="20261122-030000", data_end=END)


@pytest.mark.parametrize(
    "query",
    [
        "figure=nonsense&by=nonsense&by2=cause'--&grain=day&period=forever&compare=x&within=unit:x",
        "figure=shifts&by=../../etc&period=2026-13&within=unit:-1",
        "figure=shifts&period=0001..9999&within=name:1",
        "figure=shifts&from=2026-05-01&to=2026-04-01&within=unit:99999999999999999999999",
    ],
)
def test_nonsense_is_left_out(query: str) -> None:
    question = asked(query)
    assert question.figure is BY_ID["shifts"]
    assert (question.by, question.grain, question.compare, question.within) == ((), "whole", "", None) or question.by
    assert question.period == Period.of("2025-11..2026-10")
    assert question.within is None


@pytest.mark.parametrize(
    ("query", "unused"),
    [
        ("figure=nope&by=unit", ["figure=nope"]),
        ("figure=shifts&by=colour&by2=cause&grain=day", ["by=colour", "grain=day"]),
        ("figure=shifts&grain=whole&period=2025&within=unit:5&compare=year", []),
        ("figure=shifts&within=name:1&compare=x", ["compare=x", "within=name:1"]),
        ("figure=shifts&period=2026-13", ["period=2026-13"]),
        ("figure=shifts&period=2025&from=2026-05-01&to=2026-04-01", ["from=2026-05-01", "to=2026-04-01"]),
        ("figure=shifts&period=2025&from=2026-05-01&to=", ["from=2026-05-01"]),
        ("", []),
    ],
)
def test_what_is_left_out_is_said(query: str, unused: list[str]) -> None:
    said = dict(parse_qsl(query))
    assert left_out(said, asked(query)) == unused


def test_who_asks_nothing_yet_sees_how_it_went_month_by_month() -> None:
    question = asked("")
    assert (question.figure.id, question.grain, question.period) == ("shifts", "month", Period.of("2025-11..2026-10"))


@pytest.mark.parametrize(
    "query",
    [
        "figure=shifts&by=unit&by2=cause&grain=month&period=2025&compare=year&within=department:17",
        "figure=wait_median&by=kind&period=2025-Q2&compare=before",
        "figure=open_cases&from=2026-01-15&to=2026-03-03",
        "",
    ],
)
def test_an_address_of_a_question_asks_the_same_question(query: str) -> None:
    question = asked(query)
    again = asked(question.query())
    assert again == question
    assert again.query() == question.query()
    assert dict(parse_qsl(question.query()))["snapshot"] == "20261122-030000"


def test_another_figure_keeps_what_it_can_be_broken_down_by() -> None:
    question = asked("figure=shifts&by=cause&by2=unit&grain=month&period=2025&within=unit:5")
    query = dict(parse_qsl(question.of_figure(BY_ID["waiting"])))
    assert query == {
        "figure": "waiting",
        "by": "unit",
        "grain": "month",
        "period": "2025-01-01..2025-12-31",
        "within": "unit:5",
        "snapshot": "20261122-030000",
    }


@pytest.mark.parametrize(
    ("period", "earlier", "year_earlier"),
    [
        ("2025", "2024", "2024"),
        ("2025-Q1", "2024-Q4", "2024-Q1"),
        ("2024-02", "2024-01", "2023-02"),
        ("2025-03", "2025-02", "2024-03"),
        ("2024-02-29", "2024-02-28", "2023-02-28"),
        ("2025-03-10..2025-03-16", "2025-03-03..2025-03-09", "2024-03-10..2024-03-16"),
        ("2025-11..2026-10", "2024-11..2025-10", "2024-11..2025-10"),
    ],
)
def test_a_period_is_compared_with_one_of_the_same_length(period: str, earlier: str, year_earlier: str) -> None:
    assert before(Period.of(period)) == Period.of(earlier)
    assert shifted(Period.of(period), 12) == Period.of(year_earlier)


@pytest.mark.parametrize(
    ("end", "first", "last"),
    [("2026-11-21", "2025-11-01", "2026-10-31"), ("2026-11-30", "2025-12-01", "2026-11-30")],
)
def test_the_latest_year_is_of_whole_months(end: str, first: str, last: str) -> None:
    assert latest_year(dt.date.fromisoformat(end)) == Period.of(f"{first}..{last}")
