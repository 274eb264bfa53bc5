"""The moment in which a case changes hands: the assignment, what goes along, and the letter, together or not."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.casework import holding
from tovholder.casework.access import CaseAccess
from tovholder.casework.actions.common import day_of, start_of
from tovholder.casework.contributions import Moment
from tovholder.casework.errors import Refused, store
from tovholder.casework.models import PLANNED, Assignment, CaseRole, Conversation
from tovholder.casework.queries.open_work import open_work_of
from tovholder.continuity import deadlines
from tovholder.continuity.actions.common import faults_of_taker
from tovholder.continuity.letters.compose import letter_of
from tovholder.continuity.models import Cover, DeadlineKind, Handover, HandoverKind


def shift(
    handover: Handover, access: CaseAccess, actor: Actor, *, note: str, now: dt.datetime, today: dt.date
) -> Assignment:
    """Gives the case to the receiver: from now, or from the day on which they take over.

    In one transaction with the letter that tells the citizen, so that there is never one without the other. Open work
    goes along: what is planned with the sender is planned with the receiver, and keeps the name of whoever registered
    it. Raises Refused when somebody has decided meanwhile who holds the case.
    """
    rows = list(Assignment.objects.filter(case=access.case).select_related("staff", "unit"))
    of_role = [row for row in rows if row.role == handover.role]
    if not of_role or of_role[-1].pk != handover.seen_assignment_id:
        raise Refused([_("Somebody has decided meanwhile who holds the case. Revoke this handover and ask anew.")])
    ahead = handover.takes_over_on is not None and handover.takes_over_on > today
    effective_at = start_of(handover.takes_over_on) if ahead else now
    day = max(today, day_of(effective_at))
    faults = holding.faults_of_time(access.case, of_role[-1], effective_at, correction=False)
    faults += holding.faults_of_change(of_role[-1], handover.receiver_id, handover.to_unit_id)
    faults += faults_of_taker(handover.receiver_id, handover.to_unit_id, handover.role, day, today)
    if faults:
        raise Refused(faults)
    handover.open_work = open_work(handover.case_id, Moment(actor, now, today))
    row = _assign(handover, of_role, handover.role, effective_at, actor, now)
    # Whoever coordinates a case because they hold it hands that over with it.
    also = [row for row in rows if row.role == CaseRole.COORDINATING]
    if handover.role == CaseRole.CASEWORKER and also and also[-1].staff_id == handover.sender_id:
        _assign(handover, also, CaseRole.COORDINATING, effective_at, actor, now)
    _pass_on(handover, effective_at)
    handover.assignment, handover.shifted_at = row, max(now, effective_at)
    reads = deadlines.days_on(today, [DeadlineKind.READS])
    handover.read_until = deadlines.until(day_of(handover.shifted_at), DeadlineKind.READS, reads)
    letter_of(handover, by=actor, note=note, now=now)
    return row


def _assign(
    handover: Handover, rows: list[Assignment], role: str, effective_at: dt.datetime, actor: Actor, now: dt.datetime
) -> Assignment:
    same_moment = [row.seq for row in rows if row.effective_at == effective_at]
    row = Assignment(
        case_id=handover.case_id,
        role=role,
        staff_id=handover.receiver_id,
        unit_id=handover.to_unit_id,
        effective_at=effective_at,
        seq=max(same_moment, default=-1) + 1,
        planned=handover.kind != HandoverKind.UNPLANNED,
        cause=handover.cause,
        reason=handover.reason,
        registered_at=now,
        registered_by_id=actor.staff_id,
    )
    store(row)
    # Who stood in for the one before need not any more: somebody holds the case again.
    running = Cover.objects.filter(case=handover.case_id, role=role, ended_at=None)
    for cover in running.select_for_update(of=("self",)):
        cover.ended_at = max(cover.starts_at, effective_at)
        store(cover)
    return row


def _pass_on(handover: Handover, effective_at: dt.datetime) -> None:
    """Conversations planned with the sender are held by the receiver; who planned them stays with each."""
    planned = Conversation.objects.select_for_update(of=("self",)).filter(
        PLANNED, case=handover.case_id, staff=handover.sender_id, starts_at__gte=effective_at
    )
    for talk in planned:
        talk.staff_id = handover.receiver_id
        talk.version += 1
        store(talk)


def open_work(case_id: int, moment: Moment) -> list[dict[str, Any]]:
    """What is begun and not ended in a case, from every room: what it is, since when, and who began it."""
    found = [
        {"label": str(work.label), "since": work.since.isoformat(), "who": work.who, "url": work.url}
        for work in open_work_of(case_id, moment, without=OWN_ROOM)
    ]
    return sorted(found, key=lambda work: work["since"])


#: A handover is not part of what it hands over.
OWN_ROOM = "continuity"
