"""Computes the measures of a log: on Polars, a batch of whole cases at a time, or on DuckDB or Spark, by windows over
the whole.

All say the same (a test compares every number). Polars reads a log once and keeps little of it; the others are slower
and are given the log sorted. A log whose cases are scattered is sorted by DuckDB on the disk and then goes the first
way.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

import narwhals as nw
import polars as pl
from polars import selectors

from tovholder.figures.eventlog import tables, windows
from tovholder.figures.eventlog.ahead import ahead
from tovholder.figures.eventlog.batches import BATCH, Pass
from tovholder.figures.eventlog.faults import Report
from tovholder.figures.eventlog.fold import Number, Tally
from tovholder.figures.eventlog.order import InOrder, Ordering, Scattered
from tovholder.figures.eventlog.read import Again, Asked, Log, open_log

Engine = Literal["polars", "duckdb", "spark"]
Tables = Mapping[str, nw.DataFrame[Any]]
#: Told how many events are read, and of how many (None: not known).
Progress = Callable[[int, int | None], None]
#: Read to see duplicates, and not kept when nobody asks for it.
_UNASKED = frozenset({"activity"})
#: All that the measures need of an event.
_MEASURED = ("run", "time", "resource")


class Taker(Protocol):
    """Takes the tables of a log, a batch of whole cases after the other."""

    #: The fields that it needs beside case, time and resource.
    fields: Collection[str]

    def add(self, tables: Tables) -> None: ...


@dataclass(frozen=True)
class Result:
    """`numbers`: measure → its number. `first`, `last`: the times of the earliest and the latest event."""

    log: Log
    report: Report
    numbers: Mapping[str, Number]
    first: dt.datetime
    last: dt.datetime


def analyse(
    path: Path,
    asked: Asked | None = None,
    *,
    engine: Engine = "polars",
    takers: Callable[[Log], Iterable[Taker]] = lambda log: (),
    progress: Progress = lambda done, total: None,
) -> Result:
    """The measures of the log in a file. `takers` is asked anew whenever the log has to be read from the beginning.

    Raises Unusable when the log has faults (they are in its report), Unavailable when the engine is not installed.
    """
    with tempfile.TemporaryDirectory(prefix="tovholder-") as name:
        folder = Path(name)
        log = open_log(path, asked or Asked(), folder, lambda done: progress(done, None))
        is_scattered = False
        while True:
            report = Report()
            report.take(log.found)
            run = _Run(log, report, folder, tuple(takers(log)), progress)
            try:
                if engine == "polars":
                    return run.on_polars(is_scattered=is_scattered)
                return run.by_windows(windows.on_duckdb if engine == "duckdb" else windows.on_spark)
            except Again:
                continue
            except Scattered:
                is_scattered = True
                log.found.doubt("not_grouped", column=log.columns["case"])


class _Run:
    def __init__(self, log: Log, report: Report, folder: Path, takers: tuple[Taker, ...], progress: Progress) -> None:
        self.log, self.report, self.folder, self.takers, self.progress = log, report, folder, takers, progress
        self.fields = {field for taker in takers for field in taker.fields}
        self.first: dt.datetime | None = None
        self.last: dt.datetime | None = None

    def on_polars(self, *, is_scattered: bool) -> Result:
        tally = Tally()
        self._take(self._read_sorted() if is_scattered else self._read(), tally)
        return self._result(tally.numbers())

    def by_windows(self, measured: Callable[[Path, Path], Mapping[str, Number]]) -> Result:
        self._take(self._read_sorted())
        return self._result(measured(self._sorted, self.folder))

    def _result(self, numbers: Mapping[str, Number]) -> Result:
        self.report.stop_at_faults()
        assert self.first is not None
        assert self.last is not None
        return Result(self.log, self.report, numbers, self.first, self.last)

    def _take(self, events: Iterator[pl.DataFrame], tally: Tally | None = None) -> None:
        order = InOrder()
        for batch in ahead(Ordering(self.log, self.report).whole_cases(ahead(events))):
            if self.report.faults:
                continue  # read on, to name all faults
            self._remember_period(batch.get_column("time"))
            kept = batch.drop(_UNASKED - self.fields, strict=False) if self.takers else batch.select(_MEASURED)
            taken = nw.from_native(kept, eager_only=True)
            steps = tables.steps(taken, order)
            made = {
                "events": taken,
                "steps": steps,
                "shifts": tables.shifts(steps, order),
                "cases": tables.cases(steps, order),
            }
            if tally:
                tally.add(made)
            if self.takers:
                named = {name: _with_names(table) for name, table in made.items()}
                for taker in self.takers:
                    taker.add(named)

    def _remember_period(self, time: pl.Series) -> None:
        low, high = time.min(), time.max()
        assert isinstance(low, dt.datetime)
        assert isinstance(high, dt.datetime)
        self.first = low if self.first is None else min(self.first, low)
        self.last = high if self.last is None else max(self.last, high)

    def _read(self) -> Iterator[pl.DataFrame]:
        reading = Pass(self.log, self.report)
        for batch in reading.batches(self.fields | _UNASKED):
            yield batch
            self.progress(reading.done, self.log.total)

    def _read_sorted(self) -> Iterator[pl.DataFrame]:
        """The same events with cases together, sorted on the disk."""
        self._sort()
        for batch in pl.scan_parquet(self._sorted).collect_batches(maintain_order=True, chunk_size=BATCH):
            yield batch.with_columns(pl.col("time").dt.replace_time_zone("UTC"))

    @property
    def _sorted(self) -> Path:
        return self.folder / "sorted.parquet"

    def _sort(self) -> None:
        parts = self.folder / "parts"
        parts.mkdir(exist_ok=True)
        for number, batch in enumerate(self._read()):
            # DuckDB's times know no zone without an extension; all are UTC.
            batch.with_columns(
                pl.col("time").dt.replace_time_zone(None), pl.col("resource").cast(pl.String)
            ).write_parquet(parts / f"{number:06}.parquet", compression="lz4")
        self.report.stop_at_faults()
        by = {"seq": "seq, row", "file": "row", "time": "time, row"}[self.log.order]
        seq = '* REPLACE (row_number() OVER (PARTITION BY "case" ORDER BY time, row) AS seq)'
        with windows.duckdb(self.folder) as connection:
            connection.execute(
                f"COPY (SELECT {seq if self.log.order == 'time' else '*'} FROM read_parquet(?) "
                f"ORDER BY \"case\", {by}) TO '{self._sorted}' (FORMAT parquet, COMPRESSION lz4)",
                [f"{parts}/*.parquet"],
            )


def _with_names(table: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
    """Names as texts, which takers compare, join and write."""
    named = table.to_native().with_columns(selectors.categorical().cast(pl.String))
    return nw.from_native(named, eager_only=True)
