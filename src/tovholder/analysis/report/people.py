"""Between whom: the pairs of employees, and of groups, that hand over most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from tovholder.analysis.report import charts
from tovholder.analysis.report.logs import One, Part, hours, parts, somebody
from tovholder.analysis.texts import gettext as _
from tovholder.analysis.texts import number
from tovholder.paper.model import Block, Chart, Figure, Paragraph, Section, Table, count, share, text, wait

LISTED, LISTED_OF_EACH = 12, 6


def section(logs: Sequence[One], *, hide_names: bool) -> Section:
    said = (
        _("Employees have numbers in the order of how many events they have, not the names of the log.")
        if hide_names
        else _("Employees are named as in the log. A pair says how work is divided, not how well it is done.")
    )
    blocks: list[Block] = [Paragraph(said)]
    for part in parts(logs):
        pairs = {log.name: log.details.pairs() for log in part.logs}
        title = _("Shifts between the pairs of employees that have most")
        blocks += _figure(part, pairs, ("from_resource", "resource"), _("Pairs of employees"), title)
    for part in parts(logs):
        groups = {log.name: log.details.groups() for log in part.logs}
        title = _("Shifts between the groups that have most")
        blocks += _figure(part, groups, ("from_group", "group"), _("Pairs of groups"), title)
    return Section("between", _("Between whom"), tuple(blocks))


def _figure(
    part: Part, found: dict[str, pl.DataFrame], names: tuple[str, str], sheet: str, title: str
) -> Iterator[Figure]:
    """The figure, if there is anything to show. `found`: log → from, to, shifts, median."""
    most = LISTED if len(part.logs) == 1 else LISTED_OF_EACH
    rows, drawn, told, notes = [], [], [], []
    for log in part.logs:
        for at, one in enumerate(found[log.name].head(most).iter_rows(named=True)):
            giver, taker = somebody(one[names[0]]), somebody(one[names[1]])
            cells = (count(one["shifts"]), share(one["shifts"], log.number("shifts")), wait(hours(one["median"])))
            rows.append(part.row(log, text(giver), text(taker), *cells))
            bar = {
                "log": log.name,
                "name": f"{giver} → {taker}",
                "count": one["shifts"],
                "label": number(one["shifts"]),
            }
            drawn.append(bar)
            if not at:
                told.append(_first(bar))
        notes.append(_rest(log, found[log.name].height, most))
    if not rows:
        return
    title = part.title(title)
    yield Figure(
        Chart(
            title,
            _("Bars, the longest first. %(first)s") % {"first": " ".join(told)},
            charts.counted(drawn, [name for name in part.names if found[name].height], _("Shifts")),
        ),
        Table(
            part.sheet(sheet),
            title,
            part.below(_("From"), _("To"), _("Shifts"), _("Share of all shifts"), _("Wait, median")),
            tuple(rows),
            tuple(note for note in notes if note),
        ),
    )


def _first(bar: dict[str, object]) -> str:
    return _("%(log)s: most from %(pair)s, %(n)s shifts.") % {
        "log": bar["log"],
        "pair": bar["name"],
        "n": bar["label"],
    }


def _rest(log: One, pairs: int, most: int) -> str:
    if pairs <= most:
        return ""
    return _("%(log)s: %(listed)s of %(all)s pairs are listed.") % {
        "log": log.name,
        "listed": number(most),
        "all": number(pairs),
    }
