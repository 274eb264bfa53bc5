"""The plan: the goal, and the steps.

Every change counts the plan's version up, so two who work in one plan at the same time meet each other. Only where they
touched the same thing is there anything to ask: a colleague's tick at another step is no reason to hold anybody up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.casework.actions import plans
from tovholder.casework.models import JobGoal, Plan, PlanStep, StepOutcome
from tovholder.casework.queries.case import CaseFile, open_file
from tovholder.casework.queries.changes import goal_since, step_since
from tovholder.casework.views import panels
from tovholder.casework.views.carrying_out import asking, carry_out, finished, type_in
from tovholder.casework.views.in_case import in_case, moment_of
from tovholder.casework.views.panels import Panel

Act = Callable[[int], Any]


def _apart(version: int, act: Act, is_same: Callable[[], bool]) -> Any:
    """Does the act; again with the plan's present version when somebody changed something else in the plan."""
    try:
        return act(version)
    except ChangedMeanwhile as meanwhile:
        plan: Any = meanwhile.current
        if not is_same():
            raise
        return act(plan.version)


def _goals(case_id: int) -> Any:
    return JobGoal.objects.filter(plan__case=case_id).select_related("registered_by")


def _goal_changed(panel: Panel, meanwhile: ChangedMeanwhile) -> None:
    plan: Any = meanwhile.current
    goals = list(_goals(plan.case_id))
    seen = next((goal for goal in goals if goal.pk == panel.form.cleaned_data["seen"]), None)
    panel.conflict = goal_since(goals[-1] if goals else None, seen)
    type_in(panel.form, version=plan.version, seen=goals[-1].pk if goals else "")


@page(Right.EDIT_PLAN)
@require_POST
@in_case
def set_goal(request: StaffRequest, case_id: int) -> HttpResponse:
    file = open_file(case_id, moment_of(request))

    def act(data: dict[str, Any]) -> None:
        words = {"words": data["words"], "occupation": data["occupation"]}
        _apart(
            data["version"],
            lambda version: plans.set_goal(**asking(file), version=version, **words),
            lambda: getattr(_goals(case_id).last(), "pk", None) == data["seen"],
        )

    panel = panels.goal(file, request.POST)
    return carry_out(
        request, file, panel, act, done=_("The goal is written down."), changed=_goal_changed, in_plan=True
    )


@page(Right.EDIT_PLAN)
@require_POST
@in_case
def add_step(request: StaffRequest, case_id: int) -> HttpResponse:
    file = open_file(case_id, moment_of(request))

    def act(data: dict[str, Any]) -> None:
        # Adding takes nothing away from what somebody else wrote.
        _apart(
            data["version"],
            lambda version: plans.add_step(**asking(file), version=version, **_step_words(data)),
            lambda: True,
        )

    panel = panels.new_step(file, request.POST)
    return carry_out(request, file, panel, act, done=_("The step is added."), changed=_no_change, in_plan=True)


def _step_words(data: dict[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in ("text", "turn", "turn_name", "due_on")}


def _no_change(panel: Panel, meanwhile: ChangedMeanwhile) -> None:
    plan: Any = meanwhile.current
    type_in(panel.form, version=plan.version)


def _step_changed(file: CaseFile) -> Callable[[Panel, ChangedMeanwhile], None]:
    def changed(panel: Panel, meanwhile: ChangedMeanwhile) -> None:
        """Saving on top is about the step that stands in the place of the one that was read: in other words, or ended
        meanwhile; and where it was ended, what was typed becomes a step of its own."""
        plan: Any = meanwhile.current
        step, panel.conflict = step_since(panel.about, panel.form.cleaned_data["step_version"] or 0)  # type: ignore[arg-type]
        if step.ended_at is not None and panel.name == "rewrite":
            panel.name, panel.about, panel.action = "step", None, panels.new_step(file).action
        else:
            panel.about, panel.action = step, panels.of_step(file, panel.name, step).action
        type_in(panel.form, version=plan.version, step_version=step.version)

    return changed


def _step(file: CaseFile, step_id: int) -> PlanStep:
    step = PlanStep.objects.filter(plan__case=file.case, pk=step_id).first()
    if step is None:
        raise Http404
    return step


def _is_as_read(step: PlanStep, step_version: int | None) -> Callable[[], bool]:
    return lambda: PlanStep.objects.filter(pk=step.pk, version=step_version or 0).exists()


def _change_step(
    request: StaffRequest, case_id: int, step_id: int, name: str, done: Any, act: Callable[..., Any]
) -> HttpResponse:
    file = open_file(case_id, moment_of(request))
    step = _step(file, step_id)

    def change(data: dict[str, Any]) -> None:
        _apart(
            data["version"],
            lambda version: act(data, **asking(file), step_id=step_id, version=version),
            _is_as_read(step, data["step_version"]),
        )

    panel = panels.of_step(file, name, step, request.POST)
    return carry_out(request, file, panel, change, done=done, changed=_step_changed(file), in_plan=True)


@page(Right.EDIT_PLAN)
@require_POST
@in_case
def done_step(request: StaffRequest, case_id: int, step_id: int) -> HttpResponse:
    return _change_step(
        request,
        case_id,
        step_id,
        "done",
        _("The step is done."),
        lambda data, **asked: plans.end_step(**asked, outcome=StepOutcome.DONE),
    )


@page(Right.EDIT_PLAN)
@require_POST
@in_case
def drop_step(request: StaffRequest, case_id: int, step_id: int) -> HttpResponse:
    return _change_step(
        request,
        case_id,
        step_id,
        "drop",
        _("The step is dropped."),
        lambda data, **asked: plans.end_step(**asked, outcome=StepOutcome.DROPPED, reason=data["reason"]),
    )


@page(Right.EDIT_PLAN)
@require_POST
@in_case
def reopen_step(request: StaffRequest, case_id: int, step_id: int) -> HttpResponse:
    return _change_step(
        request,
        case_id,
        step_id,
        "reopen",
        _("The step is open again."),
        lambda data, **asked: plans.reopen_step(**asked, reason=data["reason"]),
    )


@page(Right.EDIT_PLAN)
@require_POST
@in_case
def rewrite_step(request: StaffRequest, case_id: int, step_id: int) -> HttpResponse:
    return _change_step(
        request,
        case_id,
        step_id,
        "rewrite",
        _("The step is rewritten."),
        lambda data, **asked: plans.rewrite_step(**asked, **_step_words(data)),
    )


@page(Right.EDIT_PLAN)
@require_POST
@in_case
def move_step(request: StaffRequest, case_id: int, step_id: int, way: str) -> HttpResponse:
    """One place up or down among the open steps, as they stand now."""
    file = open_file(case_id, moment_of(request))
    order = [step.pk for step in file.open_steps]
    if step_id not in order:
        raise Http404
    place = order.index(step_id)
    other = place - 1 if way == "up" else place + 1
    if not 0 <= other < len(order):
        return finished(request, case_id, _("The step stands where it stood."))
    order[place], order[other] = order[other], order[place]
    plan = Plan.objects.get(case=case_id)
    plans.reorder(**asking(file), version=plan.version, step_ids=order)
    return finished(request, case_id, _("The step has another place."))
