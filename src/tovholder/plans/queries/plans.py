"""The plans there are, where each stands, and what may be done with it next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from tovholder.accounts.actor import Actor
from tovholder.casework.lifecycles import Transition
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.lifecycle import CHANGES, CLOSED, FREE, PLAN
from tovholder.plans.models import EmploymentPlan, Stage, Status

#: The colour of a status, beside its word.
KINDS = {Status.DRAFT: "neutral", Status.SENT: "info", Status.DECIDED: "success", Status.CLOSED: "neutral"}


def listed() -> QuerySet[EmploymentPlan]:
    """Every plan with `status`, `status_on`, `goal_count`, `report_count`: one query."""
    last = Stage.objects.filter(plan=OuterRef("pk")).order_by("-pk")
    return EmploymentPlan.objects.annotate(
        status=Subquery(last.values("status")[:1]),
        status_on=Subquery(last.values("on")[:1]),
        goal_count=Count("goals", filter=Q(goals__dropped_on=None), distinct=True),
        report_count=Count("reports", distinct=True),
    ).order_by("-last_year", "-first_year", "title", "pk")


@dataclass(frozen=True)
class State:
    """Where a plan stands. `steps`: what the person may do with it next."""

    stages: list[Stage]
    steps: list[Transition]
    may_write: bool

    @property
    def now(self) -> Stage:
        return self.stages[-1]

    @property
    def label(self) -> Any:
        return Status(self.now.status).label

    @property
    def kind(self) -> str:
        return KINDS[Status(self.now.status)]

    @property
    def is_closed(self) -> bool:
        return CHANGES[Status(self.now.status)] == CLOSED

    @property
    def may_change(self) -> bool:
        return self.may_write and not self.is_closed

    @property
    def needs_reason(self) -> bool:
        return CHANGES[Status(self.now.status)] != FREE

    @property
    def may_publish(self) -> bool:
        return self.may_write and self.now.status != Status.DRAFT


def state_of(plan: EmploymentPlan, actor: Actor) -> State:
    from tovholder.accounts.rights import Right

    stages = list(plan.stages.select_related("registered_by"))
    return State(stages, PLAN.allowed(stages[-1].status, actor), actor.may(Right.WRITE_PLANS))


def quarters(plan: EmploymentPlan, today: dt.date) -> list[Quarter]:
    """The quarters that a status can be of, the latest first: from the plan's first year to the one that runs."""
    last = min(Quarter.of_day(today), Quarter(plan.last_year + 1, 1))
    found = [Quarter(year, number) for year in range(plan.first_year, last.year + 1) for number in range(1, 5)]
    return [one for one in reversed(found) if one <= last] or [Quarter.of_day(today)]


def quarter_of(plan: EmploymentPlan, asked: str, today: dt.date) -> Quarter:
    """The quarter that is asked for (`2026Q3`), where a status can be of it; else the latest that one can be of."""
    found = quarters(plan, today)
    return next((one for one in found if str(one) == asked), found[0])
