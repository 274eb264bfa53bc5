"""How fetches from Jobindsats stand, and what is said of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from tovholder.figures.published.changes import Loss
from tovholder.figures.published.months import Month
from tovholder.figures.published.read import Fault
from tovholder.published import sentences
from tovholder.published.jobindsats import problems
from tovholder.published.jobindsats.kept import Kept
from tovholder.published.models import Ending, FetchRun

#: The process that fetches holds this lock with the run's number; the lock goes with it, however it ends.
LIFE = 7_302_042
#: Jobindsats publishes monthly: who has fetched well asks no sooner again unless it is meant.
REST = dt.timedelta(hours=20)

#: What is said of each state, and the colour of the sign.
STATES: dict[str, tuple[Any, str]] = {
    "waiting": (_("Waits for its turn"), "neutral"),
    "running": (_("Is being fetched"), "info"),
    "stopping": (_("Is being stopped"), "info"),
    "interrupted": (_("Interrupted, nothing changed"), "error"),
    Ending.TAKEN: (Ending.TAKEN.label, "success"),
    Ending.UNCHANGED: (Ending.UNCHANGED.label, "success"),
    Ending.LOSSES: (Ending.LOSSES.label, "warning"),
    Ending.FAULTS: (Ending.FAULTS.label, "error"),
    Ending.PROBLEM: (Ending.PROBLEM.label, "error"),
    Ending.STOPPED: (Ending.STOPPED.label, "neutral"),
    Ending.FAILED: (Ending.FAILED.label, "error"),
}


@dataclass(frozen=True)
class State:
    """How a fetch stands: a code, its words, the kind of sign."""

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


def kept() -> Kept:
    """The answers of a fetch that is under way, or was stopped."""
    return Kept(Path(settings.MEDIA_ROOT) / "published" / "fetch")


def living() -> set[int]:
    """The runs that a process is at work on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select objid from pg_locks where locktype = 'advisory' and granted and objsubid = 2 and classid = %s "
            "and database = (select oid from pg_database where datname = current_database())",
            [LIFE],
        )
        return {number for (number,) in cursor.fetchall()}


def state_of(run: FetchRun, alive: set[int]) -> State:
    if run.ended_at:
        return State(run.ending)
    if run.began_at is None:
        return State("waiting")
    if run.pk not in alive:
        return State("interrupted")
    return State("stopping" if run.stop_asked_at else "running")


def latest() -> FetchRun | None:
    return FetchRun.objects.select_related("started_by", "publication").first()


def under_way() -> FetchRun | None:
    """The run that waits or is at work, if there is one."""
    alive = living()
    open_ = FetchRun.objects.filter(ended_at=None).order_by("pk")
    return next((run for run in open_ if not state_of(run, alive).is_over), None)


def interrupted() -> list[FetchRun]:
    """Runs that have begun and not ended, and that nobody is at work on."""
    begun = list(FetchRun.objects.filter(ended_at=None).exclude(began_at=None))
    alive = living() if begun else set()
    return [run for run in begun if run.pk not in alive]


def lately(now: dt.datetime) -> FetchRun | None:
    """The fetch that went well so short a time ago that there is no need for another."""
    well = FetchRun.objects.filter(ending__in=[Ending.TAKEN, Ending.UNCHANGED], ended_at__gt=now - REST)
    return well.order_by("-ended_at").first()


# Why it was not taken in, stored so that it is told in the language of whoever reads it.


def stored_problem(problem: problems.Problem) -> dict[str, Any]:
    return {"code": problem.code, "detail": problem.detail}


def stored_faults(faults: list[Fault], count: int) -> dict[str, Any]:
    return {"faults": [[one.code, one.row, one.value, one.expected] for one in faults], "count": count}


def stored_losses(losses: tuple[Loss, ...]) -> dict[str, Any]:
    return {"losses": [[one.indicator, one.area, one.until.number if one.until else None] for one in losses]}


def why(run: FetchRun) -> list[str]:
    """Why a run did not take anything in, as sentences."""
    stored = run.why
    if "code" in stored:
        return [problems.sentence(stored["code"], stored["detail"])]
    if "losses" in stored:
        losses = [Loss(name, area, None if until is None else Month(until)) for name, area, until in stored["losses"]]
        return sentences.losses(losses)
    return [Fault(*parts).line(sentences.language()) for parts in stored.get("faults", ())]
