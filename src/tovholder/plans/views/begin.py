"""Begin a plan: a municipality is typed, and its real figures are proposed; or an empty one for other figures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.figures.published import areas
from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Published
from tovholder.plans.actions.plans import Said, begin_plan
from tovholder.plans.actions.proposal import begin_from_proposal
from tovholder.plans.content.telling import figure, language, month, percent
from tovholder.plans.forms.plans import PlanForm, ProposalForm, StartForm, default_years
from tovholder.plans.queries import propose as proposals
from tovholder.plans.sources import Basis, now_at_hand
from tovholder.plans.views.common import told_in


@page(Right.WRITE_PLANS)
@require_http_methods(["GET", "POST"])
def start(request: StaffRequest) -> HttpResponse:
    """The municipality and its years; then its figures, from which goals are chosen; then a draft."""
    today = timezone.localdate()
    first, last = default_years(today)
    initial = {"first_year": first, "last_year": last}
    asked = StartForm(request.GET if "municipality" in request.GET else None, initial=initial)
    basis = now_at_hand()
    context: dict[str, Any] = {
        "asked": asked,
        "municipalities": areas.to_choose(),
        "basis": basis,
        "proposal": None,
    }
    faulty = asked.is_bound and not asked.is_valid()
    if asked.is_bound and asked.is_valid() and basis.published is not None:
        answer = _proposal(request, asked, basis.published, basis, context)
        if answer is not None:
            return answer
        faulty = bool(context["proposal"] and context["proposal"].errors)
    return render(request, "plans/start.html", context, status=422 if faulty else 200)


def _proposal(
    request: StaffRequest, asked: StartForm, published: Published, basis: Basis, context: dict[str, Any]
) -> HttpResponse | None:
    typed = asked.cleaned_data
    area = areas.MUNICIPALITIES[typed["municipality"]]
    known = proposals.common_month(published, area.code)
    baseline = Month.of_day(typed["baseline"]) if typed["baseline"] else known
    target = Month.of_day(typed["target"]) if typed["target"] else Month.of(typed["last_year"], 12)
    if baseline is None:
        context["nothing"] = area.name
        return None
    proposed = proposals.propose(published, area.code, baseline)
    years = "–".join(dict.fromkeys((str(typed["first_year"]), str(typed["last_year"]))))
    form = ProposalForm(
        request.POST if request.method == "POST" else None,
        proposed=proposed,
        title=_("Employment plan %(years)s, %(area)s") % {"years": years, "area": area.name},
    )
    context |= {
        "proposal": form,
        "area": area,
        "baseline": month(str(baseline)),
        "target": month(str(target)),
        "rows": [_row(one, follow, reach) for one, follow, reach in form.rows()],
        "publication": basis.publication,
    }
    if request.method != "POST" or not form.is_valid():
        return None
    with told_in(form):
        plan = begin_from_proposal(
            actor=request.actor,
            said=Said(form.cleaned_data["title"], typed["first_year"], typed["last_year"], area.code),
            chosen=form.chosen(),
            baseline=baseline.first_day,
            target=target.first_day,
            language=language(),
            now=timezone.now(),
            today=timezone.localdate(),
        )
        messages.success(request, _("The draft is made. Say what is to be reached where it is still open."))
        return redirect("plans:plan", plan.pk)
    return None


def _row(one: proposals.Proposed, follow: Any, reach: Any) -> dict[str, Any]:
    unit = one.indicator.unit.value
    counts = one.indicator.unit.counts

    def way(path: Any) -> str:
        if path is None or not path.values:
            return "–"
        return percent(path.percent) if counts else figure(path.change, unit, signed=True)

    return {
        "name": one.indicator.name.to(language()),
        "definition": one.indicator.definition.to(language()),
        "table": one.indicator.table,
        "unit": one.indicator.unit.words.to(language()),
        "value": figure(one.value, unit),
        "latest": figure(one.latest_value, unit),
        "latest_month": month(str(one.latest)),
        "since": month(str(one.since)),
        "own": way(one.own),
        "country": way(one.country),
        "region": way(one.region),
        "alike": way(one.alike),
        "counts": counts,
        "follow": follow,
        "reach": reach,
    }


@page(Right.WRITE_PLANS)
@require_http_methods(["GET", "POST"])
def empty(request: StaffRequest) -> HttpResponse:
    """A plan without goals, for figures that are entered by hand or our own."""
    first, last = default_years(timezone.localdate())
    form = PlanForm(request.POST or None, initial={"first_year": first, "last_year": last})
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            plan = begin_plan(actor=request.actor, said=form.said(), now=timezone.now(), today=timezone.localdate())
            return redirect("plans:plan", plan.pk)
    context = {"form": form, "municipalities": areas.to_choose(), "plan": None}
    return render(request, "plans/change.html", context, status=422 if form.errors else 200)
