"""What stops an analysis: each fault is named with row, value and what was expected, in Danish and English."""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pytest

from tests.figures import logs
from tests.figures.logs import HEADER, SMALL, faults, refused, write
from tovholder.figures.eventlog.faults import DOUBTS, FAULTS, LISTED


def test_a_file_of_another_format(tmp_path: Path) -> None:
    (fault,) = faults(write(tmp_path, "x", "log.docx"))
    assert fault.code == "not_a_format"
    assert fault.value == "log.docx"
    assert fault.sentence("en") == "a file that ends in .csv, .csv.gz, .parquet, .xes or .xes.gz"


@pytest.mark.parametrize("name", ["log.csv", "log.parquet", "log.xes", "log.csv.gz"])
def test_an_empty_file(tmp_path: Path, name: str) -> None:
    (fault,) = faults(write(tmp_path, "", name))
    assert fault.code == "empty"


def test_an_empty_file_that_is_packed(tmp_path: Path) -> None:
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress(b""))
    assert [fault.code for fault in faults(path)] == ["empty"]


def test_a_file_with_headings_and_no_cases(tmp_path: Path) -> None:
    assert [fault.code for fault in faults(write(tmp_path, HEADER + "\n"))] == ["no_cases"]
    empty = tmp_path / "log.parquet"
    schema = {"case": pl.String, "time": pl.Datetime("us", "UTC"), "resource": pl.String}
    pl.DataFrame(schema=schema).write_parquet(empty)
    assert [fault.code for fault in faults(empty)] == ["no_cases"]
    assert [fault.code for fault in faults(write(tmp_path, "<log></log>", "log.xes"))] == ["no_cases"]


@pytest.mark.parametrize("name", ["log.parquet", "log.csv.gz", "log.xes", "log.xes.gz"])
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, name: str) -> None:
    (fault,) = faults(write(tmp_path, "What is this?", name))
    assert fault.code == "unreadable"
    assert "{" not in fault.sentence("da")


def test_a_packed_file_that_was_cut_off(tmp_path: Path) -> None:
    whole = gzip.compress(SMALL.encode())
    path = tmp_path / "log.csv.gz"
    path.write_bytes(whole[: len(whole) // 2])
    (fault,) = faults(path)
    assert fault.code == "unreadable"


def test_xml_that_is_not_xes(tmp_path: Path) -> None:
    (fault,) = faults(write(tmp_path, "<html></html>", "log.xes"))
    assert fault.sentence("en") == "a file that can be read as XES: <html>, not <log>"


def test_a_text_in_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(SMALL.encode("utf-16"))
    (fault,) = faults(path)
    assert "UTF-16" in fault.sentence("en")


def test_missing_columns_are_named_with_those_that_are_there(tmp_path: Path) -> None:
    found = faults(write(tmp_path, "sag,hvad\nA,open\n"))
    assert [(fault.code, fault.column) for fault in found] == [
        ("missing_column", "time"),
        ("missing_column", "resource"),
    ]
    assert found[0].sentence("en") == "a column with the time; name it with --time. The file's columns: sag, hvad"
    assert found[0].sentence("da") == "en kolonne med tidspunktet; angiv den med --time. Filens kolonner: sag, hvad"


def test_a_column_that_was_named_and_is_not_there(tmp_path: Path) -> None:
    (fault,) = faults(write(tmp_path, SMALL), columns={"activity": "what"})
    assert (fault.code, fault.column) == ("missing_column", "what")


def test_a_heading_that_stands_twice(tmp_path: Path) -> None:
    (fault,) = faults(write(tmp_path, "case,time,resource,case\nA,2026-01-01,Ann,B\n"))
    assert (fault.code, fault.column) == ("column_twice", "case")


def test_one_column_for_two_things(tmp_path: Path) -> None:
    (fault,) = faults(write(tmp_path, SMALL), columns={"activity": "resource", "resource": "resource"})
    assert (fault.code, fault.column) == ("one_for_two", "resource")
    assert fault.sentence("en") == "a column of its own; it is also named as the activity"


def test_times_that_cannot_be_read_are_listed_with_row_and_value(tmp_path: Path) -> None:
    times = ["2026-01-05T08:00:00+01:00", "soon", "2026-02-30", "", "1-2-26"]
    rows = [f"A,{number},x,{time},Ann" for number, time in enumerate(times)]
    path = write(tmp_path, "\n".join([HEADER, *rows]) + "\n")
    found = {(fault.row, fault.value, fault.code) for fault in faults(path)}
    assert found == {(3, "soon", "time"), (4, "2026-02-30", "time"), (5, "", "no_time"), (6, "1-2-26", "time")}


def test_all_faults_are_counted_and_the_first_of_a_kind_listed(tmp_path: Path) -> None:
    rows = "".join(f"A,{number},x,never,Ann\n" for number in range(100))
    report = refused(write(tmp_path, f"{HEADER}\n{rows},1,x,2026-01-01,Ann\n"))
    assert report.fault_count == 101
    assert sum(fault.code == "time" for fault in report.faults) == LISTED
    assert [fault.row for fault in report.faults if fault.code == "no_case"] == [102]


def test_a_time_that_the_zone_does_not_have(tmp_path: Path) -> None:
    path = write(tmp_path, "case,time,resource\nA,2026-03-29 02:30:00,Ann\n")
    (fault,) = faults(path)
    assert (fault.code, fault.row, fault.value) == ("skipped_hour", 2, "2026-03-29 02:30:00")
    assert "--zone" in fault.sentence("da")
    assert logs.numbers(path, zone="UTC")["events"] == 1


def test_a_column_of_numbers_is_no_column_of_times(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    pl.DataFrame({"case": ["A"], "time": [1_700_000_000], "resource": ["Ann"]}).write_parquet(path)
    (fault,) = faults(path)
    assert (fault.code, fault.column) == ("time_column", "time")


def test_a_sequence_number_that_stands_twice_in_a_case(tmp_path: Path) -> None:
    text = f"{HEADER}\nA,1,x,2026-01-01,Ann\nA,1,y,2026-01-02,Bo\nB,1,x,2026-01-01,Ann\n"
    (fault,) = faults(write(tmp_path, text))
    assert (fault.code, fault.row, fault.value) == ("sequence_twice", 3, "1")
    assert fault.sentence("en") == "each number once in a case; it stands twice in case A"


def test_a_sequence_number_that_is_none(tmp_path: Path) -> None:
    found = faults(write(tmp_path, f"{HEADER}\nA,first,x,2026-01-01,Ann\nA,,y,2026-01-02,Bo\n"))
    assert [(fault.code, fault.row, fault.value) for fault in found] == [("sequence", 2, "first"), ("sequence", 3, "")]


def test_a_row_with_more_fields_than_headings(tmp_path: Path) -> None:
    found = faults(write(tmp_path, SMALL + "D,1,open,2026-01-01,Ann,and,more\n"))
    assert [(fault.code, fault.row, fault.value) for fault in found] == [("row_length", 10, "7")]


def test_every_sentence_is_there_in_both_languages() -> None:
    for code, words in {**FAULTS, **DOUBTS}.items():
        assert words.da, code
        assert words.en, code
        assert words.da != words.en, code
