"""Reaches the aims of one part, one after the other, and says how well each is proven.

For each aim: a bound; then whole numbers (CP-SAT), first with everything fixed that an answer at the bound itself would
leave fixed. If there is no such answer, the bound has risen, and the next try is a little wider. Before each of these a
quick look is taken *nearby*, where cases stay with whoever of their own people the linear programme gives them to.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from tovholder.matching.takeover.allowed import Allowed
from tovholder.matching.takeover.answers import Aim
from tovholder.matching.takeover.bound import (
    Bound,
    again,
    bound_of,
    left_free,
    left_outside,
    narrow,
    programme,
    trivial,
)
from tovholder.matching.takeover.calendar import Calendar
from tovholder.matching.takeover.classes import Part
from tovholder.matching.takeover.clock import Clock
from tovholder.matching.takeover.lent import FOR_A_TRY
from tovholder.matching.takeover.linear import Found, Programme, improve, search
from tovholder.matching.takeover.model import Model
from tovholder.matching.takeover.table import FAR, Whole

#: How far above the bound the next try may lie, when the one before has found nothing.
WIDER = 4
#: Among more free columns than this nothing is found in any useful time.
TOO_MANY = 45_000
#: With more than this a quick look at a part of it comes first.
MANY = 15_000
#: A value this near to a whole number is one.
ALMOST = 1e-3

#: Looks for an answer: the programme, the least and the most it may come to, near what, until when.
How = Callable[[Programme, int, int, npt.NDArray[np.float64] | None, Clock, float], Found]
#: Told with (aim, value, bound), all of them as they are minimised.
Tell = Callable[[Aim, int, int], None]


@dataclass
class Reached:
    """What one part came to: (value, bound, seconds) of each aim as it is minimised, as far as it got.

    `assignment` is None when nothing was found: `impossible`, or the clock ran out."""

    assignment: dict[int, int] | None = None
    stages: dict[Aim, tuple[int, int, float]] = field(default_factory=dict)
    impossible: bool = False

    @property
    def is_proven(self) -> bool:
        return len(self.stages) == len(Aim) and all(value == bound for value, bound, _seconds in self.stages.values())


def solve_part(allowed: Allowed, calendar: Calendar, part: Part, clock: Clock, seconds: float, tell: Tell) -> Reached:
    """`seconds` is this part's share of the clock."""
    reached = Reached()
    if clock.left == 0:
        return reached
    end = time.perf_counter() + min(seconds, clock.left)
    model = Model(allowed, calendar, part)
    known: Whole | None = None
    for number, aim in enumerate(Aim):
        if aim in reached.stages:
            continue
        began = time.perf_counter()
        # What an aim leaves of its time is for those after it; none may use more than half as much again as its share.
        share = max(0.0, end - began) * min(1.0, 2.0 / (len(Aim) - number))
        tries = _both(model, clock, began + 0.7 * max(0.0, end - began)) if known is None else ()
        tries = tries or (_search(model, aim, known, clock, began + share),)
        for tried in tries:
            if tried.best is None:
                reached.impossible = tried.is_impossible
                return reached
            value, offset = tried.value, model.offset[tried.aim]
            reached.stages[tried.aim] = value + offset, tried.least + offset, (time.perf_counter() - began) / len(tries)
            tell(tried.aim, *reached.stages[tried.aim][:2])
        known = tries[-1].best
    assert known is not None
    reached.assignment = model.assignment(known)
    return reached


def _both(model: Model, clock: Clock, end: float) -> tuple[_Search, ...]:
    """The first two aims at once: that as few meetings fall as the bound says is taken for granted until the shifts
    show whether it can be. An answer is hard to come by as long as nothing says who keeps which case, and easy
    afterwards. Nothing, when it cannot be or took too long."""
    first = _Search(model, Aim.MEETINGS, None, clock, end, at_corner=False)
    if first.bound is None:
        return ()
    model.table.keep_goal(Aim.MEETINGS, first.least)
    second = _search(model, Aim.SHIFTS, None, clock, end)
    if second.best is None:
        model.table.let_goal_go(Aim.MEETINGS)
        return ()
    first.bound, first.best = again(model, Aim.MEETINGS, first.bound), second.best
    narrow(model, first.bound, first.least)
    return first, second


def _search(model: Model, aim: Aim, known: Whole | None, clock: Clock, end: float) -> _Search:
    tried = _Search(model, aim, known, clock, end)
    tried.run()
    return tried


