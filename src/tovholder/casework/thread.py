"""The thread of a case, as pure functions over plain values: who held it from when to when, shifts, first waits.

Nothing here reads a database or a clock. `casework/queries/` asks the same of many cases at once in SQL, and a test
compares the two. Rows may come in any order; they are read by time and, at the same moment, by `seq`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

#: What each derived notion means, for the mark beside it on the screen.
DEFINITIONS: dict[str, Any] = {
    "shift": _(
        "A shift: the case gets another person than the last one who held it. Time without anybody does not count as a "
        "person: when the same person comes back, nobody has shifted."
    ),
    "people": _("How many different people have held the case as caseworker since it was opened."),
    "vacancy": _("Time in which nobody holds the case, from the day one person leaves to the day another has it."),
    "held_since": _("Since when the person has held the case without a break."),
    "returned": _("The case went to somebody and straight back to the one who had it before."),
    "first_conversation": _("From the day the case was opened until the first conversation was held."),
    "new_caseworker": _(
        "From the day the case got another caseworker until the first conversation with that person was held. It ends "
        "without one when the case shifts again or is closed."
    ),
    "no_caseworker": _("From the day the case was without a caseworker until somebody was given it."),
}


@dataclass(frozen=True)
class Row:
    """From `at` on, `staff` (None: nobody) has the role. `seq` orders rows of the same moment."""

    at: dt.datetime
    staff: int | None
    seq: int = 0
    unit: int | None = None
    planned: bool | None = None
    cause: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Holding:
    """One person (None: nobody) had the role in `[start, end)`; without an end it lasts."""

    staff: int | None
    start: dt.datetime
    end: dt.datetime | None


@dataclass(frozen=True)
class Shift:
    """The case went from one person to another. `row` is the one that named the new person."""

    before: int
    after: int
    row: Row

    @property
    def at(self) -> dt.datetime:
        return self.row.at


@dataclass(frozen=True)
class Held:
    """A conversation was held, with whom (None: not known, as in data from elsewhere)."""

    at: dt.datetime
    staff: int | None


@dataclass(frozen=True)
class FirstWait:
    """A wait from `start`; without an `end` it still lasts. `ended_by` is `conversation`, `assignment`, `shift`,
    `closing` or, while it lasts, empty. `staff` is the new caseworker in a wait of the kind `new_caseworker`."""

    kind: str
    start: dt.datetime
    end: dt.datetime | None = None
    ended_by: str = ""
    staff: int | None = None

    @property
    def definition(self) -> Any:
        return DEFINITIONS[self.kind]


def in_order(rows: Iterable[Row], now: dt.datetime | None = None) -> list[Row]:
    """The rows by time; with `now` only those that hold already."""
    return sorted((row for row in rows if now is None or row.at <= now), key=lambda row: (row.at, row.seq))


_Item = TypeVar("_Item")


def _with_next(items: list[_Item]) -> Iterator[tuple[_Item, _Item | None]]:
    following: list[_Item | None] = [*items[1:], None]
    return zip(items, following, strict=False)


def holdings(rows: Iterable[Row]) -> list[Holding]:
    """The periods of one person each, gapless from the first row on, vacancies among them.

    Another unit with the same person is no new period. A person who had the case for no time at all (two rows of one
    moment, which real logs have) is no period either, though the shift counts.
    """
    periods: list[Holding] = []
    ordered = in_order(rows)
    for row, following in _with_next(ordered):
        end = following.at if following else None
        if end == row.at:
            continue
        if periods and periods[-1].staff == row.staff:
            periods[-1] = Holding(row.staff, periods[-1].start, end)
        else:
            periods.append(Holding(row.staff, row.at, end))
    return periods


def shifts(rows: Iterable[Row]) -> list[Shift]:
    """Each row whose person differs from the last one who was somebody.

    A, nobody, A is no shift; A, nobody, B is one.
    """
    named = [row for row in in_order(rows) if row.staff is not None]
    return [
        Shift(before.staff, after.staff, after)
        for before, after in pairwise(named)
        if before.staff is not None and after.staff is not None and before.staff != after.staff
    ]


def shifts_since(rows: Iterable[Row], since: dt.datetime, now: dt.datetime) -> list[Shift]:
    """The shifts from `since` up to and including `now`."""
    return [shift for shift in shifts(in_order(rows, now)) if shift.at >= since]


def people_so_far(rows: Iterable[Row]) -> list[int]:
    """Everybody who has been named, each once, in the order in which they came."""
    return list(dict.fromkeys(row.staff for row in in_order(rows) if row.staff is not None))


def present(rows: Iterable[Row], now: dt.datetime) -> Holding | None:
    """The period that covers `now`: who has the case (or that nobody has), and since when without a break."""
    so_far = holdings(in_order(rows, now))
    return so_far[-1] if so_far else None


def with_present_since(rows: Iterable[Row], now: dt.datetime) -> dt.datetime | None:
    """Since when the one who has the case has had it without a break; None when nobody has."""
    holding = present(rows, now)
    return holding.start if holding and holding.staff is not None else None


def vacant_time(rows: Iterable[Row], now: dt.datetime) -> dt.timedelta:
    """How long the case has been without anybody, all vacancies up to `now` together."""
    vacancies = (holding for holding in holdings(in_order(rows, now)) if holding.staff is None)
    return sum(((holding.end or now) - holding.start for holding in vacancies), dt.timedelta())


def returns(rows: Iterable[Row]) -> list[Shift]:
    """The shifts that brought the case straight back to the one before: A, B, A."""
    return [second for first, second in pairwise(shifts(rows)) if second.after == first.before]


def first_waits(
    *,
    opened_at: dt.datetime,
    rows: Iterable[Row],
    held: Iterable[Held],
    now: dt.datetime,
    closed_at: dt.datetime | None = None,
) -> list[FirstWait]:
    """Every first wait of a case up to `now`, by its start (see DEFINITIONS for each kind).

    A conversation is with the new caseworker when it names her, or names nobody while the case is hers.
    """
    stop = min(closed_at, now) if closed_at else now
    is_closed = closed_at is not None and closed_at <= now
    so_far = in_order(rows, stop)
    conversations = sorted((talk for talk in held if opened_at <= talk.at <= stop), key=lambda talk: talk.at)

    def ending(end: dt.datetime | None, by: str) -> dict[str, Any]:
        if end is not None:
            return {"end": end, "ended_by": by}
        return {"end": stop, "ended_by": "closing"} if is_closed else {}

    first = next((talk.at for talk in conversations), None)
    waits = [FirstWait("first_conversation", opened_at, **ending(first, "conversation"))]
    for holding in holdings(so_far):
        if holding.staff is None:
            waits.append(FirstWait("no_caseworker", holding.start, **ending(holding.end, "assignment")))
    for shift, following in _with_next(shifts(so_far)):
        hers_until = following.at if following else None
        talked = next(
            (
                talk.at
                for talk in conversations
                if talk.at >= shift.at
                and (hers_until is None or talk.at < hers_until)
                and talk.staff in {shift.after, None}
            ),
            None,
        )
        if talked is None and hers_until == shift.at:
            continue
        end = ending(talked, "conversation") if talked else ending(hers_until, "shift")
        waits.append(FirstWait("new_caseworker", shift.at, staff=shift.after, **end))
    return sorted(waits, key=lambda wait: (wait.start, wait.kind))
