"""How imports stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import IntegerField, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from tovholder.imports.faults import Fault
from tovholder.imports.models import Ending, ImportRun

#: The process that runs an import holds this lock with the import's number; the lock goes with it, however it ends.
LIFE = 7_302_012

#: What is said of each state, and the colour of the sign.
STATES: dict[str, tuple[Any, str]] = {
    "waiting": (_("Waits for its turn"), "neutral"),
    "running": (_("Running"), "info"),
    "stopping": (_("Is being stopped"), "info"),
    "interrupted": (_("Interrupted, nothing written"), "error"),
    Ending.WRITTEN: (Ending.WRITTEN.label, "success"),
    Ending.TRIED: (Ending.TRIED.label, "success"),
    Ending.FAULTS: (Ending.FAULTS.label, "error"),
    Ending.STOPPED: (Ending.STOPPED.label, "neutral"),
    Ending.FAILED: (Ending.FAILED.label, "error"),
}


@dataclass(frozen=True)
class State:
    """How an import stands: a code, its words, the kind of sign."""

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


def living() -> set[int]:
    """The imports that a process is at work on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select objid from pg_locks where locktype = 'advisory' and granted and objsubid = 2 and classid = %s "
            "and database = (select oid from pg_database where datname = current_database())",
            [LIFE],
        )
        return {number for (number,) in cursor.fetchall()}


def state_of(run: ImportRun, alive: set[int]) -> State:
    if run.ended_at:
        return State(run.ending)
    if run.began_at is None:
        return State("waiting")
    if run.pk not in alive:
        return State("interrupted")
    return State("stopping" if run.stop_asked_at else "running")


def interrupted() -> list[ImportRun]:
    """Imports that have begun and not ended, and that nobody is at work on."""
    begun = list(ImportRun.objects.filter(ended_at=None).exclude(began_at=None))
    alive = living() if begun else set()
    return [run for run in begun if run.pk not in alive]


def runs() -> QuerySet[ImportRun]:
    """All imports, the latest first, with `faults` and `doubts` (how many) and without the reports."""
    return (
        ImportRun.objects.select_related("started_by")
        .defer("report")
        .annotate(
            faults=Cast(KT("report__faults__count"), IntegerField()),
            doubts=Cast(KT("report__doubts__count"), IntegerField()),
        )
    )


def changes(run: ImportRun) -> int:
    """How many rows an import made, changed or removed (or would have, if it was only tried)."""
    if run.ending not in {Ending.WRITTEN, Ending.TRIED}:
        return 0
    return sum(counts["new"] + counts["changed"] + counts["removed"] for counts in run.counts.values())


@dataclass(frozen=True)
class Told:
    """One side of a report: how many, those listed, and how many of each sort."""

    count: int
    listed: list[Fault]
    sorts: list[dict[str, Any]]

    @property
    def unlisted(self) -> int:
        return self.count - len(self.listed)


def told(run: ImportRun, side: str) -> Told:
    """The faults or the doubts of an import: `side` is one of these words."""
    stored = run.report.get(side, {})
    listed = [Fault(**fault) for fault in stored.get("listed", [])]
    example = {(fault.file, fault.column, fault.rule): fault for fault in reversed(listed)}
    sorts = []
    for sort in stored.get("sorts", []):
        first = example.get((sort["file"], sort["column"], sort["rule"]))
        sorts.append({**sort, "expected": first.expected if first else ""})
    return Told(stored.get("count", 0), listed, sorts)
