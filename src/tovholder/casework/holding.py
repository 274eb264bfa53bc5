"""Who may decide who holds a case, and what stands in the way: asked by the act and by the page that offers it.

* Somebody with the right to assign decides in the units she leads. She names a person in a unit of her own; to
  another's unit she hands the case without a name, and the leader there names the person.
* A member of the unit may take what is vacant there for herself, so that a citizen does not wait for a leader to come
  back. She cannot give anything away.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.models import Membership, Staff, Unit
from tovholder.accounts.rights import Right, Role
from tovholder.casework.access import CaseAccess
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


class Say(enum.Enum):
    """What somebody has to say about who holds a role on a case."""

    DECIDES = enum.auto()
    TAKES = enum.auto()  #: may take it, since it is vacant
    NONE = enum.auto()


def at(rows: Sequence[Assignment], moment: dt.datetime) -> Assignment | None:
    """The row of one role that holds at a moment; `rows` in order of time."""
    return next((row for row in reversed(rows) if row.effective_at <= moment), None)


def kept(rows: Sequence[Assignment]) -> Assignment | None:
    """The row that cannot be taken out: the first caseworker's says to whom the case belongs from its first day."""
    return next((row for row in rows if row.role == CaseRole.CASEWORKER), None)


def say_in(access: CaseAccess, rows: Sequence[Assignment], role: str, now: dt.datetime) -> Say:
    """What the actor has to say about a role; `rows` are all of the case, in order of time.

    The units that count are those of the row that holds now and of the latest, which may lie ahead; for a role that
    nobody has had, the unit of the caseworker.
    """
    of_role = [row for row in rows if row.role == role]
    own = of_role or [row for row in rows if row.role == CaseRole.CASEWORKER]
    units = {row.unit_id for row in (own[-1:] + [row for row in [at(own, now)] if row])}
    if access.may(Right.ASSIGN) and units & access.actor.leads:
        return Say.DECIDES
    is_vacant = not of_role or of_role[-1].staff_id is None
    is_here = bool(own) and own[-1].unit_id in access.actor.case_units
    return Say.TAKES if is_vacant and is_here and access.may(Right.CONVERSE) else Say.NONE


def require_say(
    access: CaseAccess,
    rows: Sequence[Assignment],
    role: str,
    staff_id: int | None,
    unit_id: int,
    now: dt.datetime,
) -> None:
    """Raises NotAllowed unless the actor may put this person (or nobody) into the role in this unit."""
    actor, say = access.actor, say_in(access, rows, role, now)
    if say is Say.DECIDES:
        if staff_id is not None and unit_id not in actor.leads:
            raise NotAllowed(Right.ASSIGN, str(_("In another unit its leader names the person; leave the name open.")))
        return
    own = [row for row in rows if row.role == role] or [row for row in rows if row.role == CaseRole.CASEWORKER]
    if say is Say.NONE or staff_id != actor.staff_id or unit_id != own[-1].unit_id:
        raise NotAllowed(Right.ASSIGN)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def faults_of_time(case: Case, latest: Assignment | None, effective_at: dt.datetime, correction: bool) -> list[Any]:
    """Why a change cannot hold from a moment on."""
    if effective_at < _midnight(case.opened_on):
        return [_("The case was not open then.")]
    if latest and effective_at < latest.effective_at and not correction:
        day = date_format(timezone.localdate(latest.effective_at), "DATE_FORMAT")
        return [
            _("A change from %(day)s is already registered. Choose a later day, or correct that one.") % {"day": day}
        ]
    return []


def faults_of_change(before: Assignment | None, staff_id: int | None, unit_id: int) -> list[Any]:
    """Why it would be no change, given the row that holds at that moment."""
    if before is None:
        return [_("Choose a person: nobody has had the role.")] if staff_id is None else []
    if (before.staff_id, before.unit_id) != (staff_id, unit_id):
        return []
    if before.staff is None:
        return [_("The role is vacant already.")]
    return [_("%(name)s holds the case already.") % {"name": before.staff.name}]


def faults_of_cause(
    rows: Sequence[Assignment], staff_id: int | None, cause: str, planned: bool | None, reason: str
) -> list[Any]:
    """What is missing of why it changed; `rows` are those of the role so far."""
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
