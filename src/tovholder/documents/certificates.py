"""The certificates one can ask for, and when an answer is due, by the dated tables of `rules/`."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tovholder.rules.book import Rulebook, Unknown
from tovholder.rules.letters import certificate_due
from tovholder.rules.reading import shipped

#: Those of the list for which the tables say no day.
WITHOUT_A_DAY = {
    "LÆ105": _("LÆ 105 records from a hospital"),
    "LÆ115": _("LÆ 115 records from a specialist"),
    "LÆ155": _("LÆ 155 certificate from a specialist"),
    "LÆ255": _("LÆ 255 certificate on the possibility of working"),
    "LÆ275": _("LÆ 275 clinical function"),
}


def book() -> Rulebook:
    return shipped()


def _is_english() -> bool:
    return (get_language() or "da").startswith("en")


def names() -> dict[str, str]:
    """What each certificate is called, by its code, in the order of the codes."""
    found = book()
    codes = dict.fromkeys(rule.series for rule in found.rules if found.series[rule.series].table == "certificates")
    dated = {
        code: found.series[code].name.en if _is_english() else found.series[code].name.da
        for code in codes
        if code.startswith("LÆ")
    }
    return dict(sorted({**dated, **{code: str(name) for code, name in WITHOUT_A_DAY.items()}}.items()))


def due(code: str, asked_on: dt.date, consultation_on: dt.date | None) -> tuple[dt.date | None, str]:
    """The day on which an answer is due and the rule; no day where no rule says one."""
    try:
        found = certificate_due(book(), code, requested=asked_on, consultation=consultation_on)
    except Unknown:
        return None, ""
    return found.due_on, found.rule.id
