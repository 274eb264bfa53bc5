"""The figures page: choose a figure, break it down, read it as a picture and a table, take it along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.audit.actions import log_export
from tovholder.figures.words import Language
from tovholder.snapshots import controls, queries, store, tables
from tovholder.snapshots.pictures import pictures_of
from tovholder.snapshots.present import Shown, show
from tovholder.snapshots.question import MOST_MONTHS, left_out, read
from tovholder.snapshots.sights import own_unit, sight_of
from tovholder.web.tables import FORMATS


def language() -> Language:
    return "en" if (get_language() or "da").startswith("en") else "da"


def chosen(query: Mapping[str, str], kept: list[store.Snapshot]) -> store.Snapshot | None:
    """The snapshot that an address names, else the latest of one's own; None when the one it names is gone."""
    if not (named := query.get("snapshot", "")):
        return next((one for one in kept if one.manifest.source == "database"), kept[0])
    return next((one for one in kept if one.id == named), None)


def asked(request: StaffRequest, query: Mapping[str, str]) -> Shown | None:
    """What an address asks for, as far as the person may see it; None when there is no such snapshot."""
    kept = queries.snapshots()
    snapshot = chosen(query, kept) if kept else None
    if snapshot is None:
        return None
    question = read(query, snapshot=snapshot.id, data_end=snapshot.manifest.data_end)
    if "figure" not in query and snapshot.manifest.source == "database":
        # A leader begins with what is one's own.
        question = replace(question, within=own_unit(request.actor))
    return show(question, snapshot, sight_of(request.actor), language())


@page(Right.SEE_FIGURES)
@never_cache
@require_GET
def figures(request: StaffRequest) -> HttpResponse:
    """The page; asked for by htmx, only the part that changes."""
    kept = queries.snapshots()
    if not kept:
        return render(request, "snapshots/figures/empty.html")
    shown = asked(request, request.GET)
    if shown is None:
        return render(request, "snapshots/figures/gone.html", {"named": request.GET["snapshot"]}, status=404)
    query = shown.question.query()
    context: dict[str, Any] = {
        "shown": shown,
        "question": shown.question,
        "subjects": controls.subjects(shown, request.GET.get("find", "")),
        "find": request.GET.get("find", ""),
        "form": controls.controls(shown, kept),
        "pictures": pictures_of(shown),
        "table": tables.table_of(shown),
        "query": query,
        "most_years": MOST_MONTHS // 12,
        "left_out": left_out(request.GET, shown.question),
        "kept": controls.kept(shown.question),
        "facts_query": tables.facts_query(shown, shown.whole),
        "address_in_full": request.build_absolute_uri(f"{reverse('snapshots:figures')}?{query}"),
    }
    part = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    response = render(request, "snapshots/figures/answer.html" if part else "snapshots/figures/page.html", context)
    if part:
        response["HX-Push-Url"] = f"{reverse('snapshots:figures')}?{query}"
    return response


@page(Right.SEE_FIGURES)
@require_POST
def export(request: StaffRequest) -> HttpResponse:
    """The table as a file, with what it says written over it; who took it along is logged."""
    shown = asked(request, QueryDict(request.POST.get("query", "")))
    if shown is None:
        return render(request, "snapshots/figures/gone.html", status=404)
    file = FORMATS["csv" if request.POST.get("format") == "csv" else "xlsx"]
    heads, lines = tables.file_of(shown)
    figure = shown.question.figure
    log_export(
        actor=request.actor,
        what=f"figure: {figure.id} ({shown.question.query()})",
        rows=len(lines),
        format=file.suffix,
        citizen_ids=[],
        now=timezone.now(),
    )
    response = HttpResponse(file.write(heads, lines), content_type=file.content_type)
    name = _("figure")
    response["Content-Disposition"] = f'attachment; filename="{name}-{figure.id}.{file.suffix}"'
    return response
