"""From a folder of another system's tables to a snapshot, without a database.

The files are read and checked as an import reads and checks them (`imports/examine.py`): all faults are told, and with
one nothing is kept. What an import would put into the database goes into tidy tables instead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from tovholder.accounts.tidy import Taken
from tovholder.figures.tidy import tables
from tovholder.imports import progress as of_imports
from tovholder.imports.examine import examine
from tovholder.imports.existing import Nothing
from tovholder.imports.faults import Report
from tovholder.imports.reading import File, read_files
from tovholder.snapshots import store
from tovholder.snapshots.folder_facts import latest_day
from tovholder.snapshots.folder_tables import FolderTables
from tovholder.snapshots.parquet import ZONE, TableFile, manifest
from tovholder.snapshots.progress import Progress
from tovholder.snapshots.pseudonyms import Pseudonyms

#: The part of the whole that reading and checking are.
CHECKED = of_imports.Stage.CHECKING.ends


@dataclass
class Made:
    """With a fault there is no snapshot. `counts`: the rows of each table of the folder."""

    report: Report
    counts: dict[str, int]
    snapshot: store.Snapshot | None = None


class _Told(of_imports.Progress):
    """Tells the progress of reading and checking as that of a snapshot."""

    def __init__(self, shown: Progress) -> None:
        self.shown = shown

    def show(self, stage: of_imports.Stage, what: str, whole: float) -> None:
        self.shown.show(what, whole)


def write_folder(
    files: Sequence[File],
    place: Path,
    *,
    secret: bytes,
    software: str,
    now: dt.datetime,
    source: str,
    name: str,
    data_end: dt.date | None = None,
    progress: Progress | None = None,
) -> Made:
    """Writes a snapshot of a folder's tables into a folder of `place`. `source` is the system that they come from: with
    the same one, and the same secret, a case has the same key in the snapshots of its next exports. `name` is what the
    folder is called. `data_end` is the last day of which the folder knows everything; unless it is said, the day of the
    latest thing that has happened in it (and not the day of `now`, which is not over).

    Raises Stopped when `progress` does; nothing is kept then.
    """
    shown, report, here = progress or Progress(), Report(), Nothing()
    told = _Told(shown)
    today = now.astimezone(ZoneInfo(ZONE)).date()
    sheets, broken = read_files(files, report, told)
    if sheets and not {"cases"} & {*sheets, *broken}:
        report.fault("", 0, "", "", "needed_table", table="cases")
    examine(sheets, here, report, told, source=source, now=now, today=today, broken=broken)
    made = Made(report, {sheet: found.rows.height for sheet, found in sheets.items()})
    if report.faults.count:
        return made
    last = data_end or latest_day(sheets, today) or today - dt.timedelta(days=1)
    pseudonyms = Pseudonyms(secret)
    with store.making(place) as folder:
        maker = FolderTables(sheets, here, pseudonyms, Taken(now, last), f"{software}: {name}")
        parts = {}
        for number, table in enumerate(tables.TABLES):
            shown.show(table.name, CHECKED + (0.99 - CHECKED) * number / len(tables.TABLES))
            file = TableFile(folder, table, pseudonyms)
            if maker.make(table.name, file):
                parts[table.name] = file.close()
        about = manifest("folder", moment=now, data_end=last, software=software, secret=secret, parts=parts)
        made.snapshot = store.finish(folder, about, place)
    return made
