"""Fetches once what was asked for, takes it in, and tells how far it has come."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import httpx
from django.utils import timezone

from tovholder.accounts.actor import Actor, load_actor
from tovholder.accounts.runs import AtWork
from tovholder.figures.published.read import Faulty
from tovholder.published import fetches
from tovholder.published.actions import WouldLose, take_in
from tovholder.published.jobindsats.client import Client, Patience, access
from tovholder.published.jobindsats.fetch import fetch
from tovholder.published.jobindsats.problems import Problem
from tovholder.published.models import Ending, FetchRun, Source

log = logging.getLogger(__name__)

#: Seconds between two notes of how far it has come.
PAUSE = 0.3


class Stopped(Exception):
    """Somebody asked to stop. Nothing is changed."""


class Noted(AtWork):
    """Notes the progress in the run's row, on a connection of its own; looks whether somebody has asked to stop; and
    holds the sign of life."""

    runs = fetches.RUNS

    def __init__(self, run_id: int, tell: Callable[[str, float], None]) -> None:
        super().__init__(run_id)
        self.tell = tell
        self.what, self.part, self.noted_at = "", 0.0, 0.0

    def show(self, what: str, part: float) -> None:
        """Raises Stopped."""
        self.what, self.part, self.noted_at = what, part, 0.0
        self.tell(what, part)
        self.look_up()

    def look_up(self) -> None:
        """Raises Stopped."""
        if time.monotonic() < self.noted_at + PAUSE:
            return
        self.noted_at = time.monotonic()
        if self.note(what=self.what, part=self.part):
            raise Stopped


def run(
    run_id: int, *, patience: Patience | None = None, tell: Callable[[str, float], None] = lambda what, part: None
) -> None:
    """Does a fetch once: one that has begun or ended is left alone. What goes wrong is noted in its row; nothing is
    raised but KeyboardInterrupt. What was answered is kept until all of it is taken in."""
    with Noted(run_id, tell) as noted:
        begun = FetchRun.objects.filter(pk=run_id, began_at=None, ended_at=None).update(began_at=timezone.now())
        if not begun:
            return
        row = FetchRun.objects.select_related("started_by").get(pk=run_id)
        try:
            _run(row, noted, patience)
        except Stopped:
            _end(run_id, Ending.STOPPED)
        except KeyboardInterrupt:
            _end(run_id, Ending.STOPPED)
            raise
        except Problem as problem:
            _end(run_id, Ending.PROBLEM, why=fetches.stored_problem(problem))
        except Faulty as faulty:
            _end(run_id, Ending.FAULTS, why=fetches.stored_faults(faulty.faults, faulty.count))
        except WouldLose as refused:
            _end(run_id, Ending.LOSSES, why=fetches.stored_losses(refused.losses))
        except Exception:
            log.exception("fetch %s from Jobindsats failed", run_id)
            _end(run_id, Ending.FAILED)


def _run(row: FetchRun, noted: Noted, patience: Patience | None) -> None:
    kept, where = fetches.kept(), access()
    with Client(where, patience=patience, look_up=noted.look_up) as client:
        rows = fetch(client, kept, now=timezone.now(), show=noted.show)
    taken = take_in(
        actor=_actor(row),
        rows=rows,
        source=Source.API,
        name=httpx.URL(where.address).host,
        now=timezone.now(),
        accept_losses=row.accept_losses,
    )
    _end(row.pk, Ending.TAKEN if taken.is_new else Ending.UNCHANGED, part=1, publication=taken.publication)
    kept.forget()


def _actor(row: FetchRun) -> Actor | None:
    """Who asked, with the rights of today."""
    by = row.started_by
    return load_actor(staff_id=by.pk, name=by.name, today=timezone.localdate()) if by else None


def _end(run_id: int, ending: str, **changed: object) -> None:
    FetchRun.objects.filter(pk=run_id).update(ended_at=timezone.now(), ending=ending, **changed)
