"""Months as published figures count them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import total_ordering

from tovholder.figures.words import Language

_PERIOD = re.compile(r"(\d{4})[M-](0[1-9]|1[0-2])")
_NAMES: dict[Language, tuple[str, ...]] = {
    "da": ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
           "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"),
}  # fmt: skip


@total_ordering
@dataclass(frozen=True)
class Month:
    """A month, counted from the year 0, so that months can be added and subtracted."""

    number: int

    @classmethod
    def of(cls, year: int, month: int) -> Month:
        return cls(year * 12 + month - 1)

    @classmethod
    def of_day(cls, day: dt.date) -> Month:
        return cls.of(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> Month:
        """The month of `2026M07` or `2026-07`. Raises ValueError."""
        if not (found := _PERIOD.fullmatch(text.strip())):
            raise ValueError(f"{text!r} is no month: expected 2026M07 or 2026-07")
        return cls.of(int(found[1]), int(found[2]))

    @property
    def year(self) -> int:
        return self.number // 12

    @property
    def month(self) -> int:
        return self.number % 12 + 1

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    def to(self, language: Language) -> str:
        """`juli 2026`."""
        return f"{_NAMES[language][self.month - 1]} {self.year}"

    def __str__(self) -> str:
        return f"{self.year}M{self.month:02}"

    def __lt__(self, other: Month) -> bool:
        return self.number < other.number

    def __add__(self, months: int) -> Month:
        return Month(self.number + months)

    def since(self, other: Month) -> int:
        """How many months this one lies after another."""
        return self.number - other.number
