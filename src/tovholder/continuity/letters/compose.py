"""The letter that tells a citizen who their new caseworker is: made from the handover as it was accepted, so that it
cannot give the former one's number."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tovholder.accounts.actor import Actor
from tovholder.casework.access import protected
from tovholder.casework.models import PLANNED, Case, CaseRole, Conversation
from tovholder.citizens.models import ContactDetails
from tovholder.continuity import deadlines
from tovholder.continuity.letters.code import HIDDEN, address_with, code_for, digest_of
from tovholder.continuity.models import DeadlineKind, Handover, HandoverKind, Letter, Question

#: Letters are in the language of the municipality, whatever the one who sends them reads on the screen.
LANGUAGE = "da"


@dataclass(frozen=True)
class Text:
    """A letter before it is written into the outbox: what the preview shows is what is sent."""

    subject: str
    body: str
    addressee: list[str]


def text_of(handover: Handover, *, note: str, now: dt.datetime) -> Text:
    """The letter for a handover to somebody who is named. Five queries."""
    assert handover.receiver is not None
    with translation.override(LANGUAGE):
        name = handover.case.citizen.name
        return Text(
            subject=_("Your new contact is %(name)s") % {"name": handover.receiver.name},
            body="\n\n".join(_paragraphs(handover, name, note.strip(), now)),
            addressee=[name, *_address(handover, now)],
        )


def _paragraphs(handover: Handover, name: str, note: str, now: dt.datetime) -> list[str]:
    receiver, unit, role = handover.receiver, handover.to_unit, CaseRole(handover.role).label
    assert receiver is not None
    first_day = max(handover.takes_over_on or timezone.localdate(now), timezone.localdate(now))
    who = {"name": receiver.name, "role": str(role).lower(), "unit": unit.name, "day": date_format(first_day)}
    found = [
        _("Dear %(name)s,") % {"name": name},
        _("From %(day)s %(name)s is your %(role)s in %(unit)s.") % who,
    ]
    if handover.where_we_are.strip() and handover.kind != HandoverKind.UNPLANNED:
        found.append(
            _("%(name)s has been told by %(former)s what you have agreed, so you do not have to begin anew.")
            % {"name": receiver.name, "former": handover.sender.name}
        )
    else:
        found.append(_("What you have agreed with us still holds."))
    lines = (_reach(handover), _next_meeting(handover, now), _question(handover, first_day), note)
    found += [line for line in lines if line]
    found.append(_("Kind regards"))
    found.append(f"{receiver.name}\n{unit.name}")
    return found


def _reach(handover: Handover) -> str:
    receiver = handover.receiver
    assert receiver is not None
    said = {"name": receiver.name, "phone": receiver.phone, "email": receiver.email}
    if receiver.phone:
        return _("You can reach %(name)s at telephone %(phone)s or by e-mail: %(email)s.") % said
    return _("You can reach %(name)s by e-mail: %(email)s.") % said


def _next_meeting(handover: Handover, now: dt.datetime) -> str:
    ahead = Conversation.objects.filter(
        PLANNED,
        case=handover.case_id,
        staff__in=[handover.sender_id, handover.receiver_id],
        starts_at__gte=now,
    )
    starts_at = ahead.order_by("starts_at").values_list("starts_at", flat=True).first()
    if starts_at is None:
        return ""
    local = timezone.localtime(starts_at)
    when = {"day": date_format(local, "l j. F Y"), "clock": date_format(local, "H.i")}
    return _("Your next conversation is still on %(day)s at %(clock)s.") % when


def _question(handover: Handover, first_day: dt.date) -> str:
    """The one question, and where it is answered. Whoever reads the letter here sees the address without its code."""
    address = address_with(HIDDEN)
    if not address or handover.receiver is None:
        return ""
    said = {"name": handover.receiver.name, "day": date_format(_answered_by(first_day)), "address": address}
    return (
        _(
            "When you have spoken with %(name)s, we would like to ask you one question: could you go on from where you "
            "were, without beginning anew? You can answer until %(day)s, without signing in: %(address)s"
        )
        % said
    )


def _answered_by(first_day: dt.date) -> dt.date:
    kind = DeadlineKind.ANSWERS
    return deadlines.until(first_day, kind, deadlines.days_on(first_day, [kind]))


def _address(handover: Handover, now: dt.datetime) -> list[str]:
    """The lines of the address. A protected one is not written on paper by a machine; neither is one not known."""
    today = timezone.localdate(now)
    if Case.objects.filter(protected(today), pk=handover.case_id).exists():
        return []
    details = ContactDetails.objects.filter(citizen=handover.case.citizen_id, valid_from__lte=now).first()
    if details is None:
        return []
    lines = [details.address, f"{details.postcode} {details.city}".strip()]
    return [line for line in lines if line]


def letter_of(handover: Handover, *, by: Actor, note: str, now: dt.datetime) -> Letter:
    """Writes the letter into the outbox and asks the worker to send it, both in the caller's transaction: a shift that
    is rolled back has no letter, and one that is kept has exactly one, whoever is killed when."""
    from tovholder.continuity.tasks import send_letter

    text = text_of(handover, note=note, now=now)
    letter = Letter.objects.create(
        key=f"handover-{handover.pk}",
        case_id=handover.case_id,
        handover=handover,
        subject=text.subject,
        body=text.body,
        addressee=text.addressee,
        written_by_id=by.staff_id,
        written_at=now,
    )
    if address_with(HIDDEN):
        first_day = timezone.localdate(handover.shifted_at or now)
        Question.objects.create(
            handover=handover,
            code_digest=digest_of(code_for(letter.key)),
            asked_at=now,
            expires_on=_answered_by(first_day),
        )
    send_letter.defer(letter_id=letter.pk)
    return letter
