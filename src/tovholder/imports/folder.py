"""An import of tables, from the files to the database: whole or nothing, in one transaction."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pghistory
import polars as pl
from django.apps import apps
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction

from tovholder.imports import beside, existing, resolve, write
from tovholder.imports.checks import check
from tovholder.imports.definitions import Table
from tovholder.imports.doubts import doubt
from tovholder.imports.faults import Report
from tovholder.imports.progress import Progress, Stage
from tovholder.imports.readers import Grid, ending, read, stem
from tovholder.imports.sheets import Sheet, near
from tovholder.imports.tables import BY_NAME, TABLES
from tovholder.imports.values import read_values

#: One import at a time in a database: two would not see one another's rows.
LOCK = 7_302_011
#: Seconds between two looks whether the other has ended.
_PATIENCE = 0.5


@dataclass(frozen=True)
class File:
    """A file and the name it had where it came from (uploads are stored under other names)."""

    name: str
    path: Path


@dataclass
class Counts:
    """What became of a table's rows."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0  #: only a case log takes rows back

    @property
    def rows(self) -> int:
        return self.new + self.changed + self.unchanged


@dataclass
class Outcome:
    """How an import ended. Without faults it was written, unless it was only tried."""

    report: Report
    dry_run: bool
    counts: dict[str, Counts] = field(default_factory=dict)

    @property
    def is_written(self) -> bool:
        return not self.report.faults.count and not self.dry_run

    @property
    def changes(self) -> int:
        """How many rows are new, changed or removed."""
        return sum(counts.new + counts.changed + counts.removed for counts in self.counts.values())


@dataclass(frozen=True)
class Circumstances:
    """From where, by whom (nobody: the command line), when, and whether it is only tried."""

    source: str
    now: dt.datetime
    today: dt.date
    staff_id: int | None = None
    dry_run: bool = False


Finish = Callable[[Outcome], None]


class _Refused(Exception):
    """Rolls back what was written before the fault was found."""


def files_in(folder: Path) -> list[File]:
    """The files of a folder, by name; hidden ones and Excel's lock files are none of ours."""
    names = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$")))
    return [File(path.name, path) for path in names]


def import_tables(
    files: Sequence[File],
    circumstances: Circumstances,
    progress: Progress | None = None,
    finish: Finish | None = None,
) -> Outcome:
    """Imports the tables in `files`. `finish` is called in the same transaction when everything is written (and will
    be rolled back, if it is a dry run).

    Raises Stopped when `progress` does; nothing is written then, as when the outcome has faults.
    """
    progress = progress or Progress()
    report = Report()
    sheets, broken = read_files(files, report, progress)
    return import_sheets(sheets, circumstances, report, progress, finish, broken=broken)


def read_files(files: Sequence[File], report: Report, progress: Progress) -> tuple[dict[str, Sheet], set[str]]:
    """The tables in the files, in the order in which they are written, and the names of those that cannot be read."""
    found: dict[str, Sheet] = {}
    broken: set[str] = set()
    for number, file in enumerate(files):
        progress.report(Stage.READING, file.name, number / len(files))
        name = stem(file.name).strip().lower()
        if not ending(file.name) and name.partition(".")[0] not in BY_NAME:
            report.doubt(file.name, 0, "", "", "not_read")
            continue
        grids = read(file.path, file.name, report)
        if not grids:
            broken.add(name.partition(".")[0])
        for grid in grids:
            _place(grid, name, len(grids), found, report)
    if not found and not report.faults.count:
        report.fault("", 0, "", "", "nothing", tables=", ".join(BY_NAME))
    return {table.name: found[table.name] for table in TABLES if table.name in found}, broken


def _place(grid: Grid, file_stem: str, sheets: int, found: dict[str, Sheet], report: Report) -> None:
    """Which table a sheet is: by the name of the sheet, or of the file when it has only one."""
    names = [grid.sheet.strip().lower(), file_stem] if sheets == 1 else [grid.sheet.strip().lower()]
    table = next((BY_NAME[name] for name in names if name in BY_NAME), None)
    if table is None:
        report.fault(
            grid.file, 0, "", grid.sheet or file_stem, "unknown_table", near=near(names[0] or names[-1], BY_NAME)
        )
        return
    if table.name in found:
        report.fault(grid.file, 0, "", "", "table_twice", other=found[table.name].file)
        return
    found[table.name] = sheet_of(table, grid, report)


def sheet_of(table: Table, grid: Grid, report: Report) -> Sheet:
    """A sheet with the columns of its table; others are reported."""
    for name in grid.header:
        if name not in table.names:
            report.fault(grid.file, 1, name, name, "unknown_column", near=near(name, table.names))
    known = [name for name in grid.header if name in table.names]
    return Sheet(table=table, file=grid.file, raw=grid.cells.select("row", *known))


