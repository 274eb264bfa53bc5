"""What is due by law in many cases, from the dates that the rulebook keeps worked out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from tovholder.rulebook import books
from tovholder.rulebook.models import PENDING, StatutoryDate


@dataclass(frozen=True)
class Due:
    """Something that the law asks and that is not done."""

    on: dt.date
    what: str


def due_by_law(case_ids: Collection[int], since: dt.date, until: dt.date) -> dict[int, Due]:
    """For each case what is due first between two days, both counted; cases without any are left out."""
    due = StatutoryDate.objects.filter(PENDING, case__in=case_ids, due_on__range=(since, until))
    rows = due.order_by("-due_on")
    pending = {row.case_id: row for row in rows}
    if not pending:
        return {}
    series = books.current().rules.series
    return {
        case_id: Due(row.due_on, books.said(series[row.series].name) if row.series in series else row.series)
        for case_id, row in pending.items()
    }
