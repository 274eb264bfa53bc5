"""An answer as it may be published: without the cells of fewer than five people, and those that would give them away.

Whoever reads a table is taken to know its totals as well: those over each breakdown in every cell of time, and over
time where the parts of a period add up to it. So a hidden cell is never the only one of its line (suppression.py).

The page of figures hides by another rule (`snapshots/protect.py`): it knows its reader, whose own units are told as
they are, and shows its totals, which may be hidden too. Here nobody is known, and the totals stand elsewhere. What both
have in common, which cells follow from sums, is `suppression.py`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from tovholder.figures.compute import Answer
from tovholder.figures.facts import Shape
from tovholder.figures.measures import ANSWERS
from tovholder.figures.periods import GRAINS
from tovholder.figures.suppression import Sum, hidden

#: The counts of people in an answer that must not be small: all, and for a share those on either side.
COUNTS = ("persons", "persons_in", "persons_out")
#: Stands for all values of a breakdown.
_ALL = object()
_Cell = tuple[Hashable, ...]


def publishable(answer: Answer) -> Answer:
    """The same answer, in which what has to be is null and has the state `hidden`. Facts that name nobody, such as the
    room that employees have, hide nothing."""
    by = answer.asked.by
    keys: list[_Cell] = [tuple(row) for row in answer.table.select(by).iter_rows()] if by else [()]
    counts = {name: dict(zip(keys, answer.table[name].to_list(), strict=True)) for name in COUNTS}
    kept = _hidden({name: values for name, values in counts.items() if _says(values)}, _lines(answer))
    hides = pl.Series("hides", [key in kept for key in keys], dtype=pl.Boolean)
    table = answer.table.with_columns(
        *(pl.when(~hides).then(pl.col(name)).alias(name) for name in ANSWERS),
        pl.when(hides).then(pl.lit("hidden")).otherwise("state").alias("state"),
    )
    return replace(answer, table=table)


def _says(values: Mapping[_Cell, float | None]) -> bool:
    return any(value is not None for value in values.values())


def _hidden(counts: Mapping[str, Mapping[_Cell, float | None]], lines: tuple[int, ...]) -> set[_Cell]:
    """What one count hides is hidden for all, so each is asked again until none hides more."""
    kept: set[_Cell] = set()
    while True:
        before = len(kept)
        for values in counts.values():
            known = {cell: value or 0 for cell, value in values.items()}
            for part in _apart(known, lines):
                sums = list(_sums(part, lines))
                told = part | {one.whole: sum(part[cell] for cell in one.parts) for one in sums}
                kept |= hidden(told, sums, kept & set(part), [one.whole for one in sums]) & set(part)
        if len(kept) == before:
            return kept


def _lines(answer: Answer) -> tuple[int, ...]:
    """The places of the breakdowns over which a total may be known."""
    adds_up = answer.asked.figure.facts.shape is not Shape.STANDING
    return tuple(place for place, name in enumerate(answer.asked.by) if name not in GRAINS or adds_up)


def _apart(values: Mapping[_Cell, float], lines: tuple[int, ...]) -> Iterator[dict[Any, float]]:
    """Cells that no total binds together, such as the months of what stands at their ends, apart."""
    parts: dict[_Cell, dict[Any, float]] = {}
    for cell, value in values.items():
        bound = tuple(value for place, value in enumerate(cell) if place not in lines)
        parts.setdefault(bound, {})[cell] = value
    yield from parts.values()


def _sums(values: Mapping[Any, float], lines: tuple[int, ...]) -> Iterator[Sum]:
    """Every line of cells with its total."""
    for place in lines:
        found: dict[_Cell, list[_Cell]] = {}
        for cell in values:
            found.setdefault((*cell[:place], _ALL, *cell[place + 1 :]), []).append(cell)
        for whole, parts in found.items():
            yield Sum(whole, tuple(parts))
