"""What the dated rules ask of each case, as the case shows it, and the figures that count it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.factories import Factory
from tests.rulebook.cases import day, in_group, worked
from tests.snapshots.conftest import Take, rows
from tovholder.figures.tidy.check import check


@pytest.mark.requirement("F17")
def test_statutory_dates_are_rows_of_their_own(make: Factory, take: Take, today: dt.date) -> None:
    in_group(make, "6.3", "2026-08-03", "2026-08-07", "2026-09-30")
    in_group(make, "6.3", "2026-08-03")
    worked(today)
    snapshot = take()
    assert check(snapshot.folder) == []
    dues = rows(snapshot, "dues")
    first = [due for due in dues if due["kind"] == "first_conversation"]
    assert {due["due"] for due in first} == {day("2026-08-10")}
    assert {due["fulfilled"] for due in first} == {day("2026-08-07"), None}
    number = [due for due in dues if due["kind"] == "conversations"]
    assert sorted(due["reached"] for due in number) == [0, 2]
    assert {(due["required"], due["is_exempt"], due["quota"]) for due in number} == {(4, False, None)}
