"""Fetching from Jobindsats on the page: ask for it, watch it, stop it, read why it was not taken in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tovholder.accounts.acts import Refused
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.published import fetches
from tovholder.published.fetching import ask_for_fetch, ask_to_stop
from tovholder.published.jobindsats.client import access
from tovholder.published.jobindsats.problems import Problem, sentence
from tovholder.published.models import FetchRun


@page(Right.TAKE_IN_FIGURES)
@require_POST
def fetch(request: StaffRequest) -> HttpResponse:
    try:
        ask_for_fetch(actor=request.actor, now=timezone.now(), accept_losses=request.POST.get("accept_losses") == "yes")
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("published:list")


@page(Right.TAKE_IN_FIGURES)
@never_cache
@require_GET
def progress(request: StaffRequest) -> HttpResponse:
    """The part of the page that is asked for again and again. When the fetch is over, the whole page is."""
    context = stand(timezone.now())
    response = render(request, "published/parts/fetch.html", context)
    if context["state"] is None or context["state"].is_over:
        response["HX-Refresh"] = "true"
    return response


@page(Right.TAKE_IN_FIGURES)
@require_POST
def stop(request: StaffRequest, fetch_id: int) -> HttpResponse:
    get_object_or_404(FetchRun, pk=fetch_id)
    ask_to_stop(actor=request.actor, run_id=fetch_id, now=timezone.now())
    return redirect("published:list")


def stand(now: dt.datetime) -> dict[str, Any]:
    """How the last fetch stands, and whether another can be asked for."""
    run = fetches.latest()
    state = fetches.state_of(run, fetches.living()) if run else None
    try:
        access()
        hindrance = ""
    except Problem as problem:
        hindrance = sentence(problem.code, problem.detail)
    return {
        "run": run,
        "state": state,
        "percent": round(run.part * 100) if run else 0,
        "why": fetches.why(run) if run else [],
        "hindrance": hindrance,
        "lately": fetches.lately(now),
    }
