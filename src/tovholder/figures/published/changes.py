"""What a new publication says otherwise than the one before. Jobindsats revises figures of months long past."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tovholder.figures.published import areas
from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Numbers, Panel, Published


@dataclass(frozen=True)
class Revision:
    """One figure that was and is another; None is missing (not published, or suppressed)."""

    indicator: str
    area: str
    month: Month
    was: float | None
    became: float | None


@dataclass(frozen=True)
class Loss:
    """What was known and is not any more. `area` empty: the whole indicator; `until` is its last month now, if any."""

    indicator: str
    area: str
    until: Month | None


@dataclass(frozen=True)
class Changes:
    """`revised`: figures of months that both have, in the order of indicator, area, month. `new_months`: indicator →
    the months after the last one of before. `losses`: why one would rather not take it in unseen."""

    revised: tuple[Revision, ...]
    new_indicators: tuple[str, ...]
    new_months: dict[str, tuple[Month, ...]]
    losses: tuple[Loss, ...]
    categories: int  #: figures by category that are others now

    @property
    def is_empty(self) -> bool:
        return not (
            self.revised or self.new_indicators or any(self.new_months.values()) or self.losses or self.categories
        )


def compare(before: Published, after: Published) -> Changes:
    """What changed from one publication to the next.

    Months at the beginning that a moving window leaves behind are no loss and no revision; a figure that is suppressed
    since is a revision to nothing.
    """
    revised: list[Revision] = []
    losses: list[Loss] = []
    new_months: dict[str, tuple[Month, ...]] = {}
    for name, old in before.panels.items():
        new = after.panels.get(name)
        if new is None or not _is_known(new.values):
            losses.append(Loss(name, "", None))
            continue
        old_last, new_last = _last(old), _last(new)
        if old_last is None or new_last is None:
            continue
        if new_last < old_last:
            losses.append(Loss(name, "", new_last))
        new_months[name] = tuple(old_last + step for step in range(1, new_last.since(old_last) + 1))
        # Who became part of another municipality is not lost.
        gone = {one.code for one in areas.mergers(str(new_last))}
        losses += [Loss(name, area, None) for area in _areas(old) - _areas(new) - gone]
        revised += _revisions(old, new)
    return Changes(
        tuple(revised),
        tuple(name for name in after.panels if name not in before.panels),
        {name: months for name, months in new_months.items() if months},
        tuple(sorted(losses, key=lambda loss: (loss.indicator, loss.area))),
        _categories(before, after),
    )


def _revisions(old: Panel, new: Panel) -> Iterator[Revision]:
    first, last = max(old.first, new.first), min(old.last, new.last)
    if last < first:
        return
    both = sorted(set(old.areas) & set(new.areas))
    was, became = (_cut(panel, both, first, last) for panel in (old, new))
    other = (was != became) & ~(np.isnan(was) & np.isnan(became))
    for row, step in zip(*np.nonzero(other), strict=True):
        yield Revision(old.indicator.id, both[row], first + int(step), _told(was[row, step]), _told(became[row, step]))


def _cut(panel: Panel, codes: list[str], first: Month, last: Month) -> Numbers:
    rows = [panel.areas.index(area) for area in codes]
    return panel.values[rows, first.since(panel.first) : last.since(panel.first) + 1]


def _told(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _is_known(values: Numbers) -> bool:
    return bool((~np.isnan(values)).any())


def _last(panel: Panel) -> Month | None:
    """The last month with a figure of any area."""
    known = np.nonzero((~np.isnan(panel.values)).any(axis=0))[0]
    return panel.first + int(known[-1]) if known.size else None


def _areas(panel: Panel) -> set[str]:
    """The areas that have any figure."""
    return {area for area, values in zip(panel.areas, panel.values, strict=True) if _is_known(values)}


def _categories(before: Published, after: Published) -> int:
    flat_before, flat_after = (
        {
            (indicator, area, category): value
            for (indicator, area), values in one.categories.items()
            for category, value in values.items()
        }
        for one in (before, after)
    )
    return sum(flat_before.get(key) != flat_after.get(key) for key in flat_before | flat_after)
