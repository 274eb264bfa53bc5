"""What one case weighs and why, and what it asks of a caseworker."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.accounts.views.common import told_in
from tovholder.casework.queries.case import CaseFile
from tovholder.casework.views.form_page import FormPage
from tovholder.casework.views.in_case import in_case
from tovholder.workload.actions.cases import ask_for, may_weigh, weigh_case
from tovholder.workload.contribution import WEIGHT_MEANS
from tovholder.workload.forms import CaseFieldsForm, CaseWeightForm
from tovholder.workload.models import CaseSpecialty
from tovholder.workload.queries.cases import own_weights, weights_of
from tovholder.workload.queries.table import specialties_on


def _asked(file: CaseFile) -> dict[int, bool]:
    rows = CaseSpecialty.objects.on(file.moment.today).filter(case=file.case.pk)
    return dict(rows.values_list("specialty", "is_needed"))


def _fields_form(file: CaseFile, data: Any = None) -> CaseFieldsForm:
    asked = _asked(file)
    return CaseFieldsForm(data, specialties=specialties_on(file.moment.today, or_of=set(asked)), asked=asked)


@page(Right.SEE_WHOLE_CASE)
@require_GET
@in_case
def case(request: StaffRequest, case_id: int) -> HttpResponse:
    return _show(FormPage.open(request, case_id, Right.SEE_WHOLE_CASE))


@page(Right.WEIGH_CASE)
@require_POST
@in_case
def weigh(request: StaffRequest, case_id: int) -> HttpResponse:
    """From a day on, so much and because of this; then back to the case."""
    opened = FormPage.open(request, case_id, Right.WEIGH_CASE)
    form = CaseWeightForm(request.POST, today=opened.file.moment.today)
    if form.is_valid():
        with told_in(form):
            weigh_case(**opened.asking, **form.cleaned_data)
        if form.is_valid():
            messages.success(request, _("The weight is registered."))
            return redirect("casework:case", case_id)
    return _show(opened, form=form)


@page(Right.WEIGH_CASE)
@require_POST
@in_case
def fields(request: StaffRequest, case_id: int) -> HttpResponse:
    """Which fields the case asks for from today on; then back to the case."""
    opened = FormPage.open(request, case_id, Right.WEIGH_CASE)
    form = _fields_form(opened.file, request.POST)
    if form.is_valid():
        with told_in(form):
            ask_for(**opened.asking, fields=form.wanted())
        if form.is_valid():
            messages.success(request, _("What the case asks for is registered."))
            return redirect("casework:case", case_id)
    return _show(opened, fields_form=form)


def _show(
    opened: FormPage, *, form: CaseWeightForm | None = None, fields_form: CaseFieldsForm | None = None
) -> HttpResponse:
    file, today = opened.file, opened.file.moment.today
    rows = list(own_weights(file.case.pk))
    running = next((row for row in rows if row.valid_from <= today), None)
    own = running if running and running.weight is not None else None
    context: dict[str, Any] = {
        "case": file.case,
        "citizen": file.citizen,
        "weight": weights_of([file.case.pk], today)[file.case.pk],
        "own": own,
        "groups": file.standing.target_groups,
        "interpreter": file.standing.contact.interpreter_language,
        "rows": rows,
        "asked": CaseSpecialty.objects.filter(case=file.case.pk).select_related("specialty").order_by("-start", "pk"),
        "form": form or CaseWeightForm(today=today, weight=own.weight if own else None),
        "fields_form": fields_form or _fields_form(file),
        "may_weigh": may_weigh(file.access, file.moment.now),
        "means": WEIGHT_MEANS,
        "today": today,
    }
    return render(opened.request, "workload/case.html", context, status=422 if form or fields_form else 200)
