"""Days on which a municipality is open, and moments in Danish time."""

from __future__ import annotations

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

import holidays

DANISH = ZoneInfo("Europe/Copenhagen")
_HOLIDAYS = holidays.country_holidays("DK")
#: Municipalities are closed on these too; the package does not know them.
_CLOSED = {(6, 5), (12, 24), (12, 31)}


@cache
def is_open(day: dt.date) -> bool:
    return day.weekday() < 5 and day not in _HOLIDAYS and (day.month, day.day) not in _CLOSED


@cache
def open_day(day: dt.date) -> dt.date:
    """The day itself, or the first open one after it."""
    while not is_open(day):
        day += dt.timedelta(days=1)
    return day


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
