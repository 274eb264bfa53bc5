"""What the past of a panel teaches about forecasts: which part of last year's movement to add, how wide a band to draw.

Everything is worked out month by month with what was known at that month and nothing else, so that what is said of the
past is what would have been said then.

**How wide.** The errors of 98 municipalities in one month are no 98 independent errors: a winter surprises all at once.
A band from the plain 10 % and 90 % of past errors therefore holds too few of the next ones (0.72 to 0.76 of the real
figures instead of 0.80). So the band looks back on itself: of the levels in `LEVELS` it takes the narrowest with which
eight of ten of the earlier bands would have held what came. Before any earlier band can be judged it takes `START`.

**A series that stands alone** (our own figures, entered ones) has only its own past. Its band lies evenly around the
forecast and is as wide as the error that `WITHIN_ALONE` of its past forecasts kept within, counted so that a short past
makes it wider: of n errors the one in place ⌈share · (n + 1)⌉ (split conformal prediction). The share is more than is
to be held, because the part was chosen on the same few errors. On the real figures, each series taken alone, such a
band held 0.85, 0.84 and 0.81 one, three and six months ahead (`make bench BENCH=published`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tovholder.figures.published.series import Numbers, Panel

YEAR = 12
PARTS = (0.0, 0.25, 0.5, 0.75, 1.0)
#: What share of what comes the band is to hold.
HELD = 0.8
#: The upper ends that a band may have among past errors; the lower end is as far from the other side.
LEVELS = (0.90, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99)
START = LEVELS.index(0.95)
#: Fewer past errors than this give no band and no choice: then it is "same as last month", and says so.
FEWEST_ERRORS = 50
#: A series that stands alone has no forecast before it has this many past ones.
FEWEST_ALONE = 12
#: Its band is what this share of its past forecasts kept within.
WITHIN_ALONE = 0.85
#: So many months back say what an area's usual movement is.
USUAL_MONTHS = 12


@dataclass(frozen=True)
class Band:
    """`low`, `high` and `error` (the mean of the absolute errors) in usual movements; None when too little is known."""

    low: float | None
    high: float | None
    error: float | None
    errors: int  #: how many past errors that is from


@dataclass(frozen=True, eq=False)
class Past:
    """The past of a panel for forecasts so many months ahead. Matrices are areas x months, lists are by month."""

    ahead: int
    usual: Numbers  #: the usual movement of each area, at each month
    regime: list[int]  #: how many breaks lie up to the month
    errors: list[Numbers]  #: of each part, in usual movements, at the month that was forecast
    parts: list[int]  #: the part that had erred least at the month: an index in PARTS
    levels: list[int]  #: how wide the band was at the month: an index in LEVELS
    said: Numbers  #: what would have been said of the month
    low: Numbers
    high: Numbers
    alone: bool = False  #: one series, with no other to learn from

    @property
    def fewest(self) -> int:
        return FEWEST_ALONE if self.alone else FEWEST_ERRORS


def past(panel: Panel, ahead: int) -> Past:
    """Worked out once for each panel that many areas share. What one series has is quickly looked back on and not kept:
    it would take the place of what is shared."""
    return _shared(panel, ahead) if len(panel.areas) > 1 else _looked_back(panel, ahead)


@lru_cache(maxsize=128)
def _shared(panel: Panel, ahead: int) -> Past:
    return _looked_back(panel, ahead)


def _looked_back(panel: Panel, ahead: int) -> Past:
    alone = len(panel.areas) == 1
    fewest = FEWEST_ALONE if alone else FEWEST_ERRORS
    values, regime, usual = panel.values, regimes(panel), _usual(panel)
    candidates = _candidates(values, ahead)
    errors = [_errors(values, said, usual, regime, ahead) for said in candidates]
    parts = _least(errors, fewest)
    levels: list[int] = []
    said, low, high = (np.full(values.shape, np.nan) for _ in range(3))
    # Of each month, how many areas each level's band held.
    held = np.zeros((values.shape[1], 1 if alone else len(LEVELS)))
    judged = np.zeros(values.shape[1])
    for origin, part in enumerate(parts):
        level = 0 if alone else _level(held[: origin + 1].sum(axis=0), judged[: origin + 1].sum())
        levels.append(level)
        target = origin + ahead
        if target >= values.shape[1] or regime[origin] != regime[target]:
            continue
        usable = origin >= YEAR and regime[origin - YEAR] == regime[target]
        moved = candidates[part][:, target] if usable else np.full(len(values), np.nan)
        said[:, target] = np.where(np.isnan(moved), values[:, origin], moved)
        known = _known(errors[part], origin)
        if known.size < fewest:
            continue
        lows, highs = (said[:, [target]] + usual[:, [origin]] * end for end in _ends(known, alone=alone))
        lows = np.maximum(0, lows)
        low[:, target], high[:, target] = lows[:, level], highs[:, level]
        came = values[:, [target]]
        has_both = ~np.isnan(came[:, 0] + lows[:, 0])
        held[target] = ((came >= lows) & (came <= highs))[has_both].sum(axis=0)
        judged[target] = has_both.sum()
    return Past(ahead, usual, regime, errors, parts, levels, said, low, high, alone)


def _ends(errors: Numbers, *, alone: bool) -> Numbers:
    """The lower and the upper ends of the bands that past errors allow, one for each level; alone there is one."""
    if alone:
        share = min(1.0, math.ceil((errors.size + 1) * WITHIN_ALONE) / errors.size)
        end = float(np.quantile(np.abs(errors), share, method="inverted_cdf"))
        return np.array([[-end], [end]])
    return np.quantile(errors, (*(1 - one for one in LEVELS), *LEVELS)).reshape(2, -1)


@lru_cache(maxsize=4096)
def band(known: Past, origin: int, part: int) -> Band:
    """How wide the band of a part was at a month, and how far off that part had been by then."""
    errors = _known(known.errors[part], origin)
    if errors.size < known.fewest:
        return Band(None, None, None, int(errors.size))
    low, high = _ends(errors, alone=known.alone)[:, known.levels[origin]]
    return Band(float(low), float(high), float(np.abs(errors).mean()), int(errors.size))


def _known(errors: Numbers, origin: int) -> Numbers:
    """The errors of forecasts whose outcome was known at a month."""
    known = errors[:, : origin + 1]
    return known[~np.isnan(known)]


def regimes(panel: Panel) -> list[int]:
    """For each month how many breaks lie up to it."""
    return [sum(one.month <= month for one in panel.indicator.breaks) for month in panel.months()]


def _level(held: Numbers, judged: float) -> int:
    """The narrowest level that would have held enough so far; the widest when none would."""
    if not judged:
        return START
    enough = np.nonzero(held / judged >= HELD)[0]
    return int(enough[0]) if enough.size else len(LEVELS) - 1


def _candidates(values: Numbers, ahead: int) -> list[Numbers]:
    """What each part would have said of each month, from the month `ahead` before it; NaN where it says nothing."""
    found = []
    for part in PARTS:
        said = np.full(values.shape, np.nan)
        # The month that is forecast, the month one stands in, and the same two a year earlier.
        first = ahead + YEAR
        origin, then, before = values[:, YEAR:-ahead], values[:, ahead:-YEAR], values[:, : -YEAR - ahead]
        if values.shape[1] > first:
            said[:, first:] = origin + part * (then - before)
        found.append(said)
    return found


@lru_cache(maxsize=128)
def _usual(panel: Panel) -> Numbers:
    """For each month the mean movement from month to month over the year up to it; at least a little."""
    values, regime = panel.values, regimes(panel)
    steps = np.abs(np.diff(values, axis=1, prepend=np.nan))
    for month in range(1, values.shape[1]):
        if regime[month] != regime[month - 1]:
            steps[:, month] = np.nan
    usual = np.full(values.shape, np.nan)
    for month in range(values.shape[1]):
        window = steps[:, max(0, month - USUAL_MONTHS + 1) : month + 1]
        counted = (~np.isnan(window)).sum(axis=1)
        total = np.nansum(window, axis=1)
        usual[:, month] = np.where(counted > 0, total / np.maximum(counted, 1), np.nan)
    smallest = np.nanmin(usual[usual > 0]) if np.any(usual > 0) else np.nan
    return np.where(usual == 0, smallest, usual)


def _errors(values: Numbers, said: Numbers, usual: Numbers, regime: list[int], ahead: int) -> Numbers:
    """What a part has erred, in usual movements; NaN where it said nothing, or would have looked across a break."""
    errors = np.full(values.shape, np.nan)
    months = [month for month in range(ahead + YEAR, len(regime)) if regime[month] == regime[month - ahead - YEAR]]
    origins = [month - ahead for month in months]
    errors[:, months] = (values[:, months] - said[:, months]) / usual[:, origins]
    return errors


def _least(errors: list[Numbers], fewest: int) -> list[int]:
    """For each month the part that had erred least; "same as last month" when too little is known."""
    counts = [np.cumsum((~np.isnan(one)).sum(axis=0)) for one in errors]
    sums = [np.cumsum(np.nansum(np.abs(one), axis=0)) for one in errors]
    means = np.array([total / np.maximum(count, 1) for total, count in zip(sums, counts, strict=True)])
    return [int(part) for part in np.where(counts[0] < fewest, 0, means.argmin(axis=0))]
