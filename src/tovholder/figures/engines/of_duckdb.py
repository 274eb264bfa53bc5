"""DuckDB: data larger than memory. Beyond its limit it writes to a temporary folder."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import polars as pl

from tovholder.figures.engines.base import EPOCH, is_day, told
from tovholder.figures.tidy.schema import Table


class DuckDBEngine:
    name = "duckdb"

    def __init__(self, memory: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="tovholder-duckdb-")
        self._connection = duckdb.connect(config={"memory_limit": memory, "temp_directory": self._folder.name})
        self._numbers = itertools.count()

    def table(self, paths: Sequence[Path], table: Table) -> nw.LazyFrame[Any]:
        days = [
            f'("{column.name}"::DATE - DATE \'1970-01-01\')::BIGINT + {EPOCH} AS "{column.name}"'
            for column in table.columns
            if is_day(column)
        ]
        read = self._connection.read_parquet([str(path) for path in paths])
        return nw.from_native(read.select(f"* REPLACE ({', '.join(days)})") if days else read)

    def small(self, frame: pl.DataFrame) -> nw.LazyFrame[Any]:
        path = Path(self._folder.name) / f"small{next(self._numbers)}.parquet"
        frame.write_parquet(path)
        return nw.from_native(self._connection.read_parquet(str(path)))

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        name = f"kept{next(self._numbers)}"
        frame.to_native().to_table(name)
        return nw.from_native(self._connection.table(name))

    def collect(self, frames: Sequence[nw.LazyFrame[Any]]) -> list[pl.DataFrame]:
        return [told(frame.to_native().fetchall(), frame.collect_schema()) for frame in frames]

    def close(self) -> None:
        self._connection.close()
        self._folder.cleanup()
