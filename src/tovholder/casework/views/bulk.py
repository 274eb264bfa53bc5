"""Something done with many cases: chosen on the list, said once, done for each, with a result for each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.casework.actions import many
from tovholder.casework.actions.assignments import assign_many
from tovholder.casework.actions.common import start_of
from tovholder.casework.contributions import Moment
from tovholder.casework.forms.bulk import ACTS, BulkAssign
from tovholder.casework.views.worklist import moment_of, wanted_of
from tovholder.casework.worklist.query import WorkList
from tovholder.casework.worklist.scopes import MINE, Scope
from tovholder.casework.worklist.wanted import Wanted

#: Cases in one go: as many as a page and a little more.
MOST = 200


@require_POST
@page(Right.SET_REMINDER, Right.ADD_PARTICIPANT, Right.ASSIGN)
def bulk(request: StaffRequest) -> HttpResponse:
    """Asks what is to be done; posted again with it (`confirm`), does it and shows what became of each case."""
    if request.POST.get("act") not in ACTS:
        return HttpResponseBadRequest(_("Unknown act."))
    right, title, form_class = ACTS[request.POST["act"]]
    request.actor.require(right)
    query = wanted_of(QueryDict(request.POST.get("query", ""))).query()
    chosen = _chosen(request.POST.getlist("case"))
    if not chosen:
        messages.warning(request, _("Select at least one case first."))
        return redirect(reverse("casework:work_list") + (f"?{query}" if query else ""))
    moment = moment_of(request)
    confirmed = "confirm" in request.POST
    form = form_class(request.POST if confirmed else None, moment=moment)  # type: ignore[call-arg]
    outcomes = _do(moment, form, chosen) if confirmed and form.is_valid() else []
    names = _names(moment, list(chosen))
    context = {
        "title": title,
        "act": request.POST["act"],
        "form": form,
        "query": query,
        "cases": [{"key": f"{case_id}:{seen or ''}", "name": names[case_id]} for case_id, seen in chosen.items()],
        "outcomes": [{"case_id": o.case_id, "name": names[o.case_id], "faults": o.faults} for o in outcomes],
        "done": sum(not outcome.faults for outcome in outcomes),
    }
    return render(request, "casework/worklist/bulk.html", context, status=400 if confirmed and not outcomes else 200)


def _chosen(keys: list[str]) -> dict[int, int | None]:
    """Cases with the row that said who held each when the list was read: `12:345`."""
    chosen: dict[int, int | None] = {}
    for key in keys[:MOST]:
        case_id, _sep, seen = key.partition(":")
        if case_id.isdecimal():
            chosen[int(case_id)] = int(seen) if seen.isdecimal() else None
    return chosen


def _names(moment: Moment, case_ids: list[int]) -> dict[int, str]:
    """The citizens' names in those cases that the person may see in a list; of the others only the number."""
    units = Scope("units", "", moment.actor.leads | moment.actor.case_units)
    names = {case_id: str(case_id) for case_id in case_ids}
    for scope in (Scope(MINE, ""), units):
        seen = WorkList(moment, scope, Wanted()).filtered().filter(pk__in=case_ids).select_related("citizen")
        names |= {case.pk: case.citizen.name for case in seen.defer("citizen__search")}
    return names


def _do(moment: Moment, form: Any, chosen: dict[int, int | None]) -> list[many.Outcome]:
    said = form.cleaned_data
    when: dict[str, Any] = {"actor": moment.actor, "now": moment.now, "today": moment.today}
    if isinstance(form, BulkAssign):
        staff_id, unit_id = form.chosen()
        results = assign_many(
            cases=chosen.items(),
            staff_id=staff_id,
            unit_id=unit_id,
            # From today means from this moment: the past hours of the day were somebody else's.
            effective_at=moment.now if said["effective_on"] == moment.today else start_of(said["effective_on"]),
            planned=said["planned"] == "yes",
            cause=said["cause"],
            reason=said["reason"],
            **when,
        )
        return [many.Outcome(result.case_id, result.faults) for result in results]
    if "unit" in said:
        return many.let_take_part(
            case_ids=chosen, unit_id=said["unit"].pk, start=said["start"], reason=said["reason"], **when
        )
    return many.remind(case_ids=chosen, due_on=said["due_on"], text=said["text"], **when)
