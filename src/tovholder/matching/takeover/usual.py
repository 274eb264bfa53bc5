"""The usual ways of handing out cases, as they are done by hand: to be measured against, not to be used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from tovholder.matching.takeover.allowed import Allowed, critical, is_shift
from tovholder.matching.takeover.calendar import Calendar
from tovholder.matching.takeover.facts import CaseToPlace

#: Case → what it is sorted by: the first letters of a name, a day of the month.
Keys = Mapping[int, Any]


def usual_ways(allowed: Allowed, *, names: Keys | None, birthdays: Keys | None) -> dict[str, dict[int, int]]:
    """Way → (case → person). Cases that nobody may have are left out. By name and by birthday only when given."""
    ways: dict[str, Callable[[Allowed], dict[int, int]]] = {"greedy": greedy, "round_robin": round_robin}
    found = {name: way(allowed) for name, way in ways.items()}
    if names is not None:
        found["alphabet"] = in_ranges(allowed, names)
    if birthdays is not None:
        found["birthday"] = in_ranges(allowed, birthdays)
    return found


def greedy(allowed: Allowed) -> dict[int, int]:
    """One case after the other, those with a critical meeting first and then the heaviest: to the person who holds it,
    else who is known best, else who is least loaded, as long as there is room."""
    given: dict[int, int] = {}
    calendar, at = Calendar(allowed), {person.id: number for number, person in enumerate(allowed.staff)}
    capacity = np.array([person.capacity for person in allowed.staff], dtype=np.int64)
    carried = np.array([person.load for person in allowed.staff], dtype=np.int64)
    numbers: dict[tuple[int, ...], npt.NDArray[np.intp]] = {}
    for case in sorted(allowed.cases, key=lambda case: (-len(critical(case)), -case.weight, case.id)):
        everybody = allowed.everybody(case)
        if not everybody:
            continue
        if everybody not in numbers:
            numbers[everybody] = np.array([at[person] for person in everybody], dtype=np.intp)
        there = numbers[everybody]
        known = {one for one in (case.holder, *case.earlier, *case.met) if one in at}
        points, shift = np.zeros(len(at), dtype=np.int64), np.full(len(at), case.holder is not None)
        for person in known:
            points[at[person]], shift[at[person]] = allowed.points(case, person), is_shift(case, person)
        missed = np.zeros(len(at), dtype=np.int64)
        for meeting in critical(case):
            missed[[at[person] for person in calendar.busy((meeting.start, meeting.end))]] += 1
        order = (
            carried[there] / np.maximum(1, capacity[there]),
            -points[there],
            shift[there],
            missed[there],
            carried[there] + case.weight > capacity[there],
        )
        chosen = int(np.lexsort(order)[0])
        given[case.id] = everybody[chosen]
        carried[there[chosen]] += case.weight
    return given


def round_robin(allowed: Allowed) -> dict[int, int]:
    """The next case to the next person in turn, who is skipped when full; when all are, to the next all the same."""
    given: dict[int, int] = {}
    carried = {person.id: person.load for person in allowed.staff}
    turn: dict[tuple[int, ...], int] = defaultdict(int)
    for case in allowed.cases:
        people = allowed.anybody(case) or allowed.everybody(case)
        if not people:
            continue
        start = turn[people]
        in_turn = ((start + step) % len(people) for step in range(len(people)))
        free = (at for at in in_turn if carried[people[at]] + case.weight <= allowed.person[people[at]].capacity)
        chosen = next(free, start % len(people))
        given[case.id] = people[chosen]
        carried[people[chosen]] += case.weight
        turn[people] = chosen + 1
    return given


def in_ranges(allowed: Allowed, keys: Keys) -> dict[int, int]:
    """A to F to the first, G to K to the second: runs of the sorted cases, each as long as the person has room for in
    proportion. Who holds the case today does not count."""
    together: dict[tuple[int, ...], list[CaseToPlace]] = defaultdict(list)
    for case in allowed.cases:
        if people := allowed.anybody(case) or allowed.everybody(case):
            together[people].append(case)
    given: dict[int, int] = {}
    for people, cases in together.items():
        rooms = [max(1, allowed.person[person].room) for person in people]
        whole, total = sum(case.weight for case in cases), sum(rooms)
        passed, at, edge = 0, 0, rooms[0]
        for case in sorted(cases, key=lambda case: (keys[case.id], case.id)):
            while at < len(people) - 1 and passed * total >= edge * whole:
                at += 1
                edge += rooms[at]
            given[case.id] = people[at]
            passed += case.weight
    return given
