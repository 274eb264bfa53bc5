"""One part of a problem as a table, and what whole numbers in its columns say about each case.

A case that is with one of its own people has a column of its own. What comes by way of a pool is handed out in two
steps: so many of the pool to people of one *kind* (they fit alike and may have the same cases), and of everything of
one weight that comes to a kind, so many to each of them. A pool of cases with critical meetings is handed out person by
person; there are many such columns and hardly any is needed, so they are *admitted* when they are worth it.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from tovholder.matching.takeover.allowed import Allowed
from tovholder.matching.takeover.answers import Aim
from tovholder.matching.takeover.calendar import Calendar
from tovholder.matching.takeover.classes import Part, Pool
from tovholder.matching.takeover.lent import Lent
from tovholder.matching.takeover.meetings import Meetings
from tovholder.matching.takeover.score import bands, crowding
from tovholder.matching.takeover.table import FAR, Table, Whole


class Model:
    """The table, and which column means what. `offset` is what each goal is with nothing chosen."""

    def __init__(self, allowed: Allowed, calendar: Calendar, part: Part) -> None:
        self.allowed, self.calendar, self.part = allowed, calendar, part
        self.table = Table()
        self.offset = dict.fromkeys(Aim, 0)
        self.pools: list[Pool] = list({id(one.pool): one.pool for one in part.classes if one.pool}.values())
        self.number_of = {id(pool): number for number, pool in enumerate(self.pools)}
        self.sizes = [0] * len(self.pools)
        for one in part.classes:
            if one.pool:
                self.sizes[self.number_of[id(one.pool)]] += len(one.cases)
        self.at_person = {person: number for number, person in enumerate(part.people)}
        self.carry_row = [self.table.row(0, 0) for _ in part.people]
        self.pool_row = [self.table.row(size, size) for size in self.sizes]
        self.own: dict[tuple[int, int], int] = {}
        self.to_kind: dict[tuple[int, int], int] = {}
        self.taken: dict[tuple[int, int, int], int] = {}
        self.kinds: list[list[int]] = []
        self.meetings = Meetings(self.table, calendar, part)
        self._hand_out_own()
        self._hand_out_pools()
        self._carry()
        self._keep()
        self.meetings.settle()
        self.lent = Lent(self)

    def room(self, person: int, weight: int, size: int) -> int:
        """So many of `size` cases of a weight fit."""
        return min(size, self.allowed.person[person].room // weight) if weight else size

    def _hand_out_own(self) -> None:
        for number, one in enumerate(self.part.classes):
            size = len(one.cases)
            rows = []
            if one.pool is None:
                rows.append((self.table.row(size, size), 1))
            else:
                rows.append((self.pool_row[self.number_of[id(one.pool)]], 1))
                if len(one.own) > 1:
                    rows.append((self.table.row(0, size), 1))
            # Shifts are counted as if everything came to strangers; a case that comes to one of its own may save one.
            through_pool = int(one.has_holder and one.pool is not None)
            self.offset[Aim.SHIFTS] += through_pool * size
            for person, worth in one.own:
                goals = {
                    Aim.MEETINGS: worth.missed,
                    Aim.SHIFTS: worth.shift - through_pool,
                    Aim.FACES: -worth.points,
                    Aim.FIT: -worth.fit,
                }
                carried = (self.carry_row[self.at_person[person]], one.weight)
                column = self.table.column(self.room(person, one.weight, size), [*rows, carried], goals)
                self.own[number, person] = column
                self.meetings.add(person, one.times, column)

    def _hand_out_pools(self) -> None:
        plain = [number for number, pool in enumerate(self.pools) if not pool.times]
        seen: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number in plain:
            for person, fit in self.pools[number].fits:
                seen[person].append((number, fit))
        kinds: dict[tuple[tuple[int, int], ...], list[int]] = defaultdict(list)
        for person in self.part.people:
            if person in seen:
                kinds[tuple(seen[person])].append(person)
        self.kinds = list(kinds.values())
        for kind, (fits, people) in enumerate(kinds.items()):
            link: dict[int, int] = {}
            total: dict[int, int] = defaultdict(int)
            for number, fit in fits:
                weight = self.pools[number].weight
                if weight not in link:
                    link[weight] = self.table.row(0, 0)
                total[weight] += self.sizes[number]
                rows = [(self.pool_row[number], 1), (link[weight], 1)]
                self.to_kind[number, kind] = self.table.column(self.sizes[number], rows, {Aim.FIT: -fit})
            for weight, row in link.items():
                for person in people:
                    rows = [(row, -1), (self.carry_row[self.at_person[person]], weight)]
                    self.taken[weight, kind, person] = self.table.column(self.room(person, weight, total[weight]), rows)

    def _carry(self) -> None:
        for number in self.part.people:
            person, row = self.allowed.person[number], self.carry_row[self.at_person[number]]
            self.offset[Aim.BALANCE] += crowding(person.load, person.capacity)
            for low, high, cost in bands(person.capacity):
                if high > person.load:
                    self.table.column(high - max(low, person.load), [(row, -1)], {Aim.BALANCE: cost})

    def _keep(self) -> None:
        """Nobody can keep more of their cases than the lightest that fit. It follows from the room, but only for whole
        cases: said outright, the bound on the shifts is sharp at once."""
        mine: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for number, one in enumerate(self.part.classes):
            for person, worth in one.own:
                if one.has_holder and not worth.shift:
                    mine[person].append((one.weight, self.own[number, person], len(one.cases)))
        for person, kept in mine.items():
            room, most = self.allowed.person[person].room, 0
            for weight, _column, size in sorted(kept):
                fits = min(size, room // weight) if weight else size
                most, room = most + fits, room - fits * weight
                if fits < size:
                    break
            if most < sum(size for _weight, _column, size in kept):
                self.table.row(-FAR, most, [(column, 1) for _weight, column, _size in kept])

    @property
    def own_columns(self) -> Whole:
        return np.array(list(self.own.values()), dtype=np.int64)

    def assignment(self, solution: Whole) -> dict[int, int]:
        """Case → person. Within a class or pool the order is that of the ids, so the same numbers always give the same
        people."""
        given: dict[int, int] = {}
        left: dict[int, list[int]] = defaultdict(list)
        for number, one in enumerate(self.part.classes):
            cases = iter(one.cases)
            for person, _worth in one.own:
                for _ in range(int(solution[self.own[number, person]])):
                    given[next(cases)] = person
            left[self.number_of[id(one.pool)] if one.pool else -1] += cases
        to_kind: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, pool in enumerate(self.pools):
            cases = iter(sorted(left[number]))
            for column, person in self.lent.of(number) if pool.times else ():
                for _ in range(int(solution[column])):
                    given[next(cases)] = person
            for kind in range(len(self.kinds)):
                if (number, kind) in self.to_kind:
                    for _ in range(int(solution[self.to_kind[number, kind]])):
                        to_kind[pool.weight, kind].append(next(cases))
        for (weight, kind), cases_of in to_kind.items():
            cases = iter(sorted(cases_of))
            for person in self.kinds[kind]:
                for _ in range(int(solution[self.taken[weight, kind, person]])):
                    given[next(cases)] = person
        return given
