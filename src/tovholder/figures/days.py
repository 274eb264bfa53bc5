"""Days as whole numbers, so that every engine reckons with them alike: a day is Python's `date.toordinal` (1 is 1
January of the year 1). Months, quarters and ages come from small tables that are made here and joined."""

from __future__ import annotations

import datetime as dt

import narwhals as nw

#: Every day of a snapshot lies after the first and before the last; a period that runs ends at the last.
BEGINNING = dt.date(1900, 1, 1).toordinal()
FOREVER = dt.date(2100, 1, 1).toordinal()


def whole(number: int) -> nw.Expr:
    """A whole number, as wide on every engine as days are."""
    return nw.lit(number, dtype=nw.Int64())


def month_number(day: dt.date) -> int:
    """Months since the year 0."""
    return 12 * day.year + day.month - 1


def month_start(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)
