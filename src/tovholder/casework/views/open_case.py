"""Open a case for a citizen who was found or has just been registered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.audit.actions import log_lookup
from tovholder.audit.models import Basis, Seen
from tovholder.casework.actions.cases import open_new_case
from tovholder.casework.errors import Refused
from tovholder.casework.forms.opening import OpenCaseForm
from tovholder.casework.queries.opening import first_holders
from tovholder.citizens.queries.search import hits


@page(Right.CREATE_CASE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_case(request: StaffRequest, citizen_id: int) -> HttpResponse:
    """The citizen as a search shows them, with the cases there are, and the form below."""
    now, today = timezone.now(), timezone.localdate()
    found = hits((citizen_id,), actor=request.actor, now=now, today=today)
    if not found:
        raise Http404
    holders = first_holders(request.actor, today)
    status = 200
    if request.method == "POST":
        form = OpenCaseForm(request.POST, holders=holders)
        status = 422
        if form.is_valid():
            unit_id, staff_id = form.unit_and_staff
            try:
                case = open_new_case(
                    actor=request.actor,
                    citizen_id=citizen_id,
                    unit_id=unit_id,
                    staff_id=staff_id,
                    opened_on=form.cleaned_data["opened_on"],
                    kle_number=form.cleaned_data["kle_number"],
                    now=now,
                    today=today,
                )
            except Refused as refused:
                for fault in refused.faults:
                    form.add_error(None, fault)
            else:
                messages.success(request, _("The case is open."))
                return redirect("casework:case", case.pk)
    else:
        form = OpenCaseForm(initial={"opened_on": today}, holders=holders)
    log_lookup(actor=request.actor, citizen_id=citizen_id, case_id=None, seen=Seen.SEARCH, basis=Basis.SEARCH, now=now)
    context: dict[str, Any] = {"form": form, "hit": found[0]}
    return render(request, "casework/open_case.html", context, status=status)
