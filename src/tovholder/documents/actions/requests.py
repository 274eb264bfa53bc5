"""Ask for a certificate or other documentation; remind; register what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import act
from tovholder.accounts.rights import Right
from tovholder.casework.actions.common import Asking
from tovholder.casework.errors import Refused, store
from tovholder.casework.lifecycles import NEW
from tovholder.documents import certificates
from tovholder.documents.lifecycle import REQUEST
from tovholder.documents.models import OPEN, Consent, HealthContent, Reminding, Request


def ask(
    *,
    actor: Actor,
    case_id: int,
    counterpart_id: int,
    code: str = "",
    what: str = "",
    purpose: str = "",
    consent_id: int | None = None,
    without_consent: str = "",
    asked_on: dt.date,
    consultation_on: dt.date | None = None,
    due_on: dt.date | None = None,
    now: dt.datetime,
    today: dt.date,
) -> Request:
    """A request goes out, with the citizen's consent or with the reason why none is needed. The day on which the answer
    is due is reckoned from the rule that holds that day, unless another was agreed."""
    asking = Asking(actor, case_id, now, today)
    with act("ask_for_document", actor):
        access = asking.enter(Right.ASK_FOR_DOCUMENTS)
        REQUEST.check("ask", NEW, access, {"day": asked_on, "today": today})
        faults: list[Any] = _faults_of_what(code, what)
        faults += _faults_of_consent(case_id, counterpart_id, consent_id, without_consent, asked_on)
        if due_on is not None and due_on < asked_on:
            faults.append(_("It cannot be due before it is asked for."))
        if faults:
            raise Refused(faults)
        reckoned, rule = certificates.due(code, asked_on, consultation_on) if code else (None, "")
        row = Request(
            case=access.case,
            code=code,
            what=what.strip(),
            purpose=purpose.strip(),
            counterpart_id=counterpart_id,
            consent_id=consent_id,
            without_consent=without_consent.strip(),
            asked_on=asked_on,
            consultation_on=consultation_on,
            due_on=due_on or reckoned,
            rule="" if due_on and due_on != reckoned else rule,
            **asking.registered(),
        )
        store(row)
        return row


def remind(
    *, actor: Actor, case_id: int, request_id: int, on: dt.date, version: int, now: dt.datetime, today: dt.date
) -> Reminding:
    """They were reminded on a day. It still waits. Refused when the citizen no longer consents."""
    asking = Asking(actor, case_id, now, today)
    with act("remind_of_document", actor):
        row, _access = _open(asking, request_id, version, "remind", on)
        row.save()
        reminding = Reminding(request=row, on=on, **asking.registered())
        store(reminding)
        return reminding


def receive(
    *,
    actor: Actor,
    case_id: int,
    request_id: int,
    received_on: dt.date,
    can: str = "",
    health: str = "",
    version: int,
    now: dt.datetime,
    today: dt.date,
) -> Request:
    """The answer has come. What it says of health is kept apart.

    Refused when the consent was withdrawn meanwhile: then its content may not be used, and it is sent back.
    """
    asking = Asking(actor, case_id, now, today)
    with act("receive_document", actor):
        row, access = _open(asking, request_id, version, "receive", received_on)
        consent = row.consent
        if consent is not None and consent.withdrawn_on and consent.withdrawn_on <= received_on and (can or health):
            raise Refused(
                [
                    _(
                        "The citizen withdrew the consent before the answer came. Its content may not be kept: "
                        "withdraw the request and send the answer back."
                    )
                ]
            )
        row.received_on, row.can = received_on, can.strip()
        store(row)
        _keep_health(asking, access, row, health)
        return row


def receive_unasked(
    *,
    actor: Actor,
    case_id: int,
    counterpart_id: int,
    received_on: dt.date,
    reason: str,
    code: str = "",
    what: str = "",
    can: str = "",
    health: str = "",
    now: dt.datetime,
    today: dt.date,
) -> Request:
    """Something came that nobody asked for. Refused when there is an open request that it answers: nothing is to be
    registered twice."""
    asking = Asking(actor, case_id, now, today)
    with act("receive_unasked_document", actor, reason):
        access = asking.enter(Right.ASK_FOR_DOCUMENTS, closed_too=True)
        facts = {"day": received_on, "today": today, "reason": reason.strip()}
        REQUEST.check("receive_unasked", NEW, access, facts)
        waiting = Request.objects.filter(OPEN, case=case_id, counterpart=counterpart_id, code=code)
        faults: list[Any] = _faults_of_what(code, what)
        if code and waiting.exists():
            faults.append(_("This was asked for. Register it as received on the request."))
        if faults:
            raise Refused(faults)
        row = Request(
            case=access.case,
            code=code,
            what=what.strip(),
            counterpart_id=counterpart_id,
            received_on=received_on,
            reason=reason.strip(),
            can=can.strip(),
            **asking.registered(),
        )
        store(row)
        _keep_health(asking, access, row, health)
        return row


def refuse(
    *,
    actor: Actor,
    case_id: int,
    request_id: int,
    refused_on: dt.date,
    reason: str,
    version: int,
    now: dt.datetime,
    today: dt.date,
) -> Request:
    """They do not answer it, and say why."""
    asking = Asking(actor, case_id, now, today)
    with act("document_refused", actor, reason):
        row, _access = _open(asking, request_id, version, "refuse", refused_on, reason=reason.strip())
        row.refused_on, row.reason = refused_on, reason.strip()
        store(row)
        return row


def withdraw(
    *,
    actor: Actor,
    case_id: int,
    request_id: int,
    withdrawn_on: dt.date,
    reason: str,
    version: int,
    now: dt.datetime,
    today: dt.date,
) -> Request:
    """We no longer ask for it."""
    asking = Asking(actor, case_id, now, today)
    with act("withdraw_request", actor, reason):
        row, _access = _open(asking, request_id, version, "withdraw", withdrawn_on, reason=reason.strip())
        row.withdrawn_on, row.reason = withdrawn_on, reason.strip()
        store(row)
        return row


def _open(asking: Asking, request_id: int, version: int, name: str, day: dt.date, **facts: Any) -> tuple[Request, Any]:
    """The request in the status that an act needs."""
    access = asking.enter(Right.ASK_FOR_DOCUMENTS, closed_too=True)
    row = asking.row(Request, request_id, version)
    is_gone = row.consent is not None and not row.consent.holds_on(day)
    known = {"day": day, "today": asking.today, "asked_on": row.asked_on, "consent_is_gone": is_gone, **facts}
    REQUEST.check(name, row.status, access, known)
    return row, access


def _faults_of_what(code: str, what: str) -> list[Any]:
    if code and code not in certificates.names():
        return [_("There is no such certificate in the rules.")]
    return [] if code or what.strip() else [_("Say what is asked for.")]


def _faults_of_consent(
    case_id: int, counterpart_id: int, consent_id: int | None, without_consent: str, asked_on: dt.date
) -> list[Any]:
    if consent_id is None:
        return [] if without_consent.strip() else [_("Choose a consent, or say why none is needed.")]
    consent = Consent.objects.filter(case=case_id, pk=consent_id).first()
    if consent is None:
        return [_("The consent is not in this case.")]
    if not consent.holds_on(asked_on):
        return [_("The consent does not hold on that day.")]
    if consent.counterpart_id not in {None, counterpart_id}:
        return [_("The consent is to ask somebody else.")]
    return []


def _keep_health(asking: Asking, access: Any, row: Request, health: str) -> None:
    if health.strip():
        access.require(Right.SEE_HEALTH)
        store(HealthContent(request=row, text=health.strip(), **asking.registered()))
