"""What is published of a figure tells nobody about fewer than five people, whatever it is broken down by."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.figures import made
from tests.figures.computed import opened
from tovholder.figures.compute import Answer, Asked, compute, compute_all
from tovholder.figures.definitions import BY_ID, FIGURES
from tovholder.figures.measures import ANSWERS
from tovholder.figures.periods import Period
from tovholder.figures.publish import COUNTS, publishable
from tovholder.figures.suppression import is_small

PERIOD = Period.of("2024")


@pytest.fixture(scope="module")
def answers() -> list[Answer]:
    """Every figure, by what it can be broken down by first and by quarter, in a town so small that groups are."""
    with opened(made.municipality(120, seed=5)) as source:
        return compute_all(source, [Asked(f, (f.dimensions()[-1].id, "quarter"), PERIOD) for f in FIGURES])


def test_no_small_group_is_shown_and_what_is_shown_is_unchanged(answers: list[Answer]) -> None:
    hidden = 0
    for answer in answers:
        told = publishable(answer).table
        for before, after in zip(answer.table.iter_rows(named=True), told.iter_rows(named=True), strict=True):
            if after["state"] == "hidden":
                hidden += 1
                assert all(after[name] is None for name in ANSWERS)
                continue
            assert after == before
            assert not any(is_small(after[name]) for name in COUNTS)
    assert hidden > 100


def test_what_was_published_can_be_published_again(answers: list[Answer]) -> None:
    for answer in answers[::9]:
        once = publishable(answer)
        shown = once.table.filter(pl.col("state") != "hidden")
        assert not any(is_small(value) for name in COUNTS for value in shown[name])


def test_facts_about_nobody_hide_nothing() -> None:
    with opened(made.municipality(120, seed=5)) as source:
        told = publishable(compute(source, BY_ID["capacity"], by=("unit",), period=PERIOD))
    assert "hidden" not in told.table["state"].to_list()


numbers = st.integers(0, 30)


@example([[0, 0, 1], [0, 0, 7]], False)
@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=2, max_size=4), st.booleans())
def test_a_hidden_group_does_not_follow_from_totals_and_neighbours(rows: list[list[int]], stands: bool) -> None:
    answer = as_answer("open_cases" if stands else "shifts", rows)
    told = {row[:2]: row[2] for row in publishable(answer).table.select("age", "quarter", "persons").iter_rows()}
    counts = {row[:2]: row[2] for row in answer.table.select("age", "quarter", "persons").iter_rows()}
    lines = [[cell for cell in counts if cell[1] == quarter] for quarter in {cell[1] for cell in counts}]
    if not stands:
        lines += [[cell for cell in counts if cell[0] == age] for age in {cell[0] for cell in counts}]
    known = {cell for cell, persons in told.items() if persons is not None}
    for _round in counts:
        for line in lines:
            unknown = [cell for cell in line if cell not in known]
            if len(unknown) == 1 and not is_small(sum(counts[cell] for cell in line)):
                known.add(unknown[0])
    assert not [cell for cell in known if is_small(counts[cell])]


def as_answer(figure: str, rows: list[list[int]]) -> Answer:
    """Rows are ages, columns are quarters."""
    told: list[dict[str, Any]] = [
        {"age": f"{age}", "quarter": f"2024-Q{quarter + 1}", "value": float(count), "persons": float(count)}
        for age, row in enumerate(rows)
        for quarter, count in enumerate(row)
    ]
    table = pl.DataFrame(told).with_columns(pl.lit("whole").alias("state"))
    missing = [pl.lit(None, pl.Float64).alias(name) for name in ANSWERS if name not in table.columns]
    asked = Asked(BY_ID[figure], ("age", "quarter"), PERIOD)
    return Answer(asked, PERIOD, PERIOD.last, table.with_columns(missing))
