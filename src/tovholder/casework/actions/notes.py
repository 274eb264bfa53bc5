"""Write a note; correct one's own."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.registration import check_version
from tovholder.accounts.rights import Right
from tovholder.casework.actions.common import act, enter
from tovholder.casework.errors import Refused, store
from tovholder.casework.models import Note, NoteKind


def write_note(
    *,
    actor: Actor,
    case_id: int,
    text: str,
    happened_at: dt.datetime,
    kind: str = NoteKind.NOTE,
    now: dt.datetime,
    today: dt.date,
) -> Note:
    """A note by the actor, also in a closed case: what is told orally is noted whenever it is told."""
    with act("write_note", actor):
        access = enter(actor, case_id, Right.WRITE_NOTE, now=now, today=today, closed_too=True)
        note = Note(case=access.case, author_id=actor.staff_id, registered_at=now, registered_by_id=actor.staff_id)
        return _written(note, text, happened_at, kind, now)


def correct_note(
    *,
    actor: Actor,
    case_id: int,
    note_id: int,
    version: int,
    text: str,
    happened_at: dt.datetime,
    kind: str = NoteKind.NOTE,
    now: dt.datetime,
    today: dt.date,
) -> Note:
    """Other words for one's own note; the former stay in the history. Others' notes are answered, not corrected."""
    with act("correct_note", actor):
        access = enter(actor, case_id, Right.WRITE_NOTE, now=now, today=today, closed_too=True)
        note = Note.objects.select_for_update(of=("self",)).filter(case=access.case, pk=note_id).first()
        if note is None:
            raise Refused([_("There is no such note in this case.")])
        if note.author_id != actor.staff_id:
            raise Refused([_("Only the one who wrote a note can correct it. Write another.")])
        check_version(note, version)
        return _written(note, text, happened_at, kind, now)


def _written(note: Note, text: str, happened_at: dt.datetime, kind: str, now: dt.datetime) -> Note:
    faults = []
    if not text.strip():
        faults.append(_("Write something."))
    if happened_at > now:
        faults.append(_("A note tells what has happened; the time lies ahead."))
    if faults:
        raise Refused(faults)
    note.text, note.happened_at, note.kind = text.strip(), happened_at, kind
    store(note)
    return note
