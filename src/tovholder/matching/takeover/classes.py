"""Cases that are alike are counted together, and what cannot influence one another is solved apart.

Three thousand cases and sixty people are 180,000 yes-or-no questions. But most cases have two or three people who mean
something to them (the holder, faces the citizen knows), and to everybody else they are one of many. So a case is either
with one of its own people, or in a *pool* with all cases that the rest of the staff sees alike; the pool is handed out
in numbers. Nothing is lost: a case that comes to one of its own people by way of the pool is only worth more than was
counted, which an optimum leaves no room for.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from tovholder.matching.takeover.allowed import Allowed, critical, is_free, is_shift
from tovholder.matching.takeover.facts import CaseToPlace, Meeting


@dataclass(frozen=True)
class Worth:
    """What it costs and gives that somebody has a case: critical meetings missed, a shift (0 or 1), points, fit."""

    missed: int
    shift: int
    points: int
    fit: int


@dataclass(frozen=True)
class Pool:
    """Cases that people who mean nothing to them in particular see alike: person → fit."""

    weight: int
    fits: tuple[tuple[int, int], ...]


@dataclass
class Class:
    """Cases that are alike in everything that counts. `own`: person → worth; the others come by way of the pool."""

    weight: int
    own: tuple[tuple[int, Worth], ...]
    pool: Pool | None
    has_holder: bool
    cases: list[int] = field(default_factory=list)


@dataclass
class Part:
    """Classes and people that are connected; nothing else touches them."""

    classes: list[Class]
    people: list[int]
    #: Person → sets of cases of which one person can hold the critical meeting of one only.
    clashes: dict[int, list[tuple[Meeting, ...]]]
    case_of: dict[int, int] = field(default_factory=dict)  #: critical meeting → case


def parts(allowed: Allowed) -> list[Part]:
    """The parts of a problem in which every case has somebody who may have it, the largest first."""
    classes = _classes(allowed)
    links: dict[int, int] = {person.id: person.id for person in allowed.staff}

    def root(person: int) -> int:
        while links[person] != person:
            links[person] = person = links[links[person]]
        return person

    touched: list[list[int]] = []
    for one in classes:
        people = sorted(
            {person for person, _ in one.own} | {person for person, _ in (one.pool.fits if one.pool else ())}
        )
        touched.append(people)
        for person in people[1:]:
            links[root(person)] = root(people[0])
    found: dict[int, Part] = {}
    for one, people in zip(classes, touched, strict=True):
        found.setdefault(root(people[0]), Part([], [], {})).classes.append(one)
    for number in allowed.person:
        if root(number) in found:
            found[root(number)].people.append(number)
    for part in found.values():
        _clash(allowed, part)
    return sorted(found.values(), key=lambda part: (-sum(len(one.cases) for one in part.classes), part.people))


def _classes(allowed: Allowed) -> list[Class]:
    overlapping = _overlapping(allowed)
    found: dict[tuple[object, ...], Class] = {}
    pools: dict[tuple[object, ...], Pool] = {}
    for case in allowed.cases:
        everybody, anybody = allowed.everybody(case), allowed.anybody(case)
        ahead = critical(case)
        alone = any(meeting.id in overlapping for meeting in ahead)
        missed = {
            number: sum(not is_free(allowed.person[number], meeting) for meeting in ahead)
            for number in (everybody if ahead else ())
        }
        alone = alone or any(missed.values())
        mine = everybody if alone else tuple(number for number in everybody if _own(allowed, case, number))
        own = tuple((number, _worth(allowed, case, number, missed.get(number, 0))) for number in mine)
        pool = None
        if len(mine) < len(everybody):
            key = (case.weight, anybody, case.wished_fields, case.wished_languages)
            if key not in pools:
                fits = tuple((number, allowed.fit(case, allowed.person[number])) for number in anybody)
                pools[key] = Pool(case.weight, fits)
            pool = pools[key]
        which = (own, id(pool), case.weight, case.holder is not None, case.id if alone else None)
        one = found.setdefault(which, Class(case.weight, own, pool, case.holder is not None))
        one.cases.append(case.id)
    return list(found.values())


def _own(allowed: Allowed, case: CaseToPlace, person: int) -> bool:
    return person in (case.holder, case.fixed_to) or allowed.points(case, person) > 0


def _worth(allowed: Allowed, case: CaseToPlace, person: int, missed: int) -> Worth:
    return Worth(
        missed,
        int(is_shift(case, person)),
        allowed.points(case, person),
        allowed.fit(case, allowed.person[person]),
    )


def _overlapping(allowed: Allowed) -> set[int]:
    """Critical meetings that lie at the same time as one in another case. (Two of one case at a time clash as well.)"""
    ahead = sorted(
        ((meeting, case) for case in allowed.cases for meeting in critical(case)),
        key=lambda pair: (pair[0].start, pair[0].end, pair[0].id),
    )
    found: set[int] = set()
    latest: Meeting | None = None
    for meeting, _case in ahead:
        if latest and meeting.start < latest.end:
            found |= {meeting.id, latest.id}
        if latest is None or meeting.end > latest.end:
            latest = meeting
    return found


def _clash(allowed: Allowed, part: Part) -> None:
    """Which meetings lie at one moment, for each person who could hold them. Those at the start of a meeting suffice:
    intervals that overlap in pairs have a moment in common, and it can be chosen where the last of them begins."""
    ahead: dict[int, list[Meeting]] = defaultdict(list)
    for one in part.classes:
        for number in one.cases:
            for meeting in critical(allowed.case[number]):
                part.case_of[meeting.id] = number
                for person, _worth in one.own if one.pool is None else ():
                    if is_free(allowed.person[person], meeting):
                        ahead[person].append(meeting)
    for person, meetings in ahead.items():
        cliques = {
            tuple(sorted((one for one in meetings if one.start <= at.start < one.end), key=lambda one: one.id))
            for at in meetings
        }
        part.clashes[person] = sorted(
            (
                clique
                for clique in cliques
                if len(clique) > 1 and not any(set(clique) < set(other) for other in cliques)
            ),
            key=lambda clique: [one.id for one in clique],
        )
