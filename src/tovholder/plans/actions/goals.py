"""Add a goal, change it, give it up; enter its figures by hand; comment on it quarter by quarter."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused, act, store
from tovholder.accounts.registration import ChangedMeanwhile, check_version
from tovholder.accounts.rights import Right
from tovholder.figures.goals import goal as decided
from tovholder.figures.published.catalogue import Unit as IndicatorUnit
from tovholder.plans.actions.common import locked, may_change, not_closed
from tovholder.plans.models import Comment, EnteredValue, Goal, Horizon, MinistersGoal, Source
from tovholder.plans.models.goal import Turn, Unit
from tovholder.plans.said import goal_of
from tovholder.plans.sources import indicator_of


@dataclass(frozen=True)
class Terms:
    """What a goal says. Months are their first days; changes have a sign: a fall of 20 per cent is -20."""

    title: str
    number: str = ""
    horizon: str = Horizon.YEAR
    parent_id: int | None = None
    ministers_goal_id: int | None = None
    source: str = Source.ENTERED
    indicator: str = ""
    population: str = ""
    unit: str = Unit.PERSONS
    definition: str = ""
    direction: str = Turn.AT_MOST
    baseline_month: dt.date | None = None
    baseline_value: float | None = None
    target_month: dt.date | None = None
    percent: float | None = None
    persons: float | None = None
    level: float | None = None
    level_of: str = ""
    reason: str = ""
    risks: str = ""
    responsible: str = ""


def add_goal(*, actor: Actor, plan_id: int, terms: Terms, reason: str = "", now: dt.datetime) -> Goal:
    """A goal at the end of the plan. `reason` is needed once the plan has been before the committee."""
    with act("add_goal", actor, reason):
        plan, stage = locked(actor, plan_id)
        may_change(stage, reason)
        last = plan.goals.order_by("-position").values_list("position", flat=True).first()
        goal = Goal(
            plan=plan,
            position=(last or 0) + 1,
            added_because=reason.strip(),
            registered_at=now,
            registered_by_id=actor.staff_id,
        )
        _say(goal, terms)
        return goal


def change_goal(*, actor: Actor, goal_id: int, version: int, terms: Terms, reason: str = "") -> Goal:
    """What the goal says is changed; the history keeps what it said, with the reason."""
    with act("change_goal", actor, reason):
        goal = _locked_goal(actor, goal_id, reason)
        check_version(goal, version)
        _say(goal, terms)
        return goal


def drop_goal(*, actor: Actor, goal_id: int, version: int, because: str, today: dt.date) -> Goal:
    """The goal is given up: it stays, with the day and the reason, and is in no later report."""
    with act("drop_goal", actor, because):
        goal = _locked_goal(actor, goal_id, because)
        check_version(goal, version)
        if not because.strip():
            raise Refused([_("Say why the goal is given up.")])
        if under := goal.goals.filter(dropped_on=None).first():
            raise Refused([_("“%(goal)s” stands under it; give that up first.") % {"goal": under}])
        goal.dropped_on, goal.dropped_because = today, because.strip()
        store(goal)
        return goal


def enter_value(
    *,
    actor: Actor,
    goal_id: int,
    month: dt.date,
    value: float | None,
    source: str,
    dated: dt.date,
    now: dt.datetime,
    today: dt.date,
) -> EnteredValue:
    """A figure of a month, or that it is not known (None). One that stands there is corrected; the history keeps it."""
    with act("enter_value", actor):
        goal = _open_goal(actor, goal_id)
        if goal.source != Source.ENTERED:
            raise Refused([_("The figures of this goal are not entered by hand.")])
        faults: list[Any] = []
        if month > today:
            faults.append(_("The month lies ahead."))
        if dated > today:
            faults.append(_("The date of the data lies ahead."))
        if not source.strip():
            faults.append(_("Say where the figure stands."))
        if value is not None and goal.unit == Unit.PERCENT and value > 100:
            faults.append(_("A share is at most 100 per cent."))
        if faults:
            raise Refused(faults)
        row = EnteredValue.objects.select_for_update().filter(goal=goal, month=month.replace(day=1)).first()
        row = row or EnteredValue(goal=goal, month=month.replace(day=1), registered_at=now)
        row.registered_by_id = actor.staff_id
        row.value, row.source, row.dated = value, source.strip(), dated
        store(row)
        return row


def comment(
    *,
    actor: Actor,
    goal_id: int,
    year: int,
    quarter: int,
    version: int,
    text: str = "",
    proposal: str = "",
    came_of_it: str = "",
    now: dt.datetime,
) -> Comment:
    """What is said of the goal in one quarter's status. `version` is 0 while nothing has been said."""
    with act("comment_on_goal", actor):
        goal = _open_goal(actor, goal_id)
        found = Comment.objects.select_for_update().filter(goal=goal, year=year, quarter=quarter).first()
        if found is None and version:
            raise ChangedMeanwhile(goal)
        row = found or Comment(goal=goal, year=year, quarter=quarter, version=0, registered_at=now)
        check_version(row, version)
        row.registered_by_id = actor.staff_id
        row.text, row.proposal, row.came_of_it = text.strip(), proposal.strip(), came_of_it.strip()
        store(row)
        return row


