"""Let a project or a colleague take part in a case. Who holds the case does not change by it (requirement F2)."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.models import Membership, Staff, Unit
from tovholder.accounts.registration import check_version
from tovholder.accounts.rights import Right
from tovholder.casework.actions.common import act, enter
from tovholder.casework.errors import Refused, register, store
from tovholder.casework.models import Participant


def add_participant(
    *,
    actor: Actor,
    case_id: int,
    unit_id: int,
    staff_id: int | None = None,
    start: dt.date,
    reason: str = "",
    now: dt.datetime,
    today: dt.date,
) -> Participant:
    """A unit, or one person of it, takes part from a day on. Who holds the case stays as it is."""
    with act("add_participant", actor, reason):
        access = enter(actor, case_id, Right.ADD_PARTICIPANT, now=now, today=today)
        day = max(start, today)
        faults = []
        if start < access.case.opened_on:
            faults.append(_("The case was not open then."))
        unit = Unit.objects.filter(pk=unit_id).first()
        if unit is None or unit.opened_on > day or (unit.closed_on and unit.closed_on <= day):
            faults.append(_("The unit is not open on that day."))
        if staff_id is not None:
            member = Membership.objects.on(day).filter(staff=staff_id, unit=unit_id)
            if not Staff.objects.filter(pk=staff_id, is_active=True).exists() or not member.exists():
                faults.append(_("The person does not belong to the unit on that day."))
        running = Participant.objects.filter(Q(end=None) | Q(end__gt=start), case=access.case, unit=unit_id)
        if running.filter(staff=staff_id).exists():
            faults.append(_("They already take part."))
        if faults:
            raise Refused(faults)
        row = Participant(
            case=access.case,
            unit_id=unit_id,
            staff_id=staff_id,
            start=start,
            reason=reason.strip(),
        )
        return register(row, actor, now)


def end_participant(
    *,
    actor: Actor,
    case_id: int,
    participant_id: int,
    end: dt.date,
    version: int,
    now: dt.datetime,
    today: dt.date,
) -> Participant:
    """They take part until (not including) a day."""
    with act("end_participant", actor):
        access = enter(actor, case_id, Right.ADD_PARTICIPANT, now=now, today=today)
        row = Participant.objects.select_for_update(of=("self",)).filter(case=access.case, pk=participant_id).first()
        if row is None:
            raise Refused([_("There is no such participant in this case.")])
        check_version(row, version)
        row.end = end
        store(row)
        return row
