"""Problems so small that every distribution can be tried, and that trial: written apart from what is tested."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

from hypothesis import strategies as st

from tovholder.matching.takeover import Aim, CaseToPlace, Meeting, Person, Problem, Span, Wishes

AT = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
UNITS, LANGUAGES, FIELDS = (1, 2), ("ar", "ti"), ("flex", "ill")


def hours(first: int, last: int) -> Span:
    return Span(AT + dt.timedelta(hours=first), AT + dt.timedelta(hours=last))


def some(values: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), max_size=1)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    first = draw(st.integers(0, 5))
    return hours(first, first + draw(st.integers(1, 4)))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    people = draw(st.integers(1, 3))
    who = st.integers(1, people)
    staff = [
        Person(
            number,
            capacity=draw(st.integers(0, 14) if draw(st.booleans()) else st.integers(8, 24)),
            load=draw(st.integers(0, 4)),
            units=draw(st.frozensets(st.sampled_from(UNITS), min_size=1)),
            languages=draw(some(LANGUAGES)),
            fields=draw(some(FIELDS)),
            away=draw(st.sampled_from([(), (), (), (Span(AT),), (hours(0, 3),)])),
            busy=tuple(draw(st.lists(spans(), max_size=2))),
            takes_new=draw(st.sampled_from([True, True, True, False])),
        )
        for number in range(1, people + 1)
    ]
    cases = []
    for number in range(draw(st.integers(0, 5))):
        ahead = draw(st.lists(spans(), max_size=2))
        meetings = tuple(
            Meeting(10 * number + index, span.start, span.end or AT, critical=draw(st.booleans()))
            for index, span in enumerate(ahead)
        )
        cases.append(
            CaseToPlace(
                number,
                weight=draw(st.integers(0, 4)),
                unit=draw(st.sampled_from([None, None, None, *UNITS])),
                holder=draw(st.one_of(st.none(), st.integers(1, 4))),
                earlier=draw(st.frozensets(who, max_size=1)),
                met=draw(st.dictionaries(who, st.integers(1, 3), max_size=2)),
                languages=draw(some(LANGUAGES)) if draw(st.integers(0, 4)) == 0 else frozenset(),
                wished_fields=draw(some(FIELDS)),
                wished_languages=draw(some(LANGUAGES)),
                meetings=meetings,
                not_with=draw(st.frozensets(who, max_size=1)) if draw(st.integers(0, 4)) == 0 else frozenset(),
            )
        )
    return Problem(tuple(cases), tuple(staff), AT, Wishes())


def distributions(problem: Problem) -> Iterator[dict[int, int]]:
    """Every distribution that keeps to needs, units, absences and capacity."""
    choices = [[person for person in problem.staff if _may(case, person)] for case in problem.cases]
    for chosen in itertools.product(*choices):
        given = list(zip(problem.cases, chosen, strict=True))
        taken = {person.id: 0 for person in problem.staff}
        for case, person in given:
            taken[person.id] += case.weight
        if all(not taken[one.id] or taken[one.id] <= one.capacity - one.load for one in problem.staff):
            yield {case.id: person.id for case, person in given}


def _may(case: CaseToPlace, person: Person) -> bool:
    away_for_good = any(span.end is None for span in person.away)
    in_unit = case.unit is None or case.unit in person.units
    can = person.takes_new and case.languages <= person.languages and case.fields <= person.fields
    return in_unit and not away_for_good and person.id not in case.not_with and (can or person.id == case.holder)


def best(problem: Problem) -> tuple[int, ...] | None:
    """The value of each aim in the best distribution, as it is minimised; None: there is none."""
    return min((value(problem, given) for given in distributions(problem)), default=None)


def value(problem: Problem, given: dict[int, int]) -> tuple[int, ...]:
    people = {person.id: person for person in problem.staff}
    carried = {person.id: person.load for person in problem.staff}
    ahead: dict[int, list[Meeting]] = {person.id: [] for person in problem.staff}
    shifts = points = fit = 0
    for case in problem.cases:
        person = people[given[case.id]]
        carried[person.id] += case.weight
        ahead[person.id] += [meeting for meeting in case.meetings if meeting.critical]
        shifts += case.holder is not None and case.holder != person.id
        if person.id == case.holder or person.id in case.earlier:
            points += 3
        else:
            points += min(2, case.met.get(person.id, 0))
        fit += len(case.wished_fields & person.fields) + 2 * len(case.wished_languages & person.languages)
    uncovered = sum(len(meetings) - _held(people[number], meetings) for number, meetings in ahead.items())
    crowded = sum(_crowding(carried[person.id], person.capacity) for person in problem.staff)
    return uncovered, shifts, -points, crowded, -fit


def _held(person: Person, meetings: list[Meeting]) -> int:
    """The most of these meetings that one person can hold, by trying every choice of them."""
    free = [
        one
        for one in meetings
        if not any(span.start < one.end and (span.end is None or one.start < span.end) for span in person.away)
        and not any(span.start < one.end and (span.end is None or one.start < span.end) for span in person.busy)
    ]
    for size in range(len(free), 0, -1):
        for chosen in itertools.combinations(free, size):
            if all(a.end <= b.start or b.end <= a.start for a, b in itertools.combinations(chosen, 2)):
                return size
    return 0


def _crowding(load: int, capacity: int) -> int:
    """Unit by unit: the tenth of the capacity in which it lies, 10 beyond it."""
    cost = 0
    for unit in range(load):
        cost += (
            max((tenth for tenth in range(10) if capacity * tenth // 10 <= unit), default=0) if unit < capacity else 10
        )
    return cost


AIMS = list(Aim)
