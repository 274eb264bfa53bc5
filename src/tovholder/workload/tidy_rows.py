"""What cases weigh and what staff have room for, as rows of the tidy tables. No name of a person goes along."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any, TypeAlias

from django.db.models import BigIntegerField, CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast

from tovholder.accounts.models import Membership
from tovholder.accounts.tidy import Row, Taken, TidyRows, contribute
from tovholder.casework.models import Case
from tovholder.citizens.models import TargetGroupSpell
from tovholder.workload.models import USUAL, Capacity, CaseWeight, GroupWeight
from tovholder.workload.queries.staff import CARRIES
from tovholder.workload.weighing import WEIGHT

ROOM = "workload"


@dataclass(frozen=True)
class Said:
    """A weight from a day on."""

    since: dt.date
    weight: Decimal | None


def at(steps: Sequence[Said], day: dt.date) -> Decimal | None:
    """What holds on a day; `steps` in the order in which they hold."""
    return next((one.weight for one in reversed(steps) if one.since <= day), None)


# Cases


def weights(taken: Taken) -> Iterator[Row]:
    """A row for each day on which a case comes to weigh something else. It weighs 1 before its first one."""
    table: dict[int, list[Said]] = defaultdict(list)
    rows = GroupWeight.objects.order_by("valid_from", "pk").values_list("target_group", "valid_from", "weight")
    for group, since, weight in rows:
        table[group].append(Said(since, weight))
    for case, found in groupby(_of_cases(), key=itemgetter(0)):
        rows_of_case = list(found)
        _case, _what, opened, closed, *_rest = next(row for row in rows_of_case if row[1] == "case")
        own = sorted((row for row in rows_of_case if row[1] == "own"), key=lambda row: (row[2], row[6]))
        steps = [Said(row[2], row[5]) for row in own]
        spells = [(row[2], row[3], row[4]) for row in rows_of_case if row[1] == "group"]
        changes = steps_of_case(opened, closed, steps, taken.data_end, spells, table)
        yield from ((case, day, float(weight)) for day, weight in changes)


def steps_of_case(
    opened: dt.date,
    closed: dt.date | None,
    steps: Sequence[Said],
    last: dt.date,
    spells: Sequence[tuple[dt.date, dt.date | None, int]] = (),
    table: Mapping[int, Sequence[Said]] = MappingProxyType({}),
) -> Iterator[tuple[dt.date, Decimal]]:
    """The days up to `last` on which an open case comes to weigh something else, with what it weighs then. `steps`: its
    own weights, in the order in which they hold; `spells`: start, end and target group; `table`: what those weigh."""
    days = {opened, *(one.since for one in steps)}
    for start, end, group in spells:
        days |= {start, *([end] if end else []), *(one.since for one in table.get(group, ()))}
    before = USUAL
    for day in sorted(day for day in days if opened <= day <= last and (closed is None or day < closed)):
        weight = at(steps, day)
        if weight is None:
            of_groups = (group for start, end, group in spells if start <= day and (end is None or day < end))
            weight = next((at(table.get(group, ()), day) for group in of_groups), None)
        weight = USUAL if weight is None else weight
        if weight != before:
            yield day, weight
            before = weight


def _of_cases() -> Iterator[Row]:
    """What a case's weight is made of, by case: `case, what, start, end, target group, weight, id`."""
    nobody, never = Cast(Value(None), BigIntegerField()), Cast(Value(None), DateField())
    nothing = Cast(Value(None), WEIGHT)

    def part(rows: QuerySet[Any], what: str, case: str, *columns: Any) -> QuerySet[Any]:
        named = rows.order_by().annotate(of_case=F(case))
        return named.values_list("of_case", Value(what, CharField()), *columns)

    spells = TargetGroupSpell.objects.filter(citizen__cases__isnull=False)
    union = part(Case.objects.all(), "case", "pk", "opened_on", "closed_on", nobody, nothing, "pk").union(
        part(spells, "group", "citizen__cases", "start", "end", "target_group", nothing, "pk"),
        part(CaseWeight.objects.all(), "own", "case", "valid_from", never, nobody, "weight", "pk"),
        all=True,
    )
    return union.order_by("of_case").iterator(chunk_size=20_000)


# Staff


def staff(taken: Taken) -> Iterator[Row]:
    """Who works where, cut where what they have room for changes. Somebody who is two things in a unit at a time has
    room there once."""
    said: dict[tuple[int, int], list[Said]] = defaultdict(list)
    rows = Capacity.objects.order_by("valid_from", "pk").values_list("staff", "unit", "valid_from", "weight")
    for person, unit, since, room in rows:
        said[person, unit].append(Said(since, room))
    there = Membership.objects.order_by("staff", "unit", "valid_from", "pk")
    columns = ("staff", "unit", "role", "valid_from", "valid_to")
    return with_room(there.values_list(*columns).iterator(), said)


def with_room(
    memberships: Iterable[tuple[int, int, str, dt.date, dt.date | None]], said: Mapping[tuple[int, int], Sequence[Said]]
) -> Iterator[Row]:
    """`person, unit, room, start, end` for each stretch of a membership (as `places` takes them). `said`: what each has
    room for in a unit, in the order in which it holds."""
    for person, unit, carries, start, end in places(memberships):
        if carries:
            yield from ((person, unit, *one) for one in _cut(start, end, said.get((person, unit), ())))
        else:
            yield person, unit, None, start, end


Place: TypeAlias = tuple[int, int, bool, dt.date, dt.date | None]


def places(memberships: Iterable[tuple[int, int, str, dt.date, dt.date | None]]) -> Iterator[Place]:
    """Who works where, and whether with cases: `person, unit, carries, start, end`. The memberships (with a role in
    place of `carries`) come by person, unit and first day; those with cases that overlap or meet are one."""
    for (person, unit), found in groupby(memberships, key=itemgetter(0, 1)):
        carried: list[tuple[dt.date, dt.date | None]] = []
        for _person, _unit, role, start, end in found:
            if role in CARRIES:
                carried.append((start, end))
            else:
                yield person, unit, False, start, end
        yield from ((person, unit, True, start, end) for start, end in joined(carried))


def joined(spans: Iterable[tuple[dt.date, dt.date | None]]) -> list[tuple[dt.date, dt.date | None]]:
    """Spans that overlap or meet, as one; in the order in which they begin."""
    found: list[tuple[dt.date, dt.date | None]] = []
    for start, end in spans:
        if found and (found[-1][1] is None or start <= found[-1][1]):
            before = found[-1][1]
            found[-1] = (found[-1][0], None if before is None or end is None else max(before, end))
        else:
            found.append((start, end))
    return found


def _cut(
    start: dt.date, end: dt.date | None, steps: Sequence[Said]
) -> Iterator[tuple[float | None, dt.date, dt.date | None]]:
    inside = {one.since for one in steps if start < one.since and (end is None or one.since < end)}
    days = [start, *sorted(inside)]
    for day, until in zip(days, [*days[1:], end], strict=True):
        room = at(steps, day)
        yield (None if room is None else float(room)), day, until


def register() -> None:
    contribute(TidyRows(ROOM, "weights", weights, Case.objects.count))
    contribute(TidyRows(ROOM, "staff", staff, Membership.objects.count))
