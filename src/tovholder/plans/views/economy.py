"""What support costs, what a goal reached is worth, what an investment must achieve: for the management."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.figures.words import number
from tovholder.plans import economy as sums
from tovholder.plans.actions.economy import Assumed, set_assumptions
from tovholder.plans.content.compose import compose
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.content.status_shown import StatusShown
from tovholder.plans.content.telling import language
from tovholder.plans.forms.economy import AssumptionsForm, SaveForm
from tovholder.plans.models import EmploymentPlan
from tovholder.plans.queries.economy import Set, history
from tovholder.plans.queries.plans import state_of
from tovholder.plans.sources import now_at_hand
from tovholder.plans.views.common import told_in
from tovholder.rules.book import Unknown
from tovholder.rules.reading import shipped


@page(Right.SEE_ECONOMY)
@never_cache
@require_GET
def economy(request: StaffRequest, plan_id: int) -> HttpResponse:
    """By the assumptions that hold, or by those in the address: tried out and not kept."""
    plan = get_object_or_404(EmploymentPlan, pk=plan_id)
    tried = request.GET if "on" in request.GET else None
    return _show(request, plan, AssumptionsForm(tried, initial=_held(plan)))


@page(Right.SET_ECONOMY)
@require_POST
def save(request: StaffRequest, plan_id: int) -> HttpResponse:
    """What was tried out holds from now on."""
    plan = get_object_or_404(EmploymentPlan, pk=plan_id)
    form = SaveForm(request.POST)
    if form.is_valid():
        with told_in(form):
            set_assumptions(
                actor=request.actor,
                plan_id=plan_id,
                assumed=form.assumed(),
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
                now=timezone.now(),
            )
            messages.success(request, _("Saved. From now on the page works with these assumptions."))
            return redirect("plans:economy", plan_id)
    return _show(request, plan, AssumptionsForm(request.POST), save_form=form)


def _held(plan: EmploymentPlan) -> dict[str, Any]:
    """What the form begins with."""
    last = plan.assumptions.first()
    found = asdict(Assumed.of(last) if last else Assumed(timezone.localdate()))
    return {name: _plain(value) for name, value in found.items()}


def _plain(value: Any) -> Any:
    """Without the noughts that the database puts after a whole number."""
    return value.quantize(Decimal(1)) if isinstance(value, Decimal) and value == value.to_integral_value() else value


def _show(
    request: StaffRequest, plan: EmploymentPlan, form: AssumptionsForm, *, save_form: SaveForm | None = None
) -> HttpResponse:
    past = history(plan)
    held = past[0].row if past else None
    context: dict[str, Any] = {
        "plan": plan,
        "form": form,
        "held": held,
        "past": [(one, _told(one)) for one in past],
        "is_closed": state_of(plan, request.actor).is_closed,
        "save_form": save_form,
    }
    status = 422 if save_form is not None else 200
    if form.is_bound and not form.is_valid():
        return render(request, "plans/economy.html", context, status=422)
    assumed = form.assumed() if form.is_bound else Assumed(**form.initial)
    context["is_tried"] = held is None or Assumed.of(held) != assumed
    if save_form is None and context["is_tried"]:
        typed = {name: form.data.get(name) for name in form.fields} if form.is_bound else form.initial
        context["save_form"] = SaveForm(initial={**typed, "version": held.version if held else 0})
    return render(request, "plans/economy.html", context | _worked(plan, assumed), status=status)


def _told(one: Set) -> list[tuple[str, bool]]:
    """Each assumption in words, and whether it was another before."""
    found = []
    for name, value in asdict(Assumed.of(one.row)).items():
        if value is None and name not in one.changed:
            continue
        if name == "kind":
            words = one.row.get_kind_display()
        elif name == "on":
            words = date_format(value, "d.m.Y")
        else:
            decimals = 0 if value is None or value == int(value) else 2
            words = number(None if value is None else float(value), language(), decimals)
        found.append((f"{AssumptionsForm.base_fields[name].label}: {words}", name in one.changed))
    return found


def _worked(plan: EmploymentPlan, said: Assumed) -> dict[str, Any]:
    """What follows from assumptions."""
    book = shipped()
    try:
        found = sums.shares(book, said.kind, said.on)
    except Unknown:
        return {"unknown": said.on}
    price = said.price
    status = StatusShown(compose(plan, now_at_hand(), Quarter.of_day(timezone.localdate()), in_full=False))
    context: dict[str, Any] = {
        "price": price,
        "rule": found.rule,
        "counting": sums.counting(book, said.on),
        "is_danish": language() == "da",
        "said": said,
        "steps": [(step, 100 - step.share, step.cost(price) if price is not None else None) for step in found.steps],
    }
    if price is None:
        return context
    context["course"] = sums.course(found, said.first_week, said.weeks, price)
    if said.people is not None:
        context["worth"] = sums.worth_a_year(found, said.people, said.at_week, price)
    if said.investment is not None:
        context["payback"] = sums.payback(found, said.investment, said.at_week, price)
    context["goals"] = [
        (goal, sums.worth_a_year(found, _people(goal), said.at_week, price))
        for goal in status.goals
        if goal.raw["target_change"] and goal.raw["unit"] != "percent" and goal.raw["target_change"] < 0
    ]
    return context


def _people(goal: Any) -> Decimal:
    return Decimal(str(-goal.raw["target_change"]))
