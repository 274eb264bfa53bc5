"""What administrators do with imports: ask for one, stop one; and what is registered about each."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from tovholder.imports.faults import shown
from tovholder.imports.folder import Circumstances, Outcome
from tovholder.imports.models import ImportRun


def record(
    *, kind: str, circumstances: Circumstances, files: Sequence[str], outcome: Outcome | None, ending: str
) -> ImportRun:
    """Registers an import that ran to its end (or was stopped: then there is no outcome) in this process."""
    return ImportRun.objects.create(
        kind=kind,
        source=circumstances.source,
        dry_run=circumstances.dry_run,
        started_by_id=circumstances.staff_id,
        asked_at=circumstances.now,
        began_at=circumstances.now,
        ended_at=timezone.now(),
        ending=ending,
        part=1,
        files=[{"name": shown(name)} for name in files],
        **results(outcome),
    )


def results(outcome: Outcome | None) -> dict[str, object]:
    """Counts and report of an outcome, as they are stored."""
    if outcome is None:
        return {}
    counts = {name: vars(counts) for name, counts in outcome.counts.items()}
    return {"counts": counts, "report": outcome.report.as_json()}
