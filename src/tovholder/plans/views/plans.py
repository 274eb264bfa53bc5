"""The plans there are; a plan with its goals; begin one from real figures; bring it to the committee."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tovholder.accounts.acts import Refused
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.figures.published import areas
from tovholder.plans.actions import plans as acts
from tovholder.plans.content.compose import compose
from tovholder.plans.content.picture import small
from tovholder.plans.content.status_shown import StatusShown
from tovholder.plans.forms.plans import MinistersGoalForm, PlanForm, StageForm
from tovholder.plans.models import EmploymentPlan, MinistersGoal, Status
from tovholder.plans.queries import plans as queries
from tovholder.plans.queries.changes import of_plan
from tovholder.plans.sources import now_at_hand
from tovholder.plans.views.common import told_in

PER_PAGE = 25


@page(Right.SEE_PLANS)
@require_GET
def list_(request: StaffRequest) -> HttpResponse:
    part = Paginator(queries.listed(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "plans/list.html", {"page_obj": part, "kinds": queries.KINDS, "areas": areas.AREAS})


@page(Right.SEE_PLANS)
@never_cache
@require_GET
def plan_page(request: StaffRequest, plan_id: int) -> HttpResponse:
    """A plan: its goals as rows, each with its own latest month, the path and the path needed."""
    return _show(request, get_object_or_404(EmploymentPlan, pk=plan_id))


@page(Right.WRITE_PLANS)
@require_POST
def move(request: StaffRequest, plan_id: int, step: str) -> HttpResponse:
    """The plan's next stage."""
    plan = get_object_or_404(EmploymentPlan, pk=plan_id)
    form = StageForm(request.POST, auto_id=f"{step}_%s")
    if form.is_valid():
        with told_in(form):
            acts.move_plan(
                actor=request.actor,
                plan_id=plan_id,
                step=step,
                **form.cleaned_data,
                now=timezone.now(),
                today=timezone.localdate(),
            )
    if form.errors:
        return _show(request, plan, step_form=(step, form))
    messages.success(request, _("Saved."))
    return redirect("plans:plan", plan_id)


@page(Right.WRITE_PLANS)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, plan_id: int) -> HttpResponse:
    """What the plan says of itself."""
    plan = get_object_or_404(EmploymentPlan, pk=plan_id)
    state = queries.state_of(plan, request.actor)
    initial = {
        "title": plan.title,
        "municipality": areas.AREAS[plan.area].name if plan.area else "",
        "area": plan.area,
        "first_year": plan.first_year,
        "last_year": plan.last_year,
        "aim": plan.aim,
        "version": plan.version,
    }
    form = PlanForm(request.POST or None, initial=initial, needs_reason=state.needs_reason)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            acts.change_plan(
                actor=request.actor,
                plan_id=plan_id,
                version=form.cleaned_data["version"] or 0,
                said=form.said(),
                reason=form.cleaned_data.get("reason", ""),
            )
        if form.is_valid():
            messages.success(request, _("Saved."))
            return redirect("plans:plan", plan_id)
    context = {"form": form, "plan": plan, "municipalities": areas.to_choose()}
    return render(request, "plans/change.html", context, status=422 if form.errors else 200)


@page(Right.SEE_PLANS)
@never_cache
@require_GET
def changes(request: StaffRequest, plan_id: int) -> HttpResponse:
    """What was changed since the plan was a draft, with the reasons."""
    plan = get_object_or_404(EmploymentPlan, pk=plan_id)
    part = Paginator(of_plan(plan), PER_PAGE).get_page(request.GET.get("page"))
    is_draft = not plan.stages.exclude(status=Status.DRAFT).exists()
    return render(request, "plans/changes.html", {"plan": plan, "page_obj": part, "is_draft": is_draft})


@page(Right.WRITE_PLANS)
@require_POST
def unannounce(request: StaffRequest, ministers_goal_id: int) -> HttpResponse:
    """One of the minister's goals is taken away: it was written down wrongly, or is no goal any more."""
    goal = get_object_or_404(MinistersGoal, pk=ministers_goal_id)
    try:
        acts.remove_ministers_goal(actor=request.actor, goal_id=goal.pk, reason=request.POST.get("reason", "")[:300])
    except Refused as refused:
        for fault in refused.faults:
            messages.error(request, fault)
    else:
        messages.success(request, _("Taken away."))
    return redirect("plans:plan", goal.plan_id)


@page(Right.WRITE_PLANS)
@require_POST
def minister(request: StaffRequest, plan_id: int) -> HttpResponse:
    """One more of the minister's goals."""
    plan = get_object_or_404(EmploymentPlan, pk=plan_id)
    state = queries.state_of(plan, request.actor)
    form = MinistersGoalForm(request.POST, auto_id="minister_%s", needs_reason=state.needs_reason)
    if form.is_valid():
        with told_in(form):
            acts.add_ministers_goal(actor=request.actor, plan_id=plan_id, **form.cleaned_data, now=timezone.now())
    if form.errors:
        return _show(request, plan, minister_form=form)
    return redirect("plans:plan", plan_id)


def _show(
    request: StaffRequest,
    plan: EmploymentPlan,
    *,
    step_form: tuple[str, StageForm] | None = None,
    minister_form: MinistersGoalForm | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    state = queries.state_of(plan, request.actor)
    status = StatusShown(compose(plan, now_at_hand(), queries.quarter_of(plan, "", today), in_full=False))
    steps = []
    for row in state.steps:
        form = StageForm(auto_id=f"{row.act}_%s", initial={"on": today})
        if step_form and step_form[0] == row.act:
            form = step_form[1]
        for name in ("reference", "remark"):
            if name not in row.needs and name == "reference" and row.act not in {"decide", "reopen"}:
                del form.fields[name]
        steps.append((row, form))
    ministers = list(plan.ministers_goals.all())
    if minister_form is None:
        initial = {"number": len(ministers) + 1}
        minister_form = MinistersGoalForm(auto_id="minister_%s", initial=initial, needs_reason=state.needs_reason)
    context: dict[str, Any] = {
        "plan": plan,
        "area": areas.AREAS.get(plan.area),
        "state": state,
        "status": status,
        "rows": [(goal, small(goal)) for goal in status.goals],
        "steps": steps,
        "ministers": ministers,
        "minister_form": minister_form,
        "dropped": plan.goals.exclude(dropped_on=None),
        "reports": plan.reports.defer("content").select_related("registered_by")[:8],
        "links": plan.links.select_related("count", "registered_by") if state.may_write else (),
        "today": today,
    }
    return render(request, "plans/plan.html", context, status=422 if step_form or minister_form.errors else 200)
