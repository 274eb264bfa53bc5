"""An answer at once, and what nothing can be better than: to fall back on when the time is too short."""

from __future__ import annotations

from collections.abc import Mapping

from tovholder.matching.takeover.allowed import Allowed, critical, is_shift
from tovholder.matching.takeover.answers import Aim
from tovholder.matching.takeover.calendar import Calendar
from tovholder.matching.takeover.classes import Class, Part
from tovholder.matching.takeover.facts import CaseToPlace
from tovholder.matching.takeover.score import bands, crowding, loads
from tovholder.matching.takeover.usual import greedy

#: Aims of which more is better are solved as their negative.
MORE_IS_BETTER = frozenset({Aim.FACES, Aim.FIT})


def first_answer(allowed: Allowed) -> dict[int, int] | None:
    """Greedy, where it keeps to everybody's room; otherwise with what is too much moved to whoever has room for it.
    None when that does not come out."""
    given = greedy(allowed)
    if len(given) < len(allowed.cases) or not all(
        allowed.is_among(allowed.case[case], person) for case, person in given.items()
    ):
        return None
    return given if not _over(allowed, given) else _moved(allowed, given)


def _over(allowed: Allowed, given: Mapping[int, int]) -> list[int]:
    """People with more of these cases than they have room for."""
    carried = loads(allowed, given)
    return [
        one.id for one in allowed.staff if carried[one.id] > one.load and carried[one.id] > max(one.capacity, one.load)
    ]


def _moved(allowed: Allowed, given: dict[int, int]) -> dict[int, int] | None:
    """From whoever has too much, cases go to whoever is emptiest: those first that change hands anyway, the heaviest
    first. None when they do not fit."""
    given, carried, calendar = dict(given), loads(allowed, given), Calendar(allowed)
    held: dict[int, list[int]] = {person.id: [] for person in allowed.staff}
    for case, person in given.items():
        held[person].append(case)

    def free(person: int) -> int:
        return max(allowed.person[person].capacity, allowed.person[person].load) - carried[person]

    def move(case: int, person: int) -> None:
        carried[given[case]] -= allowed.case[case].weight
        carried[person] += allowed.case[case].weight
        held[given[case]].remove(case)
        held[person].append(case)
        given[case] = person

    def taker(case: CaseToPlace, but: int) -> int | None:
        fits = [one for one in allowed.everybody(case) if one != but and free(one) >= case.weight]
        times = [(meeting.start, meeting.end) for meeting in critical(case)]
        return max(
            fits, key=lambda one: (all(calendar.is_free(one, time) for time in times), free(one), -one), default=None
        )

    for person in _over(allowed, given):
        for case in sorted(
            held[person], key=lambda case: (not is_shift(allowed.case[case], person), -allowed.case[case].weight, case)
        ):
            if free(person) >= 0:
                break
            if (other := taker(allowed.case[case], person)) is not None and allowed.case[case].weight:
                move(case, other)
        if free(person) < 0:
            return None
    return given


def least(allowed: Allowed, part: Part) -> dict[Aim, int]:
    """What no aim can be better than, as it is minimised, when every case has whom it would be best with."""
    found = dict.fromkeys(Aim, 0)
    for one in part.classes:
        for aim, worth in _best(one).items():
            found[aim] += worth * len(one.cases)
    found[Aim.BALANCE] = _filled_evenly(allowed, part)
    return found


def _best(one: Class) -> dict[Aim, int]:
    worths = [worth for _person, worth in one.own]
    fits = [fit for _person, fit in one.pool.fits] if one.pool else []
    return {
        Aim.SHIFTS: min([worth.shift for worth in worths] + [int(one.has_holder)] * bool(fits)),
        Aim.FACES: -max([worth.points for worth in worths] + [0] * bool(fits)),
        Aim.FIT: -max([worth.fit for worth in worths] + fits),
    }


def _filled_evenly(allowed: Allowed, part: Part) -> int:
    """The crowding if the weight could be cut as one likes and everybody could have everything."""
    people = [allowed.person[number] for number in part.people]
    left = sum(one.weight * len(one.cases) for one in part.classes)
    crowded = sum(crowding(person.load, person.capacity) for person in people)
    space = [
        (cost, high - max(low, person.load))
        for person in people
        for low, high, cost in bands(person.capacity)
        if high > person.load
    ]
    for cost, size in sorted(space):
        crowded += cost * min(left, size)
        left -= min(left, size)
    return crowded
