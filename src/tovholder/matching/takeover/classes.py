"""Cases that are alike are counted together, and what cannot influence one another is solved apart.

Three thousand cases and sixty people are 180,000 yes-or-no questions. But most cases have two or three people who mean
something to them (the holder, faces the citizen knows), and to everybody else they are one of many. So a case is either
with one of its own people, or in a *pool* with all cases that the rest of the staff sees alike; the pool is handed out
in numbers. Nothing is lost: a case that comes to one of its own people by way of the pool is only worth more than was
counted, which an optimum leaves no room for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from tovholder.matching.takeover.allowed import Allowed, critical, is_shift
from tovholder.matching.takeover.calendar import Calendar, Times
from tovholder.matching.takeover.facts import CaseToPlace


@dataclass(frozen=True)
class Worth:
    """What it costs and gives that somebody has a case: critical meetings missed, a shift (0 or 1), points, fit."""

    missed: int
    shift: int
    points: int
    fit: int


@dataclass(frozen=True, eq=False)
class Pool:
    """Cases that people who mean nothing to them in particular see alike: person → fit.

    `times` are their critical meetings, where it matters who holds them: somebody is not free, or two are at a time."""

    weight: int
    fits: tuple[tuple[int, int], ...]
    times: Times = ()

    @cached_property
    def people(self) -> frozenset[int]:
        return frozenset(person for person, _ in self.fits)


@dataclass(eq=False)
class Class:
    """Cases that are alike in everything that counts. `own`: person → worth; the others come by way of the pool."""

    weight: int
    own: tuple[tuple[int, Worth], ...]
    pool: Pool | None
    has_holder: bool
    times: Times = ()
    cases: list[int] = field(default_factory=list)


@dataclass
class Part:
    """Classes and people that are connected; nothing else touches them."""

    classes: list[Class]
    people: list[int]

    @property
    def size(self) -> int:
        return sum(len(one.cases) for one in self.classes)


def people_of(one: Class) -> frozenset[int]:
    """Everybody who may have these cases."""
    own = frozenset(person for person, _ in one.own)
    return own | one.pool.people if one.pool and not own <= one.pool.people else one.pool.people if one.pool else own


def parts(allowed: Allowed, calendar: Calendar) -> list[Part]:
    """The parts of a problem in which every case has somebody who may have it, the largest first."""
    classes = _classes(allowed, calendar)
    links: dict[int, int] = {person.id: person.id for person in allowed.staff}

    def root(person: int) -> int:
        while links[person] != person:
            links[person] = person = links[links[person]]
        return person

    def link(people: Iterable[int]) -> int:
        first, *others = people
        for person in others:
            links[root(person)] = root(first)
        return first

    pools = {id(one.pool): one.pool for one in classes if one.pool}
    head = {key: link(person for person, _ in pool.fits) for key, pool in pools.items()}
    touched = [
        link([*([head[id(one.pool)]] if one.pool else ()), *(person for person, _ in one.own)]) for one in classes
    ]
    found: dict[int, Part] = {}
    for one, person in zip(classes, touched, strict=True):
        found.setdefault(root(person), Part([], [])).classes.append(one)
    for number in allowed.person:
        if root(number) in found:
            found[root(number)].people.append(number)
    return sorted(found.values(), key=lambda part: (-part.size, part.people))


def _classes(allowed: Allowed, calendar: Calendar) -> list[Class]:
    found: dict[tuple[object, ...], Class] = {}
    pools: dict[tuple[object, ...], Pool] = {}
    for case in allowed.cases:
        times = calendar.that_matter(tuple((one.start, one.end) for one in critical(case)))
        mine = _own(allowed, case)
        own = tuple((number, _worth(allowed, calendar, case, number, times)) for number in mine)
        anybody, pool = allowed.anybody(case), None
        if not allowed.only_known(case, mine):
            key = (case.weight, anybody, case.wished_fields, case.wished_languages, times)
            if key not in pools:
                fits = tuple((number, allowed.fit(case, allowed.person[number])) for number in anybody)
                pools[key] = Pool(case.weight, fits, times)
            pool = pools[key]
        which = (own, id(pool), case.weight, case.holder is not None, times)
        one = found.setdefault(which, Class(case.weight, own, pool, case.holder is not None, times))
        one.cases.append(case.id)
    return list(found.values())


def _own(allowed: Allowed, case: CaseToPlace) -> list[int]:
    """People to whom the case means something, of those who may have it."""
    near = {one for one in (case.holder, case.fixed_to, *case.earlier, *case.met) if one is not None}
    return sorted(
        number
        for number in near
        if allowed.is_among(case, number)
        and (number in (case.holder, case.fixed_to) or allowed.points(case, number) > 0)
    )


def _worth(allowed: Allowed, calendar: Calendar, case: CaseToPlace, person: int, times: Times) -> Worth:
    return Worth(
        sum(not calendar.is_free(person, one) for one in times),
        int(is_shift(case, person)),
        allowed.points(case, person),
        allowed.fit(case, allowed.person[person]),
    )
