"""Mark a citizen's situation as fragile, and take the mark off again."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.rights import Right
from tovholder.casework.actions.common import act, enter
from tovholder.casework.errors import Refused, store
from tovholder.continuity.models import FragileMark


def mark_fragile(*, actor: Actor, case_id: int, why: str, now: dt.datetime, today: dt.date) -> FragileMark:
    """A professional's word, with its reason. The mark puts the citizen first when their caseworker is away, and does
    nothing else; no number comes of it."""
    with act("mark_fragile", actor):
        access = enter(actor, case_id, Right.EDIT_PLAN, now=now, today=today)
        if not why.strip():
            raise Refused([_("Say why the situation is fragile.")])
        row = FragileMark(
            case=access.case, why=why.strip(), marked_at=now, registered_at=now, registered_by_id=actor.staff_id
        )
        store(row)
        return row


def end_fragile(*, actor: Actor, case_id: int, reason: str, now: dt.datetime, today: dt.date) -> FragileMark:
    """The situation is fragile no more. Says why."""
    with act("end_fragile", actor, reason[:300]):
        access = enter(actor, case_id, Right.EDIT_PLAN, now=now, today=today, closed_too=True)
        row = FragileMark.objects.select_for_update(of=("self",)).filter(case=access.case, ended_at=None).first()
        if row is None:
            raise Refused([_("The situation is not marked as fragile.")])
        if not reason.strip():
            raise Refused([_("Say why.")])
        row.ended_at, row.end_reason = now, reason.strip()
        store(row)
        return row
