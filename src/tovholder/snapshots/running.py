"""Makes one snapshot that was asked for on the page, and tells how far it has come."""

from __future__ import annotations

import logging
import time
from types import TracebackType
from typing import Self

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from tovholder.snapshots import queries, writer
from tovholder.snapshots.models import Ending, SnapshotRun
from tovholder.snapshots.progress import Progress, Stopped

log = logging.getLogger(__name__)

#: Seconds between two notes of how far it has come.
PAUSE = 0.3


class NotedProgress(Progress):
    """Notes the progress in the run's row, on a connection of its own: the one that reads the facts stands still at one
    moment and may not write. It also looks whether somebody has asked to stop, and holds the sign of life."""

    def __init__(self, run_id: int) -> None:
        self.run_id = run_id
        self.noted_at = 0.0

    def __enter__(self) -> Self:
        self.connection: BaseDatabaseWrapper = connection.copy()
        with self.connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s, %s)", [queries.LIFE, self.run_id])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def show(self, what: str, part: float) -> None:
        """Raises Stopped."""
        if time.monotonic() < self.noted_at + PAUSE:
            return
        self.noted_at = time.monotonic()
        with self.connection.cursor() as cursor:
            cursor.execute(
                "update snapshots_snapshotrun set what = %s, part = %s where id = %s "
                "returning stop_asked_at is not null",
                [what[:40], part, self.run_id],
            )
            found = cursor.fetchone()
        if found and found[0]:
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
