"""One's own reminder on a case: set, clear."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.casework.actions import reminders
from tovholder.casework.queries.case import open_file
from tovholder.casework.queries.changes import reminder_since
from tovholder.casework.views import panels
from tovholder.casework.views.carrying_out import asking, carry_out, finished, type_in
from tovholder.casework.views.in_case import in_case, moment_of
from tovholder.casework.views.panels import Panel


def _changed(panel: Panel, meanwhile: ChangedMeanwhile) -> None:
    """Oneself in another window: the reminder is nobody else's."""
    row: Any = meanwhile.current
    panel.conflict = reminder_since(row, panel.form.cleaned_data["version"] or 0)
    type_in(panel.form, version=row.version)


@page(Right.SET_REMINDER)
@require_POST
@in_case
def set_reminder(request: StaffRequest, case_id: int) -> HttpResponse:
    file = open_file(case_id, moment_of(request))
    return carry_out(
        request,
        file,
        panels.reminder(file, request.POST),
        lambda data: reminders.set_reminder(
            **asking(file), due_on=data["due_on"], text=data["text"], version=data["version"] or 0
        ),
        done=_("You will be reminded."),
        changed=_changed,
    )


@page(Right.SET_REMINDER)
@require_POST
@in_case
def clear_reminder(request: StaffRequest, case_id: int) -> HttpResponse:
    file = open_file(case_id, moment_of(request))
    reminders.clear_reminder(**asking(file))
    return finished(request, case_id, _("The reminder is gone."))
