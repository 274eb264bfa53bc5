"""What a committee reads: published statuses, without signing in, by a link that can be withdrawn.

Nothing is kept of who reads: only how often a link was opened is counted. Search engines are told to stay away.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tovholder.accounts.permissions import open_page
from tovholder.plans.actions.reports import count_opening
from tovholder.plans.content.status_shown import StatusShown
from tovholder.plans.models import CommitteeLink, StatusReport
from tovholder.plans.views.reports import as_file, body
from tovholder.web.unlisted import unlisted


@open_page
@unlisted
@require_GET
def latest(request: HttpRequest, token: str) -> HttpResponse:
    """The latest published status; the earlier ones are a click away."""
    link = _link(token)
    reports = list(_reports(link))
    count_opening(link)
    return _show(request, link, reports[0] if reports else None, reports)


@open_page
@unlisted
@require_GET
def report(request: HttpRequest, token: str, report_id: int) -> HttpResponse:
    link = _link(token)
    reports = list(_reports(link))
    count_opening(link)
    return _show(request, link, _of(reports, report_id), reports)


@open_page
@unlisted
@require_GET
def report_pdf(request: HttpRequest, token: str, report_id: int) -> HttpResponse:
    found = _of(list(_reports(_link(token))), report_id)
    return as_file(StatusShown(found.content), "pdf", found.registered_at, is_draft=False)


def _link(token: str) -> CommitteeLink:
    """Raises Http404 for one that is not there or was withdrawn: a stranger learns nothing of the difference."""
    found = CommitteeLink.objects.select_related("plan").filter(token=token, withdrawn_at=None).first()
    if found is None:
        raise Http404
    return found


def _reports(link: CommitteeLink) -> Any:
    return StatusReport.objects.filter(plan=link.plan).defer("content").order_by("-year", "-quarter", "-pk")


def _of(reports: list[StatusReport], report_id: int) -> StatusReport:
    """One of the plan's own. Raises Http404."""
    found = next((one for one in reports if one.pk == report_id), None)
    if found is None:
        raise Http404
    return found


def _show(
    request: HttpRequest, link: CommitteeLink, chosen: StatusReport | None, reports: list[StatusReport]
) -> HttpResponse:
    context = {"link": link, "chosen": chosen, "reports": reports, "plan": link.plan}
    context |= body(StatusShown(chosen.content)) if chosen else {}
    return render(request, "plans/committee.html", context)
