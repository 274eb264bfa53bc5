"""Over time: shifts and waits by month, or by quarter where the logs are long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from tovholder.analysis import texts
from tovholder.analysis.report import charts
from tovholder.analysis.report.logs import One, Part, hours, parts
from tovholder.analysis.texts import gettext as _
from tovholder.figures.words import NOTHING
from tovholder.paper.model import Cell, Chart, Figure, Paragraph, Section, Table, count, text, wait

#: Months up to here are shown as months, more as quarters.
MONTHS = 36
#: Of fewer shifts no median is shown.
FEWEST = 5


def section(logs: Sequence[One]) -> Section:
    begin, end = _edges(logs)
    is_monthly = (end.year - begin.year) * 12 + end.month - begin.month < MONTHS
    said = _(
        "A shift counts in the period of the next employee's first event, when the wait ended. A wait that had not "
        "ended when the data end is not in the figures, so the last periods look shorter than they were."
    )
    figures = (figure for part in parts(logs) for figure in _figure(part, is_monthly=is_monthly))
    return Section("periods", _("Over time"), (Paragraph(said), *figures))


def _figure(part: Part, *, is_monthly: bool) -> Iterator[Figure]:
    """The figure, unless no step has both its people named."""
    found = {log.name: _found(log, is_monthly=is_monthly) for log in part.logs}
    if not any(found.values()):
        return
    rows = []
    drawn: list[dict[str, Any]] = []
    for period in _all(*_edges(part.logs), 1 if is_monthly else 3):
        is_partial = _is_partial(part.logs, period, is_monthly=is_monthly)
        name = _name(period, is_monthly=is_monthly) + ("*" if is_partial else "")
        cells: list[Cell] = []
        for log in part.logs:
            shifts, median = found[log.name].get(period, (None, None))
            cells += [count(shifts), wait(median)]
            days = None if median is None else median / 24
            drawn.append({"log": log.name, "period": name, "first": shifts, "second": days})
        rows.append((text(name), *cells))
    titles = (
        (_("Shifts per month"), _("Wait at a shift in days, median per month"))
        if is_monthly
        else (_("Shifts per quarter"), _("Wait at a shift in days, median per quarter"))
    )
    title = part.title(_("Shifts and waits over time"))
    told = " ".join(_span(log, found[log.name]) for log in part.logs)
    yield Figure(
        Chart(
            title,
            _("Two panels over the same periods: %(first)s; %(second)s. %(told)s")
            % {"first": titles[0], "second": titles[1], "told": told},
            charts.periods(drawn, part.names, titles),
        ),
        Table(
            part.sheet(_("Over time")),
            title,
            part.beside(_("Period"), _("shifts"), _("wait, median")),
            tuple(rows),
            (
                _("%(nothing)s: no event in the period, or fewer than %(n)s shifts, too few for a median.")
                % {"nothing": NOTHING, "n": texts.number(FEWEST)},
                _("* The data begin or end within the period."),
            ),
        ),
    )


def _found(log: One, *, is_monthly: bool) -> dict[dt.date, tuple[int, float | None]]:
    return {
        one["period"]: (one["shifts"], hours(one["median"]) if one["shifts"] >= FEWEST else None)
        for one in log.details.periods(is_monthly=is_monthly).iter_rows(named=True)
    }


def _span(log: One, found: dict[dt.date, tuple[int, float | None]]) -> str:
    medians = [median for _shifts, median in found.values() if median is not None]
    if not medians:
        return ""
    return _("%(log)s: the median wait lies between %(low)s and %(high)s.") % {
        "log": log.name,
        "low": texts.duration(min(medians)),
        "high": texts.duration(max(medians)),
    }


def _edges(logs: Sequence[One]) -> tuple[dt.date, dt.date]:
    """The first and the last day of the data."""
    first, last = min(log.result.first for log in logs), max(log.result.last for log in logs)
    return texts.local_day(first), texts.local_day(last)


def _all(first: dt.date, last: dt.date, months: int) -> list[dt.date]:
    """Every period, also those in which nothing happened."""
    begin = first.replace(day=1, month=first.month - (first.month - 1) % months)
    return pl.date_range(begin, last, f"{months}mo", eager=True).to_list()


def _name(period: dt.date, *, is_monthly: bool) -> str:
    if is_monthly:
        return f"{texts.months()[period.month - 1][:3]} {period.year}"
    # Translators: a quarter, as short as it is written on an axis: Q1 2026.
    return _("Q%(quarter)s %(year)s") % {"quarter": (period.month + 2) // 3, "year": period.year}


def _is_partial(logs: Sequence[One], period: dt.date, *, is_monthly: bool) -> bool:
    """Whether the data of a log begin or end within the period."""
    months = 1 if is_monthly else 3
    after = (period.replace(day=28) + dt.timedelta(days=31 * (months - 1) + 4)).replace(day=1)
    edges = [texts.local_day(moment) for log in logs for moment in (log.result.first, log.result.last)]
    return any(period < edge < after - dt.timedelta(days=1) for edge in edges)
