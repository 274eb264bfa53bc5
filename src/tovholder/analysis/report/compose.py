"""Composes the report on one log or on several side by side: what it says, in which order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tovholder.analysis import texts
from tovholder.analysis.report import basis, people, periods, summary, where, worst
from tovholder.analysis.report.logs import One, apart
from tovholder.analysis.run import Analysed
from tovholder.analysis.texts import gettext as _
from tovholder.paper.model import Report


def compose(analysed: Sequence[Analysed], made: dt.datetime, *, hide_names: bool = False) -> Report:
    """The report in the language that is spoken (texts.speaking). All logs have a result and details. `hide_names`:
    employees have numbers instead of names."""
    logs = apart([One.of(one, hide_names=hide_names) for one in analysed])
    return Report(
        language=texts.language(),
        title=_("Caseworker shifts and waits"),
        facts=tuple(_about(log) for log in logs),
        made=made,
        sections=(
            summary.section(logs),
            where.section(logs),
            people.section(logs, hide_names=hide_names),
            periods.section(logs),
            worst.section(logs),
            basis.doubts(logs),
            basis.definitions(),
        ),
    )


def _about(log: One) -> str:
    return _("%(name)s: %(cases)s cases, %(events)s events from %(first)s to %(last)s.") % {
        "name": log.name,
        "cases": texts.number(log.number("cases")),
        "events": texts.number(log.number("events")),
        "first": texts.day(log.result.first),
        "last": texts.day(log.result.last),
    }
