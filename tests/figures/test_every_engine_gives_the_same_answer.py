"""Every definition, whole and broken down, cell by cell, and the facts behind a cell: Polars, DuckDB, Spark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.figures import made
from tovholder.figures.compute import Answer, Asked, compute_all, facts_of
from tovholder.figures.definitions import FIGURES
from tovholder.figures.engines import Unavailable, engine
from tovholder.figures.periods import Period
from tovholder.figures.source import Source
from tovholder.figures.tidy import folder

#: What makes Spark quick with little: it neither compiles queries nor deals their parts out.
LITTLE = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
}
PERIOD = Period.of("2023-02-15..2024-12")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("town")
    folder.write(place, made.municipality(300, seed=7))
    return place


@pytest.fixture(scope="module")
def polars(town: Path) -> Iterator[Source]:
    with engine("polars") as computing:
        yield Source(computing, [town])


def whole() -> list[Asked]:
    return [Asked(figure, (), PERIOD) for figure in FIGURES]


def broken_down() -> list[Asked]:
    """Each figure by a grain of time and two breakdowns: those of its own that had no turn yet come first."""
    turns: Counter[str] = Counter()
    requests = []
    for number, figure in enumerate(FIGURES):
        names = sorted((dimension.id for dimension in figure.dimensions()), key=lambda name: turns[name])
        turns.update(names[:2])
        requests.append(Asked(figure, (("month", "quarter", "year")[number % 3], *names[:2]), PERIOD))
    return requests


def test_every_breakdown_has_its_turn() -> None:
    asked = {name for request in broken_down() for name in request.by}
    assert asked >= {dimension.id for figure in FIGURES for dimension in figure.dimensions()}


@pytest.mark.requirement("F18")
@pytest.mark.parametrize("requests", [whole(), broken_down()], ids=["whole", "broken down"])
def test_duckdb_answers_as_polars_does(polars: Source, town: Path, requests: list[Asked]) -> None:
    with engine("duckdb", memory="1GB") as computing:
        assert_same(compute_all(Source(computing, [town]), requests), compute_all(polars, requests))


def test_duckdb_gives_the_same_facts_as_polars(polars: Source, town: Path) -> None:
    with engine("duckdb") as computing:
        source = Source(computing, [town])
        for figure in FIGURES:
            assert_frame_equal(facts_of(source, figure, period=PERIOD), facts_of(polars, figure, period=PERIOD))


def test_spark_answers_as_polars_does_and_gives_the_same_facts(polars: Source, town: Path) -> None:
    # One test, so that Java starts once however many workers there are.
    try:
        with engine("spark", master="local[2]", memory="1GB", options=LITTLE) as computing:
            source = Source(computing, [town])
            requests = [*whole()[::10], *broken_down()]
            assert_same(compute_all(source, requests), compute_all(polars, requests))
            for figure in FIGURES[::20]:
                assert_frame_equal(facts_of(source, figure, period=PERIOD), facts_of(polars, figure, period=PERIOD))
    except Unavailable as missing:
        pytest.skip(str(missing))


def assert_same(found: Sequence[Answer], wanted: Sequence[Answer]) -> None:
    assert sum(answer.table.height for answer in wanted) > len(wanted) // 2
    for one, other in zip(found, wanted, strict=True):
        keys = list(one.asked.by)
        left, right = (
            answer.table.with_columns(pl.col(keys).cast(pl.String)).sort(keys, nulls_last=True)
            if keys
            else answer.table
            for answer in (one, other)
        )
        assert_frame_equal(left, right, check_dtypes=False, rel_tol=1e-12)
