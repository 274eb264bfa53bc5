"""CSV as systems and Excel write it, packed or not, Parquet with its types, XES: the same events, the same numbers."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import polars as pl
import pytest

from tests.figures.logs import HEADER, SMALL, doubts, faults, measured, numbers, write
from tovholder.figures.eventlog import batches

XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xmlns="http://www.xes-standard.org/" xes.version="1.0">
  <global scope="event"><string key="concept:name" value="?"/></global>
  <string key="concept:name" value="a log"/>
  <trace>
    <string key="concept:name" value="A"/><int key="size" value="3"/>
    {A}
  </trace>
  <trace><string key="concept:name" value="B"/>{B}</trace>
  <trace><string key="concept:name" value="C"/>{C}</trace>
</log>
"""


def xes(text: str = SMALL) -> str:
    events = {"A": "", "B": "", "C": ""}
    for line in text.splitlines()[1:]:
        case, _seq, activity, time, resource = line.split(",")
        events[case] += (
            f'<event><string key="org:resource" value="{resource}"/><date key="time:timestamp" value="{time}"/>'
            f'<string key="concept:name" value="{activity}"/></event>'
        )
    return XES.format(**events)


@pytest.fixture
def expected(tmp_path: Path) -> dict[str, object]:
    return numbers(write(tmp_path, SMALL, "expected.csv"))


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_csv_with_other_separators(tmp_path: Path, expected: dict[str, object], separator: str) -> None:
    assert numbers(write(tmp_path, SMALL.replace(",", separator))) == expected


def test_csv_as_danish_excel_writes_it(tmp_path: Path, expected: dict[str, object]) -> None:
    text = "sep=;\r\n" + SMALL.replace(",", ";").replace("\n", "\r\n") + "\r\n"
    path = tmp_path / "log.csv"
    path.write_bytes(text.encode("utf-8-sig"))
    assert numbers(path) == expected


def test_packed_csv(tmp_path: Path, expected: dict[str, object]) -> None:
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress(SMALL.encode()))
    assert numbers(path) == expected


def test_quoted_fields_with_line_breaks(tmp_path: Path, expected: dict[str, object]) -> None:
    assert numbers(write(tmp_path, SMALL.replace("answer", '"answer,\nat ""once"""'))) == expected


def test_parquet_with_types(tmp_path: Path, expected: dict[str, object]) -> None:
    path = tmp_path / "log.parquet"
    frame = pl.read_csv(SMALL.encode()).with_columns(
        pl.col("timestamp").str.to_datetime("%Y-%m-%dT%H:%M:%S%z", time_unit="ns"),
        pl.col("resource").cast(pl.Categorical),
        pl.col("case").replace_strict({"A": 1, "B": 2, "C": 3}),
    )
    frame.write_parquet(path)
    found = measured(path)
    assert dict(found.numbers) == expected
    assert found.report.doubts == []


