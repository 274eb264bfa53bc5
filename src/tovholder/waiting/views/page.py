"""The page on waits: every kind at once, then one kind with its oldest, its units and its threshold."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tovholder.accounts.models import Unit
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.audit.actions import log_lookups
from tovholder.audit.models import Basis, Seen
from tovholder.casework import wait_kinds
from tovholder.casework.contributions import Moment
from tovholder.casework.errors import Refused
from tovholder.casework.models import Case
from tovholder.casework.slots import one_of
from tovholder.waiting import queries
from tovholder.waiting.actions import set_threshold
from tovholder.waiting.forms import ThresholdForm
from tovholder.waiting.models import Threshold
from tovholder.waiting.queries import Whose
from tovholder.waiting.summary import WITHIN, by_unit, month_ends, of_kind

#: So many of the oldest waits are listed.
OLDEST = 50


def _moment(request: StaffRequest) -> Moment:
    now = timezone.now()
    return Moment(request.actor, now, timezone.localdate(now))


def _whose(request: StaffRequest) -> tuple[Whose, list[Whose]]:
    known = queries.choices(request.actor)
    wanted = request.GET.get("of", "")
    return next((one for one in known if one.key == wanted), known[0]), known


@page(Right.SEE_OWN_CASES, Right.SEE_UNIT)
@require_GET
def waits(request: StaffRequest) -> HttpResponse:
    """Each kind of wait: how many now, over the threshold, how long, the trend."""
    moment = _moment(request)
    whose, known = _whose(request)
    found = queries.waits_in(queries.unit_of_cases(whose, moment), moment)
    threshold_on = wait_kinds.thresholds()
    numbers = {kind.key: of_kind(kind.key, found, moment.today) for kind in wait_kinds.known()}
    longest = [one.longest for one in numbers.values() if one.longest] if whose.names else []
    cases = queries.named(longest)
    _log(moment, whose, cases.values())
    rows = [
        {
            "kind": kind,
            "numbers": (of := numbers[kind.key]),
            "longest_case": cases.get(of.longest.case_id) if of.longest else None,
            "threshold": threshold_on(kind.key, moment.today),
            "trend": _trend(of.trend),
        }
        for kind in wait_kinds.known()
    ]
    context = {"rows": rows, "whose": whose, "choices": known, "within": WITHIN, "may_set": _may_set(request)}
    return render(request, "waiting/waits.html", context)


@page(Right.SEE_OWN_CASES, Right.SEE_UNIT)
@require_GET
def kind(request: StaffRequest, wait: str) -> HttpResponse:
    """One kind of wait: the oldest by name for those who may see them, units side by side, thresholds so far."""
    if (found_kind := wait_kinds.find(wait)) is None:
        raise Http404
    moment = _moment(request)
    whose, known = _whose(request)
    unit_of = queries.unit_of_cases(whose, moment)
    found = [one for one in queries.waits_in(unit_of, moment) if one.kind == wait]
    running = sorted((one for one in found if one.is_open), key=lambda one: (-one.days, one.key))
    cases = queries.named(running[:OLDEST]) if whose.names else {}
    _log(moment, whose, cases.values())
    of_units = by_unit(wait, found, unit_of, moment.today)
    units = Unit.objects.filter(one_of("pk", of_units)).order_by("name")
    numbers = of_kind(wait, found, moment.today)
    context: dict[str, Any] = {
        "kind": found_kind,
        "numbers": numbers,
        "trend": _trend(numbers.trend),
        "months": list(zip(month_ends(moment.today), numbers.trend, strict=True)),
        "oldest": [(one, cases.get(one.case_id)) for one in running[:OLDEST]],
        "more": max(0, len(running) - OLDEST),
        "units": [(unit, of_units[unit.pk]) for unit in units],
        "most": max((one.eight_of_ten or one.median or 0 for one in of_units.values()), default=0),
        "whose": whose,
        "choices": known,
        "threshold": wait_kinds.thresholds()(wait, moment.today),
        "history": Threshold.objects.filter(kind=wait).select_related("registered_by"),
        "may_set": _may_set(request),
        "within": WITHIN,
    }
    return render(request, "waiting/kind.html", context)


@page(Right.SET_THRESHOLDS)
@require_http_methods(["GET", "POST"])
def threshold(request: StaffRequest, wait: str) -> HttpResponse:
    """How long such a wait may last from a day on, and why."""
    if (found := wait_kinds.find(wait)) is None:
        raise Http404
    moment = _moment(request)
    now_days = wait_kinds.thresholds()(wait, moment.today)
    form = ThresholdForm(request.POST or None, today=moment.today, days=now_days)
    if form.is_bound and form.is_valid():
        try:
            set_threshold(actor=request.actor, kind=wait, now=moment.now, **form.cleaned_data)
            messages.success(request, _("The threshold is set."))
            return redirect("waiting:kind", wait)
        except Refused as refused:
            for fault in refused.faults:
                form.add_error(None, fault)
    context = {"kind": found, "form": form, "threshold": now_days}
    return render(request, "waiting/threshold.html", context, status=422 if form.errors else 200)


def _may_set(request: StaffRequest) -> bool:
    return request.actor.may(Right.SET_THRESHOLDS)


def _log(moment: Moment, whose: Whose, cases: Collection[Case]) -> None:
    """Names of citizens of a unit are a look-up; a list of one's own cases is not (docs/decisions.md, 5)."""
    if whose.units and cases:
        named = [(case.citizen_id, case.pk) for case in cases]
        log_lookups(actor=moment.actor, citizens=named, seen=Seen.SEARCH, basis=Basis.LEADER, now=moment.now)


def _trend(values: tuple[int, ...]) -> dict[str, Any]:
    """A line of the numbers for a drawing of 120 by 24."""
    most = max(values) or 1
    step = 120 / (len(values) - 1)
    points = " ".join(f"{at * step:.1f},{22 - 20 * value / most:.1f}" for at, value in enumerate(values))
    return {"points": points, "first": values[0], "last": values[-1]}
