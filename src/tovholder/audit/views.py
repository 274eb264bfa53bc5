"""Who has looked at a citizen's data, and what one has looked at oneself."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.audit import queries
from tovholder.audit.actions import log_export, log_lookup
from tovholder.audit.forms import MineForm, WantedForm
from tovholder.audit.models import Lookup, Seen
from tovholder.audit.reach import Reach, reach
from tovholder.web.tables import FORMATS, Cell

#: More look-ups of one citizen than this are no list that somebody reads.
MOST_ROWS = 20_000


@page(Right.SEE_LOOKUPS)
@never_cache
@require_GET
def lookups(request: StaffRequest, citizen_id: int) -> HttpResponse:
    """The look-ups of one citizen, the newest first. Opening this page is itself one of them."""
    citizen, reached = _enter(request, citizen_id)
    form = WantedForm(request.GET)
    found = queries.matching(queries.of_citizen(citizen_id), form.wanted)
    context = {
        "citizen": citizen,
        "case_id": reached.case_id,
        "form": form,
        "part": queries.part(found, request.GET.get("before", "")),
        "older": _filters(request),
        "may_export": reached.may(Right.EXPORT),
        "is_filtered": form.wanted != queries.Wanted(),
    }
    return render(request, "audit/lookups.html", context)


@page(Right.SEE_LOOKUPS)
@never_cache
@require_POST
def export(request: StaffRequest, citizen_id: int) -> HttpResponse:
    """The look-ups of one citizen as a file, filtered as on the page; logged as an export."""
    _citizen, reached = _enter(request, citizen_id)
    reached.require(Right.EXPORT)
    found = queries.matching(queries.of_citizen(citizen_id), WantedForm(request.POST).wanted)
    rows = list(found.select_related("staff").order_by("-at", "-pk")[:MOST_ROWS])
    kind = FORMATS["csv" if request.POST.get("format") == "csv" else "xlsx"]
    file = kind.write([_("When"), _("Who"), _("What"), _("On what ground"), _("Reason")], map(_line, rows))
    log_export(
        actor=request.actor,
        what=_("look-ups of a citizen"),
        rows=len(rows),
        format=kind.suffix,
        citizen_ids=[citizen_id],
        now=timezone.now(),
    )
    response = HttpResponse(file, content_type=kind.content_type)
    response["Content-Disposition"] = f'attachment; filename="{_("look-ups")}-{citizen_id}.{kind.suffix}"'
    return response


@page()
@never_cache
@require_GET
def mine(request: StaffRequest) -> HttpResponse:
    """What the person has looked at."""
    form = MineForm(request.GET)
    found = queries.matching(queries.by_staff(request.actor.staff_id), form.wanted)
    context = {
        "form": form,
        "part": queries.part(found, request.GET.get("before", "")),
        "older": _filters(request),
        "is_filtered": form.wanted != queries.Wanted(),
    }
    return render(request, "audit/mine.html", context)


def _enter(request: StaffRequest, citizen_id: int) -> tuple[Any, Reach]:
    """The citizen, for somebody who may see who has looked; logged. Raises Http404, NotAllowed."""
    # By name: the citizens stand beside the log, and this is all that it asks of them.
    citizen = get_object_or_404(apps.get_model("citizens", "Citizen"), pk=citizen_id)
    now, today = timezone.now(), timezone.localdate()
    reached = reach(request.actor, citizen_id, now=now, today=today)
    reached.require(Right.SEE_LOOKUPS)
    if reached.basis is not None:
        log_lookup(
            actor=request.actor,
            citizen_id=citizen_id,
            case_id=reached.case_id,
            seen=Seen.LOOKUPS,
            basis=reached.basis,
            reason=reached.reason,
            now=now,
        )
    return citizen, reached


def _line(row: Lookup) -> list[Cell]:
    return [row.at, row.staff.name, str(row.get_seen_display()), str(row.get_basis_display()), row.reason]


def _filters(request: StaffRequest) -> str:
    """The filters of the page as the beginning of an address, without the place in the log."""
    query = request.GET.copy()
    query.pop("before", None)
    return f"?{query.urlencode()}&" if query else "?"
