"""The outbox: each letter goes out once, whoever is killed when.

What makes it once is the letter's row and not the queue. It is locked while it is delivered; that it was sent, and the
note in the case that says so, are written in the same transaction. A worker that is killed before leaves the row as it
was, and the next one finds it; a channel that is asked twice knows the key.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format

from tovholder.casework.models import Note, NoteKind
from tovholder.continuity.letters.channels import Parcel, channel
from tovholder.continuity.letters.code import HIDDEN, address_with, code_for
from tovholder.continuity.letters.compose import LANGUAGE
from tovholder.continuity.letters.pdf import pdf_of
from tovholder.continuity.models import Letter

log = logging.getLogger(__name__)

#: What nobody has sent after so long is taken up by whoever looks next.
LEFT = dt.timedelta(seconds=30)


def parcel_of(letter: Letter, *, hidden: bool = False) -> Parcel:
    """The letter as it is delivered; `hidden`, without the code that is the citizen's alone: as staff see it."""
    code = "" if hidden or HIDDEN not in letter.body else code_for(letter.key)
    body = letter.body.replace(HIDDEN, code) if code else letter.body
    with translation.override(LANGUAGE):
        unit = letter.handover.to_unit.name if letter.handover else ""
        pdf = pdf_of(
            addressee=letter.addressee,
            subject=letter.subject,
            body=body,
            link=address_with(code) if code else "",
            sender=unit,
            day=date_format(timezone.localdate(letter.written_at)),
        )
    return Parcel(letter.key, letter.case.citizen_id, letter.subject, body, letter.addressee, pdf)


def send(letter_id: int) -> bool:
    """Sends a letter that has not been sent, and writes it into the case. False when there was nothing to do: it has
    been sent, or another worker is at it. What goes wrong is noted on the letter, and it is tried again later."""
    try:
        return _send(letter_id)
    except Exception as error:
        # The words of a fault may hold what the letter says; its kind does not.
        log.error("letter %s was not sent: %s", letter_id, type(error).__name__)
        with transaction.atomic():
            left = Letter.objects.select_for_update(of=("self",)).filter(pk=letter_id, sent_at=None).first()
            if left is not None:
                left.attempts, left.fault = left.attempts + 1, type(error).__name__
                left.save(update_fields=["attempts", "fault"])
        return False


@transaction.atomic
def _send(letter_id: int) -> bool:
    unsent = Letter.objects.select_related("case", "handover__to_unit").filter(pk=letter_id, sent_at=None)
    letter = unsent.select_for_update(of=("self",), skip_locked=True).first()
    if letter is None:
        return False
    by = channel()
    reference = by.deliver(parcel_of(letter))
    now = timezone.now()
    Note.objects.create(
        case_id=letter.case_id,
        author_id=letter.written_by_id,
        kind=NoteKind.LETTER,
        happened_at=now,
        text=f"{letter.subject}\n\n{letter.body}",
        registered_at=now,
        registered_by_id=letter.written_by_id,
    )
    letter.sent_at, letter.reference, letter.attempts, letter.fault = now, reference, letter.attempts + 1, ""
    with translation.override(LANGUAGE):
        letter.channel = str(by.name)
    letter.save(update_fields=["sent_at", "channel", "reference", "attempts", "fault"])
    return True


def send_left(*, now: dt.datetime, since: dt.timedelta = LEFT) -> int:
    """Sends what was written some time ago and is not sent; returns how many went out."""
    left = Letter.objects.filter(sent_at=None, written_at__lte=now - since).order_by("written_at")
    return sum(send(pk) for pk in left.values_list("pk", flat=True)[:500])
