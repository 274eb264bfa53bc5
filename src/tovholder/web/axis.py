"""Marks on a time axis that suit its length: weeks, months, quarters, years, or several years."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tovholder.web import dates

#: How many labels go on a narrow column, a phone and a wide screen.
MOST = {"always": 2, "phone": 5, "wide": 12}

#: How wide a letter of a label is there, in per cent of the drawing.
LETTER = {"always": 4.0, "phone": 2.4, "wide": 1.1}

#: Up to so many days there is a mark each day, each week, each month and each quarter; beyond that, years.
DAYS, WEEKS, MONTHS, QUARTERS = 10, 62, 366 * 2, 366 * 6


@dataclass(frozen=True)
class Mark:
    """A place on the axis, in per cent as text. `reach` says where there is room for its label."""

    x: str
    label: str
    reach: str  #: "always", "phone" (and wider), "wide" or "never"
    is_strong: bool  #: a year among months, a round year among years


def marks(start: dt.date, end: dt.date) -> list[Mark]:
    """The marks between two days, `start` < `end`, in order."""
    span = (end - start).days
    days = _fine(start, end, span)
    places = {day: 100 * (day - start).days / span for day in days}
    said: dict[dt.date, tuple[str, str]] = {}
    for reach, most in MOST.items():
        for day in _thinned(days, most):
            # The year is said once at the left, then wherever it changes.
            label = _label(day, span, with_year=reach == "always" and not said)
            if day not in said and _has_room(places, said, day, len(label) * LETTER[reach], LETTER[reach]):
                said[day] = label, reach
    years = {day for day in days if (day.month, day.day) == (1, 1)}
    strong = set(_thinned(days, MOST["wide"])) if span > QUARTERS else years
    return [Mark(f"{places[day]:.3f}%", *said.get(day, ("", "never")), day in strong) for day in days]


def _has_room(
    places: dict[dt.date, float], said: dict[dt.date, tuple[str, str]], day: dt.date, width: float, letter: float
) -> bool:
    """Whether a label of so many per cent ends within the picture and touches no other, to its left or right."""
    left, right = places[day], places[day] + width + letter / 2
    others = ((places[other], places[other] + (len(label) + 0.5) * letter) for other, (label, _) in said.items())
    return right - letter / 2 <= 100 and all(right <= start or end <= left for start, end in others)


def _label(day: dt.date, span: int, with_year: bool) -> str:
    if (day.month, day.day) == (1, 1):
        return str(day.year)
    if day.day != 1 or span <= WEEKS:
        short = f"{dates.short_date(day)}"
        return short if with_year else short.rsplit(" ", 1)[0]
    month = dates.short_month(day.month)
    return f"{month} {day.year}" if with_year else month


def _fine(start: dt.date, end: dt.date, span: int) -> list[dt.date]:
    """Every mark, labelled or not."""
    if span <= WEEKS:
        step = 1 if span <= DAYS else 7
        first = start if step == 1 else start + dt.timedelta(days=-start.weekday() % 7)  # Mondays
        return [first + dt.timedelta(days=n) for n in range(0, (end - first).days, step)] or [start]
    months = 1 if span <= MONTHS else 3 if span <= QUARTERS else 12 * _years(span)
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
    """At most so many of the days: quarters rather than months, years rather than quarters, else evenly."""
    if len(days) <= most:
        return days
    for months in (3, 6, 12, *(12 * years for years in (2, 5, 10, 20, 50, 100))):
        some = [day for day in days if day.day == 1 and (day.year * 12 + day.month - 1) % months == 0]
        if 1 <= len(some) <= most:
            return some
    return days[:: -(-len(days) // most)]