def test_parquet_with_local_times_and_dates(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    local = pl.Series(["2026-01-05 08:00", "2026-07-05 08:00"]).str.to_datetime("%Y-%m-%d %H:%M")
    pl.DataFrame({"case": ["A", "A"], "time": local, "resource": ["Ann", ""]}).write_parquet(path)
    assert measured(path).last.isoformat() == "2026-07-05T06:00:00+00:00"
    assert {doubt.code for doubt in measured(path).report.doubts} == {"no_zone", "nobody"}
    pl.DataFrame({"case": ["A", "A"], "time": local.dt.date(), "resource": ["Ann", "Bo"]}).write_parquet(path)
    assert {doubt.code for doubt in measured(path).report.doubts} == {"no_clock"}


@pytest.mark.parametrize("is_packed", [False, True])
def test_xes(tmp_path: Path, expected: dict[str, object], is_packed: bool) -> None:
    path = tmp_path / ("log.xes.gz" if is_packed else "log.xes")
    path.write_bytes(gzip.compress(xes().encode()) if is_packed else xes().encode())
    found = measured(path)
    assert dict(found.numbers) == expected
    assert found.log.columns == {
        "case": "case:concept:name",
        "activity": "concept:name",
        "time": "time:timestamp",
        "resource": "org:resource",
    }


def test_xes_by_another_attribute_of_the_trace(tmp_path: Path) -> None:
    path = write(tmp_path, xes(), "log.xes")
    assert numbers(path, columns={"resource": "concept:name"})["resources"] == 5


@pytest.mark.parametrize(
    "header",
    [
        "Case ID,Sequence,Activity,Complete Timestamp,Resource",
        "case:concept:name,seq,concept:name,time:timestamp,org:resource",
        "Sagsnr.,Løbenr,Hændelse,Tidspunkt,Sagsbehandler",
        "SAG_ID,RÆKKEFØLGE,AKTIVITET,DATO,MEDARBEJDER",
    ],
)
def test_columns_with_usual_names_are_found(tmp_path: Path, expected: dict[str, object], header: str) -> None:
    found = measured(write(tmp_path, SMALL.replace(HEADER, header)))
    assert dict(found.numbers) == expected
    assert found.report.doubts == []


def test_columns_are_named_by_options(tmp_path: Path, expected: dict[str, object]) -> None:
    path = write(tmp_path, SMALL.replace(HEADER, "a,b,c,d,e"))
    columns = {"case": "a", "seq": "B", "activity": "c", "time": "d", "resource": "e"}
    assert numbers(path, columns=columns) == expected


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-05T08:00:00+01:00", "2026-01-05T07:00:00+00:00"),
        ("2026-01-05T08:00:00.123456789+01:00", "2026-01-05T07:00:00.123456+00:00"),
        ("2026-01-05 08:00:00.5Z", "2026-01-05T08:00:00.500000+00:00"),
        ("2026-01-05 08:00:00 UTC", "2026-01-05T08:00:00+00:00"),
        ("2026-01-05T08:00:00-0330", "2026-01-05T11:30:00+00:00"),
        ("2026-01-05T08:00:00,25+01", "2026-01-05T07:00:00.250000+00:00"),
        ("2026-01-05 08:00", "2026-01-05T07:00:00+00:00"),
        ("2026/01/05", "2026-01-04T23:00:00+00:00"),
        ("5-1-2026 8.05", "2026-01-05T07:05:00+00:00"),
        ("05.01.2026 kl. 08:05:09", "2026-01-05T07:05:09+00:00"),
        ("05/01/2026, 08:05", "2026-01-05T07:05:00+00:00"),
        (" 05-01-2026 ", "2026-01-04T23:00:00+00:00"),
    ],
)
def test_times_as_systems_and_people_write_them(tmp_path: Path, text: str, moment: str) -> None:
    # Beside one that is written otherwise: a file may have both.
    path = write(tmp_path, f'case,time,resource\nA,2020-01-05T08:00:00.1+01:00,Ann\nA,"{text}",Ann\n')
    assert measured(path).last.isoformat() == moment


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_the_size_of_the_batches_makes_no_difference(
    tmp_path: Path, expected: dict[str, object], monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(batches, "BATCH", size)
    assert numbers(write(tmp_path, SMALL)) == expected


def test_blank_lines_are_no_events(tmp_path: Path, expected: dict[str, object]) -> None:
    assert numbers(write(tmp_path, SMALL.replace("B,1", ",,,,\n\nB,1"))) == expected


def test_progress_is_told_while_a_log_is_read(tmp_path: Path) -> None:
    from tovholder.figures.eventlog.engines import analyse

    told: list[tuple[int, int | None]] = []
    analyse(write(tmp_path, SMALL), progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (8, None)


@pytest.mark.parametrize("different", [2, 30_000])
def test_times_are_read_alike_whether_they_repeat_or_not(tmp_path: Path, different: int) -> None:
    """Of a log whose times repeat, each is read once; what is odd is counted and listed by its row all the same."""
    begin = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    rows = [
        f"{number // 2},x,{begin + dt.timedelta(minutes=number % different):%Y-%m-%dT%H:%M:%S}Z,Ann"
        for number in range(30_000)
    ]
    rows[7] = "3,x,31-12-2026,Ann"
    rows[25_001] = "12500,x,2026-01-01T00:01:00,Ann"
    path = write(tmp_path, "case,activity,time,resource\n" + "\n".join(rows) + "\n")
    found = doubts(path)
    assert found["no_clock"].parameters["rows"] == 1
    assert found["no_zone"].parameters["rows"] == 2
    rows[20_000] = "10000,x,soon,Ann"
    path = write(tmp_path, "case,activity,time,resource\n" + "\n".join(rows) + "\n")
    assert [(fault.row, fault.value) for fault in faults(path)] == [(20_002, "soon")]


def test_names_are_the_same_numbers_whether_they_stand_in_runs_or_change_all_the_time() -> None:
    kind = pl.Categorical(pl.Categories.random())
    runs, changing = pl.Series(["Bo"] * 5 + [None] * 2 + ["Ann"] * 6), pl.Series(["Ann", "Bo", None, "Ann", "Cy"])
    for names in (runs, changing, pl.Series(["Cy"]), pl.Series([], dtype=pl.String)):
        assert batches.numbered(names, kind).cast(pl.String).to_list() == names.to_list()
