"""Set how long a wait may last; pause a clock, and let it run again."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import act
from tovholder.accounts.registration import check_version
from tovholder.accounts.rights import Right
from tovholder.casework import wait_kinds
from tovholder.casework.actions.common import enter
from tovholder.casework.errors import Refused, register, store
from tovholder.waiting.models import Pause, Threshold


def set_threshold(
    *, actor: Actor, kind: str, days: int | None, valid_from: dt.date, reason: str, now: dt.datetime
) -> Threshold:
    """For waits of a kind that begin on a day or later: they may last so many days (None: as long as it takes). A day
    that has been judges waits that run; who chose it, and why, is kept."""
    with act("set_threshold", actor, reason):
        actor.require(Right.SET_THRESHOLDS)
        faults = []
        if wait_kinds.find(kind) is None:
            faults.append(_("There is no such wait."))
        if not reason.strip():
            faults.append(_("Say why."))
        if faults:
            raise Refused(faults)
        row = Threshold(
            kind=kind,
            days=days,
            valid_from=valid_from,
            reason=reason.strip(),
        )
        return register(row, actor, now)


def pause(
    *, actor: Actor, case_id: int, kind: str, start: dt.date, reason: str, now: dt.datetime, today: dt.date
) -> Pause:
    """The clock of a wait stands still from a day on: the citizen is ill, abroad, asked for time."""
    with act("pause_wait", actor, reason):
        access = enter(actor, case_id, Right.CONVERSE, now=now, today=today)
        faults = []
        if wait_kinds.find(kind) is None:
            faults.append(_("There is no such wait."))
        if not reason.strip():
            faults.append(_("Say why."))
        if start > today or start < access.case.opened_on:
            faults.append(_("A pause begins while the case is open, today at the latest."))
        running = Pause.objects.filter(Q(end=None) | Q(end__gt=start), case=access.case, kind=kind)
        if running.exists():
            faults.append(_("The clock is paused then already."))
        if faults:
            raise Refused(faults)
        row = Pause(
            case=access.case,
            kind=kind,
            start=start,
            reason=reason.strip(),
        )
        return register(row, actor, now)


def resume(
    *, actor: Actor, case_id: int, pause_id: int, end: dt.date, version: int, now: dt.datetime, today: dt.date
) -> Pause:
    """The clock runs again from a day on."""
    with act("resume_wait", actor):
        access = enter(actor, case_id, Right.CONVERSE, now=now, today=today)
        row = Pause.objects.select_for_update(of=("self",)).filter(case=access.case, pk=pause_id).first()
        if row is None:
            raise Refused([_("There is no such pause in this case.")])
        check_version(row, version)
        if row.end is not None:
            raise Refused([_("The clock runs again already.")])
        row.end = end
        store(row)
        return row
