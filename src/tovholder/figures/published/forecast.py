"""Where a series goes, by a method that a committee can check with a pencil, and how wrong it has been before.

**The method**: the last figure, plus a part of what happened over the same months a year earlier. The part (0, ¼, ½, ¾
or 1) is the one that erred least so far for this indicator and this many months ahead, over all municipalities; with
the part 0 it is "same as last month". Nothing else is fitted.

**The band** is as wide as it would have had to be for eight of ten earlier bands to hold what came (`learned`), each
measured in the municipality's own usual movement from month to month.

**Own and entered figures** stand alone: the same method learns from their own past (`standing_alone`), and says why not
where that is too short (`why_none`). Other municipalities' series taken alone show how good it is then.

A break is never bridged: the months that a forecast looks at, and those it learns from, lie on one side of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tovholder.figures.published.catalogue import Unit
from tovholder.figures.published.learned import FEWEST_ALONE, PARTS, YEAR, band, past, regimes
from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Numbers, Panel, Series
from tovholder.figures.words import Words

METHOD = Words(
    "Seneste tal plus {part} af udviklingen i de samme måneder året før",
    "The latest figure plus {part} of what happened over the same months a year earlier",
)
METHOD_LAST = Words("Samme som seneste måned", "Same as the last month")
BAND = Words(
    "Båndet er så bredt, som det skulle have været, for at otte af ti tidligere bånd havde rummet det, der skete.",
    "The band is as wide as it would have had to be for eight of ten earlier bands to hold what came.",
)
BAND_ALONE = Words(
    "Metoden er afprøvet på tallets egen fortid alene; båndet er så bredt, at mindst otte af ti tidligere "
    "prognoser holdt sig inden for det.",
    "The method was tried on this figure's own past alone; the band is so wide that at least eight of ten past "
    "forecasts kept within it.",
)
#: Months in a row that a figure has to have before one month ahead has been tried often enough.
MONTHS_ALONE = YEAR + 1 + FEWEST_ALONE
TOO_SHORT = Words(
    "Ingen prognose: den kræver {needed} måneder med tal i træk, og her er {months}.",
    "No forecast: it takes figures of {needed} months in a row, and there are {months}.",
)
TOO_SHORT_SINCE_BREAK = Words(
    "Ingen prognose: den kræver {needed} måneder med tal i træk, og siden databruddet er der {months}.",
    "No forecast: it takes figures of {needed} months in a row, and there are {months} since the break in the data.",
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
    """The next months of an area's series, from its own latest month on; none when it has no figure. Of a series that
    stands alone only those months that have been tried often enough."""
    if area not in panel.areas or (latest := panel.of(area).latest()) is None:
        return []
    row, origin = panel.areas.index(area), latest[0].since(panel.first)
    points = [_point(panel, row, origin, months) for months in range(1, ahead + 1)]
    return points if len(panel.areas) > 1 else [one for one in points if one.past_error is not None]


def standing_alone(series: Series) -> Panel:
    """A series with no other to learn from."""
    values = [[np.nan if value is None else value for value in series.values]]
    return Panel(series.indicator, (series.area,), series.first, np.array(values, dtype=np.float64))


def why_none(panel: Panel, area: str) -> Words | None:
    """Why a series that stands alone has no forecast; None when it has one, or no figure at all."""
    if (latest := panel.of(area).latest()) is None or forecast(panel, area, 1):
        return None
    origin, regime = latest[0].since(panel.first), regimes(panel)
    row = panel.values[panel.areas.index(area)]
    months = 0
    while months <= origin and not np.isnan(row[origin - months]) and regime[origin - months] == regime[origin]:
        months += 1
    is_broken = regime[origin] > regime[0] and months <= origin and regime[origin - months] != regime[origin]
    words = TOO_SHORT_SINCE_BREAK if is_broken else TOO_SHORT
    told = {"months": str(months), "needed": str(MONTHS_ALONE)}
    return Words(words.to("da", **told), words.to("en", **told))


def _point(panel: Panel, row: int, origin: int, ahead: int) -> Point:
    known = past(panel, ahead)
    part = known.parts[origin]
    value = _ahead(panel.values[row], origin, ahead, PARTS[part], known.regime)
    if value is None:  # a year ago lies before a break, or is missing
        part, value = 0, float(panel.values[row, origin])
    ends = band(known, origin, part)
    scale = float(known.usual[row, origin])
    if ends.low is None or ends.high is None or ends.error is None or np.isnan(scale):
        low = high = error = None
    else:
        low, high = (_possible(panel, value + end * scale) for end in (ends.low, ends.high))
        error = ends.error * scale
    return Point(panel.first + (origin + ahead), _possible(panel, value), low, high, PARTS[part], error, ends.errors)


def _possible(panel: Panel, value: float) -> float:
    """Nothing is negative, and no share above 100 per cent."""
    return min(max(0.0, value), 100.0 if panel.indicator.unit is Unit.PERCENT else np.inf)


def tried(panel: Panel, ahead: int) -> Tried:
    """The methods on the past, each forecast made with what was known then and nothing else."""
    values, known = panel.values, past(panel, ahead)
    last_month, last_year = (np.full(values.shape, np.nan) for _ in range(2))
    for target in range(ahead, values.shape[1]):
        if known.regime[target - ahead] == known.regime[target]:
            last_month[:, target] = values[:, target - ahead]
            if target >= YEAR and known.regime[target - YEAR] == known.regime[target]:
                last_year[:, target] = values[:, target - YEAR]
    return Tried(ahead, values, known.said, known.low, known.high, last_month, last_year)


def _ahead(row: Numbers, origin: int, ahead: int, part: float, regime: list[int]) -> float | None:
    """The forecast of one area; None when last year's months are not there or lie before a break."""
    if part == 0:
        return float(row[origin])
    before, then = origin - YEAR, origin - YEAR + ahead
    if before < 0 or then > origin or regime[before] != regime[origin]:
        return None
    value = row[origin] + part * (row[then] - row[before])
    return None if np.isnan(value) else float(value)
