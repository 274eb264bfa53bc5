"""The facts behind a cell of a figure, and the cases they are about."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.audit.actions import log_lookups
from tovholder.audit.models import Basis, Seen
from tovholder.snapshots import tables
from tovholder.snapshots.behind import Fact, behind, cell_at
from tovholder.snapshots.labels import column_name, fact_value
from tovholder.snapshots.present import Shown
from tovholder.snapshots.views.figures import asked

PER_PAGE = 50


@page(Right.SEE_FIGURES)
@never_cache
@require_GET
def facts(request: StaffRequest) -> HttpResponse:
    """Whoever may see cases reads which; the others read how many, and by what the number can be broken down."""
    shown = asked(request, request.GET)
    if shown is None:
        return render(request, "snapshots/figures/gone.html", status=404)
    at = dict(one.partition(":")[::2] for one in request.GET.getlist("at"))
    cell = cell_at(shown, at, request.GET.get("side", ""))
    if cell is None:
        raise Http404
    context: dict[str, Any] = {
        "shown": shown,
        "cell": cell,
        "about": tables.about(shown, cell),
        "query": shown.question.query(),
        "further": tables.further(shown, cell),
    }
    if not cell.is_told or not request.actor.may(Right.SEE_UNIT_CASES):
        return render(request, "snapshots/facts.html", context)
    now = timezone.now()
    found = behind(shown, cell, request.actor, now, timezone.localdate(now))
    part = Paginator(found.facts, PER_PAGE).get_page(request.GET.get("page"))
    _log(request, list(part))
    context |= {
        "behind": found,
        "page_obj": part,
        "columns": [column_name(name, shown.language) for name in found.columns],
        "rows": [{"fact": fact, "values": _values(shown, found.columns, fact)} for fact in part],
    }
    return render(request, "snapshots/facts.html", context)


def _values(shown: Shown, columns: list[str], fact: Fact) -> list[Any]:
    return [fact_value(shown.labels, name, value) for name, value in zip(columns, fact.values, strict=True)]


def _log(request: StaffRequest, part: list[Fact]) -> None:
    """Each name that the page shows is a look-up, on the ground on which the case is seen."""
    by_basis: dict[Basis, dict[int, int]] = defaultdict(dict)
    for fact in part:
        by_basis[fact.seen.basis][fact.seen.case.pk] = fact.seen.case.citizen_id
    for basis, cases in by_basis.items():
        citizens = [(citizen, case) for case, citizen in cases.items()]
        log_lookups(actor=request.actor, citizens=citizens, seen=Seen.FIGURE, basis=basis, now=timezone.now())
