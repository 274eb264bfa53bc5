"""A goal on a page of its own: its figures, others beside it, what is said of it; and writing it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.figures.goals import goal as decided
from tovholder.figures.goals.status import needed_at
from tovholder.figures.published import alike, areas
from tovholder.figures.published.months import Month
from tovholder.plans.actions import goals as acts
from tovholder.plans.content import picture
from tovholder.plans.content.compared import Criteria
from tovholder.plans.content.compose import compose, goals_of
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.content.shown import GoalShown
from tovholder.plans.content.status_shown import StatusShown
from tovholder.plans.content.telling import language, month
from tovholder.plans.forms.goals import CommentForm, DropForm, GoalForm, ValueForm, initial_of
from tovholder.plans.models import Comment, EmploymentPlan, EnteredValue, Goal, Source
from tovholder.plans.queries import plans as queries
from tovholder.plans.queries.changes import of_goal
from tovholder.plans.sources import now_at_hand
from tovholder.plans.views.common import told_in


@page(Right.SEE_PLANS)
@never_cache
@require_GET
def goal_page(request: StaffRequest, goal_id: int) -> HttpResponse:
    """Everything about a goal on one page."""
    return _show(request, get_object_or_404(Goal.objects.select_related("plan"), pk=goal_id))


@page(Right.WRITE_PLANS)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest, plan_id: int) -> HttpResponse:
    plan = get_object_or_404(EmploymentPlan, pk=plan_id)
    state = queries.state_of(plan, request.actor)
    form = GoalForm(request.POST or None, plan=plan, needs_reason=state.needs_reason)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            goal = acts.add_goal(
                actor=request.actor,
                plan_id=plan_id,
                terms=form.terms(),
                reason=form.cleaned_data.get("why", ""),
                now=timezone.now(),
            )
            messages.success(request, _("The goal is added."))
            return redirect("plans:goal", goal.pk)
    context = {"form": form, "plan": plan, "goal": None}
    return render(request, "plans/goal_form.html", context, status=422 if form.errors else 200)


@page(Right.WRITE_PLANS)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, goal_id: int) -> HttpResponse:
    goal = get_object_or_404(Goal.objects.select_related("plan"), pk=goal_id)
    state = queries.state_of(goal.plan, request.actor)
    form = GoalForm(
        request.POST or None, initial=initial_of(goal), plan=goal.plan, goal=goal, needs_reason=state.needs_reason
    )
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            acts.change_goal(
                actor=request.actor,
                goal_id=goal_id,
                version=form.cleaned_data["version"] or 0,
                terms=form.terms(),
                reason=form.cleaned_data.get("why", ""),
            )
            messages.success(request, _("Saved."))
            return redirect("plans:goal", goal_id)
    context = {"form": form, "plan": goal.plan, "goal": goal}
    return render(request, "plans/goal_form.html", context, status=422 if form.errors else 200)


@page(Right.WRITE_PLANS)
@require_POST
def drop(request: StaffRequest, goal_id: int) -> HttpResponse:
    goal = get_object_or_404(Goal.objects.select_related("plan"), pk=goal_id)
    form = DropForm(request.POST, auto_id="drop_%s")
    if form.is_valid():
        with told_in(form):
            acts.drop_goal(actor=request.actor, goal_id=goal_id, **form.cleaned_data, today=timezone.localdate())
    if form.errors:
        return _show(request, goal, drop_form=form)
    messages.success(request, _("The goal is given up. It stays on the plan's page with the reason."))
    return redirect("plans:plan", goal.plan_id)


@page(Right.WRITE_PLANS)
@require_POST
def enter(request: StaffRequest, goal_id: int) -> HttpResponse:
    """A figure of a month, by hand."""
    goal = get_object_or_404(Goal.objects.select_related("plan"), pk=goal_id)
    form = ValueForm(request.POST, auto_id="value_%s")
    if form.is_valid():
        with told_in(form):
            acts.enter_value(
                actor=request.actor,
                goal_id=goal_id,
                **form.cleaned_data,
                now=timezone.now(),
                today=timezone.localdate(),
            )
    if form.errors:
        return _show(request, goal, value_form=form)
    messages.success(request, _("Saved."))
    # Figures come several at a time: the form stands open for the next.
    return redirect(f"{reverse('plans:goal', args=[goal_id])}?enter=1#numbers")


@page(Right.WRITE_PLANS)
@require_POST
def comment(request: StaffRequest, goal_id: int, quarter: str) -> HttpResponse:
    """What is said of the goal in a quarter's status."""
    goal = get_object_or_404(Goal.objects.select_related("plan"), pk=goal_id)
    when = _quarter(quarter)
    form = CommentForm(request.POST, auto_id="comment_%s", has_past=True)
    if form.is_valid():
        with told_in(form):
            acts.comment(
                actor=request.actor,
                goal_id=goal_id,
                year=when.year,
                quarter=when.number,
                **form.cleaned_data,
                now=timezone.now(),
            )
    if form.errors:
        return _show(request, goal, comment_form=form, quarter=when)
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('plans:goal', args=[goal_id])}?quarter={when}")


