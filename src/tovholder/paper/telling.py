"""Numbers, days and waits in the reader's language. It is known without setting up Django, so that a report can be
written where there is no database."""

from __future__ import annotations

import datetime as dt
import gettext as catalogues
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from tovholder.figures import words
from tovholder.figures.words import Language

ZONE = "Europe/Copenhagen"

_language: ContextVar[Language] = ContextVar("language", default="da")

_MONTHS: dict[Language, str] = {
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "en": "January February March April May June July August September October November December",
}


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def language() -> Language:
    return _language.get()


@cache
def _catalogue(spoken: Language) -> catalogues.NullTranslations:
    folder = Path(__file__).with_name("locale")
    # English is the text in the code.
    return catalogues.translation("django", folder, languages=[spoken], fallback=spoken == "en")


def gettext(message: str) -> str:
    return _catalogue(language()).gettext(message)


def number(value: float | int | None, decimals: int = 0) -> str:
    return words.number(value, language(), decimals)


def percent(part: float, whole: float, decimals: int = 0) -> str:
    """12 % in Danish, 12% in English, a dash for a share of nothing."""
    if not whole:
        return words.NOTHING
    sign = " %" if language() == "da" else "%"
    return number(100 * part / whole, decimals) + sign


def duration(hours: float | None) -> str:
    """A wait as people say it: 12 seconds, 5 minutes, 3.4 hours, 12 days."""
    if hours is None:
        return words.NOTHING
    _ = gettext
    if hours < 1 / 60:
        return _("%(n)s s") % {"n": number(hours * 3600)}
    if hours < 1:
        return _("%(n)s min.") % {"n": number(hours * 60)}
    if hours < 48:
        return _("%(n)s hours") % {"n": number(hours, 1 if hours < 10 else 0)}
    days = hours / 24
    return _("%(n)s days") % {"n": number(days, 1 if days < 10 else 0)}


def local_day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(ZoneInfo(ZONE)).date()


def day(moment: dt.datetime | dt.date) -> str:
    """3. maj 2026 in Danish, 3 May 2026 in English."""
    local = local_day(moment) if isinstance(moment, dt.datetime) else moment
    month = months()[local.month - 1]
    return f"{local.day}. {month} {local.year}" if language() == "da" else f"{local.day} {month} {local.year}"


def months() -> list[str]:
    return _MONTHS[language()].split()
