"""What the values of breakdowns are called, in the words of the snapshot."""

from __future__ import annotations

from typing import Any

from tovholder.figures.dimensions import DIMENSIONS, Dimension
from tovholder.figures.facts import Facts
from tovholder.figures.source import Source
from tovholder.figures.words import Language, Words

UNKNOWN = Words("ikke oplyst", "not known")
YES_NO = {True: Words("ja", "yes"), False: Words("nej", "no")}
#: The facts whose kinds are those of a list of their own in the table `codes`.
_KINDS = {"waits": "wait_kind", "dues": "due_kind", "activities": "activity_kind", "conversations": "conversation_kind"}


class Labels:
    def __init__(self, source: Source) -> None:
        self._codes = source.codes
        self._units = {row["unit"]: str(row["name"]) for row in source.read("units").iter_rows(named=True)}

    def of(self, facts: Facts, breakdown: str, value: Any, language: Language) -> str:
        """A value of a breakdown; a month, quarter or year as it is, a code that nobody named too."""
        dimension = DIMENSIONS.get(breakdown)
        if value is None:
            return UNKNOWN.to(language)
        if dimension is None:
            return str(value)
        if dimension.holds == "unit":
            return self._units.get(value, str(value))
        if dimension.holds == "yes_no":
            return YES_NO[value].to(language)
        named = self._codes.get((_list(facts, dimension), value))
        return named.to(language) if named else str(value)


def _list(facts: Facts, dimension: Dimension) -> str:
    if dimension.id != "kind":
        return dimension.codes or ""
    return next((_KINDS[table] for table in facts.tables if table in _KINDS), "kind")


def parsed(breakdown: str, text: str) -> Any:
    """A value as somebody types it (`null`: not known). Raises ValueError."""
    dimension = DIMENSIONS.get(breakdown)
    if text == "null":
        return None
    if dimension is not None and dimension.holds == "unit":
        return int(text)
    if dimension is not None and dimension.holds == "yes_no":
        if text not in {"true", "false"}:
            raise ValueError(f"{breakdown} is true, false or null")
        return text == "true"
    return text
