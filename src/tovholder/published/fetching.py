"""What people do with Jobindsats' API: ask for a fetch, stop one. Fetching is the job worker's (`running.py`)."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused
from tovholder.accounts.rights import Right
from tovholder.published import fetches
from tovholder.published.jobindsats.client import access
from tovholder.published.jobindsats.problems import Problem, sentence
from tovholder.published.models import Ending, FetchRun

#: Two who ask at the same moment wait for one another (any number will do; it is ours).
ASKING = 7_302_043


class Lately(Refused):
    """It was fetched a short time ago, and this one is not meant."""


def ask_for_fetch(
    *, actor: Actor | None, now: dt.datetime, accept_losses: bool = False, again: bool = False, in_queue: bool = True
) -> FetchRun:
    """Puts a fetch in the queue (or leaves it to the caller to run it). While one waits or is at work, that one is
    returned.

    `actor` is None on the command line and at night. Raises NotAllowed; Refused when there is no token; Lately when it
    was fetched less than 20 hours ago and this one is not meant (`again`).
    """
    from tovholder.published.tasks import fetch_published

    if actor:
        actor.require(Right.TAKE_IN_FIGURES)
    try:
        access()
    except Problem as problem:
        raise Refused([sentence(problem.code, problem.detail)]) from None
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [ASKING])
        sweep(now=now)
        if run := fetches.under_way():
            return run
        if not (again or accept_losses) and fetches.lately(now):
            raise Lately([_("It was fetched within the last 20 hours. Jobindsats publishes monthly.")])
        run = FetchRun.objects.create(
            started_by_id=actor.staff_id if actor else None, accept_losses=accept_losses, asked_at=now
        )
        if in_queue:
            fetch_published.defer(run_id=run.pk)
    return run


def ask_to_stop(*, actor: Actor, run_id: int, now: dt.datetime) -> FetchRun:
    """Stops a fetch: at once when it has not begun, else as soon as it looks up. Nothing is taken in.

    One that has ended stays as it is. Raises NotAllowed, FetchRun.DoesNotExist.
    """
    actor.require(Right.TAKE_IN_FIGURES)
    run = FetchRun.objects.get(pk=run_id)
    # Not by saving the row: the process that fetches writes in it at the same time.
    waiting = FetchRun.objects.filter(pk=run_id, began_at=None, ended_at=None)
    if not waiting.update(stop_asked_at=now, ended_at=now, ending=Ending.STOPPED):
        FetchRun.objects.filter(pk=run_id, ended_at=None).update(stop_asked_at=now)
    sweep(now=now)
    run.refresh_from_db()
    return run


def sweep(*, now: dt.datetime) -> None:
    """Ends runs whose process is gone (the machine was switched off, say). What was answered is kept for the next."""
    for run in fetches.interrupted():
        FetchRun.objects.filter(pk=run.pk, ended_at=None).update(ended_at=now, ending=Ending.FAILED)
