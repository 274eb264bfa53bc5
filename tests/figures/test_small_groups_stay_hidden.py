"""Groups under five are not published, and do not follow from what is."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tovholder.figures.suppression import SMALLEST, Sum, hidden, is_small

BY_BENEFIT = [Sum("all", ("insured", "others"))]


def test_a_small_group_is_hidden_and_nobody_is_not_a_group() -> None:
    assert hidden({"a": 4, "b": 5, "c": 0, "d": 1}) == {"a", "d"}


def test_a_small_group_does_not_follow_from_the_whole_and_the_rest() -> None:
    assert hidden({"all": 240, "insured": 237, "others": 3}, BY_BENEFIT) == {"insured", "others"}


def test_a_group_that_nobody_asked_to_show_does_not_follow_either() -> None:
    """The report has the unemployed and the insured; the others are their difference."""
    assert "insured" in hidden({"all": 240, "insured": 237, "others": 3}, BY_BENEFIT, not_shown={"others"})


def test_a_large_group_that_is_not_shown_hides_nothing() -> None:
    assert hidden({"all": 240, "insured": 100, "others": 140}, BY_BENEFIT, not_shown={"others"}) == {"others"}


def test_what_was_suppressed_at_the_source_is_not_worked_out_here() -> None:
    assert hidden({"all": 240, "insured": 237, "others": None}, BY_BENEFIT) == {"insured", "others"}


@pytest.mark.parametrize(("first", "second"), [(1, 1), (4, 4)])
def test_two_that_can_only_be_one_thing_are_not_left_beside_their_sum(first: int, second: int) -> None:
    """Two groups under five that are two together are one and one."""
    sums = [Sum("all", ("a", "b", "c"))]
    assert hidden({"all": 100 + first + second, "a": first, "b": second, "c": 100}, sums) == {"a", "b", "c"}


tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 40), min_size=width, max_size=width), min_size=2, max_size=4)
)


def as_cells(rows: list[list[int]]) -> tuple[dict[Any, float], list[Sum]]:
    """A table with the sums of its rows, of its columns and of all."""
    height, width = range(len(rows)), range(len(rows[0]))
    values: dict[Any, float] = {(y, x): rows[y][x] for y in height for x in width}
    values |= {(y, "all"): sum(rows[y]) for y in height} | {("all", x): sum(row[x] for row in rows) for x in width}
    values["all", "all"] = sum(map(sum, rows))
    sums = [Sum((y, "all"), tuple((y, x) for x in width)) for y in height]
    sums += [Sum(("all", x), tuple((y, x) for y in height)) for x in width]
    sums.append(Sum(("all", "all"), tuple((y, "all") for y in height)))
    return values, sums


@given(tables)
def test_no_small_group_of_a_table_is_shown_or_follows_from_what_is(rows: list[list[int]]) -> None:
    values, sums = as_cells(rows)
    assume(any(map(is_small, values.values())))
    kept = hidden(values, sums)
    assert not [cell for cell in values if cell not in kept and is_small(values[cell])]
    # Whoever fills in what follows, sum by sum, over and over, never comes to a small one.
    known = {cell: value for cell, value in values.items() if cell not in kept}
    for _round in values:
        for one in sums:
            cells = (one.whole, *one.parts)
            if len(unknown := [cell for cell in cells if cell not in known]) == 1:
                known[unknown[0]] = values[unknown[0]]
    assert not [cell for cell in known if is_small(values[cell])]


@given(st.lists(st.integers(0, 30), min_size=2, max_size=6))
def test_beside_a_sum_that_is_shown_more_than_one_answer_is_possible(parts: list[int]) -> None:
    values: dict[Any, float | None] = dict(enumerate(parts)) | {"all": sum(parts)}
    sums = [Sum("all", tuple(range(len(parts))))]
    kept = hidden(values, sums)
    small = [cell for cell in kept if is_small(values[cell])]
    if not small or "all" in kept:
        return
    unseen = sorted(kept, key=str)
    rest = sum(values[cell] or 0 for cell in unseen)
    choices = itertools.islice(itertools.product(range(SMALLEST), repeat=len(unseen)), 20_000)
    if rest > (SMALLEST - 1) * len(unseen):
        return  # not all that is hidden is small, and which is cannot be told
    possible = [one for one in choices if sum(one) == rest and 0 not in one]
    for cell in small:
        assert len({one[unseen.index(cell)] for one in possible}) != 1
