"""Fewer than five citizens are not told to those who may not see the cases, nor what they could be reckoned from."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tovholder.snapshots.grid import ALL, Cell
from tovholder.snapshots.protect import SMALLEST, Place, Raw, Sight, protected
from tovholder.snapshots.question import Question, read

pytestmark = pytest.mark.requirement("F18")


def question(query: str) -> Question:
    asked = dict(part.split("=") for part in query.split("&"))
    return read(asked, snapshot="20261122-030000", data_end=dt.date(2026, 11, 21))


SHIFTS = question("figure=shifts&by=cause")
BY_UNIT = question("figure=shifts&by=unit")
TWO = question("figure=shifts&by=unit&by2=cause")


def raw(persons: float, others: float | None = None, **sides: float) -> Raw:
    row: dict[str, Any] = {"persons": persons, "persons_in": sides.get("inside"), "persons_out": sides.get("outside")}
    return Raw(Cell("told", persons, f"{persons:g}", int(persons)), row, others)


def line(*persons: float) -> dict[Place, Raw]:
    """A table of one breakdown, with the sum of it, of the whole period."""
    parts = {(f"c{number}", ALL, 0): raw(count) for number, count in enumerate(persons)}
    return {**parts, (ALL, ALL, 0): raw(sum(persons))}


def told(cells: dict[Place, Cell]) -> list[str]:
    return [cell.text if cell.is_told else "?" for cell in cells.values()]


@pytest.mark.parametrize(
    ("persons", "shown"),
    [
        ((10, 20, 30), ["10", "20", "30", "60"]),
        ((5, 5), ["5", "5", "10"]),
        ((0, 7), ["0", "7", "7"]),
        ((4, 20, 30), ["?", "?", "30", "54"]),  # 4 could be reckoned from the rest
        ((4, 1, 30, 9), ["?", "?", "30", "9", "44"]),
        ((1, 2, 30, 8), ["?", "?", "30", "?", "41"]),  # 1 and 2 add up to 3: a group of fewer than five
        ((2,), ["?", "?"]),
        ((2, 9), ["?", "?", "11"]),
        ((2, 0), ["?", "0", "?"]),  # nothing else to hide but the sum
    ],
)
def test_a_small_group_is_hidden_with_what_it_could_be_reckoned_from(
    persons: tuple[float, ...], shown: list[str]
) -> None:
    assert told(protected(line(*persons), SHIFTS, Sight())) == shown


def test_what_is_hidden_says_nothing_at_all() -> None:
    (hidden, _sum) = protected(line(3), SHIFTS, Sight()).values()
    assert (hidden.state, hidden.value, hidden.text, hidden.facts) == ("hidden", None, "", None)


def test_a_share_is_hidden_when_few_are_on_one_side_and_its_parts_do_not_add_up() -> None:
    shares = question("figure=unplanned_share&by=unit")
    cells = {
        (1, ALL, 0): raw(40, inside=3, outside=37),
        (2, ALL, 0): raw(40, inside=37, outside=2),
        (3, ALL, 0): raw(40, inside=20, outside=20),
        (4, ALL, 0): raw(40, inside=0, outside=40),
        (ALL, ALL, 0): raw(160, inside=60, outside=99),
    }
    assert told(protected(cells, shares, Sight())) == ["?", "?", "40", "40", "160"]


def test_the_cells_of_ones_own_units_are_told() -> None:
    cells = {(1, ALL, 0): raw(2, others=0), (2, ALL, 0): raw(9, others=9), (ALL, ALL, 0): raw(11, others=9)}
    assert told(protected(cells, BY_UNIT, Sight(frozenset({1})))) == ["2", "9", "11"]
    alike = {place: Raw(one.cell, one.row) for place, one in cells.items()}
    assert told(protected(alike, BY_UNIT, Sight())) == ["?", "?", "11"]


def test_what_others_have_cannot_be_reckoned_by_taking_off_ones_own() -> None:
    """Of 7 citizens, 4 are of one's own unit, which one may see: 3 are left."""
    cells = {("a", ALL, 0): raw(7, others=3), ("b", ALL, 0): raw(20, others=12), (ALL, ALL, 0): raw(27, others=15)}
    assert told(protected(cells, SHIFTS, Sight(frozenset({1})))) == ["?", "?", "27"]


def test_one_unit_alone_is_told_to_those_who_may_see_its_cases() -> None:
    alone = question("figure=shifts&by=cause&within=unit:1")
    assert told(protected(line(1, 20), alone, Sight(frozenset({1})))) == ["1", "20", "21"]
    assert told(protected(line(1, 20), alone, Sight(frozenset({2})))) == ["?", "?", "21"]


def test_months_protect_one_another_where_days_add_up_and_not_where_they_do_not() -> None:
    months = {(0, 0): raw(3), (1, 0): raw(20), (2, 0): raw(8), (ALL, 0): raw(31)}
    flow, standing = question("figure=shifts&grain=month"), question("figure=open_cases&grain=month")
    assert told(protected(months, flow, Sight())) == ["?", "20", "?", "31"]
    assert told(protected(months, standing, Sight())) == ["?", "20", "8", "31"]


counts = st.integers(0, 30)


@given(st.lists(st.lists(counts, min_size=3, max_size=3), min_size=2, max_size=4))
def test_no_small_group_is_the_difference_of_what_is_told(table: list[list[int]]) -> None:
    """Rows, columns and sums: in every line, what is not told is nobody, or two cells at least with five citizens."""
    cells: dict[Place, Raw] = {}
    for row, numbers in enumerate(table):
        for column, number in enumerate(numbers):
            cells[row, column, ALL, 0] = raw(number)
        cells[row, ALL, ALL, 0] = raw(sum(numbers))
    for column in range(3):
        cells[ALL, column, ALL, 0] = raw(sum(numbers[column] for numbers in table))
    cells[ALL, ALL, ALL, 0] = raw(sum(map(sum, table)))
    found = protected(cells, TWO, Sight())
    for place, cell in found.items():
        assert cell.is_told == (cell.value is not None)
        assert not cell.is_told or not 0 < cells[place].persons < SMALLEST
    rows, columns = [*range(len(table)), ALL], [0, 1, 2, ALL]
    lines = [[(row, column, ALL, 0) for column in columns] for row in rows]
    lines += [[(row, column, ALL, 0) for row in rows] for column in columns]
    for one in lines:
        gone = [place for place in one if not found[place].is_told]
        if gone:
            left = [place for place in one if found[place].is_told and cells[place].persons]
            assert not left or (len(gone) > 1 and sum(cells[place].persons for place in gone) >= SMALLEST)
