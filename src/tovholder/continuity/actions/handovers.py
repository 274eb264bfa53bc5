"""Ask for a handover, name who takes over, prepare it, hold the meeting, accept, return, assign, revoke.

What may follow what, and who may, is in `continuity/lifecycle.py`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.casework import holding
from tovholder.casework.actions.common import act, enter, start_of
from tovholder.casework.errors import Refused, store
from tovholder.casework.lifecycles import NEW
from tovholder.casework.models import Assignment, CaseRole
from tovholder.continuity import deadlines
from tovholder.continuity.actions.common import (
    facts_of,
    faults_of_taker,
    parts_in,
    status_of,
    step,
    take_up,
)
from tovholder.continuity.actions.shifting import shift
from tovholder.continuity.lifecycle import HANDOVER
from tovholder.continuity.models import Handover, HandoverKind

_AHEAD = _("Another change of who holds the case lies ahead.")


def ask(
    *,
    actor: Actor,
    case_id: int,
    role: str = CaseRole.CASEWORKER,
    kind: str = HandoverKind.PLANNED,
    cause: str,
    reason: str = "",
    receiver_id: int | None,
    to_unit_id: int,
    takes_over_on: dt.date | None = None,
    expected_assignment_id: int | None,
    now: dt.datetime,
    today: dt.date,
) -> Handover:
    """The case is to go from the one who holds it to somebody, or to a unit whose leader names the person.

    `expected_assignment_id` is the row that the actor saw to say who holds it; another in its place raises
    ChangedMeanwhile with that one. Until the handover is accepted (or, unplanned, assigned) nothing changes.
    """
    with act("ask_handover", actor, reason):
        access = enter(actor, case_id, Right.HAND_OVER, now=now, today=today)
        rows = list(Assignment.objects.filter(case=access.case, role=role).select_related("staff", "unit"))
        latest = rows[-1] if rows else None
        if (latest.pk if latest else None) != expected_assignment_id:
            now_held = holding.at(rows, now)
            if latest and latest.effective_at > now and now_held and now_held.pk == expected_assignment_id:
                raise Refused([_AHEAD])
            raise ChangedMeanwhile(latest or access.case)
        if latest is None or latest.staff_id is None:
            raise Refused([_("Nobody holds the case, so nobody can hand it over. Decide who gets it instead.")])
        units = (latest.unit_id, to_unit_id)
        parts = parts_in(
            actor, case_id=case_id, role=role, sender=latest.staff_id, receiver=receiver_id, units=units, now=now
        )
        HANDOVER.check("ask", NEW, access, {"now": now, "cause": cause, "parts": parts})
        _require_say(actor, receiver_id, units)
        day = max(today, takes_over_on or today)
        faults: list[Any] = [] if latest.effective_at <= now else [_AHEAD]
        if takes_over_on and takes_over_on < today:
            faults.append(_("The day on which the case is taken over has passed."))
        if latest.staff is not None and receiver_id == latest.staff_id:
            faults.append(_("%(name)s holds the case already.") % {"name": latest.staff.name})
        planned = kind != HandoverKind.UNPLANNED
        faults += holding.faults_of_cause(rows, receiver_id, cause, planned, reason)
        faults += faults_of_taker(receiver_id, to_unit_id, role, day, today)
        if Handover.objects.open().filter(case=case_id, role=role).exists():
            faults.append(_("The case is already being handed over."))
        if faults:
            raise Refused(faults)
        days = deadlines.days_on(today)
        row = Handover(
            case=access.case,
            role=role,
            kind=kind,
            cause=cause,
            reason=reason.strip(),
            sender_id=latest.staff_id,
            from_unit_id=latest.unit_id,
            receiver_id=receiver_id,
            to_unit_id=to_unit_id,
            takes_over_on=takes_over_on,
            seen_assignment=latest,
            prepare_by=deadlines.until(today, f"{kind}_prepare", days),
            accept_by=deadlines.until(today, f"{kind}_accept", days),
            registered_at=now,
            registered_by_id=actor.staff_id,
        )
        store(row)
        step(row, "ask", actor, now, reason)
        return row


def _require_say(actor: Actor, receiver_id: int | None, units: tuple[int, int]) -> None:
    """In a unit that one does not lead, its leader names the person; within a team colleagues may agree."""
    leads = actor.leads if actor.may(Right.ASSIGN) else frozenset()
    is_at_home = units[0] == units[1] and units[0] in actor.case_units
    if receiver_id is not None and units[1] not in leads and not is_at_home:
        raise NotAllowed(Right.ASSIGN, str(_("In another unit its leader names the person; leave the name open.")))


def appoint(
    *, actor: Actor, handover_id: int, receiver_id: int | None, version: int | None, now: dt.datetime, today: dt.date
) -> Handover:
    """Names who takes over, or names somebody else."""
    with act("appoint_receiver", actor):
        row, access = take_up(actor, handover_id, version, now=now, today=today)
        facts = facts_of(row, actor, now, receiver=receiver_id)
        HANDOVER.check("appoint", status_of(row), access, facts)
        _require_say(actor, receiver_id, (row.from_unit_id, row.to_unit_id))
        day = max(today, row.takes_over_on or today)
        faults = faults_of_taker(receiver_id, row.to_unit_id, row.role, day, today)
        if receiver_id == row.sender_id:
            faults.append(_("A case is handed over to somebody else."))
        if faults:
            raise Refused(faults)
        row.receiver_id = receiver_id
        store(row)
        step(row, "appoint", actor, now)
        return row


def prepare(
    *,
    actor: Actor,
    handover_id: int,
    content: dict[str, str],
    version: int | None,
    now: dt.datetime,
    today: dt.date,
) -> Handover:
    """What is to be known, in five short parts (`models.handover.CONTENT`). The first two have to be there; the rest
    counts as told when it says that there is nothing."""
    with act("prepare_handover", actor):
        row, access = take_up(actor, handover_id, version, now=now, today=today)
        content = {name: text.strip() for name, text in content.items()}
        HANDOVER.check("prepare", status_of(row), access, facts_of(row, actor, now, **content))
        for name in row.content:
            setattr(row, name, content.get(name, ""))
        store(row)
        step(row, "prepare", actor, now)
        return row


def register_meeting(
    *,
    actor: Actor,
    handover_id: int,
    met_at: dt.datetime | None,
    citizen: str,
    essence: str,
    version: int | None,
    now: dt.datetime,
    today: dt.date,
) -> Handover:
    """The two of them have spoken, with the citizen or without: what counts, in two lines."""
    with act("hold_handover_meeting", actor):
        row, access = take_up(actor, handover_id, version, now=now, today=today)
        facts = facts_of(row, actor, now, met_at=met_at, citizen=citizen, essence=essence.strip())
        HANDOVER.check("meet", status_of(row), access, facts)
        if met_at is not None and met_at < start_of(access.case.opened_on):
            raise Refused([_("The case was not open then.")])
        row.met_at, row.citizen_at_meeting, row.essence = met_at, citizen, essence.strip()
        store(row)
        step(row, "meet", actor, now, essence)
        return row


def accept(
    *, actor: Actor, handover_id: int, note: str = "", version: int | None, now: dt.datetime, today: dt.date
) -> Handover:
    """The receiver has what is needed. The case becomes theirs (unless the leader had assigned it before), and the
    letter to the citizen is written in the same transaction; `note` is a line of the receiver's own in it."""
    with act("accept_handover", actor):
        row, access = take_up(actor, handover_id, version, now=now, today=today)
        HANDOVER.check("accept", status_of(row), access, facts_of(row, actor, now))
        if row.assignment_id is None:
            shift(row, access, actor, note=note, now=now, today=today)
        row.ended_at = now
        store(row)
        step(row, "accept", actor, now)
        return row


