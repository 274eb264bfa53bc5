"""The assumptions of a plan's economy: which hold, and what each change changed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import zip_longest

from tovholder.plans.actions.economy import Assumed
from tovholder.plans.models import Assumptions, EmploymentPlan


@dataclass(frozen=True)
class Set:
    """Assumptions as they were set, and the names of those that were others before."""

    row: Assumptions
    changed: frozenset[str]


def history(plan: EmploymentPlan) -> list[Set]:
    """All that were ever set, the ones that hold first: one query."""
    rows = list(plan.assumptions.select_related("registered_by"))
    return [Set(row, _changed(row, before)) for row, before in zip_longest(rows, rows[1:])]


def _changed(row: Assumptions, before: Assumptions | None) -> frozenset[str]:
    names = {field.name for field in fields(Assumed)}
    return frozenset(name for name in names if before is not None and getattr(row, name) != getattr(before, name))
