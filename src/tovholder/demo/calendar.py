"""Days on which a municipality is open, and moments in Danish time."""

from __future__ import annotations

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

from tovholder.rules.days import is_working_day, next_working_day

DANISH = ZoneInfo("Europe/Copenhagen")


@cache
def is_open(day: dt.date) -> bool:
    return is_working_day(day)


@cache
def open_day(day: dt.date) -> dt.date:
    """The day itself, or the first open one after it."""
    return next_working_day(day)


def last_open_day(day: dt.date) -> dt.date:
    """The day itself, or the last open one before it."""
    while not is_open(day):
        day -= dt.timedelta(days=1)
    return day


def at(day: dt.date, hour: int = 0, minute: int = 0) -> dt.datetime:
    """A moment of a day, in Danish time."""
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=DANISH)


def days(number: float) -> dt.timedelta:
    return dt.timedelta(days=int(number))
