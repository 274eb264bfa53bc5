"""The end of a case, and opening it again."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.casework.actions.cases import close_case as close
from tovholder.casework.actions.cases import reopen_case as reopen
from tovholder.casework.forms.case import CloseForm, ReopenForm
from tovholder.casework.queries.open_work import open_work_of
from tovholder.casework.views.carrying_out import type_in
from tovholder.casework.views.form_page import FormPage
from tovholder.casework.views.in_case import in_case


@page(Right.CLOSE_CASE)
@require_http_methods(["GET", "POST"])
@in_case
def close_case(request: StaffRequest, case_id: int) -> HttpResponse:
    """Closes an open case; opens a closed one again."""
    shown = FormPage.open(request, case_id, Right.CLOSE_CASE)
    file = shown.file

    def changed(meanwhile: ChangedMeanwhile) -> str:
        current: Any = meanwhile.current
        type_in(form, version=current.version)
        return _("Somebody closed, opened or changed the case meanwhile. Look at it before you save again.")

    if file.case.closed_on:
        form: Any = ReopenForm(request.POST or None, initial={"version": file.case.version})
        return shown.answer(
            form,
            lambda data: reopen(**shown.asking, version=data["version"], reason=data["reason"]),
            changed=changed,
            title=_("Open the case again"),
            lead=_("It goes on where it ended. When and why it was closed stays in its history."),
            done=_("The case is open again."),
            button=_("Open the case again"),
        )
    work = open_work_of(case_id, file.moment)
    initial = {"version": file.case.version, "closed_on": file.moment.today}
    form = CloseForm(request.POST or None, initial=initial)
    names = ("version", "closed_on", "close_reason")
    return shown.answer(
        form,
        lambda data: close(**shown.asking, **{name: data[name] for name in names}),
        changed=changed,
        title=_("Close the case"),
        done=_("The case is closed."),
        button=_("Close the case"),
        blocking=[one for one in work if one.blocks_closing],
        work=[one for one in work if not one.blocks_closing],
    )
