"""Who holds a role on a case from a moment on: assign, for many cases at once, and take a mistake out.

Who may do what:

* Somebody with the right to assign decides in the units she leads. She names a person in a unit of her own; to
  another's unit she hands the case without a name, and the leader there names the person.
* A member of the unit may take what is vacant there for herself, so that a citizen does not wait for a leader to come
  back. She cannot give anything away.

Taking part in a project is not here: it never changes who holds the case (`actions/participants.py`, requirement F2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.models import Membership, Staff, Unit
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right, Role
from tovholder.casework.access import CaseAccess, NeedsReason
from tovholder.casework.actions.common import act, day_of, enter, start_of
from tovholder.casework.errors import Refused, store
from tovholder.casework.models import Assignment, Case, CaseRole, ShiftCause

_CASEWORK = frozenset({Role.CASEWORKER, Role.COORDINATOR, Role.TEAM_LEADER})
#: What somebody has to be in a unit to hold a role on its cases.
MAY_HOLD: dict[str, frozenset[Role]] = {
    CaseRole.CASEWORKER: _CASEWORK,
    CaseRole.COORDINATING: _CASEWORK,
    CaseRole.JOB_CONSULTANT: frozenset({Role.JOB_CONSULTANT}),
    CaseRole.MENTOR: _CASEWORK | {Role.JOB_CONSULTANT, Role.EXTERNAL_PARTNER},
}
#: Causes that say nothing without words. A project among them: where taking part in one changes the caseworker all the
#: same, somebody decides so and says why (requirement F2).
NEEDS_WORDS = frozenset({ShiftCause.OTHER, ShiftCause.PROJECT})


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
    one as a fault. `correction` allows a moment before the latest row: something that was
    forgotten is put where it belongs. The cause is asked for when somebody leaves too.
    """
    with act("assign", actor, reason):
        access = enter(actor, case_id, Right.SEE_OWN_CASES, now=now, today=today)
        rows = list(Assignment.objects.filter(case=access.case, role=role).select_related("staff", "unit"))
        latest = rows[-1] if rows else None
        if not _is_as_seen(rows, expected_assignment_id, effective_at, now):
            raise ChangedMeanwhile(latest or access.case)
        _require_reach(access, latest, role, staff_id, unit_id, now)
        before = next((row for row in reversed(rows) if row.effective_at <= effective_at), None)
        faults = _faults_of_time(access.case, latest, effective_at, correction)
        faults += _faults_of_change(before, staff_id, unit_id)
        faults += _faults_of_cause(rows, staff_id, cause, planned, reason)
        faults += faults_of_receiver(staff_id, unit_id, role, max(today, day_of(effective_at)))
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
            registered_at=now,
            registered_by_id=actor.staff_id,
        )
        store(row)
        return row


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
        row = Assignment.objects.select_for_update(of=("self",)).filter(case=access.case, pk=assignment_id).first()
        if row is None:
            raise Refused([_("The row is gone: somebody else has taken it out.")])
        latest = Assignment.objects.filter(case=access.case, role=row.role).latest("effective_at", "seq")
        if latest.unit_id not in actor.leads:
            raise NotAllowed(Right.ASSIGN)
        faults = []
        if not reason.strip():
            faults.append(_("Say why."))
        first = Assignment.objects.filter(case=access.case, role=row.role).earliest("effective_at", "seq")
        if row.role == CaseRole.CASEWORKER and row.pk == first.pk:
            faults.append(_("A case belongs to a unit from its first day. Register what was so instead."))
        if faults:
            raise Refused(faults)
        row.delete()


def _is_as_seen(rows: list[Assignment], expected_id: int | None, effective_at: dt.datetime, now: dt.datetime) -> bool:
    latest = rows[-1] if rows else None
    if (latest.pk if latest else None) == expected_id:
        return True
    holds_now = next((row for row in reversed(rows) if row.effective_at <= now), None)
    is_told = latest is not None and effective_at < latest.effective_at
    return holds_now is not None and holds_now.pk == expected_id and is_told


def _require_reach(
    access: CaseAccess, latest: Assignment | None, role: str, staff_id: int | None, unit_id: int, now: dt.datetime
) -> None:
    """Raises NotAllowed unless the actor may decide this. The module says who may."""
    actor = access.actor
    own = latest or Assignment.objects.at(now).filter(case=access.case, role=CaseRole.CASEWORKER).first()
    if access.may(Right.ASSIGN) and own is not None and own.unit_id in actor.leads:
        if staff_id is not None and unit_id not in actor.leads:
            raise NotAllowed(Right.ASSIGN, str(_("In another unit its leader names the person; leave the name open.")))
        return
    is_vacant = latest is None or latest.staff_id is None
    takes_it = staff_id == actor.staff_id and own is not None and unit_id == own.unit_id and unit_id in actor.case_units
    if not (is_vacant and takes_it and access.may(Right.CONVERSE)):
        raise NotAllowed(Right.ASSIGN)


def _faults_of_time(case: Case, latest: Assignment | None, effective_at: dt.datetime, correction: bool) -> list[Any]:
    if effective_at < start_of(case.opened_on):
        return [_("The case was not open then.")]
    if latest and effective_at < latest.effective_at and not correction:
        day = date_format(day_of(latest.effective_at), "DATE_FORMAT")
        return [
            _("A change from %(day)s is already registered. Choose a later day, or correct that one.") % {"day": day}
        ]
    return []


def _faults_of_change(before: Assignment | None, staff_id: int | None, unit_id: int) -> list[Any]:
    if before is None:
        return [_("Choose a person: nobody has had the role.")] if staff_id is None else []
    if (before.staff_id, before.unit_id) != (staff_id, unit_id):
        return []
    if before.staff is None:
        return [_("The role is vacant already.")]
    return [_("%(name)s holds the case already.") % {"name": before.staff.name}]


def _faults_of_cause(
    rows: list[Assignment], staff_id: int | None, cause: str, planned: bool | None, reason: str
) -> list[Any]:
    faults: list[Any] = []
    if cause not in ShiftCause.values or cause == ShiftCause.UNKNOWN:
        faults.append(_("Say what the cause is."))
    elif cause == ShiftCause.NEW_CASE and (staff_id is None or any(row.staff_id for row in rows)):
        faults.append(_("Somebody has held the case, so it is not new. Choose another cause."))
    elif cause in NEEDS_WORDS and not reason.strip():
        faults.append(_("Say why in words: the cause alone does not tell."))
    if planned is None:
        faults.append(_("Say whether the change was planned."))
    return faults


def faults_of_receiver(staff_id: int | None, unit_id: int, role: str, day: dt.date) -> list[Any]:
    """Why a person cannot hold a role on cases of a unit from a day on; empty when they can."""
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None or unit.opened_on > day or (unit.closed_on and unit.closed_on <= day):
        return [_("The unit is not open on that day.")]
    if staff_id is None:
        return []
    staff = Staff.objects.filter(pk=staff_id).first()
    if staff is None or not staff.is_active:
        return [_("The person does not work here any more.")]
    fits = Q(staff=staff_id, unit=unit_id, role__in=MAY_HOLD[role])
    if not Membership.objects.on(day).filter(fits).exists():
        words = _("%(name)s does not do that work in %(unit)s on that day.")
        return [words % {"name": staff.name, "unit": unit.name}]
    return []
