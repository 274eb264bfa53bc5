"""What support costs, what a goal reached is worth, what an investment must achieve: for the management."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.plans import economy as sums
from tovholder.plans.content.compose import compose
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.content.shown import StatusShown
from tovholder.plans.content.telling import language
from tovholder.plans.forms.economy import AssumptionsForm
from tovholder.plans.models import EmploymentPlan
from tovholder.plans.sources import now_at_hand
from tovholder.rules.book import Unknown
from tovholder.rules.reading import shipped


@page(Right.SEE_ECONOMY)
@require_GET
def economy(request: StaffRequest, plan_id: int) -> HttpResponse:
    plan = get_object_or_404(EmploymentPlan, pk=plan_id)
    today = timezone.localdate()
    initial = {name: field.initial for name, field in AssumptionsForm.base_fields.items()} | {"on": today}
    form = AssumptionsForm(request.GET if "on" in request.GET else None, initial=initial)
    if form.is_bound and not form.is_valid():
        return render(request, "plans/economy.html", {"plan": plan, "form": form}, status=422)
    said = form.cleaned_data if form.is_bound else initial
    context: dict[str, Any] = {"plan": plan, "form": form}
    book = shipped()
    try:
        found = sums.shares(book, said["kind"], said["on"])
    except Unknown:
        return render(request, "plans/economy.html", context | {"unknown": said["on"]})
    price = said["price"]
    context |= {
        "price": price,
        "rule": found.rule,
        "counting": sums.counting(book, said["on"]),
        "is_danish": language() == "da",
        "said": said,
        "steps": [(step, 100 - step.share, step.cost(price) if price is not None else None) for step in found.steps],
        "status": StatusShown(compose(plan, now_at_hand(), Quarter.of_day(today), in_full=False)),
    }
    if price is not None:
        context["course"] = sums.course(found, said["first_week"], said["weeks"], price)
        if said["people"] is not None:
            context["worth"] = sums.worth_a_year(found, said["people"], said["at_week"], price)
        if said["investment"] is not None:
            context["payback"] = sums.payback(found, said["investment"], said["at_week"], price)
        context["goals"] = [
            (goal, sums.worth_a_year(found, _people(goal), said["at_week"], price))
            for goal in context["status"].goals
            if goal.raw["target_change"] and goal.raw["unit"] != "percent" and goal.raw["target_change"] < 0
        ]
    return render(request, "plans/economy.html", context)


def _people(goal: Any) -> Any:
    from decimal import Decimal

    return Decimal(str(-goal.raw["target_change"]))
