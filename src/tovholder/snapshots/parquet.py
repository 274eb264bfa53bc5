"""One table of a snapshot, written a batch at a time: memory holds a batch, the disk the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from tovholder.figures.tidy import folder as folders
from tovholder.figures.tidy import tables
from tovholder.figures.tidy.schema import Column, Table, Type
from tovholder.snapshots import store
from tovholder.snapshots.pseudonyms import Pseudonyms, fingerprint

ZONE = "Europe/Copenhagen"


class TableFile:
    """Takes rows as the rooms give them (ids, aware moments), and writes what the schema says: pseudonyms, Danish local
    time, codes without dashes. Rows are sorted in the end, so that their order says nothing of when they came in."""

    def __init__(self, folder: Path, table: Table, pseudonyms: Pseudonyms) -> None:
        self.folder, self.table, self.pseudonyms = folder, table, pseudonyms
        self.rows = 0
        self._parts: list[Path] = []
        self._schema = {column.name: _as_given(column) for column in table.columns}

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Rows in the order of the table's columns."""
        columns = enumerate(self.table.columns)
        keys = [(place, kind_of(self.table, column)) for place, column in columns if column.type is Type.KEY]
        told = []
        for row in rows:
            changed = list(row)
            for place, kind in keys:
                if changed[place] is not None:
                    changed[place] = self.pseudonyms.key(kind, changed[place])
            told.append(changed)
        self.add_frame(pl.DataFrame(told, schema=self._schema, orient="row"))

    def add_frame(self, frame: pl.DataFrame) -> None:
        """The same, in columns, with keys that are pseudonyms already."""
        path = self.folder / f".{self.table.name}-{len(self._parts):05}.parquet"
        frame.select(_as_stored(column) for column in self.table.columns).write_parquet(path, compression="lz4")
        self._parts.append(path)
        self.rows += frame.height

    def drop(self) -> None:
        """Deletes the batches, which are written beside the table."""
        for part in self._parts:
            part.unlink()
        self._parts.clear()

    def close(self) -> store.Part:
        """Puts the batches together."""
        path = folders.path_of(self.folder, self.table.name)
        by = self.table.key or tuple(column.name for column in self.table.columns)
        if self._parts:
            whole = pl.scan_parquet(self._parts).sort(by, nulls_last=True)
            if self.table is tables.ASSIGNMENTS:
                # The hour that comes twice in October: a later moment may have an earlier local time.
                whole = whole.with_columns(pl.col("at").cum_max().over("case", "role", order_by="seq"))
            whole.sink_parquet(path, compression="zstd", statistics=True)
        else:
            folders.empty(self.table).write_parquet(path)
        self.drop()
        return store.Part(rows=self.rows, bytes=path.stat().st_size, sha256=store.checksum(path))


def kind_of(table: Table, column: Column) -> str:
    """What a key is the key of: the table that it names a row of, or (as for staff) the column's own name."""
    if column.of:
        return column.of
    return table.name if table.key == (column.name,) else column.name


def meta_row(source: str, moment: dt.datetime, data_end: dt.date, data_start: dt.date | None = None) -> tuple[Any, ...]:
    """The row of the table `meta`. `moment` is aware."""
    return tables.SCHEMA_VERSION, source, None, moment.astimezone(ZoneInfo(ZONE)), data_start, data_end


def manifest(
    source: str,
    *,
    moment: dt.datetime,
    data_end: dt.date,
    software: str,
    secret: bytes,
    parts: Mapping[str, store.Part],
) -> store.Manifest:
    """What a snapshot says of itself: `source` is database, folder or eventlog; `moment` is aware."""
    return store.Manifest(
        id=store.id_of(moment.astimezone(ZoneInfo(ZONE))),
        moment=moment,
        data_end=data_end,
        source=source,
        schema=str(tables.SCHEMA_VERSION),
        software=software,
        keys=fingerprint(secret),
        tables=parts,
    )


def _as_given(column: Column) -> Any:
    if column.type is Type.MOMENT:
        return pl.Datetime("us", "UTC")
    return folders.DTYPES[column.type]


def _as_stored(column: Column) -> pl.Expr:
    value = pl.col(column.name)
    if column.type is Type.MOMENT:
        return value.dt.convert_time_zone(ZONE).dt.replace_time_zone(None)
    if column.type is Type.CODE:
        return value.str.to_lowercase().str.replace_all("-", "_", literal=True)
    return value
