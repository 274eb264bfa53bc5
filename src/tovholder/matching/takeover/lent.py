"""Pools of cases with critical meetings, person by person: columns that come into the table when they are worth it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tovholder.matching.takeover.answers import Aim
from tovholder.matching.takeover.table import FAR, Whole

if TYPE_CHECKING:
    from tovholder.matching.takeover.model import Model

#: Up to so many places are columns from the beginning; of more, `AT_FIRST` for each pool, and later `AT_A_TIME` of all.
ALL, AT_FIRST, AT_A_TIME = 20_000, 8, 10_000
#: What a place has to give to be worth a column, in prices; less is what the prices are inexact by.
WORTH = 1 << 12
#: So many are taken in for a try, so that nothing that might be in an answer is left out of it.
FOR_A_TRY = 10_000


class Lent:
    """Every pool with meetings and every person who may have its cases: a grid, of which some places are columns."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.numbers = [number for number, pool in enumerate(model.pools) if pool.times]
        shape = len(self.numbers), len(model.part.people)
        pools = [model.pools[number] for number in self.numbers]
        self._times = [pool.times for pool in pools]
        self.sizes = np.array([model.sizes[number] for number in self.numbers], dtype=np.int64)
        self.weights = np.array([pool.weight for pool in pools], dtype=np.int64)
        self.rows = np.array([model.pool_row[number] for number in self.numbers], dtype=np.int64)
        self.fit, self.missed = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        self.high = np.zeros(shape, dtype=np.int64)
        self.column = np.full(shape, -1, dtype=np.int64)
        for at, pool in enumerate(pools):
            for person, fit in pool.fits:
                place = at, model.at_person[person]
                self.fit[place] = fit
                self.missed[place] = sum(not model.calendar.is_free(person, time) for time in pool.times)
                self.high[place] = model.room(person, pool.weight, model.sizes[self.numbers[at]])
        self._admit_first()

    def _admit_first(self) -> None:
        if np.count_nonzero(self.high) <= ALL:
            self.admit(np.argwhere(self.high > 0))
            return
        people = self.high.shape[1]
        for at in range(len(self.numbers)):
            # Somebody else each time, so that the first answer does not pile everything on the same few.
            turn = (np.arange(people) - at * AT_FIRST) % people
            best = np.lexsort((turn, self.missed[at], self.high[at] == 0))[:AT_FIRST]
            self.admit((at, person) for person in best if self.high[at, person])

    def admit(self, places: Iterable[npt.NDArray[np.int64] | tuple[int, int]]) -> None:
        model = self._model
        for at, person in places:
            pool, number = model.pools[self.numbers[at]], model.part.people[person]
            rows = [(int(self.rows[at]), 1), (model.carry_row[person], pool.weight)]
            goals = {Aim.MEETINGS: int(self.missed[at, person]), Aim.FIT: -int(self.fit[at, person])}
            self.column[at, person] = model.table.column(int(self.high[at, person]), rows, goals)
            model.meetings.add(number, pool.times, int(self.column[at, person]))
        model.meetings.settle()

    def of(self, number: int) -> list[tuple[int, int]]:
        """(Column, person) of one pool."""
        at = self.numbers.index(number)
        return [
            (int(self.column[at, place]), self._model.part.people[place])
            for place in np.flatnonzero(self.column[at] >= 0)
        ]

    def prices(self, goal: Aim, row_prices: Whole, scale: int) -> Whole:
        """What one step of each place that is no column costs, times `scale`; elsewhere `FAR`."""
        model, kept = self._model, self._model.table.goal_rows
        carried = row_prices[np.array(model.carry_row, dtype=np.int64)]
        worth = {Aim.MEETINGS: self.missed, Aim.FIT: -self.fit}
        prices = -row_prices[self.rows][:, None] - self.weights[:, None] * carried[None, :]
        for aim, values in worth.items():
            price = (scale if aim == goal else 0) - (row_prices[kept[aim]] if aim in kept else 0)
            prices = prices + price * values
        charged: Whole = model.meetings.prices(self._times, model.part.people, row_prices)
        return np.where(self.outside, prices - charged, FAR)

    @property
    def outside(self) -> npt.NDArray[np.bool_]:
        """Places that might be columns and are not."""
        return np.asarray((self.high > 0) & (self.column < 0))

    def admit_worth(self, prices: Whole) -> bool:
        """Takes in the places that cost less than nothing, the cheapest first. False: there are none.

        As many as a programme can bear: with a few for each pool, the prices change little and it goes on for long."""
        worth = np.argwhere(prices < -WORTH)
        order = np.argsort(prices[worth[:, 0], worth[:, 1]], kind="stable")[:AT_A_TIME]
        self.admit(worth[order])
        return bool(len(order))

    def admit_more(self) -> bool:
        """Takes in some more places of each pool, whatever they cost. False: there are none."""
        return self.admit_worth(np.where(self.outside, self.missed - 1 - self.missed.max(initial=0), FAR))

    def least(self, aim: Aim) -> int:
        """What the places that are no column could take away from a goal at most."""
        return -int((self.fit * self.high)[self.outside].sum()) if aim == Aim.FIT else 0

    def most(self, aim: Aim) -> int:
        """What they could add at most."""
        return int((self.missed * self.high)[self.outside].sum()) if aim == Aim.MEETINGS else 0

    def leave_out(self, these: npt.NDArray[np.bool_]) -> None:
        """These places are never to be columns."""
        self.high[these & self.outside] = 0
