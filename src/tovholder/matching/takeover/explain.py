"""Why this person, and why not somebody else: read off the finished distribution, one case at a time."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from tovholder.matching.takeover import score
from tovholder.matching.takeover.allowed import Allowed, critical, is_free, is_shift
from tovholder.matching.takeover.answers import Other, Placement, Reason, Why
from tovholder.matching.takeover.facts import CaseToPlace, Meeting, Person

#: How many others are told of.
NEAREST = 2


class Explained:
    """The reasons of a distribution in which everybody is placed."""

    def __init__(self, allowed: Allowed, assignment: Mapping[int, int]) -> None:
        self.allowed, self.assignment = allowed, assignment
        self.loads = score.loads(allowed, assignment)
        self._uncovered = score.uncovered(allowed, assignment)
        self._ahead: dict[int, list[Meeting]] = defaultdict(list)
        for number, person in assignment.items():
            self._ahead[person] += critical(allowed.case[number])
        self._added = cache(self._crowding_added)
        self._strangers: dict[tuple[object, ...], list[int]] = {}

    def placement(self, case: CaseToPlace) -> Placement:
        person = self.allowed.person[self.assignment[case.id]]
        left = self._uncovered.get(person.id, set())
        return Placement(
            case.id,
            person.id,
            is_shift(case, person.id),
            self._for(case, person),
            tuple(self._against(case, person, other) for other in self._nearest(case, person)),
            tuple(meeting.id for meeting in critical(case) if meeting.id in left),
            tuple(meeting.id for meeting in case.meetings if not meeting.critical and not is_free(person, meeting)),
        )

    def _for(self, case: CaseToPlace, person: Person) -> tuple[Reason, ...]:
        reasons = self._good(case, person)
        if case.fixed_to == person.id:
            reasons.insert(0, Reason(Why.FIXED))
        elif self.allowed.only_known(case, (person.id,)) and not (
            case.holder != person.id and self.allowed.may_keep(case)
        ):
            reasons.append(Reason(Why.ONLY_ONE))
        free = person.capacity - self.loads[person.id]
        reasons.append(Reason(Why.ROOM, free) if free > 0 else Reason(Why.FULL_AFTER))
        return tuple(reasons)

    def _good(self, case: CaseToPlace, person: Person) -> list[Reason]:
        """What speaks for somebody, whoever has the case."""
        reasons = []
        if case.holder == person.id:
            reasons.append(Reason(Why.KEEPS))
        elif person.id in case.earlier:
            reasons.append(Reason(Why.HELD_BEFORE))
        if case.holder != person.id and case.met.get(person.id):
            reasons.append(Reason(Why.HAS_MET, case.met[person.id]))
        for language in sorted((case.languages | case.wished_languages) & person.languages):
            reasons.append(Reason(Why.SPEAKS, value=language))
        for one in sorted((case.fields | case.wished_fields) & person.fields):
            reasons.append(Reason(Why.KNOWS_FIELD, value=one))
        ahead = critical(case)
        if ahead and not self._missed(case, person):
            reasons.append(Reason(Why.HOLDS_MEETING, len(ahead)))
        return reasons

    def _missed(self, case: CaseToPlace, person: Person) -> int:
        """Critical meetings more that fall if the person has the case, beside the others they have."""
        mine = critical(case)
        if not mine:
            return 0
        ids = {meeting.id for meeting in mine}
        others = [meeting for meeting in self._ahead[person.id] if meeting.id not in ids]
        return len(score.unheld(person, [*others, *mine])) - len(score.unheld(person, others))

    def _crowding_added(self, person: int, weight: int, has_it: bool) -> int:
        load, capacity = self.loads[person], self.allowed.person[person].capacity
        return score.crowding(load + (0 if has_it else weight), capacity) - score.crowding(
            load - (weight if has_it else 0), capacity
        )

    def _nearest(self, case: CaseToPlace, person: Person) -> list[Person]:
        """The others for whom most speaks, in the order of the aims. Strangers to the case are alike to all cases with
        the same weight, needs and wishes, so they are put in order once for all of these."""
        own = [
            number
            for number in {case.holder, *case.earlier, *case.met}
            if number is not None and number != person.id and self.allowed.is_among(case, number)
        ]
        key = (*self.allowed.key(case), case.weight, case.wished_fields, case.wished_languages)
        if key not in self._strangers:
            self._strangers[key] = sorted(self.allowed.anybody(case), key=lambda number: self._strange(case, number))
        known = {person.id, *own}
        strangers: Iterator[int] = (number for number in self._strangers[key] if number not in known)
        if critical(case):
            strangers = iter(self._who_can(case, strangers))
        own += itertools.islice(strangers, NEAREST)
        chosen = sorted(own, key=lambda number: self._order(case, number))[:NEAREST]
        return [self.allowed.person[number] for number in chosen]

    def _who_can(self, case: CaseToPlace, strangers: Iterable[int]) -> list[int]:
        """Those who could hold the critical meetings; all of them when there are too few."""
        passed, can = [], []
        for number in strangers:
            passed.append(number)
            if not self._missed(case, self.allowed.person[number]):
                can.append(number)
                if len(can) == NEAREST:
                    return can
        return passed

    def _order(self, case: CaseToPlace, number: int) -> tuple[int, ...]:
        person = self.allowed.person[number]
        return (
            self._missed(case, person),
            int(is_shift(case, number)),
            -self.allowed.points(case, number),
            *self._strange(case, number),
        )

    def _strange(self, case: CaseToPlace, number: int) -> tuple[int, ...]:
        person = self.allowed.person[number]
        short = max(0, self.loads[number] + case.weight - person.capacity)
        return (
            int(short > 0),
            self._added(number, case.weight, False),
            -self.allowed.fit(case, person),
            number,
        )

    def _against(self, case: CaseToPlace, chosen: Person, other: Person) -> Other:
        """What would be lost with the other, in the order of the aims; too little room comes where it decides."""
        against = []
        missed = self._missed(case, other) - self._missed(case, chosen)
        if missed > 0:
            against.append(Reason(Why.MISSES_MEETING, missed))
        if is_shift(case, other.id) and not is_shift(case, chosen.id):
            against.append(Reason(Why.SHIFT))
        points = self.allowed.points(case, chosen.id) - self.allowed.points(case, other.id)
        if points > 0:
            against.append(Reason(Why.KNOWN_LESS, points))
        short = self.loads[other.id] + case.weight - other.capacity
        if short > 0:
            against.append(Reason(Why.FULL, short))
        elif self._added(other.id, case.weight, False) > self._added(chosen.id, case.weight, True):
            share = 100 * (self.loads[other.id] + case.weight) // max(1, other.capacity)
            against.append(Reason(Why.BUSIER, share))
        fit = self.allowed.fit(case, chosen) - self.allowed.fit(case, other)
        if fit > 0:
            against.append(Reason(Why.FITS_LESS, fit))
        return Other(other.id, tuple(against or [Reason(Why.AS_GOOD)]), tuple(self._good(case, other)))
