"""Until when something is to be done: the dated rows, counted in the working days of a municipality."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tovholder.continuity.models import Deadline, DeadlineKind
from tovholder.continuity.models.deadline import CALENDAR
from tovholder.rules.days import add_working_days, next_working_day


def days_on(day: dt.date, kinds: Iterable[str] = DeadlineKind.values) -> dict[str, int]:
    """How many days each kind has on a day, in one query; a kind without a row that holds is left out."""
    rows = Deadline.objects.filter(what__in=list(kinds), valid_from__lte=day).order_by("what", "valid_from")
    return dict(rows.values_list("what", "days"))


def until(start: dt.date, what: str, days: dict[str, int]) -> dt.date:
    """The last day: `start` is not counted; nought is the same day, or the next on which the municipality is open."""
    number = days.get(what, 0)
    if what in CALENDAR:
        return start + dt.timedelta(days=number)
    return add_working_days(start, number) if number else next_working_day(start)