def _open_goal(actor: Actor, goal_id: int) -> Goal:
    """A goal of a plan that is not closed, with the plan locked."""
    actor.require(Right.WRITE_PLANS)
    goal = Goal.objects.get(pk=goal_id)
    goal.plan, stage = locked(actor, goal.plan_id)
    not_closed(stage)
    if goal.dropped_on:
        raise Refused([_("The goal was given up.")])
    return goal


def _locked_goal(actor: Actor, goal_id: int, reason: str) -> Goal:
    goal = _open_goal(actor, goal_id)
    may_change(goal.plan.stages.last(), reason)  # type: ignore[arg-type]
    return goal


def _say(goal: Goal, terms: Terms) -> None:
    for field in fields(terms):
        value = getattr(terms, field.name)
        setattr(goal, field.name, value.strip() if isinstance(value, str) else value)
    for name in ("baseline_month", "target_month"):
        if (month := getattr(goal, name)) is not None:
            setattr(goal, name, month.replace(day=1))
    faults: list[Any] = []
    if not goal.title:
        faults.append(_("Say what the goal is."))
    if goal.source != Source.ENTERED:
        faults += _of_the_figure(goal)
    faults += _of_the_tree(goal)
    try:
        goal_of(goal)
    except decided.Faulty as fault:
        faults.append(decided.PROBLEMS[fault.code].to("en" if translation.get_language() == "en" else "da"))
    if faults:
        raise Refused(faults)
    store(goal)


def _of_the_figure(goal: Goal) -> list[Any]:
    """What stands in the way of following the figure that is named; its unit is the figure's own."""
    if not goal.indicator:
        return [_("Choose which figure is followed.")]
    if (indicator := indicator_of(goal)) is None:
        return [_("There is no figure called %(name)s.") % {"name": goal.indicator}]
    if goal.source == Source.PUBLISHED and not goal.plan.area:
        return [_("Published figures are of a municipality: say on the plan which one it is.")]
    if goal.level_of and (goal.source != Source.PUBLISHED or indicator.unit is not IndicatorUnit.PERCENT):
        return [_("Only a published share can be held against the country's.")]
    goal.unit = indicator.unit.value if indicator.unit.value in Unit.values else Unit.PERSONS
    return []


def _of_the_tree(goal: Goal) -> list[Any]:
    """A goal stands under one of the same plan, at most one step deep, and serves one of the same minister's goals."""
    faults: list[Any] = []
    plan_id = goal.plan_id
    if goal.parent_id is not None:
        parent = Goal.objects.filter(pk=goal.parent_id, plan_id=plan_id).first()
        if parent is None or parent.pk == goal.pk:
            faults.append(_("The goal that it stands under is not of this plan."))
        elif parent.parent_id is not None or (goal.pk and goal.goals.exists()):
            faults.append(_("A goal stands under one that stands under no other."))
    if goal.ministers_goal_id and not MinistersGoal.objects.filter(pk=goal.ministers_goal_id, plan_id=plan_id).exists():
        faults.append(_("The minister's goal is not of this plan."))
    return faults
