"""How a unit stands: who holds its cases, what nobody holds, how often cases change hands.

A case belongs to the unit of the row that says who is its caseworker now. Counts are of a unit with all below it;
names of the people are those of the unit itself, so that a page stays a page however large the house is.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Value

from tovholder.accounts.models import Membership, Staff, Unit
from tovholder.casework.contributions import Moment
from tovholder.casework.holding import MAY_HOLD
from tovholder.casework.models import Assignment, CaseRole
from tovholder.casework.queries.shifts import HeldSince, ShiftsByCause, shifts_of_units, twelve_months_before
from tovholder.citizens.models import AddressProtection


@dataclass(frozen=True)
class Tree:
    """All units, and which lie below which."""

    units: dict[int, Unit]
    children: dict[int | None, list[Unit]]

    def below(self, unit_id: int) -> list[int]:
        """A unit and everything below it."""
        found = [unit_id]
        for known in found:
            found += [child.pk for child in self.children.get(known, [])]
        return found

    def above(self, unit: Unit) -> list[Unit]:
        """The units over a unit, the highest first."""
        found: list[Unit] = []
        while unit.parent_id and unit.parent_id in self.units:
            unit = self.units[unit.parent_id]
            found.insert(0, unit)
        return found


@dataclass(frozen=True)
class Person:
    """Somebody who holds cases of a unit, or could: how many as caseworker, and how many in other roles."""

    staff_id: int
    name: str
    roles: list[str]
    cases: int
    other_roles: int
    is_gone: bool  #: holds cases though they may not sign in or belong to no unit any more


@dataclass
class Standing:
    """The counts of a unit with all below it."""

    open_cases: int = 0
    vacant: int = 0
    gone: int = 0
    shifts_12m: int = 0


@dataclass(frozen=True)
class Line:
    """A unit in a list, with how it stands. `depth` is how far below the first one it lies."""

    unit: Unit
    standing: Standing
    depth: int = 0


@dataclass(frozen=True)
class Held:
    """So many open cases of a unit have somebody (None: nobody) in a role now."""

    staff: int | None
    role: str
    cases: int


@dataclass(frozen=True)
class Counted:
    """What is counted once for all the units that a page shows."""

    held: dict[int, list[Held]]  #: by unit
    working: set[int]  #: holders who may sign in and belong to a unit
    shifts: dict[int, list[ShiftsByCause]]  #: of the last twelve months, by unit

    def standing(self, units: list[int]) -> Standing:
        found = Standing()
        for row in (row for unit in units for row in self.held.get(unit, []) if row.role == CaseRole.CASEWORKER):
            found.open_cases += row.cases
            found.vacant += row.cases if row.staff is None else 0
            found.gone += row.cases if row.staff is not None and row.staff not in self.working else 0
        found.shifts_12m = sum(one.total for unit in units for one in self.shifts.get(unit, []))
        return found


def read_tree() -> Tree:
    """Every unit, by name; a municipality has some hundreds at most."""
    units = list(Unit.objects.order_by("name"))
    children: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in units:
        children[unit.parent_id].append(unit)
    return Tree({unit.pk: unit for unit in units}, children)


def count(units: list[int], moment: Moment) -> Counted:
    """What is held in the units now, and their shifts in twelve months: three queries."""
    rows = Assignment.objects.at(moment.now).filter(unit__in=units, case__closed_on=None).order_by()
    held: dict[int, list[Held]] = defaultdict(list)
    for unit, *row in rows.values_list("unit", "staff", "role").annotate(cases=Count("pk")):
        held[unit].append(Held(*row))
    holders = {row.staff for of_unit in held.values() for row in of_unit if row.staff is not None}
    shifts = shifts_of_units(units, twelve_months_before(moment.now), moment.now)
    return Counted(held, _working(holders, moment), shifts)


def _working(staff: set[int], moment: Moment) -> set[int]:
    """Those of some people who may sign in and belong to a unit today."""
    employed = Membership.objects.on(moment.today).filter(staff=OuterRef("pk"))
    return set(Staff.objects.filter(Exists(employed), pk__in=staff, is_active=True).values_list("pk", flat=True))


def lines(tree: Tree, counted: Counted, top: list[Unit], visible: frozenset[int], today: dt.date) -> list[Line]:
    """Units and those below them, each with its counts; a closed one only while it still has open cases."""
    found: list[Line] = []

    def add(unit: Unit, depth: int) -> None:
        standing = counted.standing(tree.below(unit.pk))
        if unit.pk in visible and (is_open(unit, today) or standing.open_cases):
            found.append(Line(unit, standing, depth))
            depth += 1
        for child in tree.children.get(unit.pk, []):
            add(child, depth)

    for unit in top:
        add(unit, 0)
    return found


def is_open(unit: Unit, today: dt.date) -> bool:
    return unit.opened_on <= today and (unit.closed_on is None or unit.closed_on > today)


def people(unit: Unit, counted: Counted, moment: Moment) -> list[Person]:
    """Everybody of a unit who could hold its cases, those with none among them, and whoever else holds one."""
    cases: dict[int, int] = defaultdict(int)
    others: dict[int, int] = defaultdict(int)
    for row in counted.held.get(unit.pk, []):
        if row.staff is not None:
            (cases if row.role == CaseRole.CASEWORKER else others)[row.staff] += row.cases
    roles: dict[int, list[str]] = defaultdict(list)
    names: dict[int, str] = {}
    could = frozenset().union(*MAY_HOLD.values()) if is_open(unit, moment.today) else frozenset()
    belonging = Membership.objects.on(moment.today).filter(unit=unit, role__in=could, staff__is_active=True)
    for membership in belonging.select_related("staff").order_by("role"):
        names[membership.staff_id] = membership.staff.name
        roles[membership.staff_id].append(membership.get_role_display())
    # Whoever else holds cases here: of another unit, with another role, or gone.
    missing = (set(cases) | set(others)) - set(names)
    names |= dict(Staff.objects.filter(pk__in=missing).values_list("pk", "name"))
    found = [
        Person(pk, name, roles[pk], cases[pk], others[pk], pk in missing and pk not in counted.working)
        for pk, name in names.items()
    ]
    return sorted(found, key=lambda person: (not person.is_gone, -person.cases, -person.other_roles, person.name))


def vacancies(units: list[int], moment: Moment) -> QuerySet[Assignment]:
    """The open cases of the units that nobody holds, each by the row that says so, with `since` and `is_protected`; the
    longest first."""
    hidden = AddressProtection.objects.on(moment.today).filter(citizen=OuterRef("case__citizen"))
    rows = Assignment.objects.at(moment.now).filter(
        unit__in=units, role=CaseRole.CASEWORKER, staff=None, case__closed_on=None
    )
    since = HeldSince(F("case"), Value(CaseRole.CASEWORKER), Value(moment.now))
    return (
        rows.select_related("case__citizen", "unit")
        .annotate(since=since, is_protected=Exists(hidden))
        .order_by("since", "case")
    )
