"""Begin a plan, change it, bring it to the committee and back; the minister's goals beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused, act, store
from tovholder.accounts.registration import check_version
from tovholder.accounts.rights import Right
from tovholder.casework.lifecycles import NEW
from tovholder.figures.published import areas
from tovholder.plans.actions.common import locked, may_change
from tovholder.plans.lifecycle import PLAN
from tovholder.plans.models import EmploymentPlan, MinistersGoal, Stage, Status


@dataclass(frozen=True)
class Said:
    """What a plan says of itself. `area` is a municipality's code, or empty."""

    title: str
    first_year: int
    last_year: int
    area: str = ""
    aim: str = ""


def begin_plan(*, actor: Actor, said: Said, now: dt.datetime, today: dt.date) -> EmploymentPlan:
    """A plan as a draft."""
    with act("begin_plan", actor):
        PLAN.check("draft", NEW, actor, {})
        plan = EmploymentPlan(registered_at=now, registered_by_id=actor.staff_id)
        _say(plan, said)
        _stage(plan, PLAN.transition("draft").target, today, "", "", actor, now)
        return plan


def change_plan(*, actor: Actor, plan_id: int, version: int, said: Said, reason: str = "") -> EmploymentPlan:
    """Other words or years. After the draft a reason is needed, which the history keeps."""
    with act("change_plan", actor, reason):
        plan, stage = locked(actor, plan_id)
        may_change(stage, reason)
        check_version(plan, version)
        _say(plan, said)
        return plan


def move_plan(
    *,
    actor: Actor,
    plan_id: int,
    step: str,
    on: dt.date | None,
    reference: str = "",
    remark: str = "",
    now: dt.datetime,
    today: dt.date,
) -> Stage:
    """The next stage; `step` is an act of the table (lifecycle.py): send, take_back, decide, close, reopen."""
    with act(f"plan_{step}", actor, remark):
        plan, stage = locked(actor, plan_id)
        facts = {
            "on": on,
            # A draft may be written down long after what it became: plans of earlier years are entered too.
            "since": plan.stages.exclude(status=Status.DRAFT).aggregate(last=Max("on"))["last"],
            "today": today,
            "reference": reference.strip(),
            "remark": remark.strip(),
        }
        row = PLAN.check(step, stage.status, actor, facts)
        assert on is not None
        return _stage(plan, row.target, on, reference.strip(), remark.strip(), actor, now)


def add_ministers_goal(
    *, actor: Actor, plan_id: int, number: int, text: str, reason: str = "", now: dt.datetime
) -> MinistersGoal:
    """One of the goals that the minister has announced for the plan's years."""
    with act("add_ministers_goal", actor, reason):
        plan, stage = locked(actor, plan_id)
        may_change(stage, reason)
        if not text.strip():
            raise Refused([_("Write the goal as the minister words it.")])
        goal = MinistersGoal(
            plan=plan,
            number=number,
            text=text.strip(),
            added_because=reason.strip(),
            registered_at=now,
            registered_by_id=actor.staff_id,
        )
        store(goal)
        return goal


def remove_ministers_goal(*, actor: Actor, goal_id: int, reason: str = "") -> None:
    """Takes one away that no goal of the plan serves; the history keeps it."""
    with act("remove_ministers_goal", actor, reason):
        actor.require(Right.WRITE_PLANS)
        goal = MinistersGoal.objects.get(pk=goal_id)
        _plan, stage = locked(actor, goal.plan_id)
        may_change(stage, reason)
        if served := goal.goals.first():
            raise Refused([_("“%(goal)s” serves it; change that first.") % {"goal": served}])
        goal.delete()


def _say(plan: EmploymentPlan, said: Said) -> None:
    if not said.title.strip():
        raise Refused([_("Give the plan a title.")])
    if said.area and said.area not in areas.MUNICIPALITIES:
        raise Refused([_("There is no municipality with the code %(code)s.") % {"code": said.area}])
    plan.title, plan.aim, plan.area = " ".join(said.title.split()), said.aim.strip(), said.area
    plan.first_year, plan.last_year = said.first_year, said.last_year
    store(plan)


def _stage(
    plan: EmploymentPlan, status: str, on: dt.date, reference: str, remark: str, actor: Actor, now: dt.datetime
) -> Stage:
    stage = Stage(
        plan=plan,
        status=status,
        on=on,
        reference=reference,
        remark=remark,
        registered_at=now,
        registered_by_id=actor.staff_id,
    )
    store(stage)
    return stage
