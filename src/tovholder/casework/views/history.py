"""What was: the history of every field of a case, and the plan as it was."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.audit.models import Seen
from tovholder.casework.queries.case import open_file
from tovholder.casework.queries.history import history_of
from tovholder.casework.queries.plan_versions import plan_versions
from tovholder.casework.views.case import log_opening
from tovholder.casework.views.in_case import in_case, moment_of

PAGE = 50


@page(Right.SEE_HISTORY)
@require_GET
@in_case
def history(request: StaffRequest, case_id: int) -> HttpResponse:
    file = open_file(case_id, moment_of(request))
    file.access.require(Right.SEE_HISTORY)
    log_opening(file, Seen.HISTORY)
    changes = history_of(file.access, file.moment.actor.staff_id)
    what = sorted({(change.model, str(change.what)) for change in changes}, key=lambda pair: pair[1])
    chosen = request.GET.get("what", "")
    if chosen in dict(what):
        changes = [change for change in changes if change.model == chosen]
    context = {
        "case": file.case,
        "citizen": file.citizen,
        "changes": Paginator(changes, PAGE).get_page(request.GET.get("page")),
        "what": what,
        "chosen": chosen,
    }
    return render(request, "casework/history.html", context)


@page(Right.SEE_OWN_CASES)
@require_GET
@in_case
def versions(request: StaffRequest, case_id: int) -> HttpResponse:
    file = open_file(case_id, moment_of(request))
    log_opening(file, Seen.CASE, goes_on=True)
    pages = Paginator(plan_versions(case_id), 10)
    context = {"case": file.case, "citizen": file.citizen, "versions": pages.get_page(request.GET.get("page"))}
    return render(request, "casework/plan_versions.html", context)
