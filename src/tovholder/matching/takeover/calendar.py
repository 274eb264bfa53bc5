"""When critical meetings are held, who is free then, and which of them lie at the same time."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from typing import TypeAlias

from tovholder.matching.takeover.allowed import Allowed, critical
from tovholder.matching.takeover.facts import Person

#: From when to when; half open.
Time: TypeAlias = tuple[dt.datetime, dt.datetime]
#: The critical meetings of one case.
Times: TypeAlias = tuple[Time, ...]


class Calendar:
    """The critical meetings of one problem, by time: many cases have theirs at the same hour."""

    def __init__(self, allowed: Allowed) -> None:
        often = Counter((one.start, one.end) for case in allowed.cases for one in critical(case))
        self._busy = _busy(allowed.staff, often)
        self._overlapping = _overlapping(often)

    def is_free(self, person: int, time: Time) -> bool:
        """Neither away nor busy."""
        return person not in self._busy[time]

    def busy(self, time: Time) -> frozenset[int]:
        """Everybody who is not free."""
        return self._busy[time]

    def that_matter(self, times: Times) -> Times:
        """All of these, sorted, if it makes a difference for one of them who has the case; otherwise none."""
        if any(self._busy[one] or one in self._overlapping for one in times):
            return tuple(sorted(times))
        return ()


def cliques(times: Iterable[Time]) -> list[list[Time]]:
    """The times that lie at one moment, as large as possible. Intervals that overlap in pairs have a moment in common,
    and it can be chosen where the last of them begins."""
    ordered = sorted(set(times))
    found: list[list[Time]] = []
    running: list[Time] = []
    for at, time in enumerate(ordered):
        running = [one for one in running if one[1] > time[0]]
        running.append(time)
        if at + 1 < len(ordered) and all(one[1] > ordered[at + 1][0] for one in running):
            continue  # the next holds all of these and one more
        found.append(list(running))
    return found


def _busy(staff: list[Person], times: Iterable[Time]) -> dict[Time, frozenset[int]]:
    """Time → people who are away or busy."""
    ordered = sorted(times)
    found: dict[Time, set[int]] = {time: set() for time in ordered}
    longest = max((end - start for start, end in ordered), default=dt.timedelta())
    starts = [start for start, _end in ordered]
    for person in staff:
        for span in (*person.away, *person.busy):
            first = bisect_left(starts, span.start - longest)
            last = len(ordered) if span.end is None else bisect_left(starts, span.end)
            for time in ordered[first:last]:
                if span.meets(*time):
                    found[time].add(person.id)
    return {time: frozenset(people) for time, people in found.items()}


def _overlapping(often: Counter[Time]) -> set[Time]:
    """Times at which one person could have two of the meetings to hold."""
    found: set[Time] = {time for time, number in often.items() if number > 1}
    latest: Time | None = None
    for time in sorted(often):
        if latest and time[0] < latest[1]:
            found |= {time, latest}
        if latest is None or time[1] > latest[1]:
            latest = time
    return found
