"""Who holds a case and who takes part in it, each on a page of its own: it is not done every day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.casework import holding
from tovholder.casework.actions.assignments import assign as assign_case
from tovholder.casework.actions.assignments import correct
from tovholder.casework.actions.participants import add_participant as add
from tovholder.casework.actions.participants import end_participant as end
from tovholder.casework.forms.case import AssignForm, EndParticipantForm, MistakeForm, ParticipantForm
from tovholder.casework.forms.days import at
from tovholder.casework.holding import Say, say_in
from tovholder.casework.models import Assignment, CaseRole, Participant
from tovholder.casework.queries.holders import holders_of
from tovholder.casework.queries.people import holders_for, participants_for
from tovholder.casework.views.carrying_out import type_in
from tovholder.casework.views.form_page import FormPage
from tovholder.casework.views.in_case import in_case
from tovholder.web.dates import short_date


@page(Right.ASSIGN, Right.CONVERSE)
@require_http_methods(["GET", "POST"])
@in_case
def assign(request: StaffRequest, case_id: int) -> HttpResponse:
    """Another holder from a day on, for one role of the case (`?role=`)."""
    shown = FormPage.open(request, case_id, Right.CONVERSE)
    file, now = shown.file, shown.file.moment.now
    role = request.GET.get("role", CaseRole.CASEWORKER)
    if role not in CaseRole.values:
        raise Http404
    say = say_in(file.access, file.assignments, role, now)
    if say is Say.NONE:
        raise NotAllowed(Right.ASSIGN)
    rows = [row for row in file.assignments if row.role == role]
    own = [row for row in file.assignments if row.role == CaseRole.CASEWORKER]
    latest = rows[-1] if rows else None
    unit = (latest or own[-1]).unit_id
    form = AssignForm(
        request.POST or None,
        holders=holders_for(file.access, say, unit, role, now, file.moment.today),
        today=file.moment.today,
        latest=latest,
    )

    def act(data: dict[str, Any]) -> None:
        unit_id, staff_id = data["holder"]
        today = data["day"] == file.moment.today
        assign_case(
            **shown.asking,
            role=role,
            staff_id=staff_id,
            unit_id=unit_id,
            # A change that holds from today holds from now on: the one before had the case this morning.
            effective_at=now if today else at(data["day"], dt.time()),
            planned=data["planned"] == "yes",
            cause=data["cause"],
            reason=data["reason"],
            expected_assignment_id=data["expected"],
        )

    def changed(meanwhile: ChangedMeanwhile) -> str:
        row = meanwhile.current
        if not isinstance(row, Assignment):
            return _("Somebody changed who holds the case meanwhile.")
        type_in(form, expected=row.pk)
        who = row.staff.name if row.staff else _("nobody")
        by = row.registered_by.name if row.registered_by else _("somebody")
        return _("%(by)s changed this meanwhile: %(who)s has the role. Save again if your choice still holds.") % {
            "by": by,
            "who": who,
        }

    return shown.answer(
        form,
        act,
        changed=changed,
        title=_("Change who holds the case"),
        done=_("It is registered who holds the case."),
        button=_("Save"),
        roles=[(key, label, key == role) for key, label in CaseRole.choices],
        holders=(holders := holders_of(file)),
        holder=next((holder for holder in holders.now if holder.role == role), None),
        rows=rows[::-1],
        kept=holding.kept(file.assignments),
        decides=say is Say.DECIDES,
    )


@page(Right.ASSIGN)
@require_http_methods(["GET", "POST"])
@in_case
def correct_assignment(request: StaffRequest, case_id: int, assignment_id: int) -> HttpResponse:
    """Something that was registered about who holds the case never was so."""
    shown = FormPage.open(request, case_id, Right.ASSIGN)
    file = shown.file
    row = next((row for row in file.assignments if row.pk == assignment_id), None)
    if row is None:
        raise Http404
    if say_in(file.access, file.assignments, row.role, file.moment.now) is not Say.DECIDES:
        raise NotAllowed(Right.ASSIGN)
    who = row.staff.name if row.staff else _("nobody")
    return shown.answer(
        MistakeForm(request.POST or None),
        lambda data: correct(**shown.asking, assignment_id=row.pk, reason=data["reason"]),
        title=_("This was registered by mistake"),
        lead=_(
            "%(role)s from %(day)s: %(who)s. It is taken out, and the one before holds in its place. The history keeps "
            "it with your reason."
        )
        % {"role": row.get_role_display(), "day": short_date(timezone.localdate(row.effective_at)), "who": who},
        done=_("The mistake is taken out."),
        button=_("Take it out"),
    )


@page(Right.ADD_PARTICIPANT)
@require_http_methods(["GET", "POST"])
@in_case
def add_participant(request: StaffRequest, case_id: int) -> HttpResponse:
    shown = FormPage.open(request, case_id, Right.ADD_PARTICIPANT)
    today = shown.file.moment.today
    form = ParticipantForm(request.POST or None, choices=participants_for(shown.file.moment.actor, today), today=today)

    def act(data: dict[str, Any]) -> None:
        unit_id, staff_id = data["who"]
        add(**shown.asking, unit_id=unit_id, staff_id=staff_id, start=data["start"], reason=data["reason"])

    return shown.answer(
        form,
        act,
        title=_("Let somebody take part in the case"),
        lead=_("A project or a colleague takes part beside the one who holds the case. The caseworker stays the same."),
        done=_("They take part in the case."),
        button=_("Let them take part"),
    )


@page(Right.ADD_PARTICIPANT)
@require_http_methods(["GET", "POST"])
@in_case
def end_participant(request: StaffRequest, case_id: int, participant_id: int) -> HttpResponse:
    shown = FormPage.open(request, case_id, Right.ADD_PARTICIPANT)
    row = Participant.objects.filter(case=case_id, pk=participant_id).select_related("unit", "staff").first()
    if row is None:
        raise Http404
    initial = {"version": row.version, "end": shown.file.moment.today}
    form = EndParticipantForm(request.POST or None, initial=initial)

    def changed(meanwhile: ChangedMeanwhile) -> str:
        current: Any = meanwhile.current
        type_in(form, version=current.version)
        return _("Somebody changed this meanwhile. Save again if your date still holds.")

    return shown.answer(
        form,
        lambda data: end(**shown.asking, participant_id=row.pk, end=data["end"], version=data["version"]),
        changed=changed,
        title=_("%(who)s no longer takes part") % {"who": row.staff.name if row.staff else row.unit.name},
        done=_("They no longer take part in the case."),
        button=_("Save"),
    )
