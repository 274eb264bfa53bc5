"""What administrators do with imports: ask for one, stop one; and what is registered about each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused
from tovholder.accounts.rights import Right
from tovholder.imports import uploads
from tovholder.imports.faults import shown
from tovholder.imports.folder import Circumstances, Outcome
from tovholder.imports.models import Ending, ImportRun
from tovholder.imports.queries import interrupted


def ask_for_import(
    *, actor: Actor, files: Sequence[UploadedFile], source: str, dry_run: bool, now: dt.datetime
) -> ImportRun:
    """Stores the files and puts the import in the queue; the job worker does it as soon as it can.

    Raises NotAllowed; Refused when the files cannot be taken in.
    """
    from tovholder.imports.tasks import run_import

    actor.require(Right.IMPORT)
    sweep(now=now)
    try:
        token, stored = uploads.store(files)
    except uploads.Unusable as error:
        raise Refused(error.reasons) from error
    try:
        with transaction.atomic():
            run = ImportRun.objects.create(
                source=source,
                dry_run=dry_run,
                started_by_id=actor.staff_id,
                asked_at=now,
                files=stored,
                folder=token,
            )
            run_import.defer(run_id=run.pk)
    except BaseException:
        uploads.remove(token)
        raise
    return run


def ask_to_stop(*, actor: Actor, run_id: int, now: dt.datetime) -> ImportRun:
    """Stops an import: at once when it has not begun, else as soon as it looks up from its work. Nothing is written.

    An import that has ended stays as it is. Raises NotAllowed, ImportRun.DoesNotExist.
    """
    actor.require(Right.IMPORT)
    run = ImportRun.objects.get(pk=run_id)
    # Not by saving the row: the process that runs the import writes in it at the same time.
    waiting = ImportRun.objects.filter(pk=run_id, began_at=None, ended_at=None)
    if waiting.update(stop_asked_at=now, ended_at=now, ending=Ending.STOPPED):
        uploads.remove(run.folder)
    else:
        ImportRun.objects.filter(pk=run_id, ended_at=None).update(stop_asked_at=now)
    sweep(now=now)
    run.refresh_from_db()
    return run


def sweep(*, now: dt.datetime) -> None:
    """Ends imports whose process is gone (the machine was switched off, say), and deletes their files."""
    for run in interrupted():
        if ImportRun.objects.filter(pk=run.pk, ended_at=None).update(ended_at=now, ending=Ending.FAILED):
            uploads.remove(run.folder)


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
