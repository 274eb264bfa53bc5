"""One's own reminder on a case."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.registration import check_version
from tovholder.accounts.rights import Right
from tovholder.casework.actions.common import act, enter
from tovholder.casework.errors import Refused, store
from tovholder.casework.models import Reminder


def set_reminder(
    *,
    actor: Actor,
    case_id: int,
    due_on: dt.date,
    text: str = "",
    version: int | None = None,
    now: dt.datetime,
    today: dt.date,
) -> Reminder:
    """The actor's reminder on the case; one that was there before gives way and stays in the history.

    `version` is what was read, 0 where there was none: another window of the same person may have set one meanwhile.
    """
    with act("set_reminder", actor):
        access = enter(actor, case_id, Right.SET_REMINDER, now=now, today=today)
        if due_on < today:
            raise Refused([_("A reminder is for today or later.")])
        own = Reminder.objects.select_for_update(of=("self",)).filter(case=access.case, staff=actor.staff_id)
        row = own.first() or Reminder(
            case=access.case, staff_id=actor.staff_id, version=0, registered_at=now, registered_by_id=actor.staff_id
        )
        check_version(row, row.version if version is None else version)
        row.due_on, row.text = due_on, text.strip()
        store(row)
        return row


def clear_reminder(*, actor: Actor, case_id: int, now: dt.datetime, today: dt.date) -> None:
    """The actor's reminder on the case has served; clearing where there is none is no fault."""
    with act("clear_reminder", actor):
        access = enter(actor, case_id, Right.SET_REMINDER, now=now, today=today, closed_too=True)
        Reminder.objects.filter(case=access.case, staff=actor.staff_id).delete()
