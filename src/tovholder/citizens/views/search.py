"""Find a citizen. What is looked for travels in a POST: never in an address, a log or a browser's history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.audit.actions import log_lookups
from tovholder.audit.models import Basis, Seen
from tovholder.citizens.forms import SearchForm
from tovholder.citizens.queries.search import PER_PAGE, Found, find, hits


@dataclass(frozen=True)
class Part:
    """Which of the hits are shown. Other parts are asked for with a POST as well."""

    number: int
    first: int
    last: int
    all: int
    previous: int | None
    next: int | None


@page(Right.FIND_CITIZEN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: StaffRequest) -> HttpResponse:
    form = SearchForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "may_create": request.actor.may(Right.CREATE_CASE)}
    if form.is_bound and form.is_valid():
        context |= _answer(request, form)
    return render(request, "citizens/search.html", context)


def _answer(request: StaffRequest, form: SearchForm) -> dict[str, Any]:
    now, today = timezone.now(), timezone.localdate()
    found = find(form.cleaned_data["q"], today=today)
    part = _part(found, form.cleaned_data["page"])
    shown = hits(found.ids[part.first - 1 : part.last], actor=request.actor, now=now, today=today) if found.ids else []
    log_lookups(
        actor=request.actor,
        citizens=[(hit.citizen_id, None) for hit in shown],
        seen=Seen.SEARCH,
        basis=Basis.SEARCH,
        now=now,
    )
    return {"found": found, "hits": shown, "part": part, "asked": found.asked, "typed": form.cleaned_data["q"]}


def _part(found: Found, wanted: int) -> Part:
    pages = max(1, -(-len(found.ids) // PER_PAGE))
    number = min(wanted, pages)
    first = (number - 1) * PER_PAGE + 1
    last = min(first + PER_PAGE - 1, len(found.ids))
    return Part(
        number, first, last, len(found.ids), number - 1 if number > 1 else None, number + 1 if number < pages else None
    )
