"""The measures of a log: worked out by hand on small ones, counted plainly on random ones, and known for real ones."""

from __future__ import annotations

import csv
import datetime as dt
import json
import statistics
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.figures.logs import HEADER, SMALL, numbers, write
from tovholder.figures.eventlog.measures import MEASURES

ENGINES = ["polars", "duckdb"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_small_log(tmp_path: Path, engine: str) -> None:
    """A: Ann, 1 h, Ann, 24 h, Bo, 2 h, Ann, 48 h, Cy. B: Bo, 4 h, Bo. C: Ann."""
    assert numbers(write(tmp_path, SMALL), engine=engine) == {
        "cases": 3,
        "events": 8,
        "resources": 3,
        "resource_pairs": 5,
        "shifts": 3,
        "cases_with_more_than_one_resource": 1,
        "shifts_per_case_mean": 1.0,
        "shifts_per_case_max": 3,
        "ping_pong": 1,
        "median_gap_hours_at_shift": 24.0,
        "mean_gap_hours_at_shift": 24.667,
        "median_gap_hours_same_resource": 2.5,
        # A lasts 75 hours, B 4; C has no duration.
        "median_case_days": round((75 + 4) / 2 / 24, 4),
        "hours_at_shift": 74.0,
        "hours_same_resource": 5.0,
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_a_log_without_shifts_has_no_wait_at_a_shift(tmp_path: Path, engine: str) -> None:
    found = numbers(write(tmp_path, f"{HEADER}\nA,1,x,2026-01-05T08:00:00Z,Ann\n"), engine=engine)
    assert (found["shifts"], found["shifts_per_case_mean"], found["shifts_per_case_max"]) == (0, 0.0, 0)
    assert found["median_gap_hours_at_shift"] is None
    assert found["mean_gap_hours_at_shift"] is None
    assert found["median_case_days"] is None
    assert found["cases_with_more_than_one_resource"] == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_an_event_that_names_nobody_is_no_end_of_a_shift(tmp_path: Path, engine: str) -> None:
    rows = [f"A,{number},x,2026-01-05T0{number}:00:00Z,{who}" for number, who in enumerate(["Ann", "", "Bo", "Ann"])]
    found = numbers(write(tmp_path, "\n".join([HEADER, *rows]) + "\n"), engine=engine)
    assert (found["resource_pairs"], found["shifts"], found["cases_with_more_than_one_resource"]) == (1, 1, 1)


@pytest.mark.parametrize("engine", ENGINES)
def test_there_and_back_needs_the_same_two_people(tmp_path: Path, engine: str) -> None:
    """Ann to Bo, then (nobody) and Cy to Ann: she has it again, but nobody gave it back."""
    people = ["Ann", "Bo", "", "Cy", "Ann", "Ann", "Cy"]
    rows = [f"A,{number},x,2026-01-05T0{number}:00:00Z,{who}" for number, who in enumerate(people)]
    # What the case before ended with is no part of this one.
    rows.insert(0, "0,1,x,2026-01-05T01:00:00Z,Bo")
    found = numbers(write(tmp_path, "\n".join([HEADER, *rows]) + "\n"), engine=engine)
    assert (found["shifts"], found["ping_pong"]) == (3, 1)


@pytest.mark.requirement("F18")
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("log", ["coselog_receipt", "bpic2015_1", "bpic2015_2"])
def test_real_logs_have_the_figures_that_others_computed(data: Path, log: str, engine: str) -> None:
    known = json.loads((data / "eventlogs" / "reference_stats.json").read_text())[log]
    found = numbers(data / "eventlogs" / f"{log}.csv.gz", engine=engine)
    names = {
        "handovers": "shifts",
        "pingpong_ABA": "ping_pong",
        "cases_gt1_resource": "cases_with_more_than_one_resource",
        "handovers_per_case_mean": "shifts_per_case_mean",
        "handovers_per_case_max": "shifts_per_case_max",
        "median_gap_h_at_handover": "median_gap_hours_at_shift",
        "mean_gap_h_at_handover": "mean_gap_hours_at_shift",
        "median_gap_h_same_resource": "median_gap_hours_same_resource",
    }
    for other in ("distinct_case_ids", "group_handovers"):
        known.pop(other)
    expected = {names.get(name, name): value for name, value in known.items()}
    assert {name: found[name] for name in expected} == expected


Event = tuple[str, int, str]
EVENTS = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.integers(0, 10_000), st.sampled_from(["Ann", "Bo", "Cy", ""])),
    min_size=1,
    max_size=40,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EVENTS, st.booleans())
def test_both_engines_say_what_a_plain_count_says(events: list[Event], is_calm: bool) -> None:
    """Cases scattered or together, times in any order, the sequence in the order of the file; and calm logs, in which
    cases stand together, times only go on and everything names somebody, as most logs are."""
    if is_calm:
        events = sorted((case, minute, who or "Dan") for case, minute, who in events)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["case", "seq", "time", "resource"])
            for number, (case, minute, who) in enumerate(events):
                writer.writerow([case, number, (start + dt.timedelta(minutes=minute)).isoformat(), who])
        plain = plainly(events)
        for engine in ENGINES:
            found = numbers(path, engine=engine)
            assert {name: found[name] for name in plain} == plain, engine


def plainly(events: list[Event]) -> dict[str, Any]:
    """The same measures in the plainest Python."""
    cases: dict[str, list[Event]] = {}
    for event in events:
        cases.setdefault(event[0], []).append(event)
    shifts: dict[str, list[tuple[str, str, int]]] = {case: [] for case in cases}
    same = []
    back = 0
    for case, own in cases.items():
        for (_, before, giver), (_, after, taker) in pairwise(own):
            if not giver or not taker:
                continue
            if giver == taker:
                same.append(after - before)
                continue
            known = shifts[case]
            back += bool(known) and known[-1][:2] == (taker, giver)
            known.append((giver, taker, after - before))
    gaps = [gap for known in shifts.values() for _, _, gap in known]
    spans = [max(m for _, m, _ in own) - min(m for _, m, _ in own) for own in cases.values() if len(own) > 1]
    return {
        "cases": len(cases),
        "events": len(events),
        "resources": len({who for _, _, who in events if who}),
        "resource_pairs": len(gaps) + len(same),
        "shifts": len(gaps),
        "cases_with_more_than_one_resource": sum(len({w for _, _, w in own if w}) > 1 for own in cases.values()),
        "shifts_per_case_mean": round(len(gaps) / len(cases), 4),
        "shifts_per_case_max": max(len(known) for known in shifts.values()),
        "ping_pong": back,
        "median_gap_hours_at_shift": round(statistics.median(gaps) / 60, 4) if gaps else None,
        "median_gap_hours_same_resource": round(statistics.median(same) / 60, 4) if same else None,
        "median_case_days": round(statistics.median(spans) / 1440, 4) if spans else None,
    }


def test_every_measure_is_defined_in_words_of_both_languages() -> None:
    assert len({measure.id for measure in MEASURES}) == len(MEASURES)
    for measure in MEASURES:
        for words in (measure.name, measure.definition, measure.unit.words):
            assert words.da, measure.id
            assert words.en, measure.id
            assert words.da != words.en, measure.id
        assert measure.definition.da.endswith("."), measure.id
        assert measure.definition.en.endswith("."), measure.id


def test_the_documentation_lists_every_measure_with_its_definition() -> None:
    documented = (Path(__file__).parents[2] / "docs" / "analyse.md").read_text(encoding="utf-8")
    for measure in MEASURES:
        assert f"| `{measure.id}` | {measure.definition.en} | {measure.unit.words.en} |" in documented
