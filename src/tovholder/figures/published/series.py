"""Monthly figures of many areas: a matrix for each indicator, missing where nothing was published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tovholder.figures.published.catalogue import BY_ID, Indicator
from tovholder.figures.published.months import Month

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Panel:
    """One indicator: a row for each area, a column for each month from `first` on; NaN where nothing is known.

    Suppressed is missing, never zero. A panel is itself and no other, so that what is worked out from it can be kept.
    """

    indicator: Indicator
    areas: tuple[str, ...]
    first: Month
    values: Numbers

    @property
    def last(self) -> Month:
        """The last month of any area."""
        return self.first + (self.values.shape[1] - 1)

    def months(self) -> list[Month]:
        return [self.first + step for step in range(self.values.shape[1])]

    def at(self, area: str, month: Month) -> float | None:
        """The figure of an area in a month, without the whole series."""
        step = month.since(self.first)
        if area not in self.areas or not 0 <= step < self.values.shape[1]:
            return None
        value = self.values[self.areas.index(area), step]
        return None if np.isnan(value) else float(value)

    def of(self, area: str) -> Series:
        """The series of one area; empty when the area is not there."""
        if area not in self.areas:
            return Series(self.indicator, area, self.first, ())
        row = self.values[self.areas.index(area)]
        return Series(self.indicator, area, self.first, tuple(None if np.isnan(one) else float(one) for one in row))


@dataclass(frozen=True)
class Series:
    """One indicator of one area, month by month; None where nothing is known."""

    indicator: Indicator
    area: str
    first: Month
    values: tuple[float | None, ...]

    def at(self, month: Month) -> float | None:
        step = month.since(self.first)
        return self.values[step] if 0 <= step < len(self.values) else None

    def latest(self) -> tuple[Month, float] | None:
        """The last month with a figure, and the figure. It differs between indicators, because data arrive late."""
        for step in reversed(range(len(self.values))):
            if (value := self.values[step]) is not None:
                return self.first + step, value
        return None

    def points(self) -> list[tuple[Month, float | None]]:
        return [(self.first + step, value) for step, value in enumerate(self.values)]

    def until(self, month: Month) -> Series:
        """What was known of it up to a month."""
        return Series(self.indicator, self.area, self.first, self.values[: max(0, month.since(self.first) + 1)])


@dataclass(frozen=True)
class Published:
    """All series of a file, by indicator."""

    panels: Mapping[str, Panel]
    categories: Mapping[tuple[str, str], Mapping[str, float | None]]  #: (indicator, area) → category → value

    def series(self, indicator: str, area: str) -> Series:
        """One series; empty when there is no figure of it. Raises KeyError for an indicator that is not known."""
        if (panel := self.panels.get(indicator)) is not None:
            return panel.of(area)
        return Series(BY_ID[indicator], area, Month(0), ())

    def has(self, area: str) -> bool:
        """Whether any panel names the area, with figures or with suppressed ones."""
        return any(area in panel.areas for panel in self.panels.values())

    def indicators(self) -> Iterable[Indicator]:
        return (panel.indicator for panel in self.panels.values())
