"""Names, definitions and numbers in the two languages of the house. A pure room has no catalogue, so a figure carries
its own words: whoever reads its expression reads beside it what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["da", "en"]

#: Thousands and decimals.
_MARKS: dict[Language, tuple[str, str]] = {"da": (".", ","), "en": (",", ".")}
NOTHING = "–"


@dataclass(frozen=True)
class Words:
    """The same text in Danish and English; `{name}` stands for a value."""

    da: str
    en: str

    def to(self, language: Language, **values: object) -> str:
        """The text with its values put in; numbers are written as the language writes them."""
        text = self.da if language == "da" else self.en
        if not values:
            return text
        return text.format(**{name: _told(value, language) for name, value in values.items()})


def number(value: float | int | None, language: Language, decimals: int = 0) -> str:
    """1.234,5 in Danish, 1,234.5 in English, a dash for what there is not."""
    if value is None:
        return NOTHING
    thousands, point = _MARKS[language]
    english = f"{value:,.{decimals}f}"
    return english.translate({ord(","): thousands, ord("."): point})


def _told(value: object, language: Language) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        return str(value)
    return number(value, language)
