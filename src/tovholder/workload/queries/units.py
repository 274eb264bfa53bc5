"""The load of a unit: what each of its people carries, against what they have room for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from tovholder.accounts.models import Membership, Staff, Unit
from tovholder.accounts.rights import Role
from tovholder.casework.contributions import Moment
from tovholder.casework.models import Assignment, CaseRole
from tovholder.workload.languages import name_of
from tovholder.workload.models import Specialty
from tovholder.workload.queries.staff import rooms, skills_of
from tovholder.workload.weighing import weight_on


@dataclass(frozen=True)
class Load:
    """So many cases of such a weight, against the room that there is (None: not said)."""

    cases: int = 0
    weight: Decimal = Decimal(0)
    room: Decimal | None = None

    @property
    def percent(self) -> int | None:
        return round(100 * self.weight / self.room) if self.room else None

    @property
    def free(self) -> Decimal | None:
        return None if self.room is None else max(Decimal(0), self.room - self.weight)

    @property
    def over(self) -> Decimal:
        return Decimal(0) if self.room is None else max(Decimal(0), self.weight - self.room)


@dataclass(frozen=True)
class PersonLoad:
    """Somebody of the unit, or who holds cases of it. Languages and fields as they are called."""

    staff_id: int
    name: str
    load: Load
    works_here: bool
    languages: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitLoad:
    """`whole`: with the units below; `below`: those of them that carry or have room for something, each for itself."""

    people: list[PersonLoad]
    whole: Load
    below: list[tuple[Unit, Load]]
    is_said: bool  #: whether anybody's room is

    @property
    def most(self) -> Decimal:
        """The longest that a bar of the people is."""
        return max((max(one.load.weight, one.load.room or Decimal(0)) for one in self.people), default=Decimal(0))


#: (unit, person) → how many cases, of what weight.
Carried = dict[tuple[int, int], tuple[int, Decimal]]


def carried_in(units: Collection[int], moment: Moment) -> Carried:
    """What is held as caseworker in the units, by unit and person, in one query."""
    held = Assignment.objects.at(moment.now).filter(
        unit__in=units, role=CaseRole.CASEWORKER, case__closed_on=None, staff__isnull=False
    )
    weighs = Sum(weight_on(moment.today, case="case", citizen="case__citizen"))
    rows = held.order_by().values("unit", "staff").annotate(cases=Count("pk"), weighs=weighs)
    return {
        (unit, staff): (cases, weight)
        for unit, staff, cases, weight in rows.values_list("unit", "staff", "cases", "weighs")
    }


def load_of(unit: Unit, below: Collection[int], moment: Moment) -> UnitLoad:
    """The load of a unit's people and of the units below it (`below` has the unit itself too): eight queries, however
    many cases and people."""
    carried = carried_in(below, moment)
    said = rooms(moment.today, units=below)
    found = {pair: _load(carried.get(pair), said.get((pair[1], pair[0]))) for pair in carried} | {
        (where, staff): _load(carried.get((where, staff)), room) for (staff, where), room in said.items()
    }
    of_unit: dict[int, list[Load]] = defaultdict(list)
    for (where, _staff), one in found.items():
        of_unit[where].append(one)
    units = Unit.objects.filter(pk__in=of_unit.keys() - {unit.pk}).order_by("name")
    return UnitLoad(
        people=_people(unit, {staff: one for (where, staff), one in found.items() if where == unit.pk}, moment),
        whole=_sum(list(found.values())),
        below=[(one, _sum(of_unit[one.pk])) for one in units],
        is_said=bool(said),
    )


def _load(carried: tuple[int, Decimal] | None, room: Decimal | None) -> Load:
    cases, weight = carried or (0, Decimal(0))
    return Load(cases, weight, room)


def _sum(loads: list[Load]) -> Load:
    """As the figure `load` has it: all weight against the room of those of whom it is said."""
    said = [one.room for one in loads if one.room is not None]
    return Load(
        sum(one.cases for one in loads),
        sum((one.weight for one in loads), Decimal(0)),
        sum(said, Decimal(0)) if said else None,
    )


def _people(unit: Unit, loads: dict[int, Load], moment: Moment) -> list[PersonLoad]:
    # Who leads may hold cases too, and is listed when they do.
    here = Membership.objects.on(moment.today).filter(unit=unit, role=Role.CASEWORKER, staff__is_active=True)
    works_here = set(here.values_list("staff", flat=True))
    names = dict(Staff.objects.filter(pk__in=works_here | loads.keys()).values_list("pk", "name"))
    skills = skills_of(names, moment.today)
    fields = {one.pk: one.name for one in Specialty.objects.all()}
    found = [
        PersonLoad(
            staff_id=pk,
            name=name,
            load=loads.get(pk, Load()),
            works_here=pk in works_here,
            languages=tuple(sorted(name_of(one) for one in skills[pk].languages)),
            specialties=tuple(sorted(fields[one] for one in skills[pk].specialties)),
        )
        for pk, name in names.items()
    ]
    return sorted(found, key=lambda one: (-(one.load.percent or 0), -one.load.weight, one.name))
