"""Handing over many cases of one person: somebody leaves, or teams are formed anew. Each case has its result."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tovholder.accounts.models import Staff
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.audit.models import Basis
from tovholder.casework.contributions import Moment
from tovholder.casework.models import Assignment, CaseRole
from tovholder.casework.queries.caseloads import caseloads, with_caseload
from tovholder.continuity.actions.many import Wanted, ask_many
from tovholder.continuity.forms.handovers import ManyForm
from tovholder.continuity.queries.many import Held, held_by
from tovholder.continuity.views.common import log_names, moment_of, receivers_for
from tovholder.continuity.views.handovers import outcomes_context


@page(Right.ASSIGN)
@require_http_methods(["GET", "POST"])
def many(request: StaffRequest) -> HttpResponse:
    """Whose cases (`?from=`), to whom each goes, and why: said once, asked for each."""
    moment = moment_of(request)
    wanted = request.GET.get("from", "")
    staff = Staff.objects.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 19 else None
    held = held_by(staff.pk, moment) if staff else []
    form = ManyForm(request.POST or None)
    nobody_chosen = False
    if staff and request.method == "POST" and form.is_valid():
        chosen = _chosen(request, held)
        nobody_chosen = not chosen
        if chosen:
            outcomes = ask_many(
                actor=request.actor,
                wanted=chosen,
                **form.cleaned_data,
                now=moment.now,
                today=moment.today,
            )
            names = {one.case_id: one.name for one in held}
            back = reverse("continuity:handovers") + "?show=open"
            return render(request, "continuity/outcomes.html", outcomes_context(outcomes, names, back))
    if nobody_chosen:
        form.add_error(None, _("Choose who takes over at least one case."))
    log_names(request, [(one.citizen_id, one.case_id) for one in held], moment, Basis.LEADER)
    units = {one.unit_id for one in held}
    context: dict[str, Any] = {
        "staff": staff,
        "held": held,
        "form": form,
        "people": _holders(moment),
        "receivers": {
            unit: receivers_for(request.actor, [unit], CaseRole.CASEWORKER, moment, [staff.pk] if staff else [])
            for unit in units
        },
        "chosen": request.POST,
    }
    context["rows"] = [
        {"one": one, "groups": context["receivers"][one.unit_id], "value": request.POST.get(one.key, "")}
        for one in held
    ]
    return render(request, "continuity/many.html", context, status=422 if form.errors else 200)


def _chosen(request: StaffRequest, held: list[Held]) -> list[Wanted]:
    """What was chosen for each case; `all` stands for every case for which nothing else was."""
    found = []
    usual = request.POST.get("all", "")
    for one in held:
        value = request.POST.get(one.key, "") or usual
        unit, _sep, person = value.partition(":")
        if one.underway or not unit.isdecimal() or not (person.isdecimal() or person == ""):
            continue
        found.append(Wanted(one.case_id, int(person) if person else None, int(unit), one.assignment_id))
    return found


def _holders(moment: Moment) -> list[tuple[int, str]]:
    """Those who hold cases in the units one leads, by name, with how many."""
    rows = Assignment.objects.at(moment.now).filter(
        unit__in=moment.actor.leads, role=CaseRole.CASEWORKER, staff__isnull=False, case__closed_on=None
    )
    people = rows.order_by("staff__name").values_list("staff", "staff__name").distinct()
    loads = caseloads([pk for pk, _name in people], moment.now)
    return [(pk, with_caseload(name, loads[pk])) for pk, name in people]
