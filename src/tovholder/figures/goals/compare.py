"""How others went over the same months: the country, the region, the municipalities most alike.

Of several municipalities a count is their sum, and a share that of the middle one (shares of different wholes cannot be
added). Only municipalities with a figure in every month are used, the same ones throughout, so that a line never moves
because somebody was missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Panel


@dataclass(frozen=True)
class Path:
    """What the areas `used` had in each month from `first` on; empty when none of them has a figure in every month."""

    first: Month
    values: tuple[float, ...]
    used: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def change(self) -> float | None:
        """From the first month to the last, in the figure's own unit."""
        return self.values[-1] - self.values[0] if self.values else None

    @property
    def percent(self) -> float | None:
        """The same in per cent of the first month."""
        return 100 * (self.values[-1] / self.values[0] - 1) if self.values and self.values[0] else None

    def scaled(self, start: float) -> tuple[float, ...]:
        """The path of somebody who begins at `start` and goes as these went, in proportion."""
        if not self.values or not self.values[0]:
            return ()
        return tuple(start * value / self.values[0] for value in self.values)


def path(panel: Panel, codes: Sequence[str], first: Month, last: Month) -> Path:
    """The path of areas from one month to another, both included. Empty across a break, which is never bridged."""
    begin, end = first.since(panel.first), last.since(panel.first)
    known = [code for code in codes if code in panel.areas]
    missing = tuple(code for code in codes if code not in panel.areas)
    if begin < 0 or end >= panel.values.shape[1] or end < begin or not panel.indicator.comparable(first, last):
        return Path(first, (), (), tuple(codes))
    rows = panel.values[[panel.areas.index(code) for code in known], begin : end + 1]
    whole = np.asarray(~np.isnan(rows).any(axis=1))
    used = tuple(code for code, is_whole in zip(known, whole, strict=True) if is_whole)
    left_out = missing + tuple(code for code, is_whole in zip(known, whole, strict=True) if not is_whole)
    if not used:
        return Path(first, (), (), left_out)
    together = rows[whole].sum(axis=0) if panel.indicator.unit.counts else np.median(rows[whole], axis=0)
    return Path(first, tuple(float(value) for value in together), used, left_out)