def assign_now(
    *, actor: Actor, handover_id: int, note: str = "", version: int | None, now: dt.datetime, today: dt.date
) -> Handover:
    """The leader gives the case to the receiver, because nobody can prepare it. The handover stays open: the receiver
    still says what is missing, or that it is complete."""
    with act("assign_handover", actor):
        row, access = take_up(actor, handover_id, version, now=now, today=today)
        HANDOVER.check("assign", status_of(row), access, facts_of(row, actor, now))
        shift(row, access, actor, note=note, now=now, today=today)
        store(row)
        step(row, "assign", actor, now)
        return row


def give_back(
    *, actor: Actor, handover_id: int, missing: str, version: int | None, now: dt.datetime, today: dt.date
) -> Handover:
    """The receiver cannot go on with what was told, and says what is missing."""
    with act("return_handover", actor, missing[:300]):
        row, access = take_up(actor, handover_id, version, now=now, today=today)
        HANDOVER.check("return", status_of(row), access, facts_of(row, actor, now, missing=missing.strip()))
        store(row)
        step(row, "return", actor, now, missing)
        return row


def revoke(
    *, actor: Actor, handover_id: int, reason: str, version: int | None, now: dt.datetime, today: dt.date
) -> Handover:
    """It will not be: the case stays where it is."""
    with act("revoke_handover", actor, reason[:300]):
        row, access = take_up(actor, handover_id, version, now=now, today=today)
        HANDOVER.check("revoke", status_of(row), access, facts_of(row, actor, now, reason=reason.strip()))
        row.ended_at = now
        store(row)
        step(row, "revoke", actor, now, reason)
        return row
