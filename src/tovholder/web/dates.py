"""Dates as people say them: "yesterday", "in 3 days", and a date in words when it is further off.

Nothing here reads the clock: `today` is passed in. The words come in the language that is active.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

#: Within so many days, before and after, a date is told as a distance.
FORTNIGHT = 14

_SHORT_MONTHS = (
    pgettext_lazy("short month", "Jan"),
    pgettext_lazy("short month", "Feb"),
    pgettext_lazy("short month", "Mar"),
    pgettext_lazy("short month", "Apr"),
    pgettext_lazy("short month", "May"),
    pgettext_lazy("short month", "Jun"),
    pgettext_lazy("short month", "Jul"),
    pgettext_lazy("short month", "Aug"),
    pgettext_lazy("short month", "Sep"),
    pgettext_lazy("short month", "Oct"),
    pgettext_lazy("short month", "Nov"),
    pgettext_lazy("short month", "Dec"),
)
_NEAR = {
    -1: gettext_lazy("yesterday"),
    0: gettext_lazy("today"),
    1: gettext_lazy("tomorrow"),
}


@dataclass(frozen=True)
class Spoken:
    """A date in words: `short` for the eye, `exact` for the one who needs to know; equal sense, never equal length."""

    short: str
    exact: str
    is_distance: bool  #: whether `short` is told from today ("in 3 days") and so leaves the date itself unsaid


def short_month(month: int) -> str:
    """A month (1 to 12) in few letters."""
    return str(_SHORT_MONTHS[month - 1])


def short_date(day: dt.date) -> str:
    """12 Mar 2025."""
    return pgettext("date", "%(day)d %(month)s %(year)d") % {
        "day": day.day,
        "month": short_month(day.month),
        "year": day.year,
    }


def exact_date(day: dt.date) -> str:
    """Wednesday 12 March 2025."""
    return pgettext("date with weekday", "%(weekday)s %(day)d %(month)s %(year)d") % {
        "weekday": WEEKDAYS[day.weekday()],
        "day": day.day,
        "month": MONTHS[day.month],
        "year": day.year,
    }


def clock(time: dt.time) -> str:
    """9:05, or 9.05 in Danish."""
    return pgettext("clock", "%(hour)d:%(minute)02d") % {"hour": time.hour, "minute": time.minute}


def distance(days: int) -> str:
    """So many days from today: negative lies behind."""
    if days in _NEAR:
        return str(_NEAR[days])
    if days > 0:
        return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}
    return ngettext("%(count)d day ago", "%(count)d days ago", -days) % {"count": -days}


def speak(day: dt.date, today: dt.date) -> Spoken:
    """A date as one says it today."""
    days = (day - today).days
    near = abs(days) <= FORTNIGHT
    return Spoken(short=distance(days) if near else short_date(day), exact=exact_date(day), is_distance=near)


def speak_moment(moment: dt.datetime, today: dt.date) -> Spoken:
    """A moment as one says it today. The moment must already be in local time."""
    spoken = speak(moment.date(), today)
    parts = {"time": clock(moment.time())}
    return Spoken(
        short=_("%(date)s at %(time)s") % {**parts, "date": spoken.short},
        exact=_("%(date)s at %(time)s") % {**parts, "date": spoken.exact},
        is_distance=spoken.is_distance,
    )


def speak_since(day: dt.date, today: dt.date) -> Spoken:
    """Since when something has been so: since yesterday, for 3 days, since 12 Mar 2025; or from a day ahead."""
    days = (today - day).days
    if days < 0:
        return Spoken(_("from %(date)s") % {"date": short_date(day)}, exact_date(day), is_distance=False)
    if 1 < days <= FORTNIGHT:
        short = ngettext("for %(count)d day", "for %(count)d days", days) % {"count": days}
    else:
        short = _("since %(date)s") % {"date": speak(day, today).short}
    return Spoken(short, exact_date(day), is_distance=days <= FORTNIGHT)


def length(days: int) -> str:
    """A number of days with its word."""
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
