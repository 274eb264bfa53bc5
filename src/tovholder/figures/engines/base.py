"""What an engine has to be able to do. Everything else is Narwhals."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import narwhals as nw
import polars as pl

from tovholder.figures.tidy.schema import Column, Table, Type

#: The ordinal (days.py) of the day that Parquet counts from.
EPOCH = 719_163


class Unavailable(Exception):
    """The engine cannot be used here; the message says what it needs."""


class Engine(Protocol):
    name: str

    def table(self, paths: Sequence[Path], table: Table) -> nw.LazyFrame[Any]:
        """A table of one or more snapshots: days as their numbers; of a moment, its day."""

    def small(self, frame: pl.DataFrame) -> nw.LazyFrame[Any]:
        """A table of a few rows that the figures bring along."""

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Computed once, read often."""

    def collect(self, frames: Sequence[nw.LazyFrame[Any]]) -> list[pl.DataFrame]:
        """The answers."""

    def close(self) -> None: ...


def is_day(column: Column) -> bool:
    return column.type in {Type.DAY, Type.MOMENT}


def told(rows: Sequence[Sequence[Any]], schema: nw.Schema) -> pl.DataFrame:
    """Rows that an engine gave, with the types that Narwhals knows."""
    dtypes = {name: _polars(dtype) for name, dtype in schema.items()}
    return pl.DataFrame([tuple(row) for row in rows], schema=dtypes, orient="row", strict=False)


def _polars(dtype: Any) -> pl.DataType:
    if dtype.is_integer():
        return pl.Int64()
    if dtype.is_numeric():
        return pl.Float64()
    return pl.Boolean() if dtype == nw.Boolean else pl.String()
