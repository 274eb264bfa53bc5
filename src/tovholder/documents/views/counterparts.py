"""Who is asked, and how long each takes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.casework.errors import Refused
from tovholder.casework.views.in_case import safe_address
from tovholder.documents.actions.counterparts import add_counterpart
from tovholder.documents.forms import CounterpartForm
from tovholder.documents.queries.counterparts import WITHIN, waits_by_counterpart


@page(Right.SEE_UNIT, Right.ASK_FOR_DOCUMENTS)
@require_http_methods(["GET", "POST"])
def counterparts(request: StaffRequest) -> HttpResponse:
    """The waits of all; who asks for documentation can add one more."""
    form = CounterpartForm(request.POST or None) if request.actor.may(Right.ASK_FOR_DOCUMENTS) else None
    if request.method == "POST":
        request.actor.require(Right.ASK_FOR_DOCUMENTS)
        assert form is not None
        if form.is_valid():
            try:
                row = add_counterpart(actor=request.actor, now=timezone.now(), **form.cleaned_data)
                messages.success(request, _("%(name)s can be asked now.") % {"name": row})
                return redirect(safe_address(request, request.path))
            except Refused as refused:
                for fault in refused.faults:
                    form.add_error(None, fault)
    waits = waits_by_counterpart(timezone.localdate())
    most = max((one.eight_of_ten or one.median or 0 for one in waits), default=0)
    context = {"waits": waits, "form": form, "within": WITHIN.days, "most": most}
    return render(
        request, "documents/counterparts.html", context, status=422 if form is not None and form.errors else 200
    )
