"""The facts behind a measure: the rows that it counts, as a table that can be read and checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import narwhals as nw
import polars as pl

from tovholder.figures.eventlog.fold import rows
from tovholder.figures.eventlog.measures import Fold, Measure

_MICROSECONDS = {"hours": 3_600_000_000, "days": 86_400_000_000}
_STEP = ("case", "seq", "from_time", "time", "hours", "from_resource", "resource", "from_activity", "activity")
COLUMNS = {
    "events": ("row", "case", "seq", "time", "activity", "resource"),
    "steps": _STEP,
    "shifts": _STEP,
    "cases": ("case", "events", "first", "last", "days", "shifts"),
}


class Facts:
    """Takes the rows of a measure from each batch; `frame()` has them all: times in UTC, waits in hours or days."""

    fields: Collection[str] = ("activity",)

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self._frames: list[pl.DataFrame] = []

    def add(self, tables: Mapping[str, nw.DataFrame[Any]]) -> None:
        found: pl.DataFrame = rows(tables[self.measure.table], self.measure).to_native()
        if self._counted:
            found = found.group_by(self._counted).len("events")
        elif self.measure.table == "cases":
            found = with_names(found, tables["events"].to_native())
        self._frames.append(found if self._counted else readable(found, self.measure.table))

    @property
    def _counted(self) -> str | None:
        """For a number of different values, the facts are those values."""
        return self.measure.value if self.measure.fold is Fold.DISTINCT else None

    def frame(self) -> pl.DataFrame:
        whole = pl.concat(self._frames)
        if self._counted:
            return whole.group_by(self._counted).agg(pl.col("events").sum()).sort(self._counted)
        return whole


def readable(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """The columns of a table that mean something to a reader, microseconds as hours or days."""
    told = frame
    if "gap" in frame.columns:
        told = told.with_columns(hours=pl.col("gap") / _MICROSECONDS["hours"])
    if "span" in frame.columns:
        told = told.with_columns(days=pl.col("span") / _MICROSECONDS["days"])
    return told.select(name for name in COLUMNS[table] if name in told.columns)


def with_names(cases: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Cases with the names that the log gives them, in the order of the log."""
    named = events.group_by("run", maintain_order=True).agg(pl.col("case").first())
    return named.join(cases.drop("case", strict=False), on="run", how="inner", maintain_order="left")
