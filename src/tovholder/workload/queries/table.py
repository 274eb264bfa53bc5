"""The table of weights: each target group with what it weighs, weighed, and will weigh; and the fields in use."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from tovholder.citizens.models import TargetGroup
from tovholder.workload.models import USUAL, GroupWeight, Specialty


@dataclass(frozen=True)
class GroupLine:
    """`rows` are all that was ever said of the group, the latest first; `now` is the one that holds."""

    group: TargetGroup
    now: GroupWeight | None
    rows: list[GroupWeight]

    @property
    def weight(self) -> Decimal:
        return self.now.weight if self.now else USUAL


def table_on(day: dt.date) -> list[GroupLine]:
    """Every target group in force, and those that have a weight though they are not: two queries."""
    said: dict[int, list[GroupWeight]] = {}
    for row in GroupWeight.objects.select_related("registered_by"):
        said.setdefault(row.target_group_id, []).append(row)
    in_force = Q(valid_to=None) | Q(valid_to__gt=day)
    groups = TargetGroup.objects.filter(in_force | Q(pk__in=said))
    lines = [
        GroupLine(group, next((row for row in of if row.valid_from <= day), None), of)
        for group in groups
        for of in (said.get(group.pk, []),)
    ]
    return sorted(lines, key=lambda line: [int(part) if part.isdecimal() else 0 for part in line.group.code.split(".")])


def specialties_on(day: dt.date, *, or_of: set[int] | None = None) -> list[Specialty]:
    """The fields in use, and some others, by name."""
    in_use = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))
    return sorted(Specialty.objects.filter(in_use | Q(pk__in=or_of or set())), key=lambda one: one.name.casefold())