class _Search:
    """One aim: the best answer so far, to begin with that of the aims before, and what nothing can be better than."""

    def __init__(
        self, model: Model, aim: Aim, known: Whole | None, clock: Clock, end: float, *, at_corner: bool = True
    ) -> None:
        self.aim = aim
        self._model, self._clock, self._end = model, clock, end
        self.best = known
        self.bound: Bound | None = None
        self.least, self._worst = trivial(model, aim)
        if known is not None and aim in (Aim.BALANCE, Aim.FIT):
            self._at_home(known)
        # No more than half of the time goes to the bound.
        half = time.perf_counter() + (end - time.perf_counter()) / 2
        self.bound = bound_of(model, aim, clock, half, at_corner=at_corner)
        if self.bound:
            self.least = max(self.least, self.bound.value)
        self.is_impossible = False
        self._is_hopeless = False  #: to look everywhere

    @property
    def value(self) -> int:
        """Of the best answer, without the offset."""
        assert self.best is not None
        return int(self._model.table.goal(self.aim)[: len(self.best)] @ self.best)

    @property
    def _is_open(self) -> bool:
        over = self.is_impossible or (self.best is not None and self.least >= self.value)
        return not over and min(self._clock.left, self._end - time.perf_counter()) > 0

    def run(self) -> None:
        """Widens until there is an answer, or nothing is left to be looked at, or no time."""
        width, is_last = 0, False
        while self._is_open and not is_last:
            is_last = self._nearby(width)
            if self._is_open and not self._is_hopeless:
                is_last = self._everywhere(width)
            width = width * WIDER + WIDER - 1
            while self._is_hopeless and self._is_open and self._between():
                is_last = True
        table = self._model.table
        if self.best is None:
            return
        if self.bound:
            narrow(self._model, self.bound, self.value)
        self.best = np.append(self.best, np.zeros(table.columns - len(self.best), dtype=np.int64))
        table.keep_goal(self.aim, self.value)

    def _most(self, width: int) -> tuple[int, bool]:
        """What the next try may come to, and whether that is all there is to try: everything better than what is known.
        Without a bound there is no other try."""
        most = self._worst if self.best is None else self.value - 1
        if self.bound is None or self.least + width >= most:
            return most, True
        return self.least + width, False

    def _nearby(self, width: int) -> bool:
        """The linear programme's answer, where it is whole, says who keeps which case."""
        most, is_last = self._most(width)
        if self.bound is None:
            return False
        near = self.bound.relaxed.values
        one, _ = self._programme(most)
        own = self._model.own_columns
        own = own[np.abs(near[own] - np.rint(near[own])) < ALMOST]
        low, high = one.low.copy(), one.high.copy()
        low[own] = high[own] = np.clip(np.rint(near[own]).astype(np.int64), low[own], high[own])
        self._look(replace(one, low=low, high=high), most, 0.25)
        return is_last

    def _at_home(self, known: Whole) -> None:
        """Of a large programme first a quick look: everybody keeps their own, and only what comes by way of the pools
        is handed out again."""
        one, own = programme(self._model, self.aim), self._model.own_columns
        if np.count_nonzero(one.low < one.high) > MANY:
            one.low[own] = one.high[own] = known[own]
            self._look(one, self.value - 1, 0.5, improve)

    def _between(self) -> bool:
        """Cases stay where the best answer so far and the linear programme agree. Whether it has found a better one."""
        if self.best is None or self.bound is None:
            return False
        near, known = self.bound.relaxed.values, self.best
        most, _is_last = self._most(FAR)
        own = self._model.own_columns
        own = own[np.abs(near[own] - known[own]) < ALMOST]
        one = programme(self._model, self.aim)
        one.low[own] = one.high[own] = known[own]
        return self._look(one, most, 0.5, improve).values is not None

    def _everywhere(self, width: int) -> bool:
        most, is_last = self._most(width)
        one, is_complete = self._programme(most)
        if np.count_nonzero(one.low < one.high) > TOO_MANY:
            self._is_hopeless = True
            return is_last
        found = self._look(one, most, 1.0 if is_last else 0.3)
        if is_complete:
            self.least = max(self.least, found.least)
            self.is_impossible = is_last and self.best is None and found.is_over
        self._is_hopeless = not found.is_over
        return is_last or found.values is not None

    def _programme(self, most: int) -> tuple[Programme, bool]:
        """What is left free when it is to be no more than that; and whether nothing outside the table is."""
        model = self._model
        if self.bound is None:
            return programme(model, self.aim), not model.lent.outside.any()
        outside = left_outside(self.bound, most)
        if 0 < np.count_nonzero(outside) <= FOR_A_TRY:
            model.lent.admit(np.argwhere(outside))
            self.bound, outside = again(model, self.aim, self.bound), np.zeros_like(outside)
        low, high = left_free(model, self.bound, most)
        return replace(programme(model, self.aim), low=low, high=high), not outside.any()

    def _look(self, one: Programme, most: int, share: float, how: How = search) -> Found:
        if most < self.least:
            return Found(None, self.least, is_over=True)
        near: npt.NDArray[np.float64] | None = self.bound.relaxed.values if self.bound else None
        if self.best is not None:
            near = np.append(self.best, np.zeros(len(one.low) - len(self.best))).astype(float)
        seconds = share * min(self._clock.left, self._end - time.perf_counter())
        found = how(one, self.least, most, near, self._clock, max(0.05, seconds))
        if found.values is not None:
            self.best = found.values
        return found
