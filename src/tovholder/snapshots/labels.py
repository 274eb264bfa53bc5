"""What the values of breakdowns are called on the screen: units by name, codes by the snapshot's own list, time as
people say it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tovholder.figures import labels as figures_labels
from tovholder.figures.columns import NAMES
from tovholder.figures.dimensions import DIMENSIONS
from tovholder.figures.facts import Facts
from tovholder.figures.periods import Period
from tovholder.figures.source import Source
from tovholder.figures.words import Language
from tovholder.web import dates

#: Breakdowns whose values have an order of their own; the others are shown by size.
ORDERED = frozenset({"age", "duration", "shifts", "target_group", "contact_group", "planned"})
GRAIN_NAMES = {
    "whole": gettext_lazy("the period as one"),
    "month": gettext_lazy("by month"),
    "quarter": gettext_lazy("by quarter"),
    "year": gettext_lazy("by year"),
}


class Labels:
    """The names of a snapshot for a figure of these facts, in one language."""

    def __init__(self, source: Source, facts: Facts, language: Language) -> None:
        self.language, self.facts = language, facts
        self._told = figures_labels.Labels(source)
        self.units: dict[int, str] = {}
        self.kinds: dict[int, str] = {}
        if "units" in source.tables:
            for row in source.read("units").iter_rows(named=True):
                self.units[row["unit"]] = row["name"]
                self.kinds[row["unit"]] = row["kind"]

    def of(self, breakdown: str, value: Any) -> str:
        """What a value of a breakdown is called; time among them."""
        if value is None:
            return _("Not said")
        if breakdown in ("month", "quarter", "year"):
            return time(str(value))
        if isinstance(value, bool):
            return {True: _("Planned"), False: _("Unplanned")}[value] if breakdown == "planned" else _yes_no(value)
        if DIMENSIONS[breakdown].holds == "unit":
            return self.units.get(value, _("An unknown unit"))
        told = self._told.of(self.facts, breakdown, value, self.language)
        return told.replace("-", "–") if told == str(value) else told

    def sort_key(self, breakdown: str, value: Any) -> tuple[Any, ...]:
        """For breakdowns with an order of their own: numbers by size, also within a text."""
        if value is None:
            return (1,)
        parts = str(value).replace("–", "-").replace("+", "").replace("-", ".").split(".")
        return (0, tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts))


def _yes_no(value: bool) -> str:
    return _("Yes") if value else _("No")


def time(label: str) -> str:
    """2025, 2025-Q1, 2025-03 as people say them."""
    if len(label) == 4:
        return label
    year, _mark, part = label.partition("-")
    if part.startswith("Q"):
        return _("Q%(quarter)s %(year)s") % {"quarter": part[1:], "year": year}
    return f"{dates.short_month(int(part))} {year}"


def period(asked: Period) -> str:
    """A period in words: a year, a quarter, a month where it is one, else its two days."""
    first, last = asked.first, asked.last
    for text in (f"{first:%Y}", f"{first:%Y}-Q{(first.month + 2) // 3}", f"{first:%Y-%m}"):
        if Period.of(text) == asked:
            return time(text)
    if Period.of(f"{first:%Y-%m}..{last:%Y-%m}") == asked:
        return f"{time(f'{first:%Y-%m}')} – {time(f'{last:%Y-%m}')}"
    return f"{dates.short_date(first)} – {dates.short_date(last)}"


def in_words(names: Iterable[str]) -> str:
    """A, B and C."""
    listed = list(names)
    if len(listed) < 2:
        return "".join(listed)
    return _("%(several)s and %(last)s") % {"several": ", ".join(listed[:-1]), "last": listed[-1]}


_UNITS = frozenset({"unit", "from_unit", "project"})


def column_name(name: str, language: Language) -> str:
    """What a column of facts is called."""
    known = NAMES.get(name)
    text = known.to(language) if known else name
    return text[:1].upper() + text[1:]


def fact_value(named: Labels, name: str, value: Any) -> Any:
    """A value of a fact as the page shows it; days stay days."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool) and name not in _UNITS):
        return value
    if name in _UNITS:
        return named.units.get(value, "")
    if isinstance(value, bool):
        return _yes_no(value)
    if isinstance(value, str):
        return named.of(name, value) if name in DIMENSIONS else value
    return value
