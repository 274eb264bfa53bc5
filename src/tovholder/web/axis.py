"""Marks on a time axis that suit its length: weeks, months, quarters, years, or several years."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tovholder.web import dates

#: How many labels go on a phone and on a wide screen without touching.
FEW, MANY = 5, 12


@dataclass(frozen=True)
class Mark:
    """A place on the axis, in per cent as text. `reach` says where there is room for its label."""

    x: str
    label: str
    reach: str  #: "always", "wide" or "never"
    is_year: bool


def marks(start: dt.date, end: dt.date) -> list[Mark]:
    """The marks between two days, `start` < `end`, in order."""
    span = (end - start).days
    days = _fine(start, end, span)
    for_phones = set(_thinned(days, FEW))
    for_all = set(_thinned(days, MANY)) | for_phones
    made, is_first = [], True
    for day in days:
        reach = "always" if day in for_phones else "wide" if day in for_all else "never"
        # The year is said once at the left, then wherever it changes.
        label = "" if reach == "never" else _label(day, span, is_first and reach == "always")
        is_first = is_first and reach != "always"
        is_year = (day.month, day.day) == (1, 1)
        made.append(Mark(f"{100 * (day - start).days / span:.3f}%", label, reach, is_year))
    return made


def _label(day: dt.date, span: int, with_year: bool) -> str:
    if (day.month, day.day) == (1, 1):
        return str(day.year)
    if day.day != 1 or span <= 62:
        short = f"{dates.short_date(day)}"
        return short if with_year else short.rsplit(" ", 1)[0]
    month = dates.short_month(day.month)
    return f"{month} {day.year}" if with_year else month


def _fine(start: dt.date, end: dt.date, span: int) -> list[dt.date]:
    """Every mark, labelled or not."""
    if span <= 62:
        step = 1 if span <= 10 else 7
        first = start if step == 1 else start + dt.timedelta(days=-start.weekday() % 7)  # Mondays
        return [first + dt.timedelta(days=n) for n in range(0, (end - first).days, step)] or [start]
    months = 1 if span <= 366 * 2 else 3 if span <= 366 * 6 else 12 * _years(span)
    at = dt.date(start.year - start.year % max(1, months // 12) if months >= 12 else start.year, 1, 1)
    found = []
    while at < end:
        if at >= start:
            found.append(at)
        month = at.year * 12 + at.month - 1 + months
        if month // 12 > dt.MAXYEAR:
            break
        at = dt.date(month // 12, month % 12 + 1, 1)
    return found


def _years(span: int) -> int:
    """A round number of years between two marks, so that there are no more than forty."""
    return next(step for step in (1, 2, 5, 10, 20, 50, 100, 500) if span / 365 / step <= 40)


def _thinned(days: list[dt.date], most: int) -> list[dt.date]:
    """At most so many of the days: years rather than quarters, quarters rather than months, else evenly."""
    if len(days) <= most:
        return days
    for months in (3, 6, 12):
        some = [day for day in days if day.day == 1 and (day.month - 1) % months == 0]
        if 2 <= len(some) <= most:
            return some
    years = [day for day in days if (day.month, day.day) == (1, 1)] or days
    for step in (2, 5, 10, 20, 50, 100):
        some = [day for day in years if day.year % step == 0] if years is not days else days[::step]
        if len(some) <= most:
            return some
    return []
