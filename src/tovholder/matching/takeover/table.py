"""Columns (what can be chosen, in whole numbers), rows (what must hold) and goals (what is to be small). Only grows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tovholder.matching.takeover.answers import Aim

Whole: TypeAlias = npt.NDArray[np.int64]
#: Stands for no limit.
FAR = 1 << 60


@dataclass(frozen=True)
class Entries:
    """The factors that are not zero."""

    row: Whole
    column: Whole
    factor: Whole


class Table:
    """`low` ≤ column ≤ `high`; `row_low` ≤ Σ factor · column ≤ `row_high`."""

    def __init__(self) -> None:
        self._low: list[int] = []
        self._high: list[int] = []
        self._row_low: list[int] = []
        self._row_high: list[int] = []
        self._entries: tuple[list[int], list[int], list[int]] = ([], [], [])
        self._goals: dict[Aim, list[int]] = {aim: [] for aim in Aim}
        self._goal_rows: dict[Aim, int] = {}

    @property
    def columns(self) -> int:
        return len(self._low)

    def column(self, high: int, rows: Iterable[tuple[int, int]] = (), goals: Mapping[Aim, int] | None = None) -> int:
        """A new column from 0 to `high`, its factors in these rows, and what one of it adds to the goals."""
        number = len(self._low)
        self._low.append(0)
        self._high.append(max(0, high))
        for row, factor in rows:
            self.put(row, number, factor)
        for aim, values in self._goals.items():
            worth = goals.get(aim, 0) if goals else 0
            values.append(worth)
            if worth and aim in self._goal_rows:
                self.put(self._goal_rows[aim], number, worth)
        return number

    def row(self, low: int, high: int, factors: Iterable[tuple[int, int]] = ()) -> int:
        number = len(self._row_low)
        self._row_low.append(low)
        self._row_high.append(high)
        for column, factor in factors:
            self.put(number, column, factor)
        return number

    def put(self, row: int, column: int, factor: int) -> None:
        for numbers, value in zip(self._entries, (row, column, factor), strict=True):
            numbers.append(value)

    def keep_goal(self, aim: Aim, most: int) -> None:
        """From now on this goal is to be no more."""
        factors = [(column, worth) for column, worth in enumerate(self._goals[aim]) if worth]
        self._goal_rows[aim] = self.row(-FAR, most, factors)

    def let_goal_go(self, aim: Aim) -> None:
        self._row_high[self._goal_rows.pop(aim)] = FAR

    def narrow(self, low: Whole, high: Whole) -> None:
        self._low[: len(low)], self._high[: len(high)] = low.tolist(), high.tolist()

    @property
    def ends(self) -> tuple[Whole, Whole]:
        return np.array(self._low, dtype=np.int64), np.array(self._high, dtype=np.int64)

    @property
    def row_ends(self) -> tuple[Whole, Whole]:
        return np.array(self._row_low, dtype=np.int64), np.array(self._row_high, dtype=np.int64)

    @property
    def entries(self) -> Entries:
        return Entries(*(np.array(numbers, dtype=np.int64) for numbers in self._entries))

    def goal(self, aim: Aim) -> Whole:
        return np.array(self._goals[aim], dtype=np.int64)

    @property
    def goal_rows(self) -> Mapping[Aim, int]:
        return self._goal_rows
