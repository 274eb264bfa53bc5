"""Who holds a case now, who held it before, and how often that changed: derived from the rows of the assignments."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tovholder.casework import thread
from tovholder.casework.models import Assignment, CaseRole
from tovholder.casework.queries.case import CaseFile
from tovholder.web.band import Band, Lane, Piece

YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class Holder:
    """Who has a role now. Without a name it is vacant. `next` is a change that is registered and lies ahead."""

    role: str
    label: Any
    name: str
    unit: str
    since: dt.datetime
    next: Assignment | None


@dataclass(frozen=True)
class Former:
    """Somebody held the case from a day until another; without a name nobody did."""

    name: str
    start: dt.datetime
    end: dt.datetime | None


@dataclass(frozen=True)
class Holders:
    now: list[Holder]
    people: int
    shifts_12m: int
    band: Band | None  #: None where one person has held the case all along

    @property
    def caseworker(self) -> Holder | None:
        return next((holder for holder in self.now if holder.role == CaseRole.CASEWORKER), None)


def holders_of(file: CaseFile) -> Holders:
    """From what the file holds already: no query."""
    now, today = file.moment.now, file.moment.today
    rows = {role: _rows(file.assignments, role) for role in CaseRole}
    mine = rows[CaseRole.CASEWORKER]
    present = [holder for role in CaseRole if (holder := _holder(file.assignments, role, rows[role], now))]
    names = {row.staff_id: row.staff.name for row in file.assignments if row.staff}
    held = [holding for holding in thread.holdings(mine) if holding.start <= now]
    former = [Former(names.get(holding.staff, ""), holding.start, holding.end) for holding in held]
    return Holders(
        now=[holder for holder in present if holder.name or holder.next or holder.role == CaseRole.CASEWORKER],
        people=len(thread.people_so_far(thread.in_order(mine, now))),
        shifts_12m=len(thread.shifts_since(mine, now - YEAR, now)),
        band=_band(former, today) if len(former) > 1 else None,
    )


def _rows(assignments: list[Assignment], role: str) -> list[thread.Row]:
    return [
        thread.Row(
            at=row.effective_at,
            staff=row.staff_id,
            seq=row.seq,
            unit=row.unit_id,
            planned=row.planned,
            cause=row.cause,
            reason=row.reason,
        )
        for row in assignments
        if row.role == role
    ]


def _holder(assignments: list[Assignment], role: CaseRole, rows: list[thread.Row], now: dt.datetime) -> Holder | None:
    present = thread.present(rows, now)
    of_role = [row for row in assignments if row.role == role]
    ahead = next((row for row in of_role if row.effective_at > now), None)
    if present is None:
        return Holder(role, role.label, "", "", ahead.effective_at, ahead) if ahead else None
    row = [row for row in of_role if row.effective_at <= now][-1]
    return Holder(role, role.label, row.staff.name if row.staff else "", row.unit.name, present.start, ahead)


def _band(former: list[Former], today: dt.date) -> Band:
    """The caseworkers over time: a notch where one took over from another, a gap where nobody had the case."""
    pieces = [
        Piece(
            start=timezone.localdate(one.start),
            end=timezone.localdate(one.end) if one.end and timezone.localdate(one.end) <= today else None,
            label=one.name or _("nobody"),
            style="holder" if one.name else "vacancy",
        )
        for one in former
    ]
    lane = Lane(label=_("Caseworker"), kind="holder", pieces=pieces)
    return Band(start=pieces[0].start, end=today + dt.timedelta(days=1), lanes=[lane], now=today)
