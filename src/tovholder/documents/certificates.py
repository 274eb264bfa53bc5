"""The certificates one can ask for, and when an answer is due, by the dated tables of `rules/`."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import get_language

from tovholder.rules.book import Rulebook, Unknown
from tovholder.rules.letters import certificate_due
from tovholder.rules.reading import shipped


def book() -> Rulebook:
    return shipped()


def _is_english() -> bool:
    return (get_language() or "da").startswith("en")


def names() -> dict[str, str]:
    """What each certificate is called, by its code."""
    found = book()
    codes = dict.fromkeys(rule.series for rule in found.rules if found.series[rule.series].table == "certificates")
    return {
        code: found.series[code].name.en if _is_english() else found.series[code].name.da
        for code in codes
        if code.startswith("LÆ")
    }


def due(code: str, asked_on: dt.date, consultation_on: dt.date | None) -> tuple[dt.date | None, str]:
    """The day on which an answer is due and the rule; no day where no rule says one."""
    try:
        found = certificate_due(book(), code, requested=asked_on, consultation=consultation_on)
    except Unknown:
        return None, ""
    return found.due_on, found.rule.id
