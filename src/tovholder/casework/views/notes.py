"""Notes: write one, correct one's own."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.casework.actions import notes
from tovholder.casework.queries.case import open_file
from tovholder.casework.queries.changes import since_version
from tovholder.casework.views import panels
from tovholder.casework.views.carrying_out import asking, carry_out, type_in
from tovholder.casework.views.in_case import in_case, moment_of
from tovholder.casework.views.panels import Panel

_FIELDS = ("text", "happened_at", "kind")


def _changed(panel: Panel, meanwhile: ChangedMeanwhile) -> None:
    row: Any = meanwhile.current
    panel.conflict = since_version(row, panel.form.cleaned_data["version"] or 0)
    type_in(panel.form, version=row.version)


@page(Right.WRITE_NOTE)
@require_POST
@in_case
def write(request: StaffRequest, case_id: int) -> HttpResponse:
    file = open_file(case_id, moment_of(request))
    return carry_out(
        request,
        file,
        panels.new_note(file, request.POST),
        lambda data: notes.write_note(**asking(file), **{name: data[name] for name in _FIELDS}),
        done=_("The note is written."),
        changed=_changed,
    )


@page(Right.WRITE_NOTE)
@require_POST
@in_case
def correct(request: StaffRequest, case_id: int, note_id: int) -> HttpResponse:
    file = open_file(case_id, moment_of(request))
    note = panels.note_of(file, note_id)
    if note is None:
        raise Http404
    return carry_out(
        request,
        file,
        panels.correcting(file, note, request.POST),
        lambda data: notes.correct_note(
            **asking(file),
            note_id=note_id,
            version=data["version"] or 0,
            **{name: data[name] for name in _FIELDS},
        ),
        done=_("The note is corrected."),
        changed=_changed,
    )
