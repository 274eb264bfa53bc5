"""Polars: in memory, both cores, the default."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from tovholder.figures.engines.base import EPOCH, is_day
from tovholder.figures.tidy.schema import Table


class PolarsEngine:
    name = "polars"

    def table(self, paths: Sequence[Path], table: Table) -> nw.LazyFrame[Any]:
        days = [pl.col(column.name).cast(pl.Date).cast(pl.Int64) + EPOCH for column in table.columns if is_day(column)]
        return nw.from_native(pl.scan_parquet(list(paths)).with_columns(days))

    def small(self, frame: pl.DataFrame) -> nw.LazyFrame[Any]:
        return nw.from_native(frame.lazy())

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        found: pl.LazyFrame = frame.to_native()
        return nw.from_native(found.collect().lazy())

    def collect(self, frames: Sequence[nw.LazyFrame[Any]]) -> list[pl.DataFrame]:
        # One after the other: all at once is no faster on two cores, and takes twice the memory.
        return [frame.to_native().collect() for frame in frames]

    def close(self) -> None:
        pass
