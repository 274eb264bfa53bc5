"""Where figures come from: one snapshot or several, in the hands of an engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tovholder.figures.engines import Engine
from tovholder.figures.intervals import Frame
from tovholder.figures.tidy import folder as folders
from tovholder.figures.tidy.tables import BY_NAME
from tovholder.figures.words import Words

#: Builds a table from others. It is named by its function, so that each is computed once.
Derived = Callable[["Source"], Frame]


@dataclass(frozen=True)
class Break:
    """From `day` on, what the table counts is something else."""

    table: str
    day: dt.date
    words: Words


class Source:
    """The tables of a snapshot (or of several, such as one for each municipality: then a table is there if all have it,
    and the data end where the first of them ends)."""

    def __init__(self, engine: Engine, paths: Sequence[Path]) -> None:
        """Raises FileNotFoundError where a folder is no snapshot; `tidy.check` says what is wrong with one."""
        self.engine = engine
        self.paths = tuple(paths)
        self._kept: dict[object, Frame] = {}
        for path in self.paths:
            if not folders.path_of(path, "meta").exists():
                raise FileNotFoundError(f"{path} is no snapshot: it has no meta.parquet")
        self.meta = self._read("meta")
        self.tables = frozenset(
            name for name in BY_NAME if all(folders.path_of(path, name).exists() for path in self.paths)
        )
        coverage = self._read("coverage")
        self._late = {str(row["table"]): (row["data_start"], row["data_end"]) for row in coverage.iter_rows(named=True)}
        self.breaks = tuple(
            Break(row["table"], row["day"], Words(row["name_da"], row["name_en"]))
            for row in self._read("breaks").unique().sort("day", "table").iter_rows(named=True)
        )
        codes = self._read("codes").unique(["list", "code"], keep="first", maintain_order=True)
        self.codes = {(r["list"], r["code"]): Words(r["name_da"], r["name_en"]) for r in codes.iter_rows(named=True)}

    def data_start(self, tables: Iterable[str]) -> dt.date | None:
        """The first day of which all of the tables know everything; None: since the beginning."""
        starts = [start for table in tables if (start := self._bounds(table)[0]) is not None]
        return max(starts, default=None)

    def data_end(self, tables: Iterable[str] = ()) -> dt.date:
        """The last day of which all of the tables know everything."""
        return min((self._bounds(table)[1] for table in tables), default=self._own[1])

    def table(self, name: str) -> Frame:
        """A table: days as numbers, see days.py."""

        def read(source: Source) -> Frame:
            return source.engine.table([folders.path_of(path, name) for path in source.paths], BY_NAME[name])

        return self._remember(name, read, is_kept=False)

    def of(self, derived: Derived) -> Frame:
        """A derived table, computed once."""
        return self._remember(derived, derived, is_kept=True)

    def small(self, name: object, frame: Callable[[], pl.DataFrame]) -> Frame:
        """A table of a few rows that does not come from the snapshot."""
        return self._remember(name, lambda source: source.engine.small(frame()), is_kept=False)

    def read(self, name: str) -> pl.DataFrame:
        """A table of few rows as it is, with dates."""
        return self._read(name)

    def _remember(self, key: object, build: Derived, *, is_kept: bool) -> Frame:
        if key not in self._kept:
            frame = build(self)
            self._kept[key] = self.engine.keep(frame) if is_kept else frame
        return self._kept[key]

    def _read(self, name: str) -> pl.DataFrame:
        found = [file for path in self.paths if (file := folders.path_of(path, name)).exists()]
        return pl.read_parquet(found) if found else folders.empty(BY_NAME[name])

    @property
    def _own(self) -> tuple[dt.date | None, dt.date]:
        starts = self.meta.get_column("data_start").drop_nulls()
        start = max(starts) if len(starts) else None
        return start, min(self.meta.get_column("data_end"))

    def _bounds(self, table: str) -> tuple[dt.date | None, dt.date]:
        return self._late.get(table, self._own)
