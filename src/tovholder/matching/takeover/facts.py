"""What is known when cases are to be placed: the cases, the staff, and what the leader wishes.

Plain values; whoever calls reads them from the database. Nothing here is about what a citizen is like or may become:
a case weighs what its work takes (a fact or a table of the municipality), and a need is something the work asks of the
caseworker.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Span:
    """A stretch of time, `[start, end)`; `end` None goes on."""

    start: dt.datetime
    end: dt.datetime | None = None

    def meets(self, start: dt.datetime, end: dt.datetime) -> bool:
        return self.start < end and (self.end is None or start < self.end)


@dataclass(frozen=True)
class Meeting:
    """A meeting ahead in a case. A critical one has to be held by whoever holds the case; others can be moved."""

    id: int
    start: dt.datetime
    end: dt.datetime
    critical: bool = False


@dataclass(frozen=True)
class CaseToPlace:
    """A case that is to have somebody.

    `weight` is in whole units of the caller's choice, the same as `Person.capacity` (tenths of a usual case, say).
    `languages` and `fields` must be had by somebody new; the present holder has managed without. `wished_…` count as
    fit. `met` is how many times the citizen has met whom. `not_with` are people who cannot have this case (a conflict,
    a relative, the citizen's wish); `fixed_to` is what a person has decided already.
    """

    id: int
    weight: int = 1
    unit: int | None = None  #: must be held in this unit; None: any
    holder: int | None = None
    earlier: frozenset[int] = frozenset()  #: has held it before
    met: Mapping[int, int] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    wished_languages: frozenset[str] = frozenset()
    wished_fields: frozenset[str] = frozenset()
    meetings: tuple[Meeting, ...] = ()
    not_with: frozenset[int] = frozenset()
    fixed_to: int | None = None
    group: str = ""  #: target group, for "these groups move to these teams"


@dataclass(frozen=True)
class Person:
    """Somebody who may hold cases. `load` is the weight of what they hold that is not among the cases to place."""

    id: int
    capacity: int
    load: int = 0
    units: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    away: tuple[Span, ...] = ()  #: absences
    busy: tuple[Span, ...] = ()  #: the calendar, without the meetings of the cases to place
    takes_new: bool = True  #: False: may keep what they have, takes nothing more

    @property
    def room(self) -> int:
        return max(0, self.capacity - self.load)


@dataclass(frozen=True)
class Wishes:
    """What the leader can set. The order of what counts is not among them: it is the same for everybody."""

    #: Somebody who is away longer than `away_at_most` in the `look_ahead` from the takeover does not get a case.
    away_at_most: dt.timedelta = dt.timedelta(days=14)
    look_ahead: dt.timedelta = dt.timedelta(days=60)
    #: A face that the citizen knows, in points: has held the case, met twice or more, met once.
    held_before: int = 3
    met_often: int = 2
    met_once: int = 1
    #: Fit, in points for each wished field or language that the person has.
    field_fits: int = 1
    language_fits: int = 2


@dataclass(frozen=True)
class Problem:
    """Cases to place with staff from the moment `at` on. Raises `Faulty` with everything that is wrong with it."""

    cases: tuple[CaseToPlace, ...]
    staff: tuple[Person, ...]
    at: dt.datetime
    wishes: Wishes = Wishes()

    def __post_init__(self) -> None:
        if faults := self._faults():
            raise Faulty(faults)

    def _faults(self) -> list[str]:
        known = {person.id for person in self.staff}
        faults = [f"case {number} stands {n} times" for number, n in _twice(case.id for case in self.cases)]
        faults += [f"person {number} stands {n} times" for number, n in _twice(one.id for one in self.staff)]
        for case in self.cases:
            if case.weight < 0:
                faults.append(f"case {case.id}: weight {case.weight}, expected 0 or more")
            if case.fixed_to is not None and case.fixed_to not in known:
                faults.append(f"case {case.id}: fixed to {case.fixed_to}, who is not among the staff")
            if case.fixed_to is not None and case.fixed_to in case.not_with:
                faults.append(f"case {case.id}: fixed to {case.fixed_to}, who cannot have it")
            faults += [
                f"case {case.id}, meeting {meeting.id}: ends before it begins"
                for meeting in case.meetings
                if meeting.end <= meeting.start
            ]
        for person in self.staff:
            if person.capacity < 0 or person.load < 0:
                faults.append(f"person {person.id}: capacity {person.capacity}, load {person.load}, expected 0 or more")
            faults += [
                f"person {person.id}: an interval ends before it begins"
                for span in (*person.away, *person.busy)
                if span.end is not None and span.end <= span.start
            ]
        return faults


class Faulty(ValueError):
    """The problem contradicts itself; `faults` says how, one sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def _twice(numbers: Iterable[int]) -> list[tuple[int, int]]:
    counted = Counter(numbers)
    return [(number, times) for number, times in sorted(counted.items()) if times > 1]
