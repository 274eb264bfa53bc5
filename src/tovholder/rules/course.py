"""The facts that deadlines are worked out from: a person's target groups in time, and what has happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from tovholder.rules.book import Rulebook

#: Everything that can fulfil a rule is known.
EVERYTHING: frozenset[tuple[str, str]] | None = None


@dataclass(frozen=True)
class GroupSpell:
    """In a target group in `[start, end)`; without an end it runs."""

    group: str
    start: dt.date
    end: dt.date | None = None


@dataclass(frozen=True)
class Event:
    """Something that happened: a conversation held by the municipality, unless said otherwise."""

    day: dt.date
    what: str = "conversation"
    by: str = "municipality"


@dataclass(frozen=True)
class Exemption:
    """Exempt from the rules of a series in `[start, end)`."""

    series: str
    start: dt.date
    end: dt.date | None = None

    def covers(self, series: str, day: dt.date) -> bool:
        return series == self.series and self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Course:
    """A case from its opening to its close. `registered` names what facts there can be, as (what, by): where nobody
    registers them, a rule's fulfilment is not known. None: all of them."""

    opened: dt.date
    spells: tuple[GroupSpell, ...]
    events: tuple[Event, ...] = ()
    closed: dt.date | None = None
    exemptions: tuple[Exemption, ...] = ()
    registered: frozenset[tuple[str, str]] | None = EVERYTHING


@dataclass(frozen=True)
class Run:
    """An unbroken stay in groups of one contact course: what a count is counted from."""

    start: dt.date
    end: dt.date | None
    spells: tuple[GroupSpell, ...]


def runs(course: Course, book: Rulebook) -> Iterator[Run]:
    """The contact courses of a case, cut to the time in which it is open. An unknown group is its own."""
    held: list[GroupSpell] = []
    for spell in sorted(course.spells, key=lambda spell: spell.start):
        if held and (_course(held[-1], book) != _course(spell, book) or held[-1].end != spell.start):
            yield from _run(held, course)
            held = []
        held.append(spell)
    yield from _run(held, course)


def _course(spell: GroupSpell, book: Rulebook) -> str:
    group = book.groups.get(spell.group)
    return group.course if group else spell.group


def _run(spells: list[GroupSpell], course: Course) -> Iterator[Run]:
    if not spells:
        return
    start = max(spells[0].start, course.opened)
    ends = [day for day in (spells[-1].end, course.closed) if day is not None]
    end = min(ends) if ends else None
    if end is None or start < end:
        yield Run(start, end, tuple(spells))
