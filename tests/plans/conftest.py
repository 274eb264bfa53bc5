"""A plan as people write it, and figures to follow it by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.factories import Factory
from tovholder.accounts.actor import Actor
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import Role
from tovholder.figures.published.read import COLUMNS, checked, table
from tovholder.plans.actions import goals as goal_acts
from tovholder.plans.actions import plans as acts
from tovholder.plans.actions.goals import Terms
from tovholder.plans.models import EmploymentPlan, Goal
from tovholder.published.actions import take_in


@pytest.fixture
def analyst(make: Factory) -> Staff:
    return make.staff("Ane Analytiker", role=Role.ANALYST)


@pytest.fixture
def actor(make: Factory, analyst: Staff, today: dt.date) -> Actor:
    return make.actor(analyst, today)


class Writer:
    """Writes plans through the acts, as the one person of the test."""

    def __init__(self, actor: Actor, now: dt.datetime) -> None:
        self.actor, self.now, self.today = actor, now, now.date()

    def plan(self, title: str = "Beskæftigelsesplan 2026", area: str = "173", **said: Any) -> EmploymentPlan:
        terms = acts.Said(title, said.pop("first_year", 2026), said.pop("last_year", 2026), area, **said)
        return acts.begin_plan(actor=self.actor, said=terms, now=self.now, today=self.today)

    def goal(self, plan: EmploymentPlan, title: str = "Færre ledige", reason: str = "", **terms: Any) -> Goal:
        return goal_acts.add_goal(
            actor=self.actor, plan_id=plan.pk, terms=Terms(title, **terms), reason=reason, now=self.now
        )

    def value(self, goal: Goal, month: dt.date, value: float | None, source: str = "Jobindsats") -> None:
        goal_acts.enter_value(
            actor=self.actor,
            goal_id=goal.pk,
            month=month,
            value=value,
            source=source,
            dated=month,
            now=self.now,
            today=self.today,
        )

    def move(self, plan: EmploymentPlan, step: str, on: dt.date | None = None, **said: str) -> None:
        acts.move_plan(
            actor=self.actor, plan_id=plan.pk, step=step, on=on or self.today, now=self.now, today=self.today, **said
        )

    def decide(self, plan: EmploymentPlan) -> None:
        self.move(plan, "send")
        self.move(plan, "decide", reference="Sag 1, 24. februar")


@pytest.fixture
def write(actor: Actor, now: dt.datetime) -> Writer:
    return Writer(actor, now)


Publish = Callable[[dict[tuple[str, str], dict[str, float | None]]], int]


@pytest.fixture
def publish(db: None, now: dt.datetime) -> Publish:
    """`publish({("173", "unemployment.total"): {"2026M01": 900}})` takes figures in; gives the publication's id."""

    def take(figures: dict[tuple[str, str], dict[str, float | None]]) -> int:
        from tovholder.figures.published.areas import AREAS

        rows = [
            (area, AREAS[area].name, indicator, month, "" if value is None else str(value))
            for (area, indicator), values in figures.items()
            for month, value in values.items()
        ]
        frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
        taken = take_in(actor=None, rows=checked(frame), source="file", name="prøve.csv", now=now, accept_losses=True)
        assert taken.publication is not None
        return taken.publication.pk

    return take


@pytest.fixture
def real(db: None, data: Path, now: dt.datetime) -> int:
    """The figures that Jobindsats has published, taken in; the publication's id."""
    rows = table(data / "jobindsats" / "kommuner.csv.gz")
    taken = take_in(actor=None, rows=rows, source="file", name="kommuner.csv.gz", now=now)
    assert taken.publication is not None
    return taken.publication.pk


def months(first: str, *values: float | None) -> dict[str, float | None]:
    """Values month by month from the first on."""
    from tovholder.figures.published.months import Month

    start = Month.read(first)
    return {str(start + step): value for step, value in enumerate(values)}
