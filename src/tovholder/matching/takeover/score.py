"""What a distribution is worth, whoever made it. The optimiser is judged by the same functions as the usual ways."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from statistics import fmean

from tovholder.matching.takeover.allowed import Allowed, critical, is_free, is_shift
from tovholder.matching.takeover.answers import Aim, Measures
from tovholder.matching.takeover.facts import Meeting, Person

#: Capacity is cut into so many bands. Weight in the fullest band costs most, so filling an emptier person first is
#: always cheaper, and part-time people fill at the same pace as others.
BANDS = 10

#: Case → person.
Assignment = Mapping[int, int]


def bands(capacity: int) -> list[tuple[int, int, int]]:
    """The bands of a capacity: (from, to, crowding per unit of weight). Empty ones are left out."""
    edges = [capacity * band // BANDS for band in range(BANDS + 1)]
    return [(low, high, cost) for cost, (low, high) in enumerate(itertools.pairwise(edges)) if high > low]


def crowding(load: int, capacity: int) -> int:
    """0 for the first tenth of the capacity, 1 for each unit of weight in the second, … 10 for each beyond it."""
    inside = sum(cost * (min(load, high) - low) for low, high, cost in bands(capacity) if load > low)
    return inside + BANDS * max(0, load - capacity)


def unheld(person: Person, meetings: Iterable[Meeting]) -> set[int]:
    """Of these critical meetings, those that one person cannot hold: away or busy, or two at a time.

    As few as possible: of meetings that overlap, the one that ends first is held (interval scheduling).
    """
    left, until = set(), None
    for meeting in sorted(meetings, key=lambda one: (one.end, one.start, one.id)):
        if not is_free(person, meeting) or (until is not None and meeting.start < until):
            left.add(meeting.id)
        else:
            until = meeting.end
    return left


def loads(allowed: Allowed, assignment: Assignment) -> dict[int, int]:
    carried = {person.id: person.load for person in allowed.staff}
    for case, person in assignment.items():
        carried[person] += allowed.case[case].weight
    return carried


def uncovered(allowed: Allowed, assignment: Assignment) -> dict[int, set[int]]:
    """Person → critical meetings of their cases that they cannot hold."""
    ahead: dict[int, list[Meeting]] = defaultdict(list)
    for case, person in assignment.items():
        ahead[person] += critical(allowed.case[case])
    return {person: unheld(allowed.person[person], meetings) for person, meetings in ahead.items() if meetings}


def values(allowed: Allowed, assignment: Assignment, people: Iterable[int] | None = None) -> dict[Aim, int]:
    """The value of each aim, in the order in which they count. `people`: only their crowding counts."""
    carried = loads(allowed, assignment)
    pairs = [(allowed.case[case], allowed.person[person]) for case, person in assignment.items()]
    crowded = allowed.staff if people is None else [allowed.person[number] for number in people]
    return {
        Aim.MEETINGS: sum(len(left) for left in uncovered(allowed, assignment).values()),
        Aim.SHIFTS: sum(is_shift(case, person.id) for case, person in pairs),
        Aim.FACES: sum(allowed.points(case, person.id) for case, person in pairs),
        Aim.BALANCE: sum(crowding(carried[person.id], person.capacity) for person in crowded),
        Aim.FIT: sum(allowed.fit(case, person) for case, person in pairs),
    }


def measures(allowed: Allowed, assignment: Assignment) -> Measures:
    reached, carried = values(allowed, assignment), loads(allowed, assignment)
    spread, deviation = _imbalance(allowed, carried)
    pairs = [(allowed.case[case], allowed.person[person]) for case, person in assignment.items()]
    return Measures(
        uncovered=reached[Aim.MEETINGS],
        shifts=reached[Aim.SHIFTS],
        known_faces=sum(allowed.points(case, person.id) > 0 for case, person in pairs),
        face_points=reached[Aim.FACES],
        crowding=reached[Aim.BALANCE],
        fit=reached[Aim.FIT],
        spread=spread,
        deviation=deviation,
        over=sum(max(0, carried[person.id] - max(person.capacity, person.load)) for person in allowed.staff),
        unfit=sum(not allowed.may(case, person) for case, person in pairs),
        unplaced=len(allowed.cases) - len(pairs),
    )


def _imbalance(allowed: Allowed, carried: Mapping[int, int]) -> tuple[float, float]:
    """Per cent of capacity: the widest span within a unit, and the standard deviation around the units' means.

    Somebody who is away is left out, and so is who has no capacity."""
    units: dict[frozenset[int], list[float]] = defaultdict(list)
    for person in allowed.staff:
        if person.capacity and person.id not in allowed.away:
            units[person.units].append(100 * carried[person.id] / person.capacity)
    if not units:
        return 0.0, 0.0
    squares = [(share - fmean(shares)) ** 2 for shares in units.values() for share in shares]
    return max(max(shares) - min(shares) for shares in units.values()), fmean(squares) ** 0.5
