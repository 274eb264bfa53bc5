"""Computes figures: f(definition, snapshot, period), broken down as one likes, and the facts behind any cell.

with engine("polars") as computing:
    source = Source(computing, [folder])
    answer = compute(source, SHIFTS, by=("unit", "month"), period=Period.of("2024"))
    cases = facts_of(source, SHIFTS, where={"unit": 12, "month": "2024-03"}, period=Period.of("2024"))
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import narwhals as nw
import polars as pl

from tovholder.figures import columns
from tovholder.figures.days import FOREVER
from tovholder.figures.dimensions import DIMENSIONS, Dimension, with_dimension
from tovholder.figures.engines.base import EPOCH
from tovholder.figures.facts import Facts, narrowed, placed
from tovholder.figures.figure import AnyFigure, Figure, Ratio
from tovholder.figures.intervals import Frame
from tovholder.figures.measures import ANSWERS
from tovholder.figures.periods import GRAINS, Cells, Grain, Period
from tovholder.figures.source import Break, Source

#: Breakdown → its value (None: not known). Of time, its label, such as 2024-03.
Where: TypeAlias = Mapping[str, Any]


class Unaskable(ValueError):
    """The figure has no such breakdown; the message says which it has."""


def can_be_asked(figure: AnyFigure, by: Iterable[str]) -> bool:
    """Whether a figure has all of these breakdowns."""
    return {*by} <= {*GRAINS, *(dimension.id for dimension in figure.dimensions())}


@dataclass(frozen=True)
class Asked:
    """`by`: breakdowns, of which one may be month, quarter or year. `period`: without one, the year to the end of the
    data. `where`: only the facts for which these hold."""

    figure: AnyFigure
    by: tuple[str, ...] = ()
    period: Period | None = None
    where: Where = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not can_be_asked(self.figure, (*self.by, *self.where)):
            known = {dimension.id for dimension in self.figure.dimensions()} | set(GRAINS)
            unknown = [name for name in (*self.by, *self.where) if name not in known]
            raise Unaskable(
                f"{self.figure.id} has no breakdown {', '.join(unknown)}; it has {', '.join(sorted(known))}"
            )
        if len([name for name in self.by if name in GRAINS]) > 1:
            raise Unaskable("only one of month, quarter and year at a time")

    @property
    def grain(self) -> Grain:
        return next((name for name in GRAINS if name in self.by), "whole")

    @property
    def categories(self) -> tuple[str, ...]:
        """The breakdowns that are not of time."""
        return tuple(name for name in self.by if name not in GRAINS)

    @property
    def tables(self) -> frozenset[str]:
        return self.figure.needs((*self.by, *self.where))


@dataclass(frozen=True)
class Answer:
    """`table`: the breakdowns, ANSWERS, and `state`: whole, part (the data cover only some of the cell's days) or
    missing (none). Missing values are null; where the figure counts and there was nothing, they are 0. `lacking`: the
    tables that the snapshot has not got, without which there is no answer. `breaks`: days within the period from which
    on something else is counted."""

    asked: Asked
    period: Period
    data_end: dt.date
    table: pl.DataFrame
    lacking: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()


def compute(
    source: Source,
    figure: AnyFigure,
    *,
    by: Sequence[str] = (),
    period: Period | None = None,
    where: Where | None = None,
) -> Answer:
    """One figure. Raises Unaskable."""
    return compute_all(source, [Asked(figure, tuple(by), period, where or {})])[0]


def compute_all(source: Source, requests: Iterable[Asked]) -> list[Answer]:
    """Several figures at once: what they have in common is computed once."""
    questions = [_Question(source, asked) for asked in requests]
    plans = [plan for question in questions for plan in question.plans()]
    found = iter(source.engine.collect(plans))
    return [question.answer([next(found) for _plan in question.parts]) for question in questions]


def facts_of(
    source: Source, figure: AnyFigure, *, period: Period | None = None, where: Where | None = None
) -> pl.DataFrame:
    """The facts behind a figure, or behind one of its cells (`where`): for people to read and check. Of a share, all
    that it is a share of, with `counts`: whether the fact is one of those. Raises Unaskable."""
    asked = Asked(figure, (), period, where or {})
    if not asked.tables <= source.tables:
        return pl.DataFrame()
    question = _Question(source, asked)
    if question.cells.is_empty:
        return pl.DataFrame()
    top = figure.top if isinstance(figure, Ratio) else figure
    rows = question.rows(top)
    names = [name for name in rows.collect_schema().names() if name in top.facts.columns]
    shown: dict[str, nw.Expr] = {name: nw.col(name) for name in top.facts.columns if name in names}
    if (share := getattr(top.measure, "of", None)) is not None and not top.measure.is_additive:
        shown["counts"] = share
    (frame,) = source.engine.collect([rows.select(**shown)])
    days = [name for name in frame.columns if name in columns.DAYS]
    dates = [
        pl.when(pl.col(day) < FOREVER).then((pl.col(day) - EPOCH).cast(pl.Int32).cast(pl.Date)).alias(day)
        for day in days
    ]
    return frame.with_columns(dates).sort(pl.all(), nulls_last=True)


class _Question:
    """One request on its way to an answer."""

    def __init__(self, source: Source, asked: Asked) -> None:
        self.source, self.asked = source, asked
        self.parts: tuple[Figure, ...] = (
            (asked.figure.top, asked.figure.bottom) if isinstance(asked.figure, Ratio) else (asked.figure,)
        )
        self.lacking = tuple(sorted(asked.tables - source.tables))
        self.data_end = source.data_end(asked.tables)
        self.period = asked.period or Period.year_to(self.data_end)
        inner = self.period
        for name, value in asked.where.items():
            if name in GRAINS:
                inner = inner.cut(Period.of(value))
        self.cells = Cells(inner, asked.grain, source.data_start(asked.tables), self.data_end)
        if self.lacking or self.cells.is_empty:
            self.parts = ()

    def plans(self) -> list[Frame]:
        by = [*(DIMENSIONS[name].column for name in self.asked.categories), "cell"]
        return [figure.measure.fold(self.rows(figure), by) for figure in self.parts]

    def rows(self, figure: Figure) -> Frame:
        """The facts that count, a row for each cell they are in, with a column for each breakdown."""
        facts, cells = figure.facts, self.cells
        rows = self.source.of(facts.build)
        if figure.where is not None and facts.at is None:
            rows = rows.filter(figure.where)
        rows = narrowed(facts, rows, cells)
        names = dict.fromkeys((*self.asked.categories, *(name for name in self.asked.where if name not in GRAINS)))
        early = [DIMENSIONS[name] for name in names if not _is_own(facts, DIMENSIONS[name])]
        late = [DIMENSIONS[name] for name in names if _is_own(facts, DIMENSIONS[name])]
        for dimension in early:
            rows = with_dimension(rows, facts, dimension, self.source)
        rows = placed(facts, self.source, rows, cells)
        if facts.at is not None:
            rows = facts.at(self.source, rows)
            rows = rows if figure.where is None else rows.filter(figure.where)
        for dimension in late:
            rows = with_dimension(rows, facts, dimension, self.source)
        for name, value in self.asked.where.items():
            if name not in GRAINS:
                column = nw.col(DIMENSIONS[name].column)
                rows = rows.filter(column.is_null() if value is None else column == value)
        return rows

    def answer(self, found: Sequence[pl.DataFrame]) -> Answer:
        tables = self.asked.tables
        breaks = tuple(
            known
            for known in self.source.breaks
            if known.table in tables and self.period.first < known.day <= self.period.last
        )
        folded = None if not found else found[0] if len(found) == 1 else _divided(*found)
        return Answer(self.asked, self.period, self.data_end, self._table(folded), self.lacking, breaks)

    def _table(self, folded: pl.DataFrame | None) -> pl.DataFrame:
        """Every cell of time for each category that was found."""
        asked, grain = self.asked, self.asked.grain
        inner = self.cells.period
        whole = Cells(inner, grain, None, inner.last).all
        known = {cell.number: cell for cell in self.cells.all} if folded is not None else {}
        states = [
            (
                cell.number,
                cell.label,
                "missing" if cell.number not in known else "whole" if known[cell.number].is_whole else "part",
            )
            for cell in whole
        ]
        times = pl.DataFrame(states, schema={"cell": pl.Int64, "time": pl.String, "state": pl.String}, orient="row")
        columns_ = [DIMENSIONS[name].column for name in asked.categories]
        if folded is None:
            grid = (
                times.with_columns(pl.lit(None).alias(name) for name in (*columns_, *ANSWERS)) if not columns_ else None
            )
            if grid is None:
                return pl.DataFrame(schema=[*asked.by, *ANSWERS, "state"])
        else:
            seen = folded.select(columns_).unique() if columns_ else pl.DataFrame({"_": [0]})
            grid = seen.join(times, how="cross").join(folded, on=[*columns_, "cell"], how="left", nulls_equal=True)
            if asked.figure.is_additive:
                is_known = pl.col("state") != "missing"
                zero = ("value", "facts", *(("persons",) if "citizen" in asked.figure.facts.columns else ()))
                grid = grid.with_columns(
                    pl.when(is_known).then(pl.col(name).fill_null(0.0)).otherwise(pl.col(name)) for name in zero
                )
        named = {name: pl.col("time" if name in GRAINS else DIMENSIONS[name].column) for name in asked.by}
        told = grid.select(**named, **{name: pl.col(name) for name in (*ANSWERS, "state")})
        return told.sort(asked.by, nulls_last=True) if asked.by else told


def _is_own(facts: Facts, dimension: Dimension) -> bool:
    return _is_own(facts, DIMENSIONS[dimension.of]) if dimension.of else dimension.id in facts.own


def _divided(top: pl.DataFrame, bottom: pl.DataFrame) -> pl.DataFrame:
    """A ratio of two figures, cell by cell. Where the first has no facts it is 0; where the second has none,
    missing."""
    keys = [name for name in top.columns if name not in ANSWERS]
    below = bottom.select(*keys, denominator="value", below="persons")
    both = below.join(top, on=keys, how="left", nulls_equal=True, suffix="_top")
    return both.select(
        *keys,
        value=pl.when(pl.col("denominator") > 0).then(pl.col("value").fill_null(0.0) / pl.col("denominator")),
        numerator=pl.col("value").fill_null(0.0),
        denominator="denominator",
        facts=pl.col("facts").fill_null(0.0),
        persons="below",
        persons_in=pl.col("persons").fill_null(0.0),
        persons_out=pl.lit(None, pl.Float64),
    )
