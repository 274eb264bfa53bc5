"""From a case-handling log of any system to the same tables, without a database.

A log names cases, employees and moments: so there is a citizen for each case, a case from the day of its first event,
a row of who holds it wherever the employee changes, and nothing of what a log does not say (why it changed, when a case
was closed, what was waited for). A figure that needs such a table is missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import narwhals as nw
import polars as pl

from tovholder.figures.eventlog.engines import analyse
from tovholder.figures.eventlog.faults import Report
from tovholder.figures.eventlog.read import Asked, Log
from tovholder.figures.tidy import tables
from tovholder.snapshots import store
from tovholder.snapshots.parquet import ZONE, TableFile, manifest, meta_row
from tovholder.snapshots.progress import Progress
from tovholder.snapshots.pseudonyms import Pseudonyms

#: The unit above those that a log names, or the only one.
WHOLE = ""


def write_log(
    path: Path,
    place: Path,
    *,
    secret: bytes,
    software: str,
    now: dt.datetime,
    name: str,
    asked: Asked | None = None,
    progress: Progress | None = None,
) -> tuple[store.Snapshot, Report]:
    """Writes a snapshot of a log into a folder of `place`; also returns the doubts about the log. `name` is what the
    log is called: the unit above those that it names.

    Raises Unusable when the log has faults; nothing is kept then.
    """
    pseudonyms = Pseudonyms(secret)
    shown = progress or Progress()
    with store.making(place) as folder:
        taken: list[_Tables] = []

        def takers(log: Log) -> Sequence[Any]:
            # Made anew when the log has to be read once more.
            for former in taken:
                former.drop()
            taken[:] = [_Tables(folder, pseudonyms)]
            return taken

        result = analyse(
            path,
            asked,
            takers=takers,
            progress=lambda done, total: shown.show("events", min(done / total, 0.99) if total else 0.0),
        )
        last = result.last.astimezone(ZoneInfo(ZONE)).date()
        parts = taken[0].close(name, f"{software}: {path.name}", now, last)
        about = manifest("eventlog", moment=now, data_end=last, software=software, secret=secret, parts=parts)
        return store.finish(folder, about, place), result.report


class _Tables:
    """Takes a log, whole cases at a time, and writes what it says."""

    fields = ("group",)

    def __init__(self, folder: Path, pseudonyms: Pseudonyms) -> None:
        self.pseudonyms = pseudonyms
        names = (tables.CITIZENS, tables.CASES, tables.ASSIGNMENTS, tables.UNITS, tables.STAFF, tables.META)
        self.files = {table.name: TableFile(folder, table, pseudonyms) for table in names}
        #: Group → its first day; (employee, group) → the first day there.
        self.groups: dict[str, dt.date] = {}
        self.staff: dict[tuple[str, str], dt.date] = {}

    def add(self, made: Mapping[str, nw.DataFrame[Any]]) -> None:
        events: pl.DataFrame = made["events"].to_native()
        if "group" not in events.columns:
            events = events.with_columns(group=pl.lit(None, pl.String))
        day = pl.col("time").dt.convert_time_zone(ZONE).dt.date()
        events = events.with_columns(day=day, group=pl.col("group").fill_null(WHOLE))
        cases = events.group_by("case", maintain_order=True).agg(opened=pl.col("day").min())
        key = self._keys("cases", cases.get_column("case"))
        citizens = self._keys("citizens", cases.get_column("case"))
        self.files["citizens"].add_frame(
            pl.DataFrame({"citizen": citizens}).with_columns(birth_month=pl.lit(None, pl.Date))
        )
        self.files["cases"].add_frame(
            cases.select("opened").with_columns(
                case=key, citizen=citizens, closed=pl.lit(None, pl.Date), reason=pl.lit(None, pl.String)
            )
        )
        self._add_holders(events)

    def _add_holders(self, events: pl.DataFrame) -> None:
        named = events.filter(pl.col("resource").is_not_null())
        before = pl.col("resource").shift(1).over("case")
        changes = named.filter(pl.col("resource").ne_missing(before))
        self.files["assignments"].add_frame(
            changes.select(
                case=self._keys("cases", changes.get_column("case")),
                role=pl.lit("caseworker"),
                seq=pl.int_range(pl.len(), dtype=pl.Int64).over("case"),
                at=pl.col("time").cast(pl.Datetime("us", "UTC")),
                staff=self._keys("staff", changes.get_column("resource")),
                unit=self._keys("units", changes.get_column("group")),
                planned=pl.lit(None, pl.Boolean),
                cause=pl.lit(None, pl.String),
                project=pl.lit(None, pl.Int64),
            )
        )
        for group, day in events.group_by("group").agg(pl.col("day").min()).iter_rows():
            self.groups[group] = min(day, self.groups.get(group, day))
        for resource, group, day in named.group_by("resource", "group").agg(pl.col("day").min()).iter_rows():
            self.staff[resource, group] = min(day, self.staff.get((resource, group), day))

    def _keys(self, kind: str, names: pl.Series) -> pl.Series:
        """The keys of names; each different one is made once."""
        key = self.pseudonyms.key
        different = names.unique()
        made = [key(kind, name) for name in different]
        return names.replace_strict(different, pl.Series(made, dtype=pl.Int64), return_dtype=pl.Int64)

    def close(self, name: str, source: str, now: dt.datetime, data_end: dt.date) -> dict[str, store.Part]:
        first = min(self.groups.values())
        self.files["units"].add([(WHOLE, None, "department", name, first, None)])
        self.files["units"].add(
            [(group, WHOLE, "team", group, day, None) for group, day in self.groups.items() if group != WHOLE]
        )
        self.files["staff"].add([(staff, group, None, day, None) for (staff, group), day in self.staff.items()])
        self.files["meta"].add([meta_row(source, now, data_end, first)])
        return {table: file.close() for table, file in self.files.items()}

    def drop(self) -> None:
        for file in self.files.values():
            file.drop()
