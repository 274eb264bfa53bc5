"""Larger problems, invented with a seed: teams with people who have too many cases, or too few, or who left."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter, defaultdict
from collections.abc import Sequence

from tovholder.matching.takeover import CaseToPlace, Meeting, Person, Problem, Span

AT = dt.datetime(2027, 1, 4, 8, tzinfo=dt.UTC)
LANGUAGES, FIELDS = ("ar", "so", "ti", "pl", "uk"), ("ill", "young", "flex", "insured")
WEIGHTS = (8, 10, 10, 10, 12)


def team(
    *,
    cases: int,
    people: int,
    units: int = 1,
    seed: int = 1,
    room: float = 1.15,
    weights: Sequence[int] = WEIGHTS,
) -> Problem:
    """Every tenth person has left; two cases in five have another unit from now on, where there are several."""
    chance = random.Random(seed)
    left = set(chance.sample(range(people), max(1, people // 10)))
    found = [_case(chance, number, people, units, weights) for number in range(cases)]
    weight: dict[int, int] = defaultdict(int)
    for case in found:
        weight[case.unit or 0] += case.weight
    there = Counter(number % units for number in range(people) if number not in left)
    staff = tuple(
        Person(
            number,
            round(room * weight[number % units] / there[number % units] * chance.choice((1, 1, 1, 1.2))),
            units=frozenset({number % units}),
            languages=frozenset({LANGUAGES[number // units % len(LANGUAGES)]}),
            fields=frozenset(chance.sample(FIELDS, 2)),
            busy=tuple(_hour(chance) for _ in range(10)),
            away=(Span(AT),) if number in left else (),
        )
        for number in range(people)
    )
    return Problem(tuple(found), staff, AT)


def _case(chance: random.Random, number: int, people: int, units: int, weights: Sequence[int]) -> CaseToPlace:
    holder = chance.randrange(people)
    colleagues = range(holder % units, people, units)
    met = {chance.choice(colleagues): chance.randint(1, 4) for _ in range(chance.randint(0, 2))}
    hour = _hour(chance)
    return CaseToPlace(
        number,
        weight=chance.choice(weights),
        unit=chance.randrange(units) if chance.random() < 0.4 else holder % units,
        holder=holder,
        earlier=frozenset(person for person in met if chance.random() < 0.4),
        met=met,
        wished_languages=frozenset({chance.choice(LANGUAGES)}) if chance.random() < 0.03 else frozenset(),
        wished_fields=frozenset({chance.choice(FIELDS)}),
        meetings=(Meeting(number, hour.start, hour.end or AT, critical=True),) if chance.random() < 0.05 else (),
    )


def _hour(chance: random.Random) -> Span:
    start = AT + dt.timedelta(days=chance.choice((0, 1, 2, 3, 4, 7, 8, 9)), minutes=30 * chance.randrange(14))
    return Span(start, start + dt.timedelta(hours=1))
