"""An import of tables, from the files to the database: whole or nothing, in one transaction."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pghistory
import polars as pl
from django.apps import apps
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction

from tovholder.imports import write
from tovholder.imports.beside import Beside
from tovholder.imports.examine import examine
from tovholder.imports.existing import Database
from tovholder.imports.faults import Report
from tovholder.imports.progress import Progress, Stage
from tovholder.imports.reading import File, read_files
from tovholder.imports.sheets import Sheet
from tovholder.imports.write_all import write_all

#: One import at a time in a database: two would not see one another's rows.
LOCK = 7_302_011
#: Seconds between two looks whether the other has ended.
_PATIENCE = 0.5


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
    stored = {}
    for name, sheet in sheets.items():
        if sheet.table.model is not None:
            stored[name] = sheet
        else:
            report.doubt(sheet.file, 0, "", "", "not_imported", table=name)
    return import_sheets(stored, circumstances, report, progress, finish, broken=broken)


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
    here, now = Database(), circumstances.now
    kept_beside = examine(
        sheets,
        here,
        outcome.report,
        progress,
        source=circumstances.source,
        now=now,
        today=circumstances.today,
        broken=broken,
    )
    outcome.counts = {name: _counted(sheet, kept_beside) for name, sheet in sheets.items()}
    if not outcome.report.faults.count:
        stamp = write.Stamp(now, circumstances.staff_id)
        rows = sum(counts.new + counts.changed for counts in outcome.counts.values()) or 1
        write_all(sheets, kept_beside, stamp, here, progress, rows)


def _counted(sheet: Sheet, kept_beside: Beside) -> Counts:
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
