"""What people do with snapshots: ask for one, stop one. Making it is the job worker's (`running.py`)."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from tovholder.accounts.actor import Actor
from tovholder.accounts.rights import Right
from tovholder.snapshots import queries
from tovholder.snapshots.models import Ending, SnapshotRun

#: Two who ask at the same moment wait for one another (any number will do; it is ours).
ASKING = 7_302_022


def ask_for_snapshot(*, actor: Actor, now: dt.datetime) -> SnapshotRun:
    """Puts the making of a snapshot in the queue. While one waits or is being made, that one is returned: a second of
    the same moment would say nothing else.

    Raises NotAllowed.
    """
    from tovholder.snapshots.tasks import make_snapshot

    actor.require(Right.MAKE_SNAPSHOT)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [ASKING])
        sweep(now=now)
        if run := queries.under_way():
            return run
        run = SnapshotRun.objects.create(started_by_id=actor.staff_id, asked_at=now)
        make_snapshot.defer(run_id=run.pk)
    return run


def ask_to_stop(*, actor: Actor, run_id: int, now: dt.datetime) -> SnapshotRun:
    """Stops a snapshot: at once when it has not begun, else at the next batch of rows. Nothing of it is kept.

    One that has ended stays as it is. Raises NotAllowed, SnapshotRun.DoesNotExist.
    """
    actor.require(Right.MAKE_SNAPSHOT)
    run = SnapshotRun.objects.get(pk=run_id)
    # Not by saving the row: the process that makes the snapshot writes in it at the same time.
    waiting = SnapshotRun.objects.filter(pk=run_id, began_at=None, ended_at=None)
    if not waiting.update(stop_asked_at=now, ended_at=now, ending=Ending.STOPPED):
        SnapshotRun.objects.filter(pk=run_id, ended_at=None).update(stop_asked_at=now)
    sweep(now=now)
    run.refresh_from_db()
    return run


def sweep(*, now: dt.datetime) -> None:
    """Ends runs whose process is gone (the machine was switched off, say)."""
    for run in queries.interrupted():
        SnapshotRun.objects.filter(pk=run.pk, ended_at=None).update(ended_at=now, ending=Ending.FAILED)
