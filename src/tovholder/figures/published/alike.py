"""Which municipalities are most like one, by criteria that anybody can see and change.

A criterion is a published figure. Two municipalities are compared on the average of its last twelve months, in units of
how much municipalities differ on it; the distance is the root of the mean of the squares. Nothing is hidden in weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tovholder.figures.published import areas
from tovholder.figures.published.series import Published
from tovholder.figures.words import Words

MONTHS = 12


@dataclass(frozen=True)
class Criterion:
    """`logarithm`: compared as ratios, so that a town of 40,000 is as near to 80,000 as to 20,000."""

    id: str
    name: Words
    indicator: str
    per: str = ""  #: divided by this indicator
    logarithm: bool = False


CRITERIA = (
    Criterion(
        "size",
        Words("Størrelse: antal ledige delt med ledighedsprocenten", "Size: unemployed over the unemployment rate"),
        "unemployment.total",
        per="unemployment.totalRate",
        logarithm=True,
    ),
    Criterion("rate", Words("Ledighed i pct. af arbejdsstyrken", "Unemployment rate"), "unemployment.totalRate"),
    Criterion(
        "cash",
        Words("På kontanthjælp i pct. af befolkningen", "On cash benefit, share of population"),
        "cashAssistance.populationRate",
    ),
    Criterion(
        "insured",
        Words("Dagpengemodtagernes del af de ledige", "Insured share of the unemployed"),
        "unemployment.dagpenge",
        per="unemployment.total",
    ),
)
BY_ID = {criterion.id: criterion for criterion in CRITERIA}


@dataclass(frozen=True)
class Alike:
    """A municipality and how far it is from the one asked about: 0 is the same, 1 an ordinary difference."""

    area: str
    distance: float
    values: tuple[float, ...]  #: its value on each criterion


def most_alike(
    published: Published, area: str, criteria: Sequence[Criterion] = CRITERIA, count: int = 5, region: bool = False
) -> list[Alike]:
    """The nearest municipalities, the nearest first; with `region` only those of the same region.

    Empty when there is no criterion, or the area lacks a figure for one of them. Those that lack one are left out.
    """
    codes = list(areas.MUNICIPALITIES)
    if not criteria or area not in codes:
        return []
    table = np.array([[_value(published, criterion, code) for criterion in criteria] for code in codes])
    if np.isnan(table[codes.index(area)]).any():
        return []
    compared = np.array(
        [
            [np.log(value) if one.logarithm and value > 0 else value for value, one in zip(row, criteria, strict=True)]
            for row in table
        ]
    )
    spread = np.nanstd(compared, axis=0)
    distance = np.sqrt(
        np.mean(((compared - compared[codes.index(area)]) / np.where(spread > 0, spread, 1)) ** 2, axis=1)
    )
    found = [
        Alike(code, float(distance[row]), tuple(float(value) for value in table[row]))
        for row, code in enumerate(codes)
        if code != area and not np.isnan(distance[row]) and (not region or _same_region(code, area))
    ]
    return sorted(found, key=lambda alike: alike.distance)[:count]


def _same_region(code: str, area: str) -> bool:
    return areas.MUNICIPALITIES[code].region == areas.MUNICIPALITIES[area].region


def _value(published: Published, criterion: Criterion, area: str) -> float:
    over = _mean(published, criterion.indicator, area)
    return over / _mean(published, criterion.per, area) if criterion.per else over


def _mean(published: Published, indicator: str, area: str) -> float:
    """The mean of the last twelve months that stand on this side of the last break."""
    series = published.series(indicator, area)
    if (latest := series.latest()) is None:
        return float("nan")
    known = [
        value
        for month, value in series.points()[-MONTHS:]
        if value is not None and series.indicator.comparable(month, latest[0])
    ]
    return sum(known) / len(known)
