"""Whatever a town is like, its parts make the whole: nobody is lost when figures are broken down, and nobody counted
twice."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures import made
from tests.figures.computed import opened
from tovholder.figures.compute import Asked, compute_all
from tovholder.figures.definitions import FIGURES
from tovholder.figures.facts import Shape
from tovholder.figures.figure import Figure
from tovholder.figures.measures import Count, Total
from tovholder.figures.periods import Period
from tovholder.figures.tidy.check import check_frames

PERIOD = Period.of("2022-05-10..2024-06-20")
towns = st.builds(made.municipality, st.integers(1, 60), seed=st.integers(0, 10**6))
#: Counts and sums; a number of different citizens does not add up, for one may be in two parts.
SUMMED = [figure for figure in FIGURES if isinstance(figure, Figure) and isinstance(figure.measure, Count | Total)]


@settings(deadline=None, max_examples=6)
@given(towns)
def test_every_town_is_well_formed(town: dict[str, pl.DataFrame]) -> None:
    assert check_frames({name: frame.lazy() for name, frame in town.items()}) == []


@settings(deadline=None, max_examples=6)
@given(towns)
def test_the_parts_of_a_breakdown_make_the_whole(town: dict[str, pl.DataFrame]) -> None:
    requests = [
        Asked(figure, by, PERIOD)
        for figure in SUMMED
        for by in ((), *((dimension.id,) for dimension in figure.dimensions()))
    ]
    with opened(town) as source:
        sums = {(one.asked.figure.id, one.asked.by): one.table["value"].sum() for one in compute_all(source, requests)}
    for (figure, by), total in sums.items():
        assert total == pytest.approx(sums[figure, ()]), (figure, by)


@settings(deadline=None, max_examples=6)
@given(towns)
def test_the_months_of_what_happens_make_the_period_and_its_end_is_that_of_its_last_month(
    town: dict[str, pl.DataFrame],
) -> None:
    figures = [figure for figure in SUMMED if getattr(figure.measure, "per", None) is None]
    with opened(town) as source:
        whole = compute_all(source, [Asked(figure, (), PERIOD) for figure in figures])
        months = compute_all(source, [Asked(figure, ("month",), PERIOD) for figure in figures])
    for figure, one, by_month in zip(figures, whole, months, strict=True):
        values = by_month.table["value"]
        expected = values[-1] if figure.facts.shape is Shape.STANDING else values.sum()
        assert one.table["value"].item() == pytest.approx(expected), figure.id
