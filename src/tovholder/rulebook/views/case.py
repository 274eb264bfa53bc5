"""What the law asks in a case and why; exempting it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tovholder.accounts.acts import Refused
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.audit.models import Seen
from tovholder.casework.queries.case import CaseFile, open_file
from tovholder.casework.views.case import log_opening
from tovholder.casework.views.in_case import in_case, moment_of
from tovholder.rulebook import books
from tovholder.rulebook.actions import exemptions as acts
from tovholder.rulebook.forms.exemptions import EndExemptionForm, ExemptForm
from tovholder.rulebook.models import Exemption
from tovholder.rulebook.queries import cases as queries
from tovholder.rulebook.queries.rules import row
from tovholder.rules.deadlines import Obligation


@page(Right.SEE_WHOLE_CASE)
@require_GET
@in_case
def case(request: StaffRequest, case_id: int) -> HttpResponse:
    return _show(request, _open(request, case_id))


@page(Right.EXEMPT)
@require_http_methods(["POST"])
@in_case
def exempt(request: StaffRequest, case_id: int) -> HttpResponse:
    file = _open(request, case_id)
    file.access.require(Right.EXEMPT)
    form = _exempt_form(file, request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            acts.exempt(
                actor=file.moment.actor,
                case_id=case_id,
                series=typed["series"],
                start=typed["start"],
                end=typed["end"],
                reason=typed["reason"],
                now=file.moment.now,
                today=file.moment.today,
            )
        except Refused as refused:
            for fault in refused.faults:
                form.add_error(None, fault)
        else:
            messages.success(request, _("The exemption is registered."))
            return redirect("rulebook:case", case_id)
    return _show(request, file, form=form, status=422)


@page(Right.EXEMPT)
@require_http_methods(["GET", "POST"])
@in_case
def end_exemption(request: StaffRequest, case_id: int, exemption_id: int) -> HttpResponse:
    """A form of its own: ending something is asked once more."""
    file = _open(request, case_id)
    file.access.require(Right.EXEMPT)
    found = Exemption.objects.filter(case=case_id, pk=exemption_id).first()
    if found is None:
        return redirect("rulebook:case", case_id)
    form = EndExemptionForm(request.POST or None, initial={"version": found.version, "end": file.moment.today})
    status = 200
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            acts.end_exemption(
                actor=file.moment.actor,
                case_id=case_id,
                exemption_id=exemption_id,
                version=typed["version"],
                end=typed["end"],
                reason=typed["reason"],
                now=file.moment.now,
                today=file.moment.today,
            )
        except Refused as refused:
            for fault in refused.faults:
                form.add_error(None, fault)
        except ChangedMeanwhile:
            status = 409
            form.add_error(None, _("Somebody else has changed the exemption. Go back and look at it again."))
        else:
            messages.success(request, _("The exemption is ended."))
            return redirect("rulebook:case", case_id)
    if form.errors and status == 200:
        status = 422
    series = books.current().rules.series.get(found.series)
    context = {
        "form": form,
        "case": file.case,
        "citizen": file.citizen,
        "exemption": found,
        "name": books.said(series.name) if series else found.series,
    }
    return render(request, "rulebook/end_exemption.html", context, status=status)


def _open(request: StaffRequest, case_id: int) -> CaseFile:
    """The case, for somebody who sees all of it: a target group and what follows from it is not for everybody."""
    file = open_file(case_id, moment_of(request))
    file.access.require(Right.SEE_WHOLE_CASE)
    log_opening(file, Seen.CASE, goes_on=True)
    return file


def _exempt_form(file: CaseFile, data: Any = None) -> ExemptForm:
    series = acts.with_quota(file.case.citizen_id, file.moment.today)
    return ExemptForm(data, series=series, initial={"start": file.moment.today})


def _show(request: StaffRequest, file: CaseFile, *, form: ExemptForm | None = None, status: int = 200) -> HttpResponse:
    today: dt.date = file.moment.today
    dates = queries.dates_of(file.case.pk, today)
    form = form or _exempt_form(file)
    series = dates.book.rules.series
    context = {
        "case": file.case,
        "citizen": file.citizen,
        "dates": [(one, row(one.rule, dates.book)) for one in _in_order(dates.dates)],
        "next": dates.next,
        "next_name": books.said(dates.next.series.name) if dates.next else "",
        "spells": [(spell, dates.book.rules.groups.get(spell.group)) for spell in dates.course.spells],
        "exemptions": [
            (one, books.said(series[one.series].name) if one.series in series else one.series, _last_day(one))
            for one in queries.exemptions_of(file.case.pk)
        ],
        "form": form,
        "may_exempt": file.access.may(Right.EXEMPT) and not file.case.closed_on and bool(form.fields["series"].choices),  # type: ignore[attr-defined]
        "today": today,
    }
    return render(request, "rulebook/case.html", context, status=status)


def _in_order(dates: list[Obligation]) -> list[Obligation]:
    """What is outstanding first, by its day; below it what is over, the latest on top."""
    outstanding = [one for one in dates if one.is_pending]
    return sorted(outstanding, key=lambda one: one.due_on) + [one for one in reversed(dates) if one not in outstanding]


def _last_day(one: Exemption) -> dt.date | None:
    return one.end - dt.timedelta(days=1) if one.end else None
