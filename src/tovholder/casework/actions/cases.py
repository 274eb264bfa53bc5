"""Open a case, close it, open it again."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.registration import check_version
from tovholder.accounts.rights import Right
from tovholder.casework.actions.common import act, enter, start_of
from tovholder.casework.contributions import Moment
from tovholder.casework.errors import Refused, store
from tovholder.casework.holding import faults_of_receiver
from tovholder.casework.models import Assignment, Case, CaseRole, Conversation, ShiftCause
from tovholder.casework.queries.open_work import open_work_of
from tovholder.citizens.models import Citizen

_KLE = re.compile(r"\d\d\.\d\d\.\d\d")


def open_new_case(
    *,
    actor: Actor,
    citizen_id: int,
    unit_id: int,
    staff_id: int | None,
    opened_on: dt.date,
    kle_number: str = "15.20.00",
    now: dt.datetime,
    today: dt.date,
) -> Case:
    """A case with its first row of who holds it: the actor, nobody yet, or (with the right to assign there) another.

    Raises NotAllowed when the unit is none of the actor's; Refused, among other things when the citizen already has an
    open case under the number.
    """
    actor.require(Right.CREATE_CASE)
    if unit_id not in actor.case_units | actor.leads:
        raise NotAllowed(Right.CREATE_CASE)
    if staff_id not in {None, actor.staff_id} and not (actor.may(Right.ASSIGN) and unit_id in actor.leads):
        raise NotAllowed(Right.ASSIGN)
    with act("open_case", actor):
        # The citizen is locked: two people opening a case for the same person come one after the other.
        citizen = Citizen.objects.select_for_update(of=("self",)).get(pk=citizen_id)
        faults = []
        if opened_on > today:
            faults.append(_("A case is opened today or earlier."))
        if not _KLE.fullmatch(kle_number):
            faults.append(_("A KLE number looks like 15.20.00."))
        if _has_open_case(citizen, kle_number):
            faults.append(_("The citizen already has an open case under that number."))
        faults += faults_of_receiver(staff_id, unit_id, CaseRole.CASEWORKER, today)
        if faults:
            raise Refused(faults)
        case = Case(
            citizen=citizen,
            kle_number=kle_number,
            opened_on=opened_on,
            registered_at=now,
            registered_by_id=actor.staff_id,
        )
        store(case)
        first = Assignment(
            case=case,
            effective_at=start_of(opened_on),
            staff_id=staff_id,
            unit_id=unit_id,
            planned=True,
            cause=ShiftCause.NEW_CASE,
            registered_at=now,
            registered_by_id=actor.staff_id,
        )
        store(first)
        return case


def close_case(
    *,
    actor: Actor,
    case_id: int,
    closed_on: dt.date,
    close_reason: str,
    version: int,
    now: dt.datetime,
    today: dt.date,
) -> Case:
    """The case ends. Refused with everything that stands in the way: work of any room that is begun and not ended."""
    with act("close_case", actor):
        case = enter(actor, case_id, Right.CLOSE_CASE, now=now, today=today, closed_too=True).case
        check_version(case, version)
        if case.closed_on:
            raise Refused([_("The case is already closed.")])
        faults = blockers(case.pk, Moment(actor=actor, now=now, today=today))
        if closed_on > today:
            faults.append(str(_("A case is closed today or earlier.")))
        if not close_reason:
            faults.append(str(_("Say why the case is closed.")))
        held = Conversation.objects.filter(case=case, held_at__gte=start_of(closed_on + dt.timedelta(days=1)))
        if held.exists():
            faults.append(str(_("A conversation was held after that day.")))
        if faults:
            raise Refused(faults)
        case.closed_on, case.close_reason = closed_on, close_reason
        store(case)
        return case


def reopen_case(*, actor: Actor, case_id: int, reason: str, version: int, now: dt.datetime, today: dt.date) -> Case:
    """The case goes on where it ended; when and why it was closed stays in its history."""
    with act("reopen_case", actor, reason):
        case = enter(actor, case_id, Right.CLOSE_CASE, now=now, today=today, closed_too=True).case
        check_version(case, version)
        faults = []
        if not case.closed_on:
            faults.append(_("The case is open."))
        if not reason.strip():
            faults.append(_("Say why."))
        if case.closed_on and _has_open_case(case.citizen, case.kle_number):
            faults.append(_("The citizen already has an open case under that number."))
        if faults:
            raise Refused(faults)
        case.closed_on, case.close_reason = None, ""
        store(case)
        return case


def blockers(case_id: int, moment: Moment) -> list[str]:
    """What stands in the way of closing a case, one sentence each, from every room that contributes to it."""
    return [str(work.label) for work in open_work_of(case_id, moment) if work.blocks_closing]


def _has_open_case(citizen: Citizen, kle_number: str) -> bool:
    return Case.objects.filter(citizen=citizen, kle_number=kle_number, closed_on=None).exists()
