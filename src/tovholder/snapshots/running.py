"""Makes one snapshot that was asked for on the page, and tells how far it has come."""

from __future__ import annotations

import logging
import time

from django.utils import timezone

from tovholder.accounts.runs import AtWork
from tovholder.snapshots import queries, writer
from tovholder.snapshots.models import Ending, SnapshotRun
from tovholder.snapshots.progress import Progress, Stopped

log = logging.getLogger(__name__)

#: Seconds between two notes of how far it has come.
PAUSE = 0.3


class NotedProgress(AtWork, Progress):
    """Notes the progress in the run's row, on a connection of its own: the one that reads the facts stands still at one
    moment and may not write. It also looks whether somebody has asked to stop, and holds the sign of life."""

    runs = queries.RUNS

    def __init__(self, run_id: int) -> None:
        super().__init__(run_id)
        self.noted_at = 0.0

    def show(self, what: str, part: float) -> None:
        """Raises Stopped."""
        if time.monotonic() < self.noted_at + PAUSE:
            return
        self.noted_at = time.monotonic()
        if self.note(what=what[:40], part=part):
            raise Stopped


def run(run_id: int) -> None:
    """Makes a snapshot from the queue, once: one that has begun or ended is left alone. What goes wrong is noted in its
    row (and logged); nothing is raised."""
    with NotedProgress(run_id) as progress:
        begun = SnapshotRun.objects.filter(pk=run_id, began_at=None, ended_at=None).update(began_at=timezone.now())
        if not begun:
            return
        try:
            made = writer.write_database(queries.place(), progress=progress)
        except Stopped:
            _end(run_id, Ending.STOPPED)
        except Exception:
            log.exception("snapshot %s failed", run_id)
            _end(run_id, Ending.FAILED)
        else:
            _end(run_id, Ending.WRITTEN, made=made.id, part=1)


def _end(run_id: int, ending: str, **changed: object) -> None:
    SnapshotRun.objects.filter(pk=run_id).update(ended_at=timezone.now(), ending=ending, **changed)
