"""Where a series goes, by a method that a committee can check with a pencil, and how wrong it has been before.

**The method**: the last figure, plus a part of what happened over the same months a year earlier. The part (0, ¼, ½, ¾
or 1) is the one that erred least so far for this indicator and this many months ahead, over all municipalities; with
the part 0 it is "same as last month". Nothing else is fitted.

**The band** holds eight of ten past errors: each measured in the municipality's own usual movement from month to month.

A break is never bridged: the months that a forecast looks at, and those it learns from, lie on one side of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Numbers, Panel
from tovholder.figures.words import Words

YEAR = 12
PARTS = (0.0, 0.25, 0.5, 0.75, 1.0)
#: The band leaves out one of ten on either side.
LOW, HIGH = 0.1, 0.9
#: Fewer past errors than this give no band and no choice: then it is "same as last month", and says so.
FEWEST_ERRORS = 50
#: So many months back say what an area's usual movement is.
USUAL_MONTHS = 12

METHOD = Words(
    "Seneste tal plus {part} af udviklingen i de samme måneder året før",
    "The latest figure plus {part} of what happened over the same months a year earlier",
)
METHOD_LAST = Words("Samme som seneste måned", "Same as the last month")
BAND = Words(
    "Båndet rummer otte af ti af metodens tidligere fejl.", "The band holds eight of ten of the method's past errors."
)


@dataclass(frozen=True)
class Point:
    """The forecast of one month. `low` and `high` are None when there are too few past errors to tell."""

    month: Month
    value: float
    low: float | None
    high: float | None
    part: float  #: of last year's movement
    past_error: float | None  #: how far off the method has been on average, in the area's own unit
    errors: int  #: how many past forecasts that is from


@dataclass(frozen=True)
class Tried:
    """What several methods would have said at each month of the past, `ahead` months ahead; NaN where they say nothing.

    All matrices are areas x months, and stand at the month that was forecast.
    """

    ahead: int
    actual: Numbers
    chosen: Numbers  #: with the part that had erred least by then
    low: Numbers
    high: Numbers
    last_month: Numbers
    last_year: Numbers


def forecast(panel: Panel, area: str, ahead: int) -> list[Point]:
    """The next months of an area's series, from its own latest month on; none when it has no figure."""
    if area not in panel.areas or (latest := panel.of(area).latest()) is None:
        return []
    row, origin = panel.areas.index(area), latest[0].since(panel.first)
    regime = _regimes(panel)
    points = []
    for months in range(1, ahead + 1):
        candidates = _candidates(panel.values, months)
        usual = _usual(panel.values, regime)
        errors = _errors(panel.values, candidates, usual, regime, months, until=origin)
        part = _best(errors)
        value = _ahead(panel.values[row], origin, months, PARTS[part], regime)
        if value is None:  # a year ago lies before a break, or is missing
            part, value = 0, float(panel.values[row, origin])
        known = errors[part][~np.isnan(errors[part])]
        scale = float(usual[row, origin])
        enough = known.size >= FEWEST_ERRORS and not np.isnan(scale)
        low, high = np.quantile(known, (LOW, HIGH)) * scale if enough else (None, None)
        points.append(
            Point(
                month=panel.first + (origin + months),
                value=max(0.0, value),
                low=None if low is None else max(0.0, value + float(low)),
                high=None if high is None else value + float(high),
                part=PARTS[part],
                past_error=float(np.abs(known).mean()) * scale if enough else None,
                errors=int(known.size),
            )
        )
    return points


def tried(panel: Panel, ahead: int) -> Tried:
    """The methods on the past, each forecast made with what was known then and nothing else."""
    values, regime = panel.values, _regimes(panel)
    candidates = _candidates(values, ahead)
    usual = _usual(values, regime)
    empty = np.full(values.shape, np.nan)
    chosen, low, high, last_month, last_year = (empty.copy() for _ in range(5))
    for target in range(ahead, values.shape[1]):
        origin = target - ahead
        if regime[origin] != regime[target]:
            continue
        errors = _errors(values, candidates, usual, regime, ahead, until=origin)
        part = _best(errors)
        whole = target >= YEAR + ahead and regime[origin - YEAR] == regime[target]
        chosen[:, target] = candidates[part][:, target] if whole else values[:, origin]
        last_month[:, target] = values[:, origin]
        if target >= YEAR and regime[target - YEAR] == regime[target]:
            last_year[:, target] = values[:, target - YEAR]
        known = errors[part][~np.isnan(errors[part])]
        if known.size >= FEWEST_ERRORS:
            below, above = np.quantile(known, (LOW, HIGH))
            low[:, target] = np.maximum(0, chosen[:, target] + below * usual[:, origin])
            high[:, target] = chosen[:, target] + above * usual[:, origin]
    return Tried(ahead, values, chosen, low, high, last_month, last_year)


def _regimes(panel: Panel) -> list[int]:
    """For each month how many breaks lie up to it."""
    return [sum(one.month <= month for one in panel.indicator.breaks) for month in panel.months()]


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


def _usual(values: Numbers, regime: list[int]) -> Numbers:
    """For each month the mean movement from month to month over the year up to it; at least a little."""
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


def _errors(
    values: Numbers, candidates: list[Numbers], usual: Numbers, regime: list[int], ahead: int, *, until: int
) -> list[Numbers]:
    """Past errors of each part in usual movements, of forecasts whose outcome was known at the month `until`."""
    months = [
        month for month in range(ahead + YEAR, until + 1) if regime[month] == regime[month - ahead - YEAR]
    ]  # fmt: skip
    origins = [month - ahead for month in months]
    return [(values[:, months] - said[:, months]) / usual[:, origins] for said in candidates]


def _best(errors: list[Numbers]) -> int:
    """The part that erred least; "same as last month" when too little is known."""
    if np.count_nonzero(~np.isnan(errors[0])) < FEWEST_ERRORS:
        return 0
    return int(np.argmin([np.nanmean(np.abs(one)) for one in errors]))


def _ahead(row: Numbers, origin: int, ahead: int, part: float, regime: list[int]) -> float | None:
    """The forecast of one area; None when last year's months are not there or lie before a break."""
    if part == 0:
        return float(row[origin])
    before, then = origin - YEAR, origin - YEAR + ahead
    if before < 0 or then > origin or regime[before] != regime[origin]:
        return None
    value = row[origin] + part * (row[then] - row[before])
    return None if np.isnan(value) else float(value)
