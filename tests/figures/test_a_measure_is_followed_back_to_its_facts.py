"""Behind every number stand the rows that it counts, and the breakdowns of a report add up to it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.figures.logs import SMALL, write
from tovholder.figures.eventlog.breakdowns import Breakdowns, Details
from tovholder.figures.eventlog.engines import Engine, Result, analyse
from tovholder.figures.eventlog.facts import Facts
from tovholder.figures.eventlog.measures import BY_ID, MEASURES, Fold


def facts(path: Path, measure: str, engine: Engine = "polars") -> pl.DataFrame:
    taker = Facts(BY_ID[measure])
    analyse(path, engine=engine, takers=lambda log: (taker,))
    return taker.frame()


def details(path: Path) -> tuple[Result, Details]:
    taken: list[Breakdowns] = []

    def takers(log: object) -> list[Breakdowns]:
        taken[:] = [Breakdowns()]
        return taken

    result = analyse(path, takers=takers)
    return result, taken[0].details()


def test_the_facts_behind_shifts_are_the_two_events_of_each(tmp_path: Path) -> None:
    found = facts(write(tmp_path, SMALL), "shifts")
    told = found.select("case", "seq", "from_resource", "resource", "hours", "from_activity", "activity").rows()
    assert told == [
        ("A", 3, "Ann", "Bo", 24.0, "ask", "answer"),
        ("A", 4, "Bo", "Ann", 2.0, "answer", "decide"),
        ("A", 5, "Ann", "Cy", 48.0, "decide", "close"),
    ]
    assert facts(write(tmp_path, SMALL), "ping_pong").get_column("seq").to_list() == [4]


def test_the_facts_behind_durations_are_cases_with_their_names(tmp_path: Path) -> None:
    found = facts(write(tmp_path, SMALL), "median_case_days")
    assert found.select("case", "events", "shifts").rows() == [("A", 5, 3), ("B", 2, 0)]


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("measure", [m.id for m in MEASURES if m.fold is Fold.COUNT])
def test_a_count_has_as_many_facts(data: Path, measure: str, engine: Engine) -> None:
    path = data / "eventlogs" / "coselog_receipt.csv.gz"
    assert facts(path, measure, engine).height == analyse(path).numbers[measure]


def test_the_different_resources_are_listed_once_each(tmp_path: Path) -> None:
    assert facts(write(tmp_path, SMALL), "resources").rows() == [("Ann", 4), ("Bo", 3), ("Cy", 1)]


@pytest.mark.parametrize("log", ["coselog_receipt", "bpic2015_2"])
def test_breakdowns_add_up_to_the_measures(data: Path, log: str) -> None:
    result, found = details(data / "eventlogs" / f"{log}.csv.gz")
    numbers = result.numbers
    assert found.pairs().get_column("shifts").sum() == numbers["shifts"]
    assert found.activities.get_column("shifts").sum() == numbers["shifts"]
    assert found.periods(is_monthly=True).select("steps", "shifts").sum().row(0) == (
        numbers["resource_pairs"],
        numbers["shifts"],
    )
    assert found.by_shifts().get_column("cases").sum() == numbers["cases"]
    assert found.people.height == numbers["resources"]
    assert found.people.get_column("events").sum() == numbers["events"]
    assert found.bands.filter(pl.col("kind") == "shift").get_column("steps").sum() == numbers["shifts"]
    assert round(found.hours()["shift"], 1) == numbers["hours_at_shift"]
    assert round(found.hours()["same"], 1) == numbers["hours_same_resource"]
    assert found.worst(1).get_column("shifts").to_list() == [numbers["shifts_per_case_max"]]


def test_the_number_of_cases_by_shifts_has_no_holes(tmp_path: Path) -> None:
    _result, found = details(write(tmp_path, SMALL))
    assert found.by_shifts().select("shifts", "cases").rows() == [(0, 2), (1, 0), (2, 0), (3, 1)]
    assert found.by_shifts(most=2).select("shifts", "cases").rows() == [(0, 2), (1, 0), (2, 1)]


def test_waits_are_sorted_into_bands_by_what_lies_between(tmp_path: Path) -> None:
    _result, found = details(write(tmp_path, SMALL))
    told = {(band, kind): steps for band, kind, steps in found.bands.select("band", "kind", "steps").iter_rows()}
    assert told == {(2, "same"): 2, (2, "shift"): 1, (3, "shift"): 2}