def _quarter(text: str) -> Quarter:
    from django.http import Http404

    try:
        return Quarter.read(text)
    except ValueError:
        raise Http404 from None


def _show(
    request: StaffRequest,
    goal: Goal,
    *,
    quarter: Quarter | None = None,
    value_form: ValueForm | None = None,
    comment_form: CommentForm | None = None,
    drop_form: DropForm | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    when = quarter or queries.quarter_of(goal.plan, request.GET.get("quarter", ""), today)
    criteria = _criteria(request)
    rows = [one for one in goals_of(goal.plan, given_up_too=True) if one.pk == goal.pk]
    basis = now_at_hand()
    status = StatusShown(compose(goal.plan, basis, when, goals=rows, criteria=criteria))
    shown = status.goals[0]
    state = queries.state_of(goal.plan, request.actor)
    said = Comment.objects.filter(goal=goal, year=when.year, quarter=when.number).first()
    if comment_form is None:
        initial = {"version": said.version if said else 0}
        initial |= {name: getattr(said, name) for name in ("text", "proposal", "came_of_it")} if said else {}
        has_past = bool(shown.past or (said and said.came_of_it))
        comment_form = CommentForm(auto_id="comment_%s", initial=initial, has_past=has_past)
    earlier = Comment.objects.filter(goal=goal).exclude(year=when.year, quarter=when.number)
    context: dict[str, Any] = {
        "plan": goal.plan,
        "goal": goal,
        "shown": shown,
        "status": status,
        "state": state,
        "has_chart": picture.has_chart(shown),
        "wide": picture.wide(shown),
        "narrow": picture.narrow(shown),
        "table": _table(shown),
        "quarter": when,
        "quarters": queries.quarters(goal.plan, today),
        "earlier": earlier.order_by("-year", "-quarter"),
        "comment_form": comment_form,
        "value_form": value_form or ValueForm(auto_id="value_%s", initial=_to_enter(goal, today)),
        "is_entering": "enter" in request.GET,
        "drop_form": drop_form or DropForm(auto_id="drop_%s", initial={"version": goal.version}),
        "is_entered": goal.source == Source.ENTERED,
        "criteria": [(one.id, one.name.to(language()), one.id in criteria.ids) for one in alike.CRITERIA],
        "same_region": criteria.same_region,
        "asks_alike": "alike" in request.GET,
        "area": areas.AREAS.get(goal.plan.area),
        "changes": of_goal(goal),
    }  # fmt: skip
    refused = any(form is not None and form.errors for form in (value_form, comment_form, drop_form))
    return render(request, "plans/goal.html", context, status=422 if refused else 200)


def _to_enter(goal: Goal, today: dt.date) -> dict[str, Any]:
    """What the next figure begins with: the month of the baseline while it has none; where the last one of the plan
    stood, for they come from one paper."""
    last = EnteredValue.objects.filter(goal__plan=goal.plan_id).order_by("-registered_at", "-pk").first()
    begins = goal.baseline_month
    if begins is not None and goal.entered.filter(month=begins).exists():
        begins = None
    return {
        "month": begins,
        "source": last.source if last else "",
        "dated": last.dated if last else today,
    }


def _criteria(request: StaffRequest) -> Criteria:
    """By what municipalities are alike, as the form on the page asks; all of them when it asks nothing."""
    if "alike" not in request.GET:
        return Criteria()
    known = {one.id for one in alike.CRITERIA}
    chosen = tuple(one for one in request.GET.getlist("criterion") if one in known)
    return Criteria(chosen, same_region=request.GET.get("region") == "1")


def _table(shown: GoalShown) -> list[dict[str, Any]]:
    """The chart's numbers, the latest month first: the goal's own and the path needed."""
    raw = shown.raw
    found: list[dict[str, Any]] = []
    broken = {one["month"] for one in raw["breaks"]}
    for text, value in reversed(raw["series"]):
        if value is None and raw["source"] == "entered":
            continue
        found.append(
            {
                "month": month(text),
                "value": shown.tell(value),
                "needed": shown.tell(_needed(raw, text)),
                "is_break": text in broken,
                "is_missing": value is None,
            }
        )  # fmt: skip
    return found


def _needed(raw: Any, text: str) -> float | None:
    """The path needed in a month of the plan."""
    if raw["target"] is None or raw["baseline"] is None or not raw["target_month"] or not raw["baseline_month"]:
        return None
    first, last, here = (Month.read(one) for one in (raw["baseline_month"], raw["target_month"], text))
    if raw["broken"] or not first <= here <= last:
        return None
    said = decided.Goal(decided.Direction(raw["direction"]), first, last, level=raw["target"])
    needed = needed_at(said, decided.worked(said, raw["baseline"]), raw["baseline"], here)
    return needed if needed is None or raw["unit"] == "percent" else float(round(needed))
