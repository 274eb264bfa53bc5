"""Status reports: as they would be published now, and as they were published; the committee's link."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tovholder.accounts.acts import Refused
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.paper import pdf, telling, xlsx
from tovholder.plans.actions import reports as acts
from tovholder.plans.content.compose import compose
from tovholder.plans.content.hide import hide
from tovholder.plans.content.picture import described, has_chart, narrow, small, wide
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.content.recompute import recompute as computed_again
from tovholder.plans.content.status_shown import StatusShown
from tovholder.plans.content.telling import language
from tovholder.plans.models import CommitteeLink, EmploymentPlan, StatusReport
from tovholder.plans.paper_report import report as on_paper
from tovholder.plans.queries import plans as queries
from tovholder.plans.sources import now_at_hand
from tovholder.plans.views.common import file

PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(Right.SEE_PLANS)
@never_cache
@require_GET
def status(request: StaffRequest, plan_id: int) -> HttpResponse:
    """The status as it would be published now."""
    plan = get_object_or_404(EmploymentPlan, pk=plan_id)
    when = queries.quarter_of(plan, request.GET.get("quarter", ""), timezone.localdate())
    state = queries.state_of(plan, request.actor)
    published = plan.reports.defer("content").filter(year=when.year, quarter=when.number)
    context = body(_now(plan, when)) | {
        "plan": plan,
        "state": state,
        "quarter": when,
        "quarters": queries.quarters(plan, timezone.localdate()),
        "published": published,
        "is_draft": True,
    }
    return render(request, "plans/status.html", context)


@page(Right.SEE_PLANS)
@never_cache
@require_GET
def status_file(request: StaffRequest, plan_id: int, form: str) -> HttpResponse:
    """The same as PDF or Excel, marked as a draft."""
    plan = get_object_or_404(EmploymentPlan, pk=plan_id)
    when = queries.quarter_of(plan, request.GET.get("quarter", ""), timezone.localdate())
    return as_file(_now(plan, when), form, timezone.now(), is_draft=True)


@page(Right.WRITE_PLANS)
@require_POST
def publish(request: StaffRequest, plan_id: int) -> HttpResponse:
    get_object_or_404(EmploymentPlan, pk=plan_id)
    try:
        quarter = Quarter.read(request.POST.get("quarter", ""))
    except ValueError:
        return redirect("plans:status", plan_id)
    try:
        report = acts.publish_report(
            actor=request.actor,
            plan_id=plan_id,
            quarter=quarter,
            remark=request.POST.get("remark", "")[:500],
            now=timezone.now(),
            today=timezone.localdate(),
        )
    except Refused as refused:
        for fault in refused.faults:
            messages.error(request, fault)
        return redirect(f"{request.path.removesuffix('publish/')}status/?quarter={quarter}")
    messages.success(request, _("The status is published. It stays as it is, to the last digit."))
    return redirect("plans:report", report.pk)


@page(Right.SEE_PLANS)
@require_GET
def report(request: StaffRequest, report_id: int) -> HttpResponse:
    """A published status, as it was."""
    found = get_object_or_404(StatusReport.objects.select_related("plan", "registered_by"), pk=report_id)
    is_whole = acts.digest_of(found.content) == found.digest
    context = body(StatusShown(found.content)) | {"report": found, "plan": found.plan, "is_whole": is_whole}
    return render(request, "plans/report.html", context)


@page(Right.SEE_PLANS)
@require_GET
def report_file(request: StaffRequest, report_id: int, form: str) -> HttpResponse:
    found = get_object_or_404(StatusReport, pk=report_id)
    return as_file(StatusShown(found.content), form, found.registered_at, is_draft=False)


@page(Right.SEE_PLANS)
@never_cache
@require_GET
def recompute(request: StaffRequest, report_id: int) -> HttpResponse:
    """The published status computed again from the figures it names, and every digit that differs."""
    found = get_object_or_404(StatusReport.objects.select_related("plan"), pk=report_id)
    context = {"report": found, "plan": found.plan, "result": computed_again(found)}
    return render(request, "plans/recompute.html", context)


@page(Right.WRITE_PLANS)
@require_POST
def link(request: StaffRequest, plan_id: int) -> HttpResponse:
    """A link for the committee."""
    get_object_or_404(EmploymentPlan, pk=plan_id)
    try:
        acts.make_link(
            actor=request.actor, plan_id=plan_id, meant_for=request.POST.get("meant_for", "")[:120], now=timezone.now()
        )
    except Refused as refused:
        for fault in refused.faults:
            messages.error(request, fault)
    return redirect("plans:plan", plan_id)


@page(Right.WRITE_PLANS)
@require_POST
def withdraw(request: StaffRequest, link_id: int) -> HttpResponse:
    found = get_object_or_404(CommitteeLink, pk=link_id)
    acts.withdraw_link(actor=request.actor, link_id=link_id, now=timezone.now())
    messages.success(request, _("The link is withdrawn; it opens nothing any more."))
    return redirect("plans:plan", found.plan_id)


def body(shown: StatusShown) -> dict[str, Any]:
    """What the templates of a report draw."""
    return {
        "status": shown,
        "rows": [(goal, small(goal)) for goal in shown.goals],
        "pages": [
            {
                "goal": goal,
                "has_chart": has_chart(goal),
                "wide": wide(goal),
                "narrow": narrow(goal),
                "described": described(goal),
            }
            for goal in shown.goals
        ],
    }


def as_file(shown: StatusShown, form: str, made: dt.datetime, *, is_draft: bool) -> HttpResponse:
    """A PDF or a workbook. Raises Http404 for another form."""
    name = f"status-{shown.quarter}"
    with telling.speaking(language()):
        described_report = on_paper(shown, made, is_draft=is_draft, every_month=form == "xlsx")
        if form == "pdf":
            return file(pdf.made(described_report), PDF, f"{name}.pdf")
        if form == "xlsx":
            return file(_workbook(described_report), XLSX, f"{name}.xlsx")
    raise Http404


def _workbook(described_report: Any) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "status.xlsx"
        xlsx.write(described_report, path)
        return path.read_bytes()


def _now(plan: EmploymentPlan, when: Quarter) -> StatusShown:
    basis = now_at_hand()
    return StatusShown(hide(compose(plan, basis, when), basis.published))
