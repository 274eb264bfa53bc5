"""Who holds a role on a case from a moment on: assign, for many cases at once, and take a mistake out.

Who may, and what stands in the way, is in `casework/holding.py`. Taking part in a project is not here: it never changes
who holds the case (`actions/participants.py`, requirement F2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.casework import holding
from tovholder.casework.access import NeedsReason
from tovholder.casework.actions.common import act, day_of, enter
from tovholder.casework.errors import Refused, register
from tovholder.casework.holding import Say
from tovholder.casework.models import Assignment, Case, CaseRole


@dataclass(frozen=True)
class Result:
    """What became of one case of many: the new row, or why there is none."""

    case_id: int
    assignment: Assignment | None
    faults: tuple[str, ...] = ()


def assign(
    *,
    actor: Actor,
    case_id: int,
    role: str = CaseRole.CASEWORKER,
    staff_id: int | None,
    unit_id: int,
    effective_at: dt.datetime,
    planned: bool | None,
    cause: str,
    reason: str = "",
    expected_assignment_id: int | None,
    correction: bool = False,
    now: dt.datetime,
    today: dt.date,
) -> Assignment:
    """From `effective_at` on, the person (or nobody) has the role on the case, in the unit.

    `expected_assignment_id` is the latest row of the role that the actor saw, None when there was none; another in its
    place raises ChangedMeanwhile with that one. Who saw only the row that holds now (a work list) is told of a later
    one as a fault. `correction` allows a moment before the latest row: something that was forgotten is put where it
    belongs. The cause is asked for when somebody leaves too.
    """
    with act("assign", actor, reason):
        access = enter(actor, case_id, Right.SEE_OWN_CASES, now=now, today=today)
        all_rows = list(Assignment.objects.filter(case=access.case).select_related("staff", "unit"))
        rows = [row for row in all_rows if row.role == role]
        latest = rows[-1] if rows else None
        if not _is_as_seen(rows, expected_assignment_id, effective_at, now):
            raise ChangedMeanwhile(latest or access.case)
        holding.require_say(access, all_rows, role, staff_id, unit_id, now)
        before = holding.at(rows, effective_at)
        faults = holding.faults_of_time(access.case, latest, effective_at, correction)
        faults += holding.faults_of_change(before, staff_id, unit_id)
        faults += holding.faults_of_cause(rows, staff_id, cause, planned, reason)
        faults += holding.faults_of_receiver(staff_id, unit_id, role, max(today, day_of(effective_at)))
        if faults:
            raise Refused(faults)
        same_moment = [row.seq for row in rows if row.effective_at == effective_at]
        row = Assignment(
            case=access.case,
            role=role,
            staff_id=staff_id,
            unit_id=unit_id,
            effective_at=effective_at,
            seq=max(same_moment, default=-1) + 1,
            planned=planned,
            cause=cause,
            reason=reason.strip(),
        )
        return register(row, actor, now)


def assign_many(
    *,
    actor: Actor,
    cases: Iterable[tuple[int, int | None]],
    role: str = CaseRole.CASEWORKER,
    staff_id: int | None,
    unit_id: int,
    effective_at: dt.datetime,
    planned: bool | None,
    cause: str,
    reason: str = "",
    now: dt.datetime,
    today: dt.date,
) -> list[Result]:
    """The same for many cases, each given with the latest row that the actor saw. What is refused for one case does
    not hold up the others; the results come in the order of the cases."""
    results = []
    for case_id, expected in cases:
        try:
            row = assign(
                actor=actor,
                case_id=case_id,
                role=role,
                staff_id=staff_id,
                unit_id=unit_id,
                effective_at=effective_at,
                planned=planned,
                cause=cause,
                reason=reason,
                expected_assignment_id=expected,
                now=now,
                today=today,
            )
            results.append(Result(case_id, row))
        except Refused as refused:
            results.append(Result(case_id, None, tuple(refused.faults)))
        except ChangedMeanwhile:
            results.append(Result(case_id, None, (str(_("Somebody else changed who holds the case meanwhile.")),)))
        except (NotAllowed, NeedsReason, Case.DoesNotExist):
            results.append(Result(case_id, None, (str(_("You may not decide who holds this case.")),)))
    return results


def correct(*, actor: Actor, case_id: int, assignment_id: int, reason: str, now: dt.datetime, today: dt.date) -> None:
    """Takes a row out that never was so; the history keeps it with the reason. The row before holds in its place."""
    with act("correct_assignment", actor, reason):
        access = enter(actor, case_id, Right.ASSIGN, now=now, today=today)
        rows = list(Assignment.objects.filter(case=access.case))
        row = next((row for row in rows if row.pk == assignment_id), None)
        if row is None:
            raise Refused([_("The row is gone: somebody else has taken it out.")])
        if holding.say_in(access, rows, row.role, now) is not Say.DECIDES:
            raise NotAllowed(Right.ASSIGN)
        faults = []
        if not reason.strip():
            faults.append(_("Say why."))
        if row == holding.kept(rows):
            faults.append(_("A case belongs to a unit from its first day. Register what was so instead."))
        if faults:
            raise Refused(faults)
        row.delete()


def _is_as_seen(rows: list[Assignment], expected_id: int | None, effective_at: dt.datetime, now: dt.datetime) -> bool:
    latest = rows[-1] if rows else None
    if (latest.pk if latest else None) == expected_id:
        return True
    holds_now = holding.at(rows, now)
    is_told = latest is not None and effective_at < latest.effective_at
    return holds_now is not None and holds_now.pk == expected_id and is_told
