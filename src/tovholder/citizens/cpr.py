"""CPR numbers: what people type, the birth date in them, and how they are shown. Pure: no database, no clock.

DDMMYY-SSSS; the seventh digit tells the century. The last digit of a number used to make the weighted sum divisible by
11; since 1 October 2007 numbers without that are given out, so a failing sum is a warning and never a refusal
(CPR-kontoret, *Personnummeret i CPR*). A day of birth + 60 is a test number and never a real person's.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum

from stdnum.dk import cpr as danish
from stdnum.exceptions import ValidationError

from tovholder.web.masking import MASK

#: Added to the day of birth in a test number.
TEST_DAYS = 60

#: Day, month, year; a day or month of one digit needs a mark after it.
_DAY_FIRST = re.compile(r"(\d\d|\d(?=[./-]))[./-]?(\d\d|\d(?=[./-]))[./-]?(\d{4}|\d\d)", re.ASCII)


class Fault(StrEnum):
    """Why something typed is no CPR number."""

    LENGTH = "length"  #: not ten digits
    DATE = "date"  #: the first six are no date
    UNBORN = "unborn"  #: a date that lies ahead


class NotACpr(ValueError):
    """What was typed is no CPR number. It says why and never repeats what was typed."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(f"no CPR number: {fault.value}")


@dataclass(frozen=True)
class Cpr:
    """A number that can be somebody's. Printing it masks it, so that no log or traceback can spell it out."""

    digits: str = field(repr=False)  #: ten, without the dash
    born_on: dt.date = field(repr=False)
    is_test: bool
    passes_modulus_11: bool

    def __str__(self) -> str:
        return MASK


def parse(typed: str, *, today: dt.date | None = None) -> Cpr:
    """The number that somebody typed, with or without dash and blanks. Raises NotACpr.

    With `today`, a number whose birth date lies ahead is refused.
    """
    digits = re.sub(r"[\s.\-–—‐‑]", "", typed)
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise NotACpr(Fault.LENGTH)
    day = int(digits[:2])
    is_test = day > TEST_DAYS
    real = f"{day - TEST_DAYS:02d}{digits[2:]}" if is_test else digits
    try:
        born_on = danish.get_birth_date(real)
    except ValidationError:
        raise NotACpr(Fault.DATE) from None
    if today is not None and born_on > today:
        raise NotACpr(Fault.UNBORN)
    return Cpr(digits, born_on, is_test, danish.checksum(digits) == 0)


def looks_like_cpr(typed: str) -> bool:
    """Whether somebody who typed this meant a CPR number: ten digits and nothing else but dashes and blanks."""
    return bool(re.fullmatch(r"[0-9]{10}", re.sub(r"[\s.\-–—‐‑]", "", typed)))


def birth_dates(typed: str, *, today: dt.date) -> tuple[dt.date, ...]:
    """The days that somebody may mean who types a birth date: `010190`, `01-01-1990`, `1.1.1990`, `1990-01-01`.

    Six digits leave the century open: both are given, without days that lie ahead. Empty when it is no date. The first
    six digits of a test number mean the day they stand for.
    """
    text = typed.strip()
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text, re.ASCII):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
    else:
        return ()
    number = int(day) - TEST_DAYS if int(day) > TEST_DAYS else int(day)
    years = [int(year)] if len(year) == 4 else [1900 + int(year), 2000 + int(year)]
    found = []
    for each in years:
        try:
            born = dt.date(each, int(month), number)
        except ValueError:
            continue
        if born <= today:
            found.append(born)
    return tuple(found)


def written(digits: str) -> str:
    """The whole number as people write it, for those with the right to see it."""
    return danish.format(digits)


def masked(digits: str, *, show_birth_date: bool) -> str:
    """`010190-••••` for those who may see the birth date, else `••••••-••••`; empty when there is no number."""
    if not digits:
        return ""
    return f"{digits[:6]}-••••" if show_birth_date else MASK


def age(born_on: dt.date, today: dt.date) -> int:
    """Whole years lived; somebody born on 29 February turns a year older on 1 March."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
