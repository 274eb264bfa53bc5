"""How the making of snapshots stands."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.runs import Runs, States
from tovholder.snapshots import store
from tovholder.snapshots.models import Ending, SnapshotRun

#: The process that makes a snapshot holds this lock with the run's number; the lock goes with it, however it ends.
LIFE = 7_302_021

STATES: States = {
    "waiting": (_("Waits for its turn"), "neutral"),
    "running": (_("Is being made"), "info"),
    "stopping": (_("Is being stopped"), "info"),
    "interrupted": (_("Interrupted, nothing kept"), "error"),
    Ending.WRITTEN: (Ending.WRITTEN.label, "success"),
    Ending.STOPPED: (Ending.STOPPED.label, "neutral"),
    Ending.FAILED: (Ending.FAILED.label, "error"),
}


RUNS = Runs(SnapshotRun, LIFE, STATES)
living = RUNS.living
state_of = RUNS.state_of
interrupted = RUNS.interrupted
under_way = RUNS.under_way


def place() -> Path:
    """Where this installation keeps its snapshots."""
    return Path(settings.SNAPSHOT_ROOT)


def snapshots() -> list[store.Snapshot]:
    """Every snapshot that is kept, the latest first."""
    return store.all_in(place())
