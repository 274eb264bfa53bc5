"""Show a whole CPR number: asked for with a button, logged, shown once, in no address."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.audit.actions import log_lookup
from tovholder.audit.models import Seen
from tovholder.audit.reach import reach
from tovholder.citizens.cpr import written
from tovholder.citizens.models import Citizen
from tovholder.citizens.queries.details import number_on


@page(Right.SEE_CPR)
@never_cache
@require_POST
def cpr(request: StaffRequest, citizen_id: int) -> HttpResponse:
    """The number as a fragment for htmx to put in place, or as a page of its own without scripts."""
    now, today = timezone.now(), timezone.localdate()
    reached = reach(request.actor, citizen_id, now=now, today=today)
    reached.require(Right.SEE_CPR)
    digits = number_on(citizen_id, today)
    if not digits or reached.basis is None:
        raise Http404
    log_lookup(
        actor=request.actor,
        citizen_id=citizen_id,
        case_id=reached.case_id,
        seen=Seen.CPR,
        basis=reached.basis,
        reason=reached.reason,
        now=now,
    )
    template = "citizens/parts/cpr.html" if request.headers.get("HX-Request") else "citizens/cpr.html"
    return render(request, template, {"number": written(digits), "citizen": Citizen.objects.get(pk=citizen_id)})