def import_sheets(
    sheets: Mapping[str, Sheet],
    circumstances: Circumstances,
    report: Report,
    progress: Progress,
    finish: Finish | None = None,
    *,
    broken: Iterable[str] = (),
) -> Outcome:
    """Checks the tables against themselves, one another and the database, and writes them if there is no fault."""
    outcome = Outcome(report, circumstances.dry_run)
    context = {"action": "import", "staff": circumstances.staff_id, "reason": circumstances.source}
    try:
        with transaction.atomic(), pghistory.context(**context):
            while not _alone():
                if not progress.is_patient:
                    report.fault("", 0, "", "", "busy")
                    raise _Refused
                progress.report(Stage.WAITING, "", 0)
                time.sleep(_PATIENCE)
            _import(sheets, circumstances, outcome, progress, set(broken))
            if report.faults.count:
                raise _Refused
            progress.report(Stage.ENDING, "", 0)
            with connection.cursor() as cursor:
                # What PostgreSQL would check when the transaction ends, it checks now: a dry run does not end in one.
                cursor.execute("set constraints all immediate")
            if finish is not None:
                finish(outcome)
            if circumstances.dry_run:
                transaction.set_rollback(True)
    except _Refused:
        pass
    except (IntegrityError, DataError) as error:
        report.fault("", 0, "", "", "database", why=_reason(error))
    except DatabaseError as error:
        # PostgreSQL quotes the row it stumbled over, which must reach no log.
        diagnosis = getattr(error.__cause__, "diag", None)
        raise type(error)(getattr(diagnosis, "message_primary", None) or type(error).__name__) from None
    return outcome


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _import(
    sheets: Mapping[str, Sheet], circumstances: Circumstances, outcome: Outcome, progress: Progress, broken: set[str]
) -> None:
    report = outcome.report
    rows = sum(sheet.raw.height for sheet in sheets.values()) or 1
    done = 0

    def advance(stage: Stage, what: str, number: int) -> None:
        nonlocal done
        done += number
        progress.report(stage, what, done / rows)

    for sheet in sheets.values():
        codes = {column.name: existing.codes_of(column.codes) for column in sheet.table.columns if column.codes}
        read_values(sheet, codes, report)
        resolve.find_rows(sheet, circumstances.source, report)
        if "email" in sheet.given and sheet.table.name == "staff":
            beside.link_staff(sheet, report)
        if "cpr" in sheet.given:
            beside.link_citizens(sheet, report)
        resolve.give_ids(sheet)
        advance(Stage.CHECKING, sheet.table.name, sheet.raw.height // 2)
    resolve.resolve(sheets, circumstances.source, report, broken)
    kept_beside = beside.Beside()
    for sheet in sheets.values():
        check(sheet, report)
        if sheet.table.name == "citizens":
            kept_beside = beside.plan(sheet, report, now=circumstances.now, today=circumstances.today)
        advance(Stage.CHECKING, sheet.table.name, sheet.raw.height // 2)
    doubt(sheets, report, now=circumstances.now, today=circumstances.today)
    outcome.counts = {name: _counted(sheet, kept_beside) for name, sheet in sheets.items()}
    if report.faults.count:
        return
    done = 0
    planned = {name: sheet for name, sheet in sheets.items() if sheet.table.has_field("plan_id")}
    stamp = write.Stamp(circumstances.now, circumstances.staff_id)
    rows = sum(counts.new + counts.changed for counts in outcome.counts.values()) or 1
    for sheet in sheets.values():
        name = sheet.table.name
        progress.report(Stage.WRITING, name, done / rows)
        if name == next(iter(planned), ""):
            # The cases are there by now, and no goal or step is.
            beside.give_plans(planned.values(), stamp)
        write.write_sheet(sheet, stamp, partial(advance, Stage.WRITING, name))
        if name == "citizens":
            beside.write(kept_beside, stamp)


def _counted(sheet: Sheet, kept_beside: beside.Beside) -> Counts:
    states = sheet.rows
    if sheet.table.name == "citizens":
        # A new address is a change of the citizen for whoever reads the counts.
        touched = pl.col("row").is_in(kept_beside.rows().implode()) & (pl.col("state") == "unchanged")
        states = states.with_columns(state=pl.when(touched).then(pl.lit("changed")).otherwise("state"))
    found = dict(states.group_by("state").len().iter_rows())
    return Counts(removed=sheet.gone.height, **found)


def _reason(error: Exception) -> str:
    """Why the database refused, in the words of the constraint; never its own message, which quotes values."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return str(constraint.violation_error_message)
    return name or type(error).__name__
