"""Imports on the page: ask for one, watch it, stop it, read what was wrong."""

from __future__ import annotations

import io
import zipfile
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tovholder.accounts.acts import Refused
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.imports import documentation, queries
from tovholder.imports.actions import ask_for_import, ask_to_stop
from tovholder.imports.faults import Fault, some_of_each
from tovholder.imports.forms import ImportForm
from tovholder.imports.models import ImportRun
from tovholder.imports.progress import STAGES
from tovholder.imports.tables import TABLES
from tovholder.web.tables import FORMATS, Cell

#: Faults that the page shows; the file has all that are listed.
SHOWN = 100
PER_PAGE = 25


@page(Right.IMPORT)
@never_cache
@require_http_methods(["GET", "POST"])
def list_(request: StaffRequest) -> HttpResponse:
    """The imports so far, and the form for another."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            run = ask_for_import(
                actor=request.actor,
                files=cast(list[UploadedFile], form.cleaned_data["uploads"]),
                source=form.cleaned_data["source"],
                dry_run=form.cleaned_data["dry_run"],
                now=timezone.now(),
            )
        except Refused as refused:
            for fault in refused.faults:
                form.add_error("uploads", fault)
        else:
            return redirect("imports:run", run.pk)
    part = Paginator(queries.runs(), PER_PAGE).get_page(request.GET.get("page"))
    alive = queries.living()
    rows = [{"run": run, "state": queries.state_of(run, alive), "changes": queries.changes(run)} for run in part]
    context = {"form": form, "page_obj": part, "rows": rows}
    return render(request, "imports/list.html", context, status=422 if form.errors else 200)


@page(Right.IMPORT)
@never_cache
@require_GET
def run(request: StaffRequest, run_id: int) -> HttpResponse:
    """One import: how far it has come, or how it ended and what was wrong."""
    found = get_object_or_404(ImportRun.objects.select_related("started_by"), pk=run_id)
    faults, doubts = queries.told(found, "faults"), queries.told(found, "doubts")
    context = _stand(found) | {
        "sides": [
            {"key": "faults", "told": faults, "shown": some_of_each(faults.listed, SHOWN)},
            {"key": "doubts", "told": doubts, "shown": some_of_each(doubts.listed, SHOWN)},
        ],
        "tables": [(table, found.counts[table.name]) for table in TABLES if table.name in found.counts],
        "changes": queries.changes(found),
    }
    return render(request, "imports/run.html", context)


@page(Right.IMPORT)
@never_cache
@require_GET
def progress(request: StaffRequest, run_id: int) -> HttpResponse:
    """The part of the page that is asked for again and again. When the import is over, the whole page is."""
    context = _stand(get_object_or_404(ImportRun.objects.select_related("started_by"), pk=run_id))
    response = render(request, "imports/parts/progress.html", context)
    if context["state"].is_over:
        response["HX-Refresh"] = "true"
    return response


def _stand(found: ImportRun) -> dict[str, Any]:
    return {
        "run": found,
        "state": queries.state_of(found, queries.living()),
        "percent": round(found.part * 100),
        "doing": f"{STAGES[found.stage]} {found.what}" if found.stage else "",
    }


@page(Right.IMPORT)
@require_POST
def stop(request: StaffRequest, run_id: int) -> HttpResponse:
    get_object_or_404(ImportRun, pk=run_id)
    ask_to_stop(actor=request.actor, run_id=run_id, now=timezone.now())
    return redirect("imports:run", run_id)


@page(Right.IMPORT)
@never_cache
@require_GET
def report(request: StaffRequest, run_id: int) -> HttpResponse:
    """The faults and doubts as a file that a spreadsheet opens."""
    found = get_object_or_404(ImportRun, pk=run_id)

    def line(fault: Fault, sort: str) -> list[Cell]:
        return [sort, fault.file, fault.row or None, fault.column, fault.value, fault.expected]

    lines = [line(fault, _("Fault")) for fault in queries.told(found, "faults").listed]
    lines += [line(fault, _("Doubt")) for fault in queries.told(found, "doubts").listed]
    heads = [_("Fault or doubt"), _("File"), _("Row"), _("Column"), _("Value"), _("Expected")]
    return _file(FORMATS["csv"].write(heads, lines), FORMATS["csv"].content_type, f"import-{run_id}.csv")


@page(Right.IMPORT)
@require_GET
def tables(request: StaffRequest) -> HttpResponse:
    """The tables that can be handed over, column by column."""
    described = [
        (table, [(column, documentation.expected(column, with_codes=True)) for column in table.columns])
        for table in TABLES
    ]
    return render(request, "imports/tables.html", {"tables": described})


@page(Right.IMPORT)
@require_GET
def templates(request: StaffRequest) -> HttpResponse:
    """Empty files with the right headers, to fill in; with semicolons, as Danish Excel expects."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in TABLES:
            archive.writestr(f"{table.name}.csv", documentation.template(table, ";").encode("utf-8-sig"))
    return _file(written.getvalue(), "application/zip", "tovholder-import.zip")


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
