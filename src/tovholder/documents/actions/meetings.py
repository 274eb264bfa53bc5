"""Dialogue meetings: plan, hold, cancel."""

from __future__ import annotations

import datetime as dt

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import act
from tovholder.accounts.rights import Right
from tovholder.casework.actions.common import Asking
from tovholder.casework.errors import store
from tovholder.casework.lifecycles import NEW
from tovholder.documents.lifecycle import MEETING
from tovholder.documents.models import DialogueMeeting


def plan_meeting(
    *, actor: Actor, case_id: int, counterpart_id: int, starts_at: dt.datetime, now: dt.datetime, today: dt.date
) -> DialogueMeeting:
    """A meeting with somebody and the citizen is to be held."""
    asking = Asking(actor, case_id, now, today)
    with act("plan_dialogue_meeting", actor):
        access = asking.enter(Right.CONVERSE, closed_too=True)
        MEETING.check("plan", NEW, access, {})
        row = DialogueMeeting(
            case=access.case, counterpart_id=counterpart_id, starts_at=starts_at, **asking.registered()
        )
        store(row)
        return row


def hold_meeting(
    *,
    actor: Actor,
    case_id: int,
    meeting_id: int,
    held_at: dt.datetime,
    citizen_present: bool,
    agreed: str,
    version: int,
    now: dt.datetime,
    today: dt.date,
) -> DialogueMeeting:
    """It was held, with the citizen or without, and this was agreed."""
    asking = Asking(actor, case_id, now, today)
    with act("hold_dialogue_meeting", actor):
        access = asking.enter(Right.CONVERSE, closed_too=True)
        row = asking.row(DialogueMeeting, meeting_id, version)
        MEETING.check("hold", row.status, access, {"day": held_at.date(), "today": today})
        row.held_at, row.citizen_present, row.agreed = held_at, citizen_present, agreed.strip()
        store(row)
        return row


def cancel_meeting(
    *, actor: Actor, case_id: int, meeting_id: int, reason: str, version: int, now: dt.datetime, today: dt.date
) -> DialogueMeeting:
    asking = Asking(actor, case_id, now, today)
    with act("cancel_dialogue_meeting", actor, reason):
        access = asking.enter(Right.CONVERSE, closed_too=True)
        row = asking.row(DialogueMeeting, meeting_id, version)
        MEETING.check("cancel", row.status, access, {"reason": reason.strip()})
        row.cancelled_at, row.reason = now, reason.strip()
        store(row)
        return row
