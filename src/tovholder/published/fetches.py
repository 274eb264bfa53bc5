"""How fetches from Jobindsats stand, and what is said of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.runs import Runs, States
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

STATES: States = {
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


RUNS = Runs(FetchRun, LIFE, STATES)
living = RUNS.living
state_of = RUNS.state_of
interrupted = RUNS.interrupted
under_way = RUNS.under_way


def kept() -> Kept:
    """The answers of a fetch that is under way, or was stopped."""
    return Kept(Path(settings.MEDIA_ROOT) / "published" / "fetch")


def latest() -> FetchRun | None:
    return FetchRun.objects.select_related("started_by", "publication").first()


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
