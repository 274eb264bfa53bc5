"""Min Plan: the goal in the citizen's own words, and the steps there.

`version` is the plan's, 0 while there is none: it counts with every change of a goal or a step, so that two who write
in the same plan do not write over each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.registration import check_version
from tovholder.accounts.rights import Right
from tovholder.casework.access import CaseAccess
from tovholder.casework.actions.common import act, enter
from tovholder.casework.errors import Refused, store
from tovholder.casework.lifecycles import NEW, STEP, step_status
from tovholder.casework.models import Case, JobGoal, Plan, PlanStep, StepOutcome, Turn


def set_goal(
    *,
    actor: Actor,
    case_id: int,
    version: int,
    words: str,
    occupation: str = "",
    now: dt.datetime,
    today: dt.date,
) -> JobGoal:
    """The goal from now on; the one before stays and tells how it came about."""
    with act("set_goal", actor):
        access = enter(actor, case_id, Right.EDIT_PLAN, now=now, today=today)
        plan = _plan(access.case, version, actor, now)
        if not words.strip():
            raise Refused([_("Write the goal in the citizen's own words.")])
        goal = JobGoal(
            plan=plan,
            effective_at=now,
            words=words.strip(),
            occupation=occupation.strip(),
            registered_at=now,
            registered_by_id=actor.staff_id,
        )
        store(goal)
        return goal


def add_step(
    *,
    actor: Actor,
    case_id: int,
    version: int,
    text: str,
    turn: str = Turn.US,
    turn_name: str = "",
    due_on: dt.date | None = None,
    now: dt.datetime,
    today: dt.date,
) -> PlanStep:
    """A step at the end of the plan. `turn_name` names who is to act when `turn` is somebody else."""
    with act("add_step", actor):
        access = enter(actor, case_id, Right.EDIT_PLAN, now=now, today=today)
        STEP.check("add", NEW, access, {"text": text.strip()})
        plan = _plan(access.case, version, actor, now)
        last = PlanStep.objects.filter(plan=plan).order_by("-position").values_list("position", flat=True).first()
        return _step(plan, text, turn, turn_name, due_on, (last or 0) + 1, None, actor, now)


def end_step(
    *,
    actor: Actor,
    case_id: int,
    step_id: int,
    version: int,
    outcome: str,
    reason: str = "",
    now: dt.datetime,
    today: dt.date,
) -> PlanStep:
    """A step is done, or dropped with a reason."""
    with act("end_step", actor, reason):
        access = enter(actor, case_id, Right.EDIT_PLAN, now=now, today=today)
        if outcome not in {StepOutcome.DONE, StepOutcome.DROPPED}:
            raise Refused([_("A step is done or dropped.")])
        step = _checked(access, step_id, version, outcome, actor, now, reason=reason.strip())
        return _end(step, outcome, reason, now)


def rewrite_step(
    *,
    actor: Actor,
    case_id: int,
    step_id: int,
    version: int,
    text: str,
    turn: str = Turn.US,
    turn_name: str = "",
    due_on: dt.date | None = None,
    now: dt.datetime,
    today: dt.date,
) -> PlanStep:
    """Other words, another turn or another date: the step ends and the one returned takes its place."""
    with act("rewrite_step", actor):
        access = enter(actor, case_id, Right.EDIT_PLAN, now=now, today=today)
        step = _checked(access, step_id, version, StepOutcome.REWRITTEN, actor, now, text=text.strip())
        if (step.text, step.turn, step.turn_name, step.due_on) == (text.strip(), turn, _name(turn, turn_name), due_on):
            raise Refused([_("Nothing was changed.")])
        _end(step, StepOutcome.REWRITTEN, "", now)
        return _step(step.plan, text, turn, turn_name, due_on, step.position, step, actor, now)


def reopen_step(
    *,
    actor: Actor,
    case_id: int,
    step_id: int,
    version: int,
    reason: str,
    now: dt.datetime,
    today: dt.date,
) -> PlanStep:
    """A step that was ended goes on; how it was ended stays in the history, with the reason."""
    with act("reopen_step", actor, reason):
        access = enter(actor, case_id, Right.EDIT_PLAN, now=now, today=today)
        step = _checked(access, step_id, version, "reopen", actor, now, reason=reason.strip())
        step.ended_at, step.outcome, step.end_reason = None, "", ""
        step.version += 1
        store(step)
        return step


def reorder(
    *,
    actor: Actor,
    case_id: int,
    version: int,
    step_ids: Sequence[int],
    now: dt.datetime,
    today: dt.date,
) -> Plan:
    """The open steps in another order. `step_ids` names each of them once."""
    with act("reorder_steps", actor):
        access = enter(actor, case_id, Right.EDIT_PLAN, now=now, today=today)
        plan = _plan(access.case, version, actor, now)
        steps = {row.pk: row for row in PlanStep.objects.select_for_update().filter(plan=plan, ended_at=None)}
        if sorted(step_ids) != sorted(steps):
            raise Refused([_("The order does not name every open step once.")])
        # The places that the open steps have are dealt out anew, so that ended ones keep theirs.
        places = sorted(row.position for row in steps.values())
        for place, step_id in zip(_apart(places), step_ids, strict=True):
            if steps[step_id].position != place:
                steps[step_id].position = place
                store(steps[step_id])
        return plan


def _apart(places: list[int]) -> list[int]:
    """The same places, none of them twice: rows from another system may all stand at 0."""
    apart: list[int] = []
    for place in places:
        apart.append(max(place, apart[-1] + 1) if apart else place)
    return apart


def _plan(case: Case, version: int, actor: Actor, now: dt.datetime) -> Plan:
    """The plan, locked and counted up; made when there is none. Raises ChangedMeanwhile."""
    plan = Plan.objects.select_for_update(of=("self",)).filter(case=case).first()
    if plan is None:
        plan = Plan(case=case, version=0, registered_at=now, registered_by_id=actor.staff_id)
    check_version(plan, version)
    store(plan)
    return plan


def _checked(
    access: CaseAccess, step_id: int, version: int, act_name: str, actor: Actor, now: dt.datetime, **facts: str
) -> PlanStep:
    """A step of the case that the act may change, with the plan counted up. Raises Refused, ChangedMeanwhile."""
    plan = _plan(access.case, version, actor, now)
    step = PlanStep.objects.select_for_update(of=("self",)).filter(plan=plan, pk=step_id).first()
    if step is None:
        raise Refused([_("There is no such step in this plan.")])
    step.plan = plan
    STEP.check(act_name, step_status(step.ended_at, step.outcome), access, facts)
    return step


def _end(step: PlanStep, outcome: str, reason: str, now: dt.datetime) -> PlanStep:
    step.ended_at, step.outcome, step.end_reason = now, outcome, reason.strip()
    step.version += 1
    store(step)
    return step


def _name(turn: str, turn_name: str) -> str:
    return turn_name.strip() if turn == Turn.OTHER else ""


def _step(
    plan: Plan,
    text: str,
    turn: str,
    turn_name: str,
    due_on: dt.date | None,
    position: int,
    replaces: PlanStep | None,
    actor: Actor,
    now: dt.datetime,
) -> PlanStep:
    step = PlanStep(
        plan=plan,
        text=text.strip(),
        turn=turn,
        turn_name=_name(turn, turn_name),
        due_on=due_on,
        position=position,
        agreed_at=now,
        replaces=replaces,
        registered_at=now,
        registered_by_id=actor.staff_id,
    )
    store(step)
    return step
