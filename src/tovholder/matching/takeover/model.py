"""One part of a problem as an integer model, and what a solution of it says about each case."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TypeAlias

from ortools.sat.python import cp_model

from tovholder.matching.takeover.allowed import Allowed
from tovholder.matching.takeover.answers import Aim
from tovholder.matching.takeover.classes import Class, Part, Pool
from tovholder.matching.takeover.score import bands, crowding

Expression: TypeAlias = cp_model.LinearExprT


@dataclass
class Goal:
    """What is to be small: factors by the index of the variable, and what is added whatever they are."""

    aim: Aim
    factors: dict[int, int] = field(default_factory=dict)
    offset: int = 0

    def of(self, solution: list[int]) -> int:
        """The value without the offset."""
        return sum(factor * solution[index] for index, factor in self.factors.items())


class Model:
    """`goals` are to be made as small as possible, one after the other. `extra` is room added to people, if asked."""

    def __init__(self, allowed: Allowed, part: Part, *, with_extra: bool = False) -> None:
        self.allowed, self.part = allowed, part
        self.cp = cp_model.CpModel()
        self.own: dict[tuple[int, int], cp_model.IntVar] = {}
        self.from_pool: dict[tuple[int, int], cp_model.IntVar] = {}
        self.extra: dict[int, cp_model.IntVar] = {}
        self.goals = {aim: Goal(aim) for aim in Aim}
        self._carried: dict[int, list[Expression]] = defaultdict(list)
        self._pools = {id(one.pool): one.pool for one in part.classes if one.pool}
        self._pool_numbers = {key: number for number, key in enumerate(self._pools)}
        self._hand_out()
        self._clash()
        self._carry(with_extra)
        if not with_extra:
            self._keep()

    def _hand_out(self) -> None:
        pooled: dict[int, list[Expression]] = defaultdict(list)
        sizes: dict[int, int] = defaultdict(int)
        for number, one in enumerate(self.part.classes):
            size, taken = len(one.cases), []
            for person, worth in one.own:
                at = self.own[number, person] = self.cp.new_int_var(0, size, f"own {number} {person}")
                taken.append(at)
                self._carried[person].append(one.weight * at)
                self._add(Aim.MEETINGS, worth.missed, at)
                self._add(Aim.SHIFTS, worth.shift, at)
                self._add(Aim.FACES, -worth.points, at)
                self._add(Aim.FIT, -worth.fit, at)
            if one.pool is None:
                self.cp.add(sum(taken) == size)
                continue
            rest = size - sum(taken)
            if taken:
                self.cp.add(sum(taken) <= size)
            pooled[id(one.pool)].append(rest)
            sizes[id(one.pool)] += size
            if one.has_holder:
                self.goals[Aim.SHIFTS].offset += size
                for at in taken:
                    self._add(Aim.SHIFTS, -1, at)
        for key, pool in self._pools.items():
            number, given = self._pool_numbers[key], []
            for person, fit in pool.fits:
                at = self.from_pool[number, person] = self.cp.new_int_var(0, sizes[key], f"pool {number} {person}")
                given.append(at)
                self._carried[person].append(pool.weight * at)
                self._add(Aim.FIT, -fit, at)
            self.cp.add(sum(given) == sum(pooled[key]))

    def _add(self, aim: Aim, worth: int, at: cp_model.IntVar) -> None:
        if worth:
            factors = self.goals[aim].factors
            factors[at.index] = factors.get(at.index, 0) + worth

    def _clash(self) -> None:
        """Of meetings at one moment, one person holds one; the others fall."""
        class_of = {number: at for at, one in enumerate(self.part.classes) for number in one.cases}
        for person, cliques in self.part.clashes.items():
            falls: dict[int, cp_model.IntVar] = {}
            for clique in cliques:
                has = [self.own[class_of[self.part.case_of[meeting.id]], person] for meeting in clique]
                for meeting, at in zip(clique, has, strict=True):
                    if meeting.id not in falls:
                        falls[meeting.id] = self.cp.new_bool_var(f"falls {meeting.id} {person}")
                        self.cp.add(falls[meeting.id] <= at)
                        self._add(Aim.MEETINGS, 1, falls[meeting.id])
                self.cp.add(sum(has) - sum(falls[meeting.id] for meeting in clique) <= 1)

    def _carry(self, with_extra: bool) -> None:
        everything = sum(one.weight * len(one.cases) for one in self.part.classes)
        for number in self.part.people:
            person, carried = self.allowed.person[number], sum(self._carried[number])
            if with_extra:
                self.extra[number] = self.cp.new_int_var(0, everything, f"extra {number}")
                self.cp.add(carried <= person.room + self.extra[number])
                continue
            self.cp.add(carried <= person.room)
            self.goals[Aim.BALANCE].offset += crowding(person.load, person.capacity)
            if not person.room:
                continue
            filled = []
            for low, high, cost in bands(person.capacity):
                if high > person.load:
                    at = self.cp.new_int_var(0, high - max(low, person.load), f"band {number} {cost}")
                    filled.append(at)
                    self._add(Aim.BALANCE, cost, at)
            self.cp.add(sum(filled) == carried)

    def _keep(self) -> None:
        """Nobody can keep more of their cases than the lightest that fit. It follows from the room, but only for whole
        cases: said outright, the bound on the shifts is sharp at once."""
        mine: dict[int, list[tuple[int, cp_model.IntVar, int]]] = defaultdict(list)
        for number, one in enumerate(self.part.classes):
            for person, worth in one.own:
                if one.has_holder and not worth.shift:
                    mine[person].append((one.weight, self.own[number, person], len(one.cases)))
        for person, kept in mine.items():
            room, most = self.allowed.person[person].room, 0
            for weight, _at, size in sorted(kept, key=lambda one: one[0]):
                fits = min(size, room // weight) if weight else size
                most, room = most + fits, room - fits * weight
                if fits < size:
                    break
            if most < sum(size for _weight, _at, size in kept):
                self.cp.add(sum(at for _weight, at, _size in kept) <= most)

    def assignment(self, value: dict[int, int]) -> dict[int, int]:
        """Case → person, from the values of the variables by index. Within a class or pool the order is that of the
        ids, so the same values always give the same people."""
        given: dict[int, int] = {}
        left: dict[int, list[tuple[int, Class]]] = defaultdict(list)
        for number, one in enumerate(self.part.classes):
            cases = list(one.cases)
            for person, _worth in one.own:
                for _ in range(value[self.own[number, person].index]):
                    given[cases.pop(0)] = person
            if one.pool:
                left[self._pool_numbers[id(one.pool)]] += [(case, one) for case in cases]
        for number, pool in enumerate(self._pools.values()):
            given |= _from_pool(pool, left[number], {p: value[self.from_pool[number, p].index] for p, _ in pool.fits})
        return given


def _from_pool(pool: Pool, left: list[tuple[int, Class]], numbers: dict[int, int]) -> dict[int, int]:
    people = [person for person, _ in pool.fits for _ in range(numbers[person])]
    return {case: person for (case, _class), person in zip(sorted(left, key=lambda pair: pair[0]), people, strict=True)}
