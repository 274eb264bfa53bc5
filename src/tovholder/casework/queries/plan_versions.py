"""The plan as it was: what stood in it at each moment at which it changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from tovholder.casework.models import JobGoal, PlanStep

#: Changes within so short a time were made in one sitting and make one version.
SITTING = dt.timedelta(minutes=30)


@dataclass(frozen=True)
class PlanVersion:
    """The plan from a moment on: the goal that held and the steps that were open; `ended` were ended at that moment."""

    since: dt.datetime
    until: dt.datetime | None
    goal: JobGoal | None
    steps: list[PlanStep]
    ended: list[PlanStep]
    who: str


def plan_versions(case_id: int) -> list[PlanVersion]:
    """Every version of a case's plan, the newest first, in two queries."""
    goals = list(JobGoal.objects.filter(plan__case=case_id).select_related("registered_by"))
    steps = list(PlanStep.objects.filter(plan__case=case_id).select_related("registered_by"))
    return as_it_was(goals, steps)


def as_it_was(goals: list[JobGoal], steps: list[PlanStep]) -> list[PlanVersion]:
    """The versions that goals and steps tell of, the newest first. Pure."""
    moments = sorted(
        {goal.effective_at for goal in goals}
        | {step.agreed_at for step in steps}
        | {step.ended_at for step in steps if step.ended_at}
    )
    begins = list(_sittings(moments))
    found = []
    for (first, last), following in zip(begins, [*begins, None][1:], strict=True):
        made = [goal for goal in goals if first <= goal.effective_at <= last]
        agreed = [step for step in steps if first <= step.agreed_at <= last]
        ended = [step for step in steps if step.ended_at and first <= step.ended_at <= last]
        found.append(
            PlanVersion(
                since=last,
                until=following[0] if following else None,
                goal=next((goal for goal in reversed(goals) if goal.effective_at <= last), None),
                steps=[
                    step for step in steps if step.agreed_at <= last and not (step.ended_at and step.ended_at <= last)
                ],
                ended=[step for step in ended if step.outcome != "rewritten"],
                who=next((row.registered_by.name for row in (*made, *agreed) if row.registered_by), ""),
            )
        )
    return found[::-1]


def agreed_by(steps: list[PlanStep], moment: dt.datetime) -> list[PlanStep]:
    return [step for step in steps if step.agreed_at <= moment]


def _sittings(moments: Iterable[dt.datetime]) -> Iterable[tuple[dt.datetime, dt.datetime]]:
    """The moments in runs with no long pause in between: the first and the last of each."""
    runs: list[list[dt.datetime]] = []
    for moment in moments:
        if runs and moment - runs[-1][-1] <= SITTING:
            runs[-1].append(moment)
        else:
            runs.append([moment])
    return [(run[0], run[-1]) for run in runs]
