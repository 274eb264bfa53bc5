"""Whoever sees a number can see the rows that made it: as many as it counts, in each cell, for every figure."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pytest

from tests.figures import made
from tests.figures.computed import opened
from tovholder.figures.compute import Unaskable, compute, facts_of
from tovholder.figures.definitions import BY_ID, FIGURES
from tovholder.figures.figure import AnyFigure, Figure
from tovholder.figures.measures import Share
from tovholder.figures.periods import Period
from tovholder.figures.source import Source

PERIOD = Period.of("2023-07..2024-06")


@pytest.fixture(scope="module")
def town() -> Iterator[Source]:
    with opened(made.municipality(300, seed=3)) as source:
        yield source


def test_a_breakdown_that_a_figure_has_not_got_is_refused(town: Source) -> None:
    with pytest.raises(Unaskable, match=r"shifts has no breakdown counterpart; it has age, benefit, cause"):
        compute(town, BY_ID["shifts"], by=("counterpart",))
    with pytest.raises(Unaskable, match="only one of month, quarter and year"):
        compute(town, BY_ID["shifts"], by=("month", "year"))


@pytest.mark.requirement("F19")
@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.id)
def test_a_cell_has_as_many_facts_as_it_counts(town: Source, figure: AnyFigure) -> None:
    by = ("quarter", figure.dimensions()[0].id)
    table = compute(town, figure, by=by, period=PERIOD).table.filter(pl.col("facts") > 0)
    assert table.height
    for row in table.sample(min(4, table.height), seed=1).iter_rows(named=True):
        rows = facts_of(town, figure, period=PERIOD, where={name: row[name] for name in by})
        if not (isinstance(figure, Figure) and isinstance(figure.measure, Share)):
            known = rows.height if "counts" not in rows.columns else rows["counts"].is_not_null().sum()
            assert known == row["facts"]
            continue
        assert rows["counts"].is_not_null().sum() == row["denominator"]
        assert rows["counts"].sum() == row["numerator"]


def test_facts_name_days_as_dates_and_what_goes_on_has_no_end(town: Source) -> None:
    rows = facts_of(town, BY_ID["waiting"], period=PERIOD)
    assert rows.schema["started"] == pl.Date
    running = facts_of(town, BY_ID["benefit_courses"], period=Period.of("2024"))
    assert running["end"].null_count() > 0
