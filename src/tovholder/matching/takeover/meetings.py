"""Which critical meetings fall, in the table of one part: one person cannot hold two at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from tovholder.matching.takeover.answers import Aim
from tovholder.matching.takeover.calendar import Calendar, Time, Times, cliques
from tovholder.matching.takeover.classes import Part
from tovholder.matching.takeover.table import FAR, Table, Whole


class Meetings:
    """Of meetings at one moment, one person holds one; the others fall."""

    def __init__(self, table: Table, calendar: Calendar, part: Part) -> None:
        self._table, self._calendar = table, calendar
        self._has: dict[int, dict[Time, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
        self._most: dict[Time, int] = defaultdict(int)
        for one in part.classes:
            for time in one.times:
                self._most[time] += len(one.cases)
        self.cliques = cliques(self._most)
        self._of: dict[Time, list[int]] = defaultdict(list)
        for number, clique in enumerate(self.cliques):
            for time in clique:
                self._of[time].append(number)
        self.row_of: dict[tuple[int, int], int] = {}
        self.falls: dict[tuple[int, Time], tuple[int, int]] = {}
        self._put: set[tuple[int, int, Time]] = set()
        self._touched: set[int] = set()

    def add(self, person: int, times: Iterable[Time], column: int) -> None:
        """One of this column gives the person meetings at these times. Those that they are not free for fall anyway."""
        often: dict[Time, int] = defaultdict(int)
        for time in times:
            if self._calendar.is_free(person, time):
                often[time] += 1
        for time, number in often.items():
            self._has[person][time].append((column, number))
            self._touched.add(person)

    def settle(self) -> None:
        """Makes the rows that what was added calls for."""
        high = self._table.ends[1] if self._touched else None
        for person in sorted(self._touched):
            assert high is not None
            has = self._has[person]
            touched = sorted({number for time in has for number in self._of[time]})
            for number in touched:
                there = [time for time in self.cliques[number] if time in has]
                most = sum(int(high[column]) * often for time in there for column, often in has[time])
                if most > 1:
                    self._row(person, number, there)
        self._touched = set()

    def _row(self, person: int, number: int, there: list[Time]) -> None:
        table, has = self._table, self._has[person]
        if (person, number) not in self.row_of:
            self.row_of[person, number] = table.row(-FAR, 1)
        row = self.row_of[person, number]
        for time in there:
            if (person, time) not in self.falls:
                link = table.row(-FAR, 0)
                self.falls[person, time] = (table.column(self._most[time], [(link, 1)], {Aim.MEETINGS: 1}), link)
            falls, link = self.falls[person, time]
            self._enter(row, falls, time, -1)
            for column, often in has[time]:
                self._enter(link, column, time, -often)
                self._enter(row, column, time, often)

    def _enter(self, row: int, column: int, time: Time, factor: int) -> None:
        """Once for each time: a case with two meetings at a moment counts twice."""
        if (row, column, time) not in self._put:
            self._put.add((row, column, time))
            self._table.put(row, column, factor)

    def prices(self, of_times: Sequence[Times], people: Sequence[int], row_prices: Whole) -> Whole:
        """What the rows here charge for somebody new to hold the meetings at these times: an array times × people."""
        at = {person: number for number, person in enumerate(people)}
        charged: dict[Time, Whole] = {}

        def charge(time: Time, person: int, price: int) -> None:
            if price and self._calendar.is_free(person, time):
                charged.setdefault(time, np.zeros(len(people), dtype=np.int64))[at[person]] += price

        for (person, number), row in self.row_of.items():
            for time in self.cliques[number] if row_prices[row] else ():
                charge(time, person, int(row_prices[row]))
        for (person, time), (_column, link) in self.falls.items():
            charge(time, person, -int(row_prices[link]))
        found = np.zeros((len(of_times), len(people)), dtype=np.int64)
        for number, times in enumerate(of_times):
            for time in times:
                if time in charged:
                    found[number] += charged[time]
        return found
