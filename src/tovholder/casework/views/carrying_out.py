"""How something that a person typed in a case is carried out, or handed back with nothing lost.

A fault, or somebody else's change in between, gives the same page with everything still in the form. The form then
carries the version that is now read, so that saving again saves on top of what has been shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tovholder.accounts.permissions import StaffRequest
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.casework.errors import Refused
from tovholder.casework.queries.case import CaseFile, open_file
from tovholder.casework.views.case import show_case
from tovholder.casework.views.in_case import moment_of
from tovholder.casework.views.panels import Panel

FAULT, CONFLICT = 422, 409


def asking(file: CaseFile) -> dict[str, Any]:
    """Who asks, in which case, when: what every act takes."""
    moment = file.moment
    return {"actor": moment.actor, "case_id": file.case.pk, "now": moment.now, "today": moment.today}


def carry_out(
    request: StaffRequest,
    file: CaseFile,
    panel: Panel,
    act: Callable[[dict[str, Any]], Any],
    *,
    done: Any,
    changed: Callable[[Panel, ChangedMeanwhile], None],
    in_plan: bool = False,
) -> HttpResponse:
    """Does the act with what was typed. `changed` puts into the panel what somebody else changed meanwhile, and the
    version that is now read."""
    status = FAULT
    if panel.form.is_valid():
        try:
            act(panel.form.cleaned_data)
            return finished(request, file.case.pk, done)
        except Refused as refused:
            for fault in refused.faults:
                panel.form.add_error(None, fault)
        except ChangedMeanwhile as meanwhile:
            changed(panel, meanwhile)
            panel.is_stale = not panel.conflict
            status = CONFLICT
    # Read anew: the page around the form shows how the case stands now.
    now = open_file(file.case.pk, file.moment)
    if in_plan:
        return show_case(request, now, edit=panel, status=status)
    return show_case(request, now, register=panel, status=status)


def finished(request: StaffRequest, case_id: int, done: Any) -> HttpResponse:
    """The case as it stands now, with a word that it is done."""
    messages.success(request, str(done))
    if not request.headers.get("HX-Request"):
        return redirect(reverse("casework:case", args=[case_id]))
    response = show_case(request, open_file(case_id, moment_of(request)))
    response["HX-Replace-Url"] = reverse("casework:case", args=[case_id])
    return response


def type_in(form: forms.Form, **values: Any) -> None:
    """Puts values into a form that was sent, as if they had been sent with it."""
    form.data = form.data.copy()  # type: ignore[attr-defined]
    for name, value in values.items():
        form.data[name] = value  # type: ignore[index]
