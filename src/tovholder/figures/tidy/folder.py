"""A snapshot as a folder of Parquet files, one for each table: `cases.parquet`, `waits.parquet`, …"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from tovholder.figures.tidy.schema import Table, Type
from tovholder.figures.tidy.tables import BY_NAME

DTYPES: dict[Type, pl.DataType] = {
    Type.KEY: pl.Int64(),
    Type.CODE: pl.String(),
    Type.NAME: pl.String(),
    Type.DAY: pl.Date(),
    Type.MOMENT: pl.Datetime("us"),
    Type.WHOLE: pl.Int64(),
    Type.NUMBER: pl.Float64(),
    Type.YES_NO: pl.Boolean(),
}


def dtypes(table: Table) -> dict[str, pl.DataType]:
    """Column → how Polars holds it."""
    return {column.name: DTYPES[column.type] for column in table.columns}


def empty(table: Table) -> pl.DataFrame:
    """The table without rows: the source knows that there were none."""
    return pl.DataFrame(schema=dtypes(table))


def path_of(folder: Path, name: str) -> Path:
    return folder / f"{name}.parquet"


def present(folder: Path) -> tuple[str, ...]:
    """The tables that a folder has, in the order of the schema. Other files in it are left alone."""
    return tuple(name for name in BY_NAME if path_of(folder, name).exists())


def scan(folder: Path) -> dict[str, pl.LazyFrame]:
    """The tables of a folder, not read yet."""
    return {name: pl.scan_parquet(path_of(folder, name)) for name in present(folder)}


def write(folder: Path, frames: Mapping[str, pl.DataFrame]) -> None:
    """Writes tables as the schema has them: columns in its order, rows sorted by key, so that the same facts give the
    same file. Columns that the schema does not know are refused (KeyError names them): they might be names."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        table = BY_NAME[name]
        if unknown := set(frame.columns) - {column.name for column in table.columns}:
            raise KeyError(f"{name}: {', '.join(sorted(unknown))}")
        told = frame.select(pl.col(column).cast(dtype) for column, dtype in dtypes(table).items())
        by = table.key or tuple(column.name for column in table.columns)
        told.sort(by, nulls_last=True).write_parquet(path_of(folder, name), compression="zstd", statistics=True)
