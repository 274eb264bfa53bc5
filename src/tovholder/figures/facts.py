"""Facts: the rows that a figure counts, and how they meet a period of time."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import narwhals as nw

from tovholder.figures.days import FOREVER, whole
from tovholder.figures.intervals import Frame
from tovholder.figures.periods import Cells
from tovholder.figures.source import Derived, Source


class Shape(enum.Enum):
    """How a fact meets a cell of time.

    HAPPENING  it has a `day`, which lies in the cell
    STANDING   it has `[since, until)`, which contains the last day of the cell
    LASTING    it has `[since, until)`, of which some `days` lie in the cell
    """

    HAPPENING = "happening"
    STANDING = "standing"
    LASTING = "lasting"


@dataclass(frozen=True)
class Facts:
    """`build` gives rows with `citizen` (unless they are about staff), perhaps `case`, what the shape needs, and what
    is known of each. `tables`: those that it reads. `own`: breakdown → the column that has it; `first`: the column that
    has it if it is not null. `at`: adds what depends
    on the moment, once `cell`, `day` (the moment, for those that stand) and `cell_days` are there. `columns`: what is
    shown of each fact (columns.py)."""

    id: str
    shape: Shape
    tables: tuple[str, ...]
    build: Derived
    columns: tuple[str, ...]
    own: Mapping[str, str] = field(default_factory=dict)
    first: Mapping[str, str] = field(default_factory=dict)
    at: Callable[[Source, Frame], Frame] | None = None


def narrowed(facts: Facts, frame: Frame, cells: Cells) -> Frame:
    """Without the facts that meet none of the cells."""
    if facts.shape is Shape.HAPPENING:
        return frame.filter(nw.col("day") >= cells.first, nw.col("day") <= cells.last)
    lasts = nw.col("since") < nw.col("until")
    return frame.filter(nw.col("since") <= cells.last, nw.col("until") > cells.first, lasts)


def placed(facts: Facts, source: Source, frame: Frame, cells: Cells) -> Frame:
    """A row for each fact and each cell it meets, with `cell` and `cell_days`; what the shape says beside."""
    times = source.small(("cells", cells), cells.table)
    frame = narrowed(facts, frame, cells)
    if facts.shape is Shape.HAPPENING:
        met = _dated(source, frame, cells, "day", "cell")
        return met.join(times.select("cell", "cell_days"), on="cell")
    if facts.shape is Shape.STANDING:
        return _spread(source, _standing(source, frame, cells), cells).join(
            times.select("cell", "cell_days", day="cell_last"), on="cell"
        )
    bounded = frame.with_columns(
        low=nw.max_horizontal(nw.col("since"), whole(cells.first)),
        high=nw.min_horizontal(nw.col("until") - 1, whole(cells.last)),
    )
    met = _dated(source, _dated(source, bounded, cells, "low", "first_cell"), cells, "high", "last_cell")
    spread = _spread(source, met.drop("low", "high"), cells).join(times, on="cell")
    days = nw.min_horizontal(nw.col("until"), nw.col("cell_last") + 1) - nw.max_horizontal("since", "cell_first")
    return spread.with_columns(days=days).drop("cell_first", "cell_last")


def _standing(source: Source, frame: Frame, cells: Cells) -> Frame:
    """With the first and last of the cells at whose end the spell stands."""
    if cells.grain == "whole":
        return frame.filter(nw.col("until") > cells.last).with_columns(first_cell=whole(0), last_cell=whole(0))
    # It stands at the end of the cell that it ends in only if it outlives the period.
    outlives = nw.col("until") > cells.last
    bounded = frame.with_columns(
        low=nw.max_horizontal(nw.col("since"), whole(cells.first)),
        high=nw.min_horizontal(nw.col("until"), whole(cells.last)),
        short=nw.when(outlives).then(whole(0)).otherwise(whole(1)),
    )
    met = _dated(source, _dated(source, bounded, cells, "low", "first_cell"), cells, "high", "last_cell")
    return met.with_columns(last_cell=nw.col("last_cell") - nw.col("short")).drop("low", "high", "short")


def _dated(source: Source, frame: Frame, cells: Cells, day: str, cell: str) -> Frame:
    """The cell of a day of the period. A join with a calendar, which is fast on every engine, where reckoning in
    expressions grows with each step."""
    if cells.grain == "whole":
        return frame.with_columns(whole(0).alias(cell))
    calendar = source.small(("calendar", cells), cells.calendar)
    return frame.join(calendar.select(nw.col("day").alias(day), nw.col("cell").alias(cell)), on=day)


def _spread(source: Source, frame: Frame, cells: Cells) -> Frame:
    """A row for each cell from the first to the last. An equality join with a ladder of steps, which every engine does
    fast, where a join by comparison would be slow or missing."""
    if len(cells.all) == 1:
        return (
            frame.filter(nw.col("last_cell") >= nw.col("first_cell")).rename({"first_cell": "cell"}).drop("last_cell")
        )
    ladder = source.small(("ladder", len(cells.all)), cells.ladder)
    counted = frame.with_columns(cells=nw.col("last_cell") - nw.col("first_cell") + 1)
    spread = counted.join(ladder, on="cells").with_columns(cell=nw.col("first_cell") + nw.col("step"))
    return spread.drop("cells", "step", "first_cell", "last_cell")


def until(column: str) -> nw.Expr:
    """The end of a spell: null in the tables, FOREVER here."""
    return nw.col(column).fill_null(FOREVER)
