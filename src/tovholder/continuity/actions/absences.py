"""Register that somebody is away, when they are expected, and that they are back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.models import Membership, Staff
from tovholder.accounts.registration import check_version
from tovholder.accounts.rights import Right
from tovholder.casework.actions.common import act, start_of
from tovholder.casework.errors import Refused, register, store
from tovholder.casework.models import PLANNED, Conversation
from tovholder.continuity.models import Absence, AbsenceKind, Cover

#: What was forgotten may be registered so many days later.
LATEST = dt.timedelta(days=60)


def require_say(actor: Actor, staff_id: int, today: dt.date) -> None:
    """One registers one's own absence, and that of somebody in a unit one leads. Raises NotAllowed."""
    actor.require(Right.REGISTER_ABSENCE)
    if staff_id == actor.staff_id:
        return
    led = Membership.objects.on(today).filter(staff=staff_id, unit__in=actor.leads)
    if not (actor.may(Right.ASSIGN) and led.exists()):
        words = _("The leader of a unit that the person belongs to registers it, or the person does.")
        raise NotAllowed(Right.REGISTER_ABSENCE, str(words))


def register_absence(
    *,
    actor: Actor,
    staff_id: int,
    kind: str,
    starts_on: dt.date,
    expected_on: dt.date | None,
    now: dt.datetime,
    today: dt.date,
) -> Absence:
    """Somebody is away from a day on, and is expected back on another, if that is known. No more is asked: not
    what ails them. Overlaps are refused."""
    require_say(actor, staff_id, today)
    with act("register_absence", actor):
        # The person is locked: two who register the same absence come one after the other.
        staff = Staff.objects.select_for_update(of=("self",), no_key=True).get(pk=staff_id)
        faults: list[Any] = []
        if not staff.is_active:
            faults.append(_("The person does not work here any more."))
        if kind not in AbsenceKind.values:
            faults.append(_("Choose what kind of absence it is."))
        if starts_on < today - LATEST:
            faults.append(_("That is more than %(days)d days ago.") % {"days": LATEST.days})
        if expected_on is not None and expected_on <= starts_on:
            faults.append(_("The day back lies after the first day away."))
        if Absence.objects.on(today).filter(staff=staff_id, expected_on__lte=today).exists():
            faults.append(_("The person was expected back from an earlier absence. Register that return first."))
        faults = faults or _overlaps(staff, starts_on, expected_on)
        if faults:
            raise Refused(faults)
        row = Absence(
            staff=staff,
            kind=kind,
            starts_on=starts_on,
            expected_on=expected_on,
        )
        return register(row, actor, now)


def _overlaps(staff: Staff, starts_on: dt.date, expected_on: dt.date | None) -> list[Any]:
    """Which absence stands in the way, and what can be done about it."""
    ends = Coalesce("ended_on", "expected_on")
    rows = Absence.objects.filter(staff=staff).annotate(ends=ends).order_by("starts_on")
    rows = rows.filter(Q(ends__isnull=True) | Q(ends__gt=starts_on))
    other = (rows.filter(starts_on__lt=expected_on) if expected_on else rows).first()
    if other is None:
        return []
    end = other.ended_on or other.expected_on
    said = {"name": staff.name, "start": date_format(other.starts_on), "end": date_format(end) if end else ""}
    if other.starts_on > starts_on:
        words = _(
            "%(name)s is registered as away from %(start)s already. Say that day, or an earlier one, as expected back."
        )
    elif end:
        words = _("%(name)s is registered as away from %(start)s until %(end)s already. Change that absence instead.")
    else:
        words = _("%(name)s is registered as away since %(start)s already, and nobody knows for how long.")
    return [words % said]


def expect(
    *,
    actor: Actor,
    absence_id: int,
    expected_on: dt.date | None,
    version: int,
    now: dt.datetime,
    today: dt.date,
) -> Absence:
    """The day on which the person is expected back is another, or nobody knows any more."""
    with act("expect_return", actor):
        row = _locked(actor, absence_id, version, today)
        if expected_on is not None and expected_on <= max(row.starts_on, today):
            raise Refused([_("Choose a day that lies ahead.")])
        row.expected_on = expected_on
        store(row)
        return row


def return_from(
    *, actor: Actor, absence_id: int, ended_on: dt.date, version: int, now: dt.datetime, today: dt.date
) -> Absence:
    """The person is back, or the absence did not come to be (then `ended_on` is its first day). Every cover ends, and
    with it the access; what was moved to those who stood in and still lies ahead goes back."""
    with act("return_from_absence", actor):
        row = _locked(actor, absence_id, version, today)
        if ended_on < row.starts_on:
            raise Refused([_("The day back lies after the first day away.")])
        row.ended_on = ended_on
        store(row)
        end = now if ended_on <= today else start_of(ended_on)
        running = Cover.objects.filter(absence=row).exclude(ended_at__lte=end)
        for cover in running.select_for_update(of=("self",)):
            end_cover(cover, end)
        return row


def end_cover(cover: Cover, end: dt.datetime) -> None:
    """The cover ends; conversations that still lie ahead then are with the one who holds the case again."""
    cover.ended_at = max(cover.starts_at, end)
    store(cover)
    move_conversations(cover, cover.staff_id, cover.absence.staff_id, cover.ended_at, None)


def move_conversations(cover: Cover, from_id: int, to_id: int, start: dt.datetime, end: dt.datetime | None) -> None:
    """Planned conversations of the case in `[start, end)` go from one to another; who planned them stays with each."""
    planned = Conversation.objects.filter(PLANNED, case=cover.case_id, staff=from_id, starts_at__gte=start)
    if end is not None:
        planned = planned.filter(starts_at__lt=end)
    for talk in planned.select_for_update(of=("self",)):
        talk.staff_id, talk.version = to_id, talk.version + 1
        store(talk)


def look_through(*, actor: Actor, absence_id: int, version: int, now: dt.datetime, today: dt.date) -> Absence:
    """Somebody who leads has gone through the list of those affected: a step of the procedure."""
    with act("look_through_absence", actor):
        row = _locked(actor, absence_id, version, today)
        if row.staff_id == actor.staff_id:
            raise NotAllowed(Right.ASSIGN)
        row.looked_through_at = row.looked_through_at or now
        store(row)
        return row


def _locked(actor: Actor, absence_id: int, version: int, today: dt.date) -> Absence:
    row = Absence.objects.select_for_update(of=("self",)).select_related("staff").filter(pk=absence_id).first()
    if row is None:
        raise Refused([_("There is no such absence.")])
    require_say(actor, row.staff_id, today)
    check_version(row, version)
    if row.ended_on is not None and row.ended_on <= today:
        raise Refused([_("The person is back already.")])
    return row
