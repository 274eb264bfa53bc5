"""Something done with many cases: chosen on the list, said once, done for each, with a result for each."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.casework.contributions import Moment, many_acts
from tovholder.casework.views.worklist import moment_of, wanted_of
from tovholder.casework.worklist.query import WorkList
from tovholder.casework.worklist.scopes import MINE, Scope
from tovholder.casework.worklist.wanted import Wanted

#: Cases in one go: as many as a page and a little more.
MOST = 200


@require_POST
@page(Right.SEE_OWN_CASES, Right.SEE_UNIT_CASES)
def bulk(request: StaffRequest) -> HttpResponse:
    """Asks what is to be done; posted again with it (`confirm`), does it and shows what became of each case."""
    act = next((act for act in many_acts() if act.key == request.POST.get("act")), None)
    if act is None:
        return HttpResponseBadRequest(_("Unknown act."))
    request.actor.require(Right(act.right))
    query = wanted_of(QueryDict(request.POST.get("query", ""))).query()
    unit = request.POST.get("unit", "")
    unit = unit if unit.isdecimal() and len(unit) < 19 else ""
    # Back to where they were chosen: the work list, or a unit's page.
    back = reverse("casework:unit", args=[unit]) if unit else reverse("casework:work_list") + (query and f"?{query}")
    chosen = _chosen(request.POST.getlist("case"))
    if not chosen:
        messages.warning(request, _("Select at least one case first."))
        return redirect(back)
    moment = moment_of(request)
    confirmed = "confirm" in request.POST
    form = act.form(request.POST if confirmed else None, moment, list(chosen))
    outcomes = act.do(moment, form.cleaned_data, chosen) if confirmed and form.is_valid() else []
    names = _names(moment, list(chosen))
    context = {
        "title": act.label,
        "act": act,
        "form": form,
        "query": query,
        "from_unit": unit,
        "back": back,
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
