"""How the making of snapshots stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from tovholder.snapshots import store
from tovholder.snapshots.models import Ending, SnapshotRun

#: The process that makes a snapshot holds this lock with the run's number; the lock goes with it, however it ends.
LIFE = 7_302_021

#: What is said of each state, and the colour of the sign.
STATES: dict[str, tuple[Any, str]] = {
    "waiting": (_("Waits for its turn"), "neutral"),
    "running": (_("Is being made"), "info"),
    "stopping": (_("Is being stopped"), "info"),
    "interrupted": (_("Interrupted, nothing kept"), "error"),
    Ending.WRITTEN: (Ending.WRITTEN.label, "success"),
    Ending.STOPPED: (Ending.STOPPED.label, "neutral"),
    Ending.FAILED: (Ending.FAILED.label, "error"),
}


@dataclass(frozen=True)
class State:
    """How a run stands: a code, its words, the kind of sign."""

    code: str

    @property
    def label(self) -> Any:
        return STATES[self.code][0]

    @property
    def kind(self) -> str:
        return STATES[self.code][1]

    @property
    def is_over(self) -> bool:
        return self.code not in {"waiting", "running", "stopping"}


def place() -> Path:
    """Where this installation keeps its snapshots."""
    return Path(settings.SNAPSHOT_ROOT)


def snapshots() -> list[store.Snapshot]:
    """Every snapshot that is kept, the latest first."""
    return store.all_in(place())


def living() -> set[int]:
    """The runs that a process is at work on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select objid from pg_locks where locktype = 'advisory' and granted and objsubid = 2 and classid = %s "
            "and database = (select oid from pg_database where datname = current_database())",
            [LIFE],
        )
        return {number for (number,) in cursor.fetchall()}


def state_of(run: SnapshotRun, alive: set[int]) -> State:
    if run.ended_at:
        return State(run.ending)
    if run.began_at is None:
        return State("waiting")
    if run.pk not in alive:
        return State("interrupted")
    return State("stopping" if run.stop_asked_at else "running")


def under_way() -> SnapshotRun | None:
    """The run that waits or is at work, if there is one."""
    alive = living()
    open_ = SnapshotRun.objects.filter(ended_at=None).order_by("asked_at")
    return next((run for run in open_ if not state_of(run, alive).is_over), None)


def interrupted() -> list[SnapshotRun]:
    """Runs that have begun and not ended, and that nobody is at work on."""
    begun = list(SnapshotRun.objects.filter(ended_at=None).exclude(began_at=None))
    alive = living() if begun else set()
    return [run for run in begun if run.pk not in alive]
