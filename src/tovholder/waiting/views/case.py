"""The waits of one case, and their pauses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.audit.models import Seen
from tovholder.casework import wait_kinds
from tovholder.casework.errors import Refused
from tovholder.casework.queries.case import open_file
from tovholder.casework.views.carrying_out import asking
from tovholder.casework.views.case import log_opening
from tovholder.casework.views.form_page import FormPage
from tovholder.casework.views.in_case import in_case, moment_of
from tovholder.waiting import actions
from tovholder.waiting.forms import PauseForm, ResumeForm
from tovholder.waiting.models import Pause
from tovholder.waiting.waits import waits_of


@page(Right.SEE_WHOLE_CASE)
@require_http_methods(["GET", "POST"])
@in_case
def case(request: StaffRequest, case_id: int) -> HttpResponse:
    """Every wait of the case with its days; a clock is paused here."""
    file = open_file(case_id, moment_of(request))
    file.access.require(Right.SEE_WHOLE_CASE)
    log_opening(file, Seen.CASE, goes_on=True)
    moment = file.moment
    found = sorted(
        waits_of([case_id], now=moment.now, today=moment.today),
        key=lambda one: (one.is_open, one.started),
        reverse=True,
    )
    running = list(dict.fromkeys(wait.kind for wait in found if wait.is_open and not wait.is_paused))
    kinds = [(one.key, one.name) for one in wait_kinds.known() if one.key in running]
    may_pause = file.access.may(Right.CONVERSE) and not file.case.closed_on
    form = PauseForm(request.POST or None, today=moment.today, kinds=kinds) if may_pause and kinds else None
    if request.method == "POST":
        file.access.require(Right.CONVERSE)
        if form is None:
            raise Http404
        if form.is_valid():
            try:
                actions.pause(**asking(file), **form.cleaned_data)
                messages.success(request, _("The clock is paused."))
                return redirect("waiting:case", case_id)
            except Refused as refused:
                for fault in refused.faults:
                    form.add_error(None, fault)
    context = {
        "case": file.case,
        "citizen": file.citizen,
        "waits": [(wait, wait_kinds.find(wait.kind)) for wait in found],
        "pauses": [(row, wait_kinds.find(row.kind)) for row in Pause.objects.filter(case=case_id)],
        "form": form,
        "may_pause": may_pause,
    }
    return render(request, "waiting/case.html", context, status=422 if form is not None and form.errors else 200)


class _Form(FormPage):
    """Done, one is back at the waits."""

    back = "waiting:case"
    place = gettext_lazy("Waiting times")


@page(Right.CONVERSE)
@require_http_methods(["GET", "POST"])
@in_case
def resume(request: StaffRequest, case_id: int, pause_id: int) -> HttpResponse:
    shown = _Form.open(request, case_id, Right.CONVERSE)
    row = Pause.objects.filter(case=case_id, pk=pause_id).first()
    if row is None:
        raise Http404
    form = ResumeForm(request.POST or None, initial={"version": row.version, "end": shown.file.moment.today})

    def act(data: dict[str, Any]) -> None:
        actions.resume(**shown.asking, pause_id=pause_id, **data)

    kind = wait_kinds.find(row.kind)
    return shown.answer(
        form,
        act,
        title=_("Let the clock run again"),
        lead=f"{kind.name if kind else row.kind}: {row.reason}",
        button=_("It runs again"),
        done=_("The clock runs again."),
    )
