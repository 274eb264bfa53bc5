"""The documentation of a case: one page, and a page for each thing that can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.audit.models import Seen
from tovholder.casework.queries.case import open_file
from tovholder.casework.views.case import log_opening
from tovholder.casework.views.form_page import FormPage
from tovholder.casework.views.in_case import in_case, moment_of
from tovholder.documents import forms as documents_forms
from tovholder.documents.actions import consents, meetings, requests
from tovholder.documents.lifecycle import MEETING, REQUEST
from tovholder.documents.models import Consent, DialogueMeeting, Request
from tovholder.documents.queries.in_case import documents_of, name_of


@page(Right.SEE_WHOLE_CASE)
@require_GET
@in_case
def case(request: StaffRequest, case_id: int) -> HttpResponse:
    file = open_file(case_id, moment_of(request))
    file.access.require(Right.SEE_WHOLE_CASE)
    found = documents_of(file.access, file.moment.today)
    log_opening(file, Seen.CASE, goes_on=True)
    if any(one.health for one in [*found.open, *found.ended]):
        log_opening(file, Seen.HEALTH, goes_on=True)
    may_ask = file.access.may(Right.ASK_FOR_DOCUMENTS)
    context = {
        "case": file.case,
        "citizen": file.citizen,
        "found": found,
        "today": file.moment.today,
        "may_ask": may_ask,
        "may_meet": file.access.may(Right.CONVERSE),
        "acts": list(REQUEST.allowed("asked", file.access)) if may_ask else [],
        "meeting_acts": MEETING.allowed("planned", file.access),
        "is_closed": file.case.closed_on is not None,
    }
    return render(request, "documents/case.html", context)


class _Form(FormPage):
    """Done, one is back at the documentation."""

    back = "documents:case"
    place = gettext_lazy("Documentation")


@page(Right.ASK_FOR_DOCUMENTS)
@require_http_methods(["GET", "POST"])
@in_case
def ask(request: StaffRequest, case_id: int) -> HttpResponse:
    shown = _Form.open(request, case_id, Right.ASK_FOR_DOCUMENTS)
    known = Consent.objects.filter(case=case_id).select_related("counterpart")
    form = documents_forms.AskForm(request.POST or None, today=shown.file.moment.today, consents=known)
    return shown.answer(
        form,
        lambda data: (
            requests.ask(
                **shown.asking,
                **{name: value for name, value in data.items() if name not in {"counterpart", "consent"}},
                counterpart_id=data["counterpart"],
                consent_id=data["consent"],
            )
            and None
        ),
        title=_("Ask for documentation"),
        button=_("It is asked for"),
        done=_("The request is registered."),
    )


@page(Right.ASK_FOR_DOCUMENTS)
@require_http_methods(["GET", "POST"])
@in_case
def unasked(request: StaffRequest, case_id: int) -> HttpResponse:
    shown = _Form.open(request, case_id, Right.ASK_FOR_DOCUMENTS)
    form = documents_forms.UnaskedForm(request.POST or None, today=shown.file.moment.today)
    return shown.answer(
        form,
        lambda data: (
            requests.receive_unasked(
                **shown.asking,
                **{name: value for name, value in data.items() if name != "counterpart"},
                counterpart_id=data["counterpart"],
            )
            and None
        ),
        title=_("Something came that was not asked for"),
        button=_("Save"),
        done=_("It is registered."),
    )


#: What can be done with a request: the form, the action, the name its day has there.
_ACTS: dict[str, tuple[type[documents_forms.DayForm], Callable[..., Any], str]] = {
    "remind": (documents_forms.DayForm, requests.remind, "on"),
    "receive": (documents_forms.ReceiveForm, requests.receive, "received_on"),
    "refuse": (documents_forms.ReasonDayForm, requests.refuse, "refused_on"),
    "withdraw": (documents_forms.ReasonDayForm, requests.withdraw, "withdrawn_on"),
}


@page(Right.ASK_FOR_DOCUMENTS)
@require_http_methods(["GET", "POST"])
@in_case
def change(request: StaffRequest, case_id: int, request_id: int, name: str) -> HttpResponse:
    """Remind, receive, refuse, withdraw."""
    shown = _Form.open(request, case_id, Right.ASK_FOR_DOCUMENTS)
    row = Request.objects.filter(case=case_id, pk=request_id).select_related("counterpart").first()
    if row is None:
        raise Http404
    form_class, action, day = _ACTS[name]
    form = form_class(request.POST or None, today=shown.file.moment.today, version=row.version)
    if not shown.file.access.may(Right.SEE_HEALTH):
        form.fields.pop("health", None)

    def act(data: dict[str, Any]) -> None:
        rest = {key: value for key, value in data.items() if key != "day"}
        action(**shown.asking, request_id=row.pk, **rest, **{day: data["day"]})

    label = str(REQUEST.transition(name).label)
    lead = _("%(what)s, from %(who)s") % {"what": name_of(row.code, row.what), "who": row.counterpart}
    return shown.answer(form, act, title=label, lead=lead, button=label, done=_("It is registered."))


@page(Right.ASK_FOR_DOCUMENTS)
@require_http_methods(["GET", "POST"])
@in_case
def give_consent(request: StaffRequest, case_id: int) -> HttpResponse:
    shown = _Form.open(request, case_id, Right.ASK_FOR_DOCUMENTS)
    form = documents_forms.ConsentGivenForm(request.POST or None, today=shown.file.moment.today)
    return shown.answer(
        form,
        lambda data: (
            consents.give(
                **shown.asking,
                **{name: value for name, value in data.items() if name != "counterpart"},
                counterpart_id=data["counterpart"],
            )
            and None
        ),
        title=_("The citizen consents"),
        lead=_("A consent says which information, from whom, for this case. It can be withdrawn at any time."),
        button=_("Save"),
        done=_("The consent is registered."),
    )


@page(Right.ASK_FOR_DOCUMENTS)
@require_http_methods(["GET", "POST"])
@in_case
def withdraw_consent(request: StaffRequest, case_id: int, consent_id: int) -> HttpResponse:
    shown = _Form.open(request, case_id, Right.ASK_FOR_DOCUMENTS)
    row = Consent.objects.filter(case=case_id, pk=consent_id).first()
    if row is None:
        raise Http404
    form = documents_forms.DayForm(request.POST or None, today=shown.file.moment.today, version=row.version)

    def act(data: dict[str, Any]) -> str | None:
        on_their_way = consents.withdraw_consent(
            **shown.asking, consent_id=row.pk, withdrawn_on=data["day"], version=data["version"]
        )
        if not on_their_way:
            return None
        asked = ", ".join(sorted({str(one.counterpart) for one in on_their_way}))
        return ngettext(
            "One request is on its way under this consent. Tell %(who)s, and withdraw it.",
            "%(number)d requests are on their way under this consent. Tell %(who)s, and withdraw them.",
            len(on_their_way),
        ) % {"number": len(on_their_way), "who": asked}

    return shown.answer(
        form,
        act,
        title=_("The citizen withdraws the consent"),
        lead=row.information,
        button=_("Withdrawn"),
        done=_("The consent is withdrawn."),
    )


@page(Right.CONVERSE)
@require_http_methods(["GET", "POST"])
@in_case
def plan_meeting(request: StaffRequest, case_id: int) -> HttpResponse:
    shown = _Form.open(request, case_id, Right.CONVERSE)
    return shown.answer(
        documents_forms.MeetingForm(request.POST or None),
        lambda data: (
            meetings.plan_meeting(**shown.asking, counterpart_id=data["counterpart"], starts_at=data["starts_at"])
            and None
        ),
        title=_("Plan a dialogue meeting"),
        button=_("Plan it"),
        done=_("The meeting is planned."),
    )


@page(Right.CONVERSE)
@require_http_methods(["GET", "POST"])
@in_case
def change_meeting(request: StaffRequest, case_id: int, meeting_id: int, name: str) -> HttpResponse:
    shown = _Form.open(request, case_id, Right.CONVERSE)
    row = DialogueMeeting.objects.filter(case=case_id, pk=meeting_id).select_related("counterpart").first()
    if row is None:
        raise Http404
    form: forms.Form

    if name == "hold":
        form = documents_forms.MeetingHeldForm(request.POST or None, initial={"version": row.version})
    else:
        form = documents_forms.ReasonForm(request.POST or None, initial={"version": row.version})

    def act(data: dict[str, Any]) -> None:
        known = {**shown.asking, "meeting_id": row.pk, "version": data["version"]}
        if name == "hold":
            present = data["citizen_present"] == "yes"
            meetings.hold_meeting(**known, held_at=row.starts_at, citizen_present=present, agreed=data["agreed"])
        else:
            meetings.cancel_meeting(**known, reason=data["reason"])

    label = str(MEETING.transition(name).label)
    lead = _("Dialogue meeting with %(who)s") % {"who": row.counterpart}
    return shown.answer(form, act, title=label, lead=lead, button=label, done=_("It is registered."))
