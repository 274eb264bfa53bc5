"""The order of a plan's goals: those under another after it, each among its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tovholder.plans.models import EmploymentPlan, Goal


def in_order(rows: Iterable[Goal]) -> list[Goal]:
    """Goals that come in the order of their places; one whose upper goal is not among them stands by itself."""
    listed = list(rows)
    under = among(listed)
    return [one for top in under.get(None, []) for one in (top, *under.get(top.pk, []))]


def among(rows: Iterable[Goal]) -> dict[int | None, list[Goal]]:
    """The goals by the goal that they stand under; None: under no other of them."""
    listed = list(rows)
    there = {row.pk for row in listed}
    found: dict[int | None, list[Goal]] = {}
    for row in listed:
        found.setdefault(row.parent_id if row.parent_id in there else None, []).append(row)
    return found


@dataclass(frozen=True)
class Place:
    """A goal among those that it changes places with. `order`: their ids, as they stand."""

    goal: Goal
    order: tuple[int, ...]
    is_under: bool

    @property
    def number(self) -> int:
        return self.order.index(self.goal.pk) + 1

    @property
    def is_first(self) -> bool:
        return self.order[0] == self.goal.pk

    @property
    def is_last(self) -> bool:
        return self.order[-1] == self.goal.pk


def places(plan: EmploymentPlan) -> list[Place]:
    """The goals that are not given up, in their order: one query."""
    rows = list(plan.goals.filter(dropped_on=None))
    by_parent = among(rows)
    orders = {parent: tuple(one.pk for one in ones) for parent, ones in by_parent.items()}
    parent_of = {one.pk: parent for parent, ones in by_parent.items() for one in ones}
    return [Place(row, orders[parent_of[row.pk]], parent_of[row.pk] is not None) for row in in_order(rows)]
