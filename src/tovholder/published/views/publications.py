"""Published figures on the page: what holds, what changed, and taking in a file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.figures.published import read
from tovholder.figures.published.catalogue import SOURCE
from tovholder.published import queries, sentences
from tovholder.published.actions import Taken, WouldLose, take_in, take_in_again
from tovholder.published.forms import FileForm
from tovholder.published.models import Publication, Source
from tovholder.published.views.fetching import stand
from tovholder.web.tables import FORMATS, Cell

PER_PAGE, REVISED_PER_PAGE = 12, 100


@page(Right.TAKE_IN_FIGURES)
@never_cache
@require_http_methods(["GET", "POST"])
def list_(request: StaffRequest) -> HttpResponse:
    """The publications so far with what changed in each, and the form for another."""
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            taken = _take_in(request, form)
        except read.Faulty as faulty:
            lines = [fault.line(sentences.language()) for fault in faulty.faults]
            context = {"faults": lines, "fault_count": faulty.count}
        except WouldLose as refused:
            context = {"losses": sentences.losses(refused.losses)}
        else:
            return _answer(request, taken)
    found = Publication.objects.select_related("taken_by")
    part = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"one": one, "summary": sentences.summary(queries.changes(one)), **_told(one)} for one in part]
    current = queries.current_publication()
    context |= stand(timezone.now())
    context |= {
        "form": form,
        "page_obj": part,
        "rows": rows,
        "current": current,
        "month": current and _told(current)["month"],
    }
    is_refused = bool(form.errors or "faults" in context or "losses" in context)
    return render(request, "published/list.html", context, status=422 if is_refused else 200)


def _take_in(request: StaffRequest, form: FileForm) -> Taken:
    upload: UploadedFile = form.cleaned_data["upload"]
    with tempfile.NamedTemporaryFile(prefix="tovholder-") as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
        kept.flush()
        rows = read.table(Path(kept.name))
    return take_in(
        actor=request.actor,
        rows=rows,
        source=Source.FILE,
        name=upload.name or "",
        now=timezone.now(),
        accept_losses=form.cleaned_data["accept_losses"],
        dry_run=form.cleaned_data["dry_run"],
    )


def _answer(request: StaffRequest, taken: Taken) -> HttpResponse:
    if not taken.is_new:
        messages.info(request, _("These figures are here already. Nothing was changed."))
    elif taken.publication is None:
        told = {"summary": sentences.summary(taken.changes)}
        messages.info(request, _("Tried, nothing kept. It would change: %(summary)s.") % told)
    else:
        messages.success(request, _("Taken in. From now on these figures hold."))
        return redirect("published:publication", taken.publication.pk)
    return redirect("published:list")


@page(Right.TAKE_IN_FIGURES, Right.SEE_FIGURES)
@never_cache
@require_GET
def publication(request: StaffRequest, publication_id: int) -> HttpResponse:
    """One publication: what it says otherwise than the one before."""
    found = get_object_or_404(Publication.objects.select_related("taken_by"), pk=publication_id)
    changes = queries.changes(found)
    part = Paginator(changes.revised if changes else (), REVISED_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "one": found,
        **_told(found),
        "current": queries.current_publication(),
        "changes": changes,
        "summary": sentences.summary(changes),
        "indicators": sentences.by_indicator(changes) if changes else [],
        "page_obj": part,
        "revisions": [sentences.revision(revision) for revision in part],
        "publisher": SOURCE,
        "contained": sentences.contained(queries.of(publication_id)),
    }
    return render(request, "published/publication.html", context)


def _told(one: Publication) -> dict[str, Any]:
    return {"month": sentences.month(one.month), "of": sentences.earlier(one)}


@page(Right.TAKE_IN_FIGURES)
@require_POST
def again(request: StaffRequest, publication_id: int) -> HttpResponse:
    """Lets an earlier publication hold again."""
    get_object_or_404(Publication, pk=publication_id)
    taken = take_in_again(actor=request.actor, publication_id=publication_id, now=timezone.now())
    return _answer(request, taken)


@page(Right.TAKE_IN_FIGURES, Right.SEE_FIGURES)
@never_cache
@require_GET
def revised(request: StaffRequest, publication_id: int) -> HttpResponse:
    """Every revised figure of a publication, as a file that a spreadsheet opens."""
    changes = queries.changes(get_object_or_404(Publication, pk=publication_id))
    heads = [_("Indicator"), _("Area"), _("Month"), _("Was"), _("Became")]
    lines: list[list[Cell]] = [
        [said.what, said.area, said.month, said.was, said.became]
        for said in (sentences.revision(revision) for revision in (changes.revised if changes else ()))
    ]
    content = FORMATS["csv"].write(heads, lines)
    headers = {"Content-Disposition": f'attachment; filename="revised-{publication_id}.csv"'}
    return HttpResponse(content, content_type=FORMATS["csv"].content_type, headers=headers)
