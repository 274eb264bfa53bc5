"""A leader's list of the reasons with which others opened cases of the unit."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.audit.actions import log_lookups
from tovholder.audit.models import Basis, Seen
from tovholder.casework.queries.reasons import reasons_in_units


@page(Right.ASSIGN)
@never_cache
@require_GET
def reasons(request: StaffRequest) -> HttpResponse:
    """The newest first. Whom the list names is noted in the log of look-ups."""
    now, today = timezone.now(), timezone.localdate()
    part = reasons_in_units(request.actor, today=today, before=request.GET.get("before", ""))
    named = dict.fromkeys((row.case.citizen_id, row.case_id) for row in part.rows)
    log_lookups(actor=request.actor, citizens=named, seen=Seen.LOOKUPS, basis=Basis.LEADER, now=now)
    return render(request, "casework/reasons.html", {"part": part, "now": now})
