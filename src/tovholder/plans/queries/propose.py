"""A plan of real figures for a municipality: where each figure stands, and how it and others went over the last year.

Nothing is decided here: what is to be reached is for people to say.
"""

from __future__ import annotations

from dataclasses import dataclass

from tovholder.figures.goals.compare import Path, path
from tovholder.figures.published import areas
from tovholder.figures.published.catalogue import Indicator
from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Published
from tovholder.plans.content.compared import Criteria, nearest

#: Over so many months the ways of others are shown; fewer where there is a break in the data.
YEAR = 12
#: So many months later than others a figure may arrive.
LATE = 3
#: Ticked at first: one figure of each kind, counts before shares.
USUAL = (
    "unemployment.total",
    "unemployment.kontanthjaelp",
    "longterm.total",
    "cashAssistance.persons",
    "activation.degree",
    "ordinaryHours.share",
)


@dataclass(frozen=True)
class Proposed:
    """A figure that a goal could follow. `value` is that of the baseline's month (None: there is none). The paths lead
    to the latest month, from a year before it or from the last break in the data."""

    indicator: Indicator
    value: float | None
    latest: Month | None
    latest_value: float | None
    since: Month | None
    own: Path | None
    country: Path | None
    region: Path | None
    alike: Path | None
    is_usual: bool


def latest_month(published: Published, area: str) -> Month | None:
    """The last month in which any figure of the municipality is known."""
    known = [found[0] for one in published.indicators() if (found := published.series(one.id, area).latest())]
    return max(known, default=None)


def common_month(published: Published, area: str) -> Month | None:
    """The last month in which every usual figure is known: from there they can all be counted. One that has not been
    published for long, because it is small, does not hold the others back."""
    known = [found[0] for one in USUAL if one in published.panels and (found := published.series(one, area).latest())]
    last = latest_month(published, area)
    return min((one for one in known if last is not None and last.since(one) <= LATE), default=last)


def propose(published: Published, area: str, baseline: Month) -> list[Proposed]:
    """Every published figure of the municipality that has any, the usual ones first."""
    near = [one.area for one in nearest(published, area, Criteria())]
    found = []
    for indicator in published.indicators():
        panel = published.panels[indicator.id]
        series = panel.of(area)
        if (latest := series.latest()) is None:
            continue
        month, value = latest
        broken = indicator.last_break(month)
        since = max(month + -YEAR, panel.first, *([broken.month] if broken else []))
        region = [one.code for one in areas.in_region(areas.MUNICIPALITIES[area].region, str(month))]
        paths = [path(panel, codes, since, month) for codes in ([area], [areas.COUNTRY], region, near)]
        found.append(
            Proposed(
                indicator, series.at(baseline), month, value, since, paths[0], paths[1], paths[2],
                paths[3] if near else None, indicator.id in USUAL,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (not one.is_usual, USUAL.index(one.indicator.id) if one.is_usual else 0))
