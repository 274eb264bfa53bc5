"""Whoever writes or brings a snapshot is told every fault with its table, its column and some of the rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.figures.tidy.small import META, snapshot
from tovholder.figures.tidy import folder
from tovholder.figures.tidy.check import FAULTS, check, check_frames

CASES = [(1, 10, "2024-01-01", None, None), (2, 11, "2024-02-01", "2024-06-01", "work")]


def lines(frames: dict[str, pl.DataFrame]) -> list[str]:
    return [fault.line("en") for fault in check_frames({name: frame.lazy() for name, frame in frames.items()})]


@pytest.mark.parametrize(
    ("tables", "line"),
    [
        (
            {"cases": [(1, 10, "2024-02-01", "2024-01-01", "work")]},
            "cases.closed: closed lies before opened (1 row: 1)",
        ),
        (
            {"cases": [*CASES, (1, 10, "2024-03-01")]},
            "cases: the key case is there several times (1 row: 1)",
        ),
        (
            {"cases": CASES, "citizens": [(10, None)]},
            "cases.citizen: the value is not in citizens (1 row: 11)",
        ),
        (
            {"cases": [(1, None, "2024-02-01")], "citizens": []},
            "cases.citizen: the value may not be missing (1 row: 1)",
        ),
        (
            {"cases": [(1, 10, "0024-02-01")]},
            "cases.opened: the value is to lie between 1900-01-01 and 2099-12-31 (1 row: 1)",
        ),
        (
            {"cases": CASES, "citizens": [(10, "1990-05-17"), (11, "1990-05-01")]},
            "citizens.birth_month: the day is to be the first of a month (1 row: 10)",
        ),
        ({"meta": [*META, *META]}, "meta: the table is to have exactly one row"),
        (
            {"meta": [(99, *META[0][1:])]},
            "meta.schema_version: the tables are to have version 1 (1 row: 99)",
        ),
        (
            {
                "cases": CASES,
                "assignments": [
                    (1, "caseworker", 0, "2024-02-01 09:00", 5),
                    (1, "caseworker", 1, "2024-01-01 09:00", 6),
                ],
            },
            "assignments.at: the moment lies before that of the row before (1 row: 1 caseworker 1)",
        ),
        (
            {"cases": CASES, "conversations": [(7, 1, "job", None, None, "2024-01-08", "2024-01-08", "2024-01-08")]},
            "conversations: at most one of held, missed and cancelled may be set (1 row: 7)",
        ),
        (
            {"cases": CASES, "waits": [(3, 1, "measure", None, None, "2024-01-08", "2024-02-08", None)]},
            "waits.came: came is to be set exactly when ended is (1 row: 3)",
        ),
        (
            {"cases": CASES, "benefit_spells": [(10, "a", None, "2024-01-08", "2024-01-08")]},
            "benefit_spells.end: the period is empty: end equals start (1 row: 10 a 2024-01-08)",
        ),
        (
            {
                "cases": CASES,
                "target_group_spells": [(10, "6.2", None, "2024-01-01", None), (10, "6.3", None, "2024-05-01", None)],
            },
            "target_group_spells.start: the periods overlap (1 row: 10 2024-05-01)",
        ),
        (
            {
                "cases": CASES,
                "dues": [
                    (1, 1, "offer", "r", "2024-01-01", "2024-01-01", "2024-06-30", 1, 0, None, False, 75.0),
                ],
            },
            "dues.quota: the value is to lie between 0 and 1 (1 row: 1)",
        ),
    ],
)
def test_a_wrong_row_is_named(tables: dict[str, Any], line: str) -> None:
    assert line in lines(snapshot(**tables))


def test_a_missing_table_is_named() -> None:
    frames = snapshot(cases=CASES, waits=[])
    del frames["cases"], frames["pauses"]
    assert lines(frames) == ["cases: the table is missing", "pauses: the table is missing"]


def test_a_missing_column_another_type_and_an_unknown_column_are_named() -> None:
    frames = snapshot(cases=CASES)
    frames["cases"] = frames["cases"].drop("reason").with_columns(opened=pl.lit("2024"), name=pl.lit("Inger"))
    assert lines(frames) == [
        "cases.opened: the column is to have the type date (1 row: String)",
        "cases.reason: the column is missing",
        "cases.name: the column is not known. Only those described may be there, lest names or CPR numbers come along",
    ]


def test_a_file_that_is_no_parquet_is_named(tmp_path: Path) -> None:
    folder.write(tmp_path, snapshot(cases=CASES))
    (tmp_path / "cases.parquet").write_text("case,citizen")
    assert [fault.line("da") for fault in check(tmp_path)] == ["cases: filen kan ikke læses som Parquet"]


def test_a_column_that_the_schema_does_not_know_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="citizens: name"):
        folder.write(tmp_path, {"citizens": pl.DataFrame({"citizen": [1], "birth_month": [None], "name": ["Inger"]})})


def test_a_good_snapshot_has_no_faults(tmp_path: Path) -> None:
    folder.write(tmp_path, snapshot(cases=CASES))
    assert check(tmp_path) == []
    assert folder.present(tmp_path) == ("meta", "citizens", "cases")


def test_every_fault_speaks_both_languages() -> None:
    assert all(words.da and words.en for words in FAULTS.values())
