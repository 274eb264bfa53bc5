"""Runs one import that was asked for on the page, and tells how far it has come while its transaction is open."""

from __future__ import annotations

import logging
import time

from django.utils import timezone

from tovholder.accounts.runs import AtWork
from tovholder.imports import uploads
from tovholder.imports.actions import results
from tovholder.imports.folder import Circumstances, Outcome, import_tables
from tovholder.imports.models import Ending, ImportRun
from tovholder.imports.progress import Progress, Stage, Stopped
from tovholder.imports.queries import RUNS

log = logging.getLogger(__name__)

#: Seconds between two notes of how far it has come.
PAUSE = 0.3


class NotedProgress(AtWork, Progress):
    """Notes the progress in the import's row, on a connection of its own, so that others see it before the import's
    transaction ends; and looks whether somebody has asked to stop. The connection also holds the sign of life."""

    runs = RUNS
    is_patient = True

    def __init__(self, run_id: int) -> None:
        super().__init__(run_id)
        self.noted_at = 0.0
        self.noted: tuple[str, str] = ("", "")

    def show(self, stage: Stage, what: str, whole: float) -> None:
        """Raises Stopped."""
        if (stage.code, what) == self.noted and time.monotonic() < self.noted_at + PAUSE:
            return
        self.noted, self.noted_at = (stage.code, what), time.monotonic()
        if self.note(stage=stage.code, what=what[:200], part=whole):
            raise Stopped


def run(run_id: int) -> None:
    """Runs an import from the queue, once: one that has begun or ended is left alone. What goes wrong is noted in its
    row (and logged); nothing is raised."""
    with NotedProgress(run_id) as progress:
        begun = ImportRun.objects.filter(pk=run_id, began_at=None, ended_at=None).update(began_at=timezone.now())
        if not begun:
            return
        row = ImportRun.objects.get(pk=run_id)
        try:
            _run(row, progress)
        except Stopped:
            _end(row, Ending.STOPPED)
        except Exception:
            log.exception("import %s failed", run_id)
            _end(row, Ending.FAILED)
        finally:
            uploads.remove(row.folder)


def _run(row: ImportRun, progress: Progress) -> None:
    circumstances = Circumstances(
        source=row.source,
        now=timezone.now(),
        today=timezone.localdate(),
        staff_id=row.started_by_id,
        dry_run=row.dry_run,
    )

    def finish(outcome: Outcome) -> None:
        # In the import's own transaction: what is registered as imported is there, and the other way round.
        if not row.dry_run:
            _end(row, Ending.WRITTEN, outcome)

    outcome = import_tables(uploads.files_of(row.folder, row.files), circumstances, progress, finish)
    if not outcome.is_written:
        _end(row, Ending.FAULTS if outcome.report.faults.count else Ending.TRIED, outcome)


def _end(row: ImportRun, ending: str, outcome: Outcome | None = None) -> None:
    changed = {"ended_at": timezone.now(), "ending": ending, **results(outcome)}
    if ending in {Ending.WRITTEN, Ending.TRIED}:
        changed["part"] = 1
    ImportRun.objects.filter(pk=row.pk).update(**changed)
