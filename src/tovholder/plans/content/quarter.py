"""A quarter of a year: the time between two statuses."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from tovholder.figures.words import Words

_WRITTEN = re.compile(r"(\d{4})Q([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    year: int
    number: int

    @classmethod
    def of_day(cls, day: dt.date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def read(cls, text: str) -> Quarter:
        """The quarter of `2026Q3`. Raises ValueError."""
        if not (found := _WRITTEN.fullmatch(text)):
            raise ValueError(f"{text!r} is no quarter: expected 2026Q3")
        return cls(int(found[1]), int(found[2]))

    @property
    def before(self) -> Quarter:
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def words(self) -> Words:
        return Words(f"{self.number}. kvartal {self.year}", f"quarter {self.number} of {self.year}")

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"
