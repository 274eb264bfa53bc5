"""What is done with periods (intervals.py) says of every day what a look at each day would."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import narwhals as nw
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tovholder.figures import intervals
from tovholder.figures.days import FOREVER
from tovholder.figures.intervals import Frame

START = 738_000
DAYS = range(START, START + 32)
spell = st.tuples(st.integers(1, 3), st.integers(1, 28), st.integers(1, 6)).map(
    lambda drawn: (drawn[0], START + drawn[1], START + drawn[1] + drawn[2] if drawn[1] + drawn[2] < 30 else FOREVER)
)
spells = st.lists(spell, max_size=12)
KEYS = (1, 2, 3)


def frame(rows: list[tuple[Any, ...]], *names: str) -> Frame:
    columns = dict.fromkeys(("key", "since", "until", *names), pl.Int64)
    return nw.from_native(pl.DataFrame(rows, schema=columns, orient="row").lazy())


def rows_of(made: Frame, *names: str) -> list[tuple[Any, ...]]:
    return made.select("key", "since", "until", *names).sort("key", "since").collect().to_native().rows()


def covered(rows: list[tuple[Any, ...]], key: int, day: int) -> int:
    return sum(row[0] == key and row[1] <= day < row[2] for row in rows)


def apart(rows: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Without those that overlap an earlier one of the same key."""
    kept: list[tuple[int, int, int]] = []
    for row in sorted(rows):
        if not any(other[0] == row[0] and other[2] > row[1] for other in kept):
            kept.append(row)
    return kept


@given(spells)
def test_merged_spells_cover_the_same_days_and_neither_overlap_nor_touch(rows: list[tuple[int, int, int]]) -> None:
    made = rows_of(intervals.merged(frame(rows), "key"))
    for key in KEYS:
        for day in DAYS:
            assert covered(made, key, day) == min(1, covered(rows, key, day))
        own = [row for row in made if row[0] == key]
        assert all(earlier[2] < later[1] for earlier, later in pairwise(own))


@given(spells, spells)
def test_levels_count_the_spells_of_each_day(
    rows: list[tuple[int, int, int]], others: list[tuple[int, int, int]]
) -> None:
    made = rows_of(intervals.levels({"a": frame(rows), "b": frame(others)}, "key"), "a", "b")
    for key in KEYS:
        for day in DAYS:
            on = [row[3:] for row in made if row[0] == key and row[1] <= day < row[2]]
            assert on in ([], [(covered(rows, key, day), covered(others, key, day))])
            assert on or not (covered(rows, key, day) or covered(others, key, day))


@given(spells)
def test_steps_say_one_thing_of_each_day_for_everyone(rows: list[tuple[int, int, int]]) -> None:
    single = apart(rows)
    named = [(*row, number) for number, row in enumerate(single)]
    everyone = nw.from_native(pl.DataFrame({"key": list(KEYS)}).lazy())
    made = rows_of(intervals.steps_of(frame(named, "value"), everyone, "key", "value"), "value")
    for key in KEYS:
        for day in DAYS:
            (step,) = [row for row in made if row[0] == key and row[1] <= day < row[2]]
            assert step[3] == next((row[3] for row in named if row[0] == key and row[1] <= day < row[2]), None)


@given(spells, spells)
def test_spells_that_are_cut_lose_no_day(rows: list[tuple[int, int, int]], others: list[tuple[int, int, int]]) -> None:
    everyone = nw.from_native(pl.DataFrame({"key": list(KEYS)}).lazy())
    named = frame([(*row, 1) for row in apart(others)], "value")
    made = rows_of(
        intervals.split(frame(rows), intervals.steps_of(named, everyone, "key", "value"), "key", "value"), "value"
    )
    for key in KEYS:
        for day in DAYS:
            assert covered(made, key, day) == covered(rows, key, day)


@given(spells)
def test_of_several_spells_the_one_that_began_last_holds(rows: list[tuple[int, int, int]]) -> None:
    named = [(*row, number) for number, row in enumerate(rows)]
    made = rows_of(intervals.latest(frame(named, "value"), "key", "value"), "value")
    for key in KEYS:
        for day in DAYS:
            on = [row for row in named if row[0] == key and row[1] <= day < row[2]]
            began = max((row[1] for row in on), default=None)
            wanted = max((row[3] for row in on if row[1] == began), default=None)
            assert [row[3] for row in made if row[0] == key and row[1] <= day < row[2]] == (
                [] if wanted is None else [wanted]
            )
