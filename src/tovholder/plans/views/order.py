"""The order of a plan's goals, changed one step at a time: with the keyboard, on a phone, without scripts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tovholder.accounts.acts import Refused
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.plans.actions.order import move_goal
from tovholder.plans.models import EmploymentPlan
from tovholder.plans.queries.order import places
from tovholder.plans.queries.plans import state_of


@page(Right.WRITE_PLANS)
@never_cache
@require_http_methods(["GET", "POST"])
def order(request: StaffRequest, plan_id: int) -> HttpResponse:
    plan = get_object_or_404(EmploymentPlan, pk=plan_id)
    if request.method == "POST":
        return _move(request, plan)
    return _show(request, plan)


def _move(request: StaffRequest, plan: EmploymentPlan) -> HttpResponse:
    up = request.POST.get("way") == "up"
    try:
        goal_id = int(request.POST.get("goal", ""))
        seen = [int(one) for one in request.POST.get("order", "").split(",")]
    except ValueError:
        return redirect("plans:order", plan.pk)
    get_object_or_404(plan.goals, pk=goal_id)
    try:
        move_goal(actor=request.actor, goal_id=goal_id, up=up, order=seen)
    except Refused as refused:
        for fault in refused.faults:
            messages.error(request, fault)
        return _show(request, plan, status=422)
    except ChangedMeanwhile:
        messages.error(
            request,
            _("Somebody else changed the order while you had it open. This is how it stands; nothing was moved."),
        )
        return _show(request, plan, status=409)
    moved = next(one for one in places(plan) if one.goal.pk == goal_id)
    told = {"goal": moved.goal, "place": moved.number, "count": len(moved.order)}
    messages.success(request, _("“%(goal)s” is number %(place)s of %(count)s now.") % told)
    # Shown again by a GET, so that reloading moves nothing; the button that was pressed has the focus again.
    request.session["moved"] = [goal_id, "up" if up else "down"]
    return redirect("plans:order", plan.pk)


def _show(request: StaffRequest, plan: EmploymentPlan, status: int = 200) -> HttpResponse:
    moved, way = request.session.pop("moved", (0, "")) if request.method == "GET" else (0, "")
    rows = []
    for place in places(plan):
        ways = {"up": not place.is_first, "down": not place.is_last}
        focus = way if ways.get(way) else next((one for one in ways if ways[one]), "")
        rows.append((place, focus if place.goal.pk == moved else ""))
    context = {"plan": plan, "rows": rows, "is_closed": state_of(plan, request.actor).is_closed}
    return render(request, "plans/order.html", context, status=status)
