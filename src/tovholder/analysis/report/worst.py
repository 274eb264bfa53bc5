"""The worst cases: most shifts, longest waits; and what shifts and duration have to do with one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tovholder.analysis.report import charts
from tovholder.analysis.report.logs import One, Part, hours, parts, somebody
from tovholder.analysis.texts import gettext as _
from tovholder.analysis.texts import number
from tovholder.paper.model import (
    Cell,
    Chart,
    Figure,
    Paragraph,
    Section,
    Table,
    count,
    day,
    share,
    text,
    visible,
    wait,
)

LISTED, LISTED_OF_EACH = 10, 5
#: So many shifts and more are one row.
MOST = 10


def section(logs: Sequence[One]) -> Section:
    return Section(
        "worst",
        _("The cases with most shifts and the longest waits"),
        (
            Paragraph(
                _("Averages hide how unequal it is. The first figure says how many cases have how many shifts, and how "
                  "long these cases lasted. Long cases have had more time for shifts, so it does not say which is the "
                  "cause.")
            ),
            *(_by_shifts(part) for part in parts(logs)),
            *(_most_shifts(part) for part in parts(logs)),
            *(_longest_waits(part) for part in parts(logs)),
        ),
    )  # fmt: skip


def _by_shifts(part: Part) -> Figure:
    names = [*(number(n) for n in range(MOST)), _("%(n)s or more") % {"n": number(MOST)}]
    rows = []
    drawn: list[dict[str, Any]] = []
    is_one = len(part.logs) == 1
    found = {
        log.name: {shifts: (cases, median) for shifts, cases, median in log.details.by_shifts(MOST).iter_rows()}
        for log in part.logs
    }
    for shifts, name in enumerate(names):
        cells: list[Cell] = []
        for log in part.logs:
            cases, median = found[log.name].get(shifts, (0, None))
            lasted = wait(hours(median))
            cells += [count(cases), *([share(cases, log.number("cases"))] if is_one else []), lasted]
            drawn.append(
                {
                    "log": log.name,
                    "name": name,
                    "first": cases,
                    "first_label": number(cases),
                    "second": lasted.value,
                    "second_label": lasted.shown,
                }
            )
        rows.append((text(name), *cells))
    title = part.title(_("Cases by their number of shifts"))
    columns = (_("cases"), *([_("share of cases")] if is_one else []), _("duration, median"))
    return Figure(
        Chart(
            title,
            _("Bars: the number of cases, and the median of their duration, by number of shifts. %(told)s")
            % {"told": " ".join(_none(log) for log in part.logs)},
            charts.paired(drawn, part.names, (_("Cases, by number of shifts"), _("Their duration, median"))),
        ),
        Table(part.sheet(_("Cases by shifts")), title, part.beside(_("Shifts"), *columns), tuple(rows)),
    )


def _none(log: One) -> str:
    shifts, cases, _median = log.details.by_shifts(MOST).row(0)
    return _("%(log)s: %(n)s cases without a shift.") % {"log": log.name, "n": number(0 if shifts else cases)}


def _most_shifts(part: Part) -> Table:
    rows = []
    for log in part.logs:
        for one in log.details.worst(LISTED if len(part.logs) == 1 else LISTED_OF_EACH).iter_rows(named=True):
            if not one["shifts"]:
                continue
            rows.append(
                part.row(
                    log,
                    text(visible(one["case"])),
                    count(one["shifts"]),
                    count(one["events"]),
                    wait(hours(one["span"])),
                    day(one["first"]),
                    day(one["last"]),
                )
            )
    return Table(
        part.sheet(_("Most shifts")),
        part.title(_("The cases with most shifts")),
        part.below(_("Case"), _("Shifts"), _("Events"), _("Duration"), _("First event"), _("Last event")),
        tuple(rows),
    )


def _longest_waits(part: Part) -> Table:
    rows = []
    has_activity = any("activity" in log.details.shifts.columns for log in part.logs)
    for log in part.logs:
        for one in log.details.longest(LISTED if len(part.logs) == 1 else LISTED_OF_EACH).iter_rows(named=True):
            cells = [
                text(visible(one["case"])),
                wait(hours(one["gap"])),
                day(one["from_time"]),
                text(somebody(one["from_resource"])),
                text(somebody(one["resource"])),
            ]
            if has_activity:
                cells.append(text(somebody(one.get("activity"))))
            rows.append(part.row(log, *cells))
    columns = [
        _("Case"),
        _("Wait"),
        _("Waited since"),
        _("From"),
        _("To"),
        *([_("Waited for")] if has_activity else []),
    ]
    return Table(
        part.sheet(_("Longest waits")), part.title(_("The longest waits at a shift")), part.below(*columns), tuple(rows)
    )
