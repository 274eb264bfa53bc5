"""The snapshots on the page: those that are kept, and one more now, with progress and a way to stop it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.figures.tidy.tables import BY_NAME
from tovholder.snapshots import queries
from tovholder.snapshots.actions import ask_for_snapshot, ask_to_stop
from tovholder.snapshots.models import SnapshotRun

PER_PAGE = 25


@page(Right.MAKE_SNAPSHOT)
@never_cache
@require_GET
def list_(request: StaffRequest) -> HttpResponse:
    """The snapshots that are kept, and how the last one that was asked for stands."""
    part = Paginator(queries.snapshots(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "snapshots/list.html", {"page_obj": part, **_stand()})


@page(Right.MAKE_SNAPSHOT)
@require_POST
def make(request: StaffRequest) -> HttpResponse:
    ask_for_snapshot(actor=request.actor, now=timezone.now())
    return redirect("snapshots:list")


@page(Right.MAKE_SNAPSHOT)
@never_cache
@require_GET
def progress(request: StaffRequest) -> HttpResponse:
    """The part of the page that is asked for again and again. When the making is over, the whole page is."""
    context = _stand()
    response = render(request, "snapshots/parts/progress.html", context)
    if context["state"] is None or context["state"].is_over:
        response["HX-Refresh"] = "true"
    return response


@page(Right.MAKE_SNAPSHOT)
@require_POST
def stop(request: StaffRequest, making_id: int) -> HttpResponse:
    get_object_or_404(SnapshotRun, pk=making_id)
    ask_to_stop(actor=request.actor, run_id=making_id, now=timezone.now())
    return redirect("snapshots:list")


def _stand() -> dict[str, Any]:
    run = SnapshotRun.objects.select_related("started_by").first()
    state = queries.state_of(run, queries.living()) if run else None
    return {
        "run": run,
        "state": state,
        "percent": round(run.part * 100) if run else 0,
        "is_known": bool(run and run.what in BY_NAME),
    }
