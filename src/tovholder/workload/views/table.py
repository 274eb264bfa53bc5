"""The table of weights by target group, and the list of fields."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tovholder.accounts.acts import Refused
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.accounts.views.common import told_in
from tovholder.workload.actions import weights as acts
from tovholder.workload.forms import GroupWeightForm, SpecialtyForm
from tovholder.workload.queries.table import specialties_on, table_on


@page(Right.SEE_OWN_CASES, Right.SEE_UNIT)
@require_http_methods(["GET", "POST"])
def weights(request: StaffRequest) -> HttpResponse:
    """What cases weigh, for everybody who works with them; posted: another weight."""
    if request.method != "POST":
        return _show(request)
    today = timezone.localdate()
    groups = [(str(line.group.pk), f"{line.group.code} {line.group.name}") for line in table_on(today)]
    form = GroupWeightForm(request.POST, groups=groups, today=today)
    if form.is_valid():
        said = form.cleaned_data
        with told_in(form):
            acts.set_group_weight(
                actor=request.actor,
                target_group_id=said["target_group"],
                weight=said["weight"],
                valid_from=said["valid_from"],
                reason=said["reason"],
                source=said["source"],
                now=timezone.now(),
            )
        if form.is_valid():
            messages.success(request, _("The weight is set."))
            return redirect("workload:weights")
    return _show(request, form=form)


@page(Right.SET_WEIGHTS)
@require_POST
def add_specialty(request: StaffRequest) -> HttpResponse:
    form = SpecialtyForm(request.POST)
    if form.is_valid():
        with told_in(form):
            acts.add_specialty(actor=request.actor, **form.cleaned_data, today=timezone.localdate())
        if form.is_valid():
            messages.success(request, _("The field can be chosen now."))
            return redirect("workload:weights")
    return _show(request, specialty_form=form)


@page(Right.SET_WEIGHTS)
@require_POST
def end_specialty(request: StaffRequest, specialty_id: int) -> HttpResponse:
    try:
        row = acts.end_specialty(actor=request.actor, specialty_id=specialty_id, today=timezone.localdate())
        messages.success(request, _("%(field)s is not offered any more.") % {"field": row.name})
    except Refused as refused:
        messages.warning(request, " ".join(refused.faults))
    return redirect("workload:weights")


def _show(
    request: StaffRequest, *, form: GroupWeightForm | None = None, specialty_form: SpecialtyForm | None = None
) -> HttpResponse:
    today = timezone.localdate()
    lines = table_on(today)
    groups = [(str(line.group.pk), f"{line.group.code} {line.group.name}") for line in lines]
    context = {
        "lines": lines,
        "specialties": specialties_on(today),
        "form": form or GroupWeightForm(groups=groups, today=today),
        "specialty_form": specialty_form or SpecialtyForm(),
        "may_set": request.actor.may(Right.SET_WEIGHTS),
        "today": today,
    }
    return render(request, "workload/weights.html", context, status=422 if form or specialty_form else 200)
