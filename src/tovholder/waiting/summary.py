"""Waits of many cases in numbers: pure functions over waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tovholder.figures.survival import days_until
from tovholder.waiting.waits import Wait

#: The median and the eight of ten are of waits that began within so many days.
WITHIN = 365
#: The trend looks so many months back.
MONTHS = 12
#: Fewer waits than this tell no median.
FEWEST = 5


@dataclass(frozen=True)
class OfKind:
    """`trend` is how many waited at the end of each of the last months, the present day last."""

    kind: str
    waiting: int
    over: int
    paused: int
    longest: Wait | None
    began: int  #: within the last 365 days
    median: int | None
    eight_of_ten: int | None
    trend: tuple[int, ...]


def of_kind(kind: str, waits: Iterable[Wait], today: dt.date) -> OfKind:
    """One kind of wait in numbers."""
    mine = [wait for wait in waits if wait.kind == kind]
    running = [wait for wait in mine if wait.is_open]
    lately = [wait for wait in mine if (today - wait.started).days < WITHIN]
    lengths = [(wait.days, wait.came) for wait in lately] if len(lately) >= FEWEST else []
    return OfKind(
        kind=kind,
        waiting=len(running),
        over=sum(wait.is_over for wait in running),
        paused=sum(wait.is_paused for wait in running),
        longest=max(running, key=lambda wait: (wait.days, wait.key), default=None),
        began=len(lately),
        median=days_until(lengths, 0.5),
        eight_of_ten=days_until(lengths, 0.8),
        trend=tuple(
            sum(wait.started <= day and (wait.ended is None or wait.ended > day) for wait in mine)
            for day in month_ends(today)
        ),
    )


def month_ends(today: dt.date) -> list[dt.date]:
    """The last days of the last months, and today."""
    ends: list[dt.date] = []
    while len(ends) < MONTHS:
        ends.append((ends[-1] if ends else today).replace(day=1) - dt.timedelta(days=1))
    return [*reversed(ends), today]


def by_unit(kind: str, waits: Iterable[Wait], unit_of: Mapping[int, int], today: dt.date) -> dict[int, OfKind]:
    """The same for each unit, by the unit that holds the case now."""
    found: dict[int, list[Wait]] = {}
    for wait in waits:
        if wait.kind == kind and wait.case_id in unit_of:
            found.setdefault(unit_of[wait.case_id], []).append(wait)
    return {unit: of_kind(kind, of_unit, today) for unit, of_unit in found.items()}
