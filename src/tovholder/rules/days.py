"""Days, weeks, months and working days, as deadlines are counted in them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import holidays

#: Constitution Day, Christmas Eve and New Year's Eve are no public holidays, and no municipality is open on them.
CLOSED = frozenset({(6, 5), (12, 24), (12, 31)})


class SpanUnit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    WORKING_DAY = "working day"


_SPAN = re.compile(r"(\d{1,4}) (working day|day|week|month|year)s?")


@dataclass(frozen=True)
class Span:
    """A length of time as the law says it: "1 week", "6 months", "10 working days"."""

    number: int
    unit: SpanUnit

    @classmethod
    def parse(cls, text: str) -> Span:
        """Raises ValueError with what was expected."""
        found = _SPAN.fullmatch(text.strip())
        if found is None or int(found[1]) == 0:
            raise ValueError('a length such as "1 week", "6 months", "14 days" or "10 working days" was expected')
        return cls(int(found[1]), SpanUnit(found[2]))

    def __str__(self) -> str:
        return f"{self.number} {self.unit}{'' if self.number == 1 else 's'}"

    def after(self, day: dt.date) -> dt.date:
        """The last day of the span when `day` itself is not counted: 1 week after Monday is the next Monday.

        Months end on the same day of the month, or on its last one: 6 months after 31 August is 28 or 29 February.
        """
        if self.unit is SpanUnit.WORKING_DAY:
            return add_working_days(day, self.number)
        if self.unit is SpanUnit.DAY:
            return day + dt.timedelta(days=self.number)
        if self.unit is SpanUnit.WEEK:
            return day + dt.timedelta(weeks=self.number)
        return add_months(day, self.number * (12 if self.unit is SpanUnit.YEAR else 1))


def add_months(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@cache
def _public_holidays(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("DK", years=year))


def is_working_day(day: dt.date) -> bool:
    """Whether a Danish municipality is open: no weekend, public holiday, 5 June, 24 or 31 December."""
    return day.weekday() < 5 and (day.month, day.day) not in CLOSED and day not in _public_holidays(day.year)


def next_working_day(day: dt.date) -> dt.date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    return day


def add_working_days(day: dt.date, number: int) -> dt.date:
    """The `number`-th working day after a day."""
    for _ in range(number):
        day = next_working_day(day + dt.timedelta(days=1))
    return day
