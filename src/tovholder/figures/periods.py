"""The period that a figure is asked for, and the cells of time it falls into: months, quarters, years or one whole."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import polars as pl

from tovholder.figures import days

Grain = Literal["whole", "month", "quarter", "year"]
#: Months in a cell.
GRAINS: dict[Grain, int] = {"month": 1, "quarter": 3, "year": 12}
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both counted."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"the period ends ({self.last}) before it begins ({self.first})")

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"

    def cut(self, other: Period) -> Period:
        """The days that lie in both. Raises ValueError where there are none."""
        return Period(max(self.first, other.first), min(self.last, other.last))

    @classmethod
    def of(cls, text: str) -> Period:
        """`2024`, `2024-Q1`, `2024-03`, `2024-03-15`, or two of them as `2023-11..2024-03`. Raises ValueError."""
        low, mark, high = text.partition("..")
        first = _one(low)
        return cls(first.first, _one(high).last) if mark else first

    @classmethod
    def year_to(cls, last: dt.date) -> Period:
        """The twelve months that end with a day."""
        after = last + _DAY
        is_leap_day = (after.month, after.day) == (2, 29)
        return cls(after.replace(year=after.year - 1, day=28 if is_leap_day else after.day), last)


def _one(text: str) -> Period:
    found = re.fullmatch(r"(\d{4})(?:-(?:Q([1-4])|(\d\d)(?:-(\d\d))?))?", text.strip())
    if not found:
        raise ValueError(f"{text!r} is no period; 2024, 2024-Q1, 2024-03, 2024-03-15 and 2023-11..2024-03 are")
    year, quarter, month, day = found.groups()
    if day:
        the_day = dt.date.fromisoformat(text.strip())
        return Period(the_day, the_day)
    start = 12 * int(year) + (3 * (int(quarter) - 1) if quarter else int(month) - 1 if month else 0)
    if month and not 1 <= int(month) <= 12:
        raise ValueError(f"{text!r} is no month")
    length = 3 if quarter else 1 if month else 12
    return Period(days.month_start(start), days.month_start(start + length) - _DAY)


@dataclass(frozen=True)
class Cell:
    """`number` counts months, quarters or years. `first` and `last` are its days within the period and the data;
    `is_whole` says that these are all of its days."""

    number: int
    label: str
    first: dt.date
    last: dt.date
    is_whole: bool


@dataclass(frozen=True)
class Cells:
    """The cells of a period of which there are data: from `start` (None: always) to `end`."""

    period: Period
    grain: Grain
    start: dt.date | None
    end: dt.date

    @cached_property
    def all(self) -> tuple[Cell, ...]:
        return tuple(self._cells())

    def _cells(self) -> Iterator[Cell]:
        known = Period(max(self.period.first, self.start or dt.date.min), min(self.period.last, self.end))
        if self.grain == "whole":
            yield Cell(0, str(self.period), known.first, known.last, known == self.period)
            return
        size = GRAINS[self.grain]
        for number in range(days.month_number(known.first) // size, days.month_number(known.last) // size + 1):
            first = days.month_start(number * size)
            cell = Period(first, days.month_start((number + 1) * size) - _DAY)
            held = cell.cut(known)
            yield Cell(number, _label(self.grain, first), held.first, held.last, held == cell)

    @property
    def is_empty(self) -> bool:
        """There are no data of the period."""
        return self.period.first > self.end or (self.start is not None and self.period.last < self.start)

    @property
    def first(self) -> int:
        return self.all[0].first.toordinal()

    @property
    def last(self) -> int:
        return self.all[-1].last.toordinal()

    def calendar(self) -> pl.DataFrame:
        """day, cell: for each day of the period."""
        numbers = [(day, cell.number) for cell in self.all for day in _days(cell)]
        return pl.DataFrame(numbers, schema={"day": pl.Int64, "cell": pl.Int64}, orient="row")

    def table(self) -> pl.DataFrame:
        """cell, cell_first, cell_last (days), cell_days (how many)."""
        rows = [(c.number, c.first.toordinal(), c.last.toordinal(), (c.last - c.first).days + 1) for c in self.all]
        return pl.DataFrame(
            rows, schema=dict.fromkeys(("cell", "cell_first", "cell_last", "cell_days"), pl.Int64), orient="row"
        )

    def ladder(self) -> pl.DataFrame:
        """For each number of cells that a spell may fall into, so many rows: cells, step (0, 1, …)."""
        number = len(self.all)
        rows = [(cells, step) for cells in range(1, number + 1) for step in range(cells)]
        return pl.DataFrame(rows, schema={"cells": pl.Int64, "step": pl.Int64}, orient="row")


def _days(cell: Cell) -> range:
    return range(cell.first.toordinal(), cell.last.toordinal() + 1)


def _label(grain: Grain, first: dt.date) -> str:
    if grain == "year":
        return str(first.year)
    return f"{first:%Y}-Q{first.month // 3 + 1}" if grain == "quarter" else f"{first:%Y-%m}"
