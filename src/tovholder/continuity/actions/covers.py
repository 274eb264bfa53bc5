"""What becomes of each case while somebody is away: a colleague stands in, or the case gets a new caseworker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.casework import holding
from tovholder.casework.access import NeedsReason
from tovholder.casework.actions.common import act, enter, start_of
from tovholder.casework.errors import Refused, store
from tovholder.casework.models import Assignment, Case, CaseRole, ShiftCause
from tovholder.continuity.actions.absences import end_cover, move_conversations
from tovholder.continuity.actions.common import faults_of_taker
from tovholder.continuity.actions.handovers import ask, assign_now
from tovholder.continuity.models import Absence, AbsenceKind, Cover, Handover, HandoverKind

#: Why a case changes hands when somebody is away.
CAUSES = {AbsenceKind.ILLNESS: ShiftCause.SICKNESS, AbsenceKind.LEAVE: ShiftCause.LEAVE}

COVER, SHIFT = "cover", "shift"


def cover_case(
    *,
    actor: Actor,
    absence_id: int,
    case_id: int,
    role: str = CaseRole.CASEWORKER,
    staff_id: int,
    expected_assignment_id: int | None,
    expected_cover_id: int | None = None,
    now: dt.datetime,
    today: dt.date,
) -> Cover:
    """A colleague stands in from now, or from the first day of the absence, until the return. The case stays with the
    one who is away: it is no shift. What is planned with them in that time is with the colleague.

    A leader decides; a colleague in the unit may take it for herself. `expected_assignment_id` and `expected_cover_id`
    are what the actor saw; something else in their place raises ChangedMeanwhile.
    """
    with act("cover_case", actor):
        access = enter(actor, case_id, Right.HAND_OVER, now=now, today=today)
        absence = _running(absence_id, today)
        starts_at = max(now, start_of(absence.starts_on))
        rows = list(Assignment.objects.filter(case=case_id, role=role).select_related("staff", "unit"))
        row = holding.at(rows, starts_at)
        if row is None or row.pk != expected_assignment_id:
            raise ChangedMeanwhile(row or access.case)
        before = Cover.objects.select_for_update(of=("self",)).filter(case=case_id, role=role, ended_at=None).first()
        if (before.pk if before else None) != expected_cover_id:
            raise ChangedMeanwhile(before or access.case)
        _require_say(actor, row.unit_id, staff_id)
        day = max(today, absence.starts_on)
        faults: list[Any] = []
        if absence.staff_id not in {row.staff_id, before.staff_id if before else None}:
            faults.append(_("The case is not with the one who is away."))
        if staff_id in {absence.staff_id, row.staff_id}:
            faults.append(_("Choose somebody else than the one who holds the case."))
        if before and before.staff_id == staff_id:
            faults.append(_("%(name)s stands in already.") % {"name": before.staff.name})
        faults += faults_of_taker(staff_id, row.unit_id, role, day, today)
        if faults:
            raise Refused(faults)
        # Whoever stood in and falls ill is followed by another; whose absence it was stays with the cover.
        whose = before.absence if before and row.staff_id != absence.staff_id else absence
        if before:
            end_cover(before, starts_at)
        cover = Cover(
            absence=whose,
            case_id=case_id,
            role=role,
            staff_id=staff_id,
            starts_at=starts_at,
            registered_at=now,
            registered_by_id=actor.staff_id,
        )
        store(cover)
        until = start_of(whose.expected_on) if whose.expected_on and whose.expected_on > day else None
        move_conversations(cover, whose.staff_id, staff_id, starts_at, until)
        return cover


def stop_cover(*, actor: Actor, cover_id: int, now: dt.datetime, today: dt.date) -> Cover:
    """Nobody stands in any more, though the absence lasts: a mistake, or the case has somebody by now."""
    with act("stop_cover", actor):
        cover = Cover.objects.select_related("absence").filter(pk=cover_id).first()
        if cover is None:
            raise Refused([_("There is no such cover.")])
        enter(actor, cover.case_id, Right.HAND_OVER, now=now, today=today)
        cover = Cover.objects.select_for_update(of=("self",)).select_related("absence").get(pk=cover_id)
        if cover.ended_at is not None:
            raise Refused([_("The cover has ended already.")])
        row = Assignment.objects.at(now).filter(case=cover.case_id, role=cover.role).first()
        _require_say(actor, row.unit_id if row else 0, cover.staff_id)
        end_cover(cover, now)
        return cover


def shift_case(
    *,
    actor: Actor,
    absence_id: int,
    case_id: int,
    role: str = CaseRole.CASEWORKER,
    staff_id: int,
    unit_id: int,
    reason: str = "",
    expected_assignment_id: int | None,
    now: dt.datetime,
    today: dt.date,
) -> Handover:
    """The case gets a new caseworker at once, with its cause: an unplanned shift, with a handover that stays open until
    the new one has what is needed, and with the letter to the citizen."""
    with transaction.atomic():
        absence = _running(absence_id, today)
        cause = CAUSES.get(AbsenceKind(absence.kind), ShiftCause.OTHER)
        words = reason.strip() or (_("The caseworker is away.") if cause == ShiftCause.OTHER else "")
        when: dict[str, Any] = {"actor": actor, "now": now, "today": today}
        handover = ask(
            **when,
            case_id=case_id,
            role=role,
            kind=HandoverKind.UNPLANNED,
            cause=cause,
            reason=words,
            receiver_id=staff_id,
            to_unit_id=unit_id,
            expected_assignment_id=expected_assignment_id,
        )
        return assign_now(**when, handover_id=handover.pk, version=handover.version)


@dataclass(frozen=True)
class Decision:
    """What is decided for one case: cover or shift, by whom in which unit, and what was seen."""

    case_id: int
    role: str
    how: str
    staff_id: int
    unit_id: int
    assignment_id: int | None
    cover_id: int | None = None


@dataclass(frozen=True)
class Result:
    """What became of one decision; without faults it was done."""

    decision: Decision
    faults: tuple[str, ...] = ()


def decide_many(
    *,
    actor: Actor,
    absence_id: int,
    decisions: Iterable[Decision],
    reason: str = "",
    now: dt.datetime,
    today: dt.date,
) -> list[Result]:
    """Each decision by itself: what is refused for one does not hold up the others."""
    results = []
    for one in decisions:
        faults: tuple[str, ...] = ()
        try:
            _decide(actor, absence_id, one, reason, now, today)
        except Refused as refused:
            faults = tuple(refused.faults)
        except ChangedMeanwhile:
            faults = (_("Somebody else decided something else meanwhile."),)
        except NotAllowed as error:
            faults = (error.detail or _("You may not decide this in the case."),)
        except (NeedsReason, Case.DoesNotExist):
            faults = (_("You may not decide this in the case."),)
        results.append(Result(one, faults))
    return results


def _decide(actor: Actor, absence_id: int, one: Decision, reason: str, now: dt.datetime, today: dt.date) -> None:
    said: dict[str, Any] = {
        "actor": actor,
        "absence_id": absence_id,
        "case_id": one.case_id,
        "role": one.role,
        "staff_id": one.staff_id,
        "expected_assignment_id": one.assignment_id,
        "now": now,
        "today": today,
    }
    if one.how == SHIFT:
        shift_case(**said, unit_id=one.unit_id, reason=reason)
    else:
        cover_case(**said, expected_cover_id=one.cover_id)


def _running(absence_id: int, today: dt.date) -> Absence:
    row = Absence.objects.select_for_update(of=("self",), no_key=True).filter(pk=absence_id).first()
    if row is None:
        raise Refused([_("There is no such absence.")])
    if row.ended_on is not None and row.ended_on <= today:
        raise Refused([_("The person is back already.")])
    return row


def _require_say(actor: Actor, unit_id: int, staff_id: int) -> None:
    decides = actor.may(Right.ASSIGN) and unit_id in actor.leads
    takes = staff_id == actor.staff_id and unit_id in actor.case_units
    if not (decides or takes):
        raise NotAllowed(Right.ASSIGN, _("The unit's leader decides who stands in; a colleague may do it herself."))
