"""How imports stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerField, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.runs import Runs, States
from tovholder.imports.faults import Fault
from tovholder.imports.models import Ending, ImportRun

#: The process that runs an import holds this lock with the import's number; the lock goes with it, however it ends.
LIFE = 7_302_012

STATES: States = {
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


RUNS = Runs(ImportRun, LIFE, STATES)
living = RUNS.living
state_of = RUNS.state_of
interrupted = RUNS.interrupted


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
