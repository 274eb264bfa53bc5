"""One's own reminder on a case."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.rights import Right
from tovholder.casework.actions.common import act, enter
from tovholder.casework.errors import Refused, store
from tovholder.casework.models import Reminder


def set_reminder(
    *, actor: Actor, case_id: int, due_on: dt.date, text: str = "", now: dt.datetime, today: dt.date
) -> Reminder:
    """The actor's reminder on the case; one that was there before gives way and stays in the history."""
    with act("set_reminder", actor):
        access = enter(actor, case_id, Right.SET_REMINDER, now=now, today=today)
        if due_on < today:
            raise Refused([_("A reminder is for today or later.")])
        own = Reminder.objects.select_for_update(of=("self",)).filter(case=access.case, staff=actor.staff_id)
        row = own.first() or Reminder(
            case=access.case, staff_id=actor.staff_id, version=0, registered_at=now, registered_by_id=actor.staff_id
        )
        row.due_on, row.text = due_on, text.strip()
        row.version += 1
        store(row)
        return row


def clear_reminder(*, actor: Actor, case_id: int, now: dt.datetime, today: dt.date) -> None:
    """The actor's reminder on the case has served; clearing where there is none is no fault."""
    with act("clear_reminder", actor):
        access = enter(actor, case_id, Right.SET_REMINDER, now=now, today=today, closed_too=True)
        Reminder.objects.filter(case=access.case, staff=actor.staff_id).delete()
