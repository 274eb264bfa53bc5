"""What staff carry, what they have room for, which languages they speak and which fields they know."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Exists, OuterRef, Sum

from tovholder.accounts.models import Membership
from tovholder.casework.holding import MAY_HOLD
from tovholder.casework.models import Assignment, CaseRole
from tovholder.workload.models import Capacity, StaffLanguage, StaffSpecialty
from tovholder.workload.weighing import weight_on

#: Who carries cases as caseworker, and so has room for some weight of them.
CARRIES = MAY_HOLD[CaseRole.CASEWORKER]


def loads_of(staff: Collection[int], now: dt.datetime, day: dt.date) -> dict[int, Decimal]:
    """The weight of the open cases that each holds as caseworker, in one query; who has none is 0."""
    held = Assignment.objects.at(now).filter(staff__in=staff, role=CaseRole.CASEWORKER, case__closed_on=None).order_by()
    weighed = held.values("staff").annotate(weighs=Sum(weight_on(day, case="case", citizen="case__citizen")))
    found = dict(weighed.values_list("staff", "weighs"))
    return {one: found.get(one, Decimal(0)) for one in staff}


def rooms(day: dt.date, *, staff: Collection[int] = (), units: Collection[int] = ()) -> dict[tuple[int, int], Decimal]:
    """(person, unit) → the weight that they have room for there on a day, where that is said and they work there on
    that day, in one query. Of some staff, or of some units."""
    there = Membership.objects.on(day).filter(staff=OuterRef("staff"), unit=OuterRef("unit"), role__in=CARRIES)
    said = Capacity.objects.in_force(day, "staff", "unit")
    said = said.filter(Exists(there), **{"staff__in": staff} if staff else {"unit__in": units})
    found = said.values_list("staff", "unit", "weight")
    return {(person, unit): weight for person, unit, weight in found if weight is not None}


def room_of(staff: Collection[int], day: dt.date) -> dict[int, Decimal]:
    """What each has room for in all the units they work in; nobody of whom nothing is said."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    if staff:
        for (person, _unit), weight in rooms(day, staff=staff).items():
            found[person] += weight
    return dict(found)


@dataclass
class Skills:
    """Languages by code, fields by id."""

    languages: set[str] = field(default_factory=set)
    specialties: set[int] = field(default_factory=set)


def skills_of(staff: Collection[int], day: dt.date) -> Mapping[int, Skills]:
    """What each can on a day, in two queries."""
    found: dict[int, Skills] = defaultdict(Skills)
    for person, language in StaffLanguage.objects.on(day).filter(staff__in=staff).values_list("staff", "language"):
        found[person].languages.add(language)
    known = StaffSpecialty.objects.on(day).filter(staff__in=staff)
    for person, specialty in known.values_list("staff", "specialty"):
        found[person].specialties.add(specialty)
    return found
