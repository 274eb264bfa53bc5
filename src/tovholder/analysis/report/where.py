"""Where the time goes: waiting at shifts against work with the same person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

import polars as pl

from tovholder.analysis.report import charts
from tovholder.analysis.report.logs import One, Part, hours, parts
from tovholder.analysis.texts import gettext as _
from tovholder.analysis.texts import percent
from tovholder.figures.eventlog.breakdowns import BANDS, DAY, KINDS
from tovholder.paper.model import (
    Block,
    Cell,
    Chart,
    Figure,
    Kind,
    Paragraph,
    Section,
    Table,
    count,
    share,
    text,
    visible,
    wait,
)

#: Activities that a table lists, alone and of each of several logs.
LISTED, LISTED_OF_EACH = 10, 5
#: The smallest share of a bar that has room for its number.
ROOM = 0.045


def section(logs: Sequence[One]) -> Section:
    blocks: list[Block] = [
        Paragraph(
            _("A step is two events in a row in one case. Either the case stays with the same employee, or it is a "
              "shift. The upper bar says how many steps are which, the lower one where the time between the events "
              "lies.")
        ),
        *(_shares(part) for part in parts(logs)),
        Paragraph(_("How long the single steps take:")),
        *(_bands(part) for part in parts(logs)),
    ]  # fmt: skip
    blocks += [_activities(part) for part in parts(logs) if any(log.details.activities.height for log in part.logs)]
    return Section("time", _("Where the time goes"), tuple(blocks))


def _kinds(logs: Sequence[One]) -> dict[str, str]:
    """The kinds that occur → what they are called."""
    names = {
        "shift": _("At a shift"),
        "same": _("With the same employee"),
        "unnamed": _("The log names nobody"),
    }
    return {kind: names[kind] for kind in KINDS if kind != "unnamed" or any(log.steps()["unnamed"] for log in logs)}


def _shares(part: Part) -> Figure:
    kinds = _kinds(part.logs)
    measures = {"steps": _("All steps"), "time": _("All time")}
    rows, told = [], []
    drawn: list[dict[str, Any]] = []
    for log in part.logs:
        steps, time = log.steps(), log.details.hours()
        all_steps, all_time = sum(steps.values()), sum(time.values())
        for measure, amounts in (("steps", steps), ("time", time)):
            drawn += _bars(log.name, measures[measure], {kinds[kind]: amounts[kind] for kind in kinds})
        for kind, name in kinds.items():
            cells = (
                count(steps[kind]),
                share(steps[kind], all_steps),
                Cell(time[kind], Kind.HOURS),
                share(time[kind], all_time),
            )
            rows.append(part.row(log, text(name), *cells))
        told.append(
            _("%(log)s: shifts are %(steps)s of the steps and have %(time)s of the time.")
            % {
                "log": log.name,
                "steps": percent(steps["shift"], all_steps),
                "time": percent(time["shift"], all_time),
            }
        )
    title = part.title(_("Steps and time, at shifts and with the same employee"))
    columns = part.below(
        _("Kind"), _("Number of steps"), _("Share of steps"), _("Hours"), _("Share of the time")
    )  # fmt: skip
    return Figure(
        Chart(
            title,
            _("Bars of steps and of time, each divided by kind. %(told)s") % {"told": " ".join(told)},
            charts.shares(drawn, part.names, list(kinds.values()), list(measures.values())),
        ),
        Table(part.sheet(_("Steps and time")), title, columns, tuple(rows)),
    )


def _bars(log: str, measure: str, amounts: dict[str, float]) -> Iterator[dict[str, Any]]:
    whole = sum(amounts.values())
    if not whole:
        return
    ends = [amount / whole for amount in accumulate(amounts.values())]
    for index, (kind, end) in enumerate(zip(amounts, ends, strict=True)):
        begin = ends[index - 1] if index else 0.0
        yield {
            "log": log,
            "measure": measure,
            "kind": kind,
            "begin": begin,
            "end": end,
            "middle": (begin + end) / 2,
            "label": percent(end - begin, 1) if end - begin >= ROOM else "",
            "ink": charts.KIND_LABELS[index],
        }


def _bands(part: Part) -> Figure:
    lengths = (
        _("under a minute"),
        _("a minute to an hour"),
        _("an hour to a day"),
        _("a day to a week"),
        _("a week to 30 days"),
        _("30 to 90 days"),
        _("90 days and more"),
    )
    kinds = [name for kind, name in _kinds(part.logs).items() if kind != "unnamed"]
    is_one = len(part.logs) == 1
    rows = []
    drawn: list[dict[str, Any]] = []
    for band, length in enumerate(lengths):
        cells: list[Cell] = []
        for log in part.logs:
            found = {kind: (steps, gap) for at, kind, steps, gap in log.details.bands.iter_rows() if at == band}
            (at_shift, gap), (others, _gap) = (found.get(kind, (0, 0)) for kind in ("shift", "same"))
            shares = (share(at_shift, log.steps()["shift"]), share(others, log.steps()["same"]))
            numbers = (count(at_shift), shares[0], Cell(hours(gap), Kind.HOURS), count(others), shares[1])
            cells += numbers if is_one else shares
            drawn += [
                {"log": log.name, "kind": kind, "length": length, "share": cell.value or 0, "label": cell.shown}
                for kind, cell in zip(kinds, shares, strict=True)
            ]
        rows.append((text(length), *cells))
    columns = (
        (
            _("Shifts"),
            _("Share of shifts"),
            _("Hours at shifts"),
            _("Steps with the same employee"),
            _("Share of these"),
        )
        if is_one
        else (_("share of shifts"), _("share of steps with the same employee"))
    )
    title = part.title(_("Steps by how long they take"))
    return Figure(
        Chart(
            title,
            _("Bars: the share of steps of each length, at shifts and with the same employee. %(longest)s")
            % {"longest": " ".join(_longest(log) for log in part.logs)},
            charts.bands(drawn, part.names, kinds, lengths),
        ),
        Table(part.sheet(_("Length of steps")), title, part.beside(_("Length"), *columns), tuple(rows)),
    )


def _longest(log: One) -> str:
    week = log.details.bands.filter(pl.col("band") >= BANDS.index(7 * DAY))
    long = dict(week.group_by("kind").agg(pl.col("steps").sum()).iter_rows())
    return _("%(log)s: a week or more for %(shift)s of the shifts and %(same)s of the other steps.") % {
        "log": log.name,
        "shift": percent(long.get("shift", 0), log.steps()["shift"]),
        "same": percent(long.get("same", 0), log.steps()["same"]),
    }


def _activities(part: Part) -> Table:
    rows = []
    for log in part.logs:
        found = log.details.activities.filter(pl.col("shifts") > 0).sort(
            ["gap_at_shift", "activity"], descending=[True, False]
        )
        whole = log.details.hours()["shift"]
        for one in found.head(LISTED if len(part.logs) == 1 else LISTED_OF_EACH).iter_rows(named=True):
            at_shift = hours(one["gap_at_shift"]) or 0.0
            cells = (
                count(one["shifts"]),
                Cell(at_shift, Kind.HOURS),
                share(at_shift, whole),
                wait(at_shift / one["shifts"]),
            )
            rows.append(part.row(log, text(visible(one["activity"])), *cells))
    return Table(
        part.sheet(_("Waited for")),
        part.title(_("What was waited for at shifts: the next employee's first event")),
        part.below(
            _("Event"), _("Shifts"), _("Hours at shifts"), _("Share of hours at shifts"), _("On average")
        ),
        tuple(rows),
        (_("Those with most hours at shifts. A share counts all hours at shifts in the log."),),
    )  # fmt: skip
