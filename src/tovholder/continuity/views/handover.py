"""The page of one handover, with everything that can be done there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.audit.actions import log_lookup
from tovholder.audit.models import Basis, Seen
from tovholder.casework.access import CaseAccess, open_case
from tovholder.casework.contributions import Moment
from tovholder.casework.errors import Refused
from tovholder.casework.views.in_case import in_case
from tovholder.continuity.actions import answers, handovers
from tovholder.continuity.actions.common import facts_of, status_of
from tovholder.continuity.actions.shifting import open_work
from tovholder.continuity.forms import handovers as its_forms
from tovholder.continuity.letters.channels import channel
from tovholder.continuity.letters.compose import text_of
from tovholder.continuity.letters.sending import parcel_of
from tovholder.continuity.lifecycle import DONE, HANDOVER
from tovholder.continuity.models import Asked, Handover, Letter, Question
from tovholder.continuity.models.handover import CONTENT
from tovholder.continuity.queries import handovers as lists
from tovholder.continuity.views.common import moment_of, people_of, refuse


@dataclass
class Doing:
    """Something that can be done with a handover: its row of the table, and the form that asks for what it needs.

    Somebody who was second tried what nobody can do any more (`is_gone`): they are told, and keep what they typed."""

    act: str
    label: Any
    form: forms.Form
    is_first: bool = False
    is_gone: bool = False


#: Which form each act has, and which comes first for whoever may do several.
ORDER = ("accept", "prepare", "appoint", "assign", "meet", "return", "revoke")


def _form(act: str, row: Handover, moment: Moment, data: Any = None) -> forms.Form:
    # A form that asks only for a version is sent whole; others keep what was typed.
    initial: dict[str, Any] = {"version": row.version}
    if act == "prepare":
        return its_forms.ContentForm(data, initial={**initial, **row.content})
    if act == "meet":
        known = {"citizen": row.citizen_at_meeting, "essence": row.essence}
        return its_forms.MeetingForm(data, now=moment.now, initial={**initial, **known})
    if act == "appoint":
        people = people_of([row.to_unit_id], row.role, moment, [row.sender_id])
        choices = [(str(staff), name) for _unit, staff, name in people]
        return its_forms.AppointForm(data, people=choices, initial={**initial, "receiver": row.receiver_id})
    made = {
        "accept": its_forms.AcceptForm,
        "assign": its_forms.AcceptForm,
        "return": its_forms.ReturnForm,
        "revoke": its_forms.RevokeForm,
    }[act]
    form: forms.Form = made(data, initial=initial)
    if row.assignment_id is not None and "note" in form.fields:
        del form.fields["note"]  # the letter has been written
    return form


def _open(request: StaffRequest, row: Handover) -> CaseAccess:
    """The case behind a handover, with the look-up noted. Raises NeedsReason, NotAllowed."""
    moment = moment_of(request)
    access = open_case(request.actor, row.case_id, now=moment.now, today=moment.today)
    if access.basis is Basis.REASON:
        # Who reads with a reason has no errand in a handover between others.
        raise NotAllowed(Right.HAND_OVER)
    log_lookup(
        actor=request.actor,
        citizen_id=row.case.citizen_id,
        case_id=row.case_id,
        seen=Seen.CASE,
        basis=access.basis,
        now=moment.now,
    )
    return access


def _found(handover_id: int) -> Handover:
    rows = Handover.objects.select_related(
        "case__citizen", "sender", "receiver", "from_unit", "to_unit", "registered_by", "assignment"
    )
    return get_object_or_404(rows, pk=handover_id)


@page(Right.HAND_OVER)
@require_GET
def handover(request: StaffRequest, handover_id: int) -> HttpResponse:
    """The page of one handover."""
    return within(request, handover_id, lambda row, access: show(request, row, access))


def within(
    request: StaffRequest, handover_id: int, answer: Callable[[Handover, CaseAccess], HttpResponse]
) -> HttpResponse:
    """Lets somebody in who may see the case; where a reason would open it, asks for one."""
    row = _found(handover_id)

    @in_case
    def opened(request: StaffRequest, case_id: int) -> HttpResponse:
        return answer(row, _open(request, row))

    return opened(request, case_id=row.case_id)


def show(
    request: StaffRequest,
    row: Handover,
    access: CaseAccess,
    bound: tuple[str, forms.Form] | None = None,
    status: int = 200,
    note: str = "",
) -> HttpResponse:
    """The page, with a form as it was sent in the place of an empty one, and the letter with a typed `note`."""
    moment = moment_of(request)
    facts = facts_of(row, request.actor, moment.now)
    stands = status_of(row)
    # What is still to be typed keeps no button away; what the table says of the row itself does.
    allowed = {one.act: one for one in HANDOVER.allowed(stands, access, facts)} if access.case.closed_on is None else {}
    doing = []
    for act in ORDER:
        if act in allowed:
            form = bound[1] if bound and bound[0] == act else _form(act, row, moment)
            doing.append(Doing(act, allowed[act].label, form))
        elif bound and bound[0] == act:
            doing.append(Doing(act, HANDOVER.transition(act).label, bound[1], is_gone=True))
    first = bound[0] if bound else _first(doing, row, stands, request.actor.staff_id)
    for one in doing:
        one.is_first = one.act == first
    answered = {one.asked: one for one in row.answers.all()}
    is_shifted = row.shifted_at is not None and row.shifted_at <= moment.now
    may_answer = is_shifted and row.receiver_id == request.actor.staff_id
    letter = Letter.objects.filter(handover=row).first()
    question = Question.objects.filter(handover=row).select_related("withdrawn_by").first()
    leads = request.actor.may(Right.ASSIGN) and bool({row.from_unit_id, row.to_unit_id} & request.actor.leads)
    is_ahead = row.receiver is not None and letter is None and not row.ended_at
    labels = {name: _label(name) for name in CONTENT}
    work = row.open_work if row.assignment_id else open_work(row.case_id, moment)
    context = {
        "row": row,
        "case": row.case,
        "citizen": row.case.citizen,
        "status": stands,
        "returned_with": row.steps.filter(act="return").values_list("words", flat=True).last(),
        "status_label": HANDOVER.statuses[stands],
        "line": lists.Line(row, stands, request.actor.staff_id, moment.today),
        "doing": doing,
        "parts": [(label, text) for name, label in labels.items() if (text := getattr(row, name))],
        "missing": [label for name, label in labels.items() if not getattr(row, name).strip()],
        "work": [{**one, "since": dt.date.fromisoformat(one["since"])} for one in work],
        "steps": [(step, DONE[step.act]) for step in row.steps.select_related("staff").order_by("-pk")],
        "letter": letter,
        "preview": text_of(row, note=note, now=moment.now) if is_ahead else None,
        "channel": channel(),
        "questions": [(asked.value, asked.label, answers.QUESTIONS[asked], answered.get(asked)) for asked in Asked],
        "may_answer": may_answer,
        "question": question,
        "is_asked": question is not None and question.withdrawn_at is None and question.expires_on >= moment.today,
        "may_withdraw": leads and question is not None and question.withdrawn_at is None,
        "answer_form": its_forms.AnswerForm(),
        "today": moment.today,
    }
    return render(request, "continuity/handover.html", context, status=status)


def _label(name: str) -> Any:
    part: Any = Handover._meta.get_field(name)
    return part.verbose_name


def _first(doing: list[Doing], row: Handover, status: str, me: int) -> str:
    """What is most likely wanted: the receiver accepts, the sender writes, a leader names somebody."""
    acts = [one.act for one in doing]
    if row.receiver_id != me and row.receiver_id is None and "appoint" in acts:
        return "appoint"
    if status == "returned" and "prepare" in acts:
        return "prepare"
    if row.where_we_are and row.receiver_id != me and "meet" in acts:
        return "meet" if row.met_at is None else ""
    return next((act for act in ORDER if act in acts and act not in {"revoke", "return", "appoint"}), "")


ACTS: dict[str, Callable[..., Any]] = {
    "prepare": lambda form, **said: handovers.prepare(**said, content=form.content),
    "meet": lambda form, **said: handovers.register_meeting(
        **said,
        met_at=form.cleaned_data["met_at"],
        citizen=form.cleaned_data["citizen"],
        essence=form.cleaned_data["essence"],
    ),
    "appoint": lambda form, **said: handovers.appoint(**said, receiver_id=int(form.cleaned_data["receiver"])),
    "assign": lambda form, **said: handovers.assign_now(**said, note=form.cleaned_data.get("note", "")),
    "accept": lambda form, **said: handovers.accept(**said, note=form.cleaned_data.get("note", "")),
    "return": lambda form, **said: handovers.give_back(**said, missing=form.cleaned_data["missing"]),
    "revoke": lambda form, **said: handovers.revoke(**said, reason=form.cleaned_data["reason"]),
}


def done_words(act: str) -> str:
    """What is said when it is done."""
    return {
        "prepare": _("It is written what the next one has to know."),
        "meet": _("The meeting is registered."),
        "appoint": _("It is registered who takes over."),
        "assign": _("The case is assigned, and the letter to the citizen is on its way."),
        "accept": _("The handover is accepted."),
        "return": _("The handover is returned with what is missing."),
        "revoke": _("The handover is revoked. The case stays where it is."),
    }[act]


@page(Right.HAND_OVER)
@require_POST
def do(request: StaffRequest, handover_id: int, act: str) -> HttpResponse:
    """One act of the life cycle; with `preview`, only what its letter would say."""
    if act not in ACTS:
        raise Http404

    def answer(row: Handover, access: CaseAccess) -> HttpResponse:
        moment = moment_of(request)
        form = _form(act, row, moment, request.POST)
        status = 422
        if form.is_valid() and "preview" in request.POST:
            return show(request, row, access, (act, form), note=form.cleaned_data.get("note", ""))
        if form.is_valid():
            try:
                ACTS[act](
                    form,
                    actor=request.actor,
                    handover_id=handover_id,
                    version=form.cleaned_data["version"],
                    now=moment.now,
                    today=moment.today,
                )
                messages.success(request, done_words(act))
                return redirect("continuity:handover", handover_id)
            except Refused as refused:
                refuse(form, refused.faults)
            except ChangedMeanwhile as meanwhile:
                current: Any = meanwhile.current
                form.data = form.data.copy()  # type: ignore[attr-defined]
                form.data["version"] = current.version  # type: ignore[index]
                words = _("Somebody changed the handover meanwhile. It is shown as it is now; what you typed stands.")
                refuse(form, [words])
                status = 409
        return show(request, _found(handover_id), access, (act, form), status)

    return within(request, handover_id, answer)


@page(Right.HAND_OVER)
@require_GET
def letter(request: StaffRequest, handover_id: int) -> HttpResponse:
    """The letter on paper: as it was sent, or as it would be."""

    def answer(row: Handover, access: CaseAccess) -> HttpResponse:
        found = Letter.objects.filter(handover=row).select_related("case", "handover__to_unit").first()
        if found is None:
            if row.receiver is None:
                raise Http404
            moment = moment_of(request)
            text = text_of(row, note="", now=moment.now)
            found = Letter(
                key="preview",
                case=row.case,
                handover=row,
                subject=text.subject,
                body=text.body,
                addressee=text.addressee,
                written_at=moment.now,
            )
        headers = {"Content-Disposition": 'inline; filename="letter.pdf"', "Cache-Control": "no-store"}
        return HttpResponse(parcel_of(found, hidden=True).pdf, content_type="application/pdf", headers=headers)

    return within(request, handover_id, answer)
