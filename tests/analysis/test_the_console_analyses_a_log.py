"""`tovholder analyse`: wrong use first. It needs no Django and no database, which these tests take away from it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.figures.logs import HEADER, SMALL, write
from tovholder.config import cli


@pytest.fixture(autouse=True)
def without_django(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "set_up", lambda: pytest.fail("analyse set up Django"))


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.main, ["analyse", *map(str, arguments)])


def test_a_log_that_is_not_there(tmp_path: Path) -> None:
    done = call(tmp_path / "log.csv")
    assert done.exit_code == 2
    assert "does not exist" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--facts", "joy"], "no such measure; there are cases, events"),
        (["--csv"], "--csv lists facts"),
        (["--zone", "Mars/Olympus"], "no time zone of that name"),
        (["--name", "a", "--name", "b"], "more --name than logs"),
        (["--engine", "steam"], "'steam' is not one of"),
    ],
)
def test_options_that_make_no_sense(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = call(write(tmp_path, SMALL), *arguments)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_log_with_faults_ends_with_1_and_lists_them(tmp_path: Path) -> None:
    path = write(tmp_path, f"{HEADER}\nA,1,open,soon,Ann\n")
    done = call(path)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "række 2, timestamp: “soon”, forventet en dato eller et tidspunkt" in done.stderr
    assert "row 2, timestamp: “soon”, expected a date or a time" in call(path, "--language", "en").stderr
    told = json.loads(call(path, "--json").stdout)
    assert told["fault_count"] == 1
    assert told["faults"][0]["row"] == 2
    assert "cases" not in told


def test_one_bad_log_among_good_ones_stops_the_comparison(tmp_path: Path) -> None:
    good, bad = write(tmp_path, SMALL, "good.csv"), write(tmp_path, "", "bad.csv")
    done = call(good, bad)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "bad: Fejl" in done.stderr


def test_ctrl_c_ends_with_130(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tovholder.analysis import run

    def stop(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "analyse", stop)
    assert call(write(tmp_path, SMALL)).exit_code == 130


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_the_measures_as_json(tmp_path: Path, engine: str) -> None:
    done = call(write(tmp_path, SMALL), "--json", "--engine", engine)
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert (told["name"], told["file"]) == ("log", "log.csv")
    assert (told["cases"], told["shifts"], told["ping_pong"]) == (3, 3, 1)
    assert told["columns"]["time"] == "timestamp"
    assert told["doubts"] == []


def test_several_logs_as_json(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    done = call(write(tmp_path, SMALL), write(tmp_path / "b", SMALL), "--name", "Odense", "--json")
    told = json.loads(done.stdout)["logs"]
    assert [one["name"] for one in told] == ["Odense", "b/log"]
    assert [one["shifts"] for one in told] == [3, 3]


def test_the_measures_as_a_table_in_danish_unless_asked(tmp_path: Path) -> None:
    path = write(tmp_path, SMALL)
    assert "Sagsbehandlerskift" in call(path).stdout
    assert "74,0" in call(path).stdout
    english = call(path, "--language", "en").stdout
    assert "Caseworker shifts" in english
    assert "74.0" in english


def test_doubts_stand_beside_the_answer(tmp_path: Path) -> None:
    done = call(write(tmp_path, "case,time,resource\nA,2026-01-05 08:00,Ann\n"))
    assert done.exit_code == 0
    assert "tidspunkter uden tidszone: 1. De blev læst som Europe/Copenhagen" in done.stderr
    assert "tidszone" not in done.stdout


def test_the_facts_behind_a_measure_as_csv(tmp_path: Path) -> None:
    done = call(write(tmp_path, SMALL), "--facts", "shifts", "--csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["from_resource"], row["resource"], float(row["hours"])) for row in rows] == [
        ("Ann", "Bo", 24.0),
        ("Bo", "Ann", 2.0),
        ("Ann", "Cy", 48.0),
    ]
    assert rows[0]["time"] == "2026-01-06T08:00:00+00:00"


def test_the_facts_behind_a_measure_in_the_terminal(tmp_path: Path) -> None:
    rows = "".join(f"A,{number},x,2026-01-05T00:00:00Z,{'Ann' if number % 2 else 'Bo'}\n" for number in range(62))
    shown = call(write(tmp_path, f"{HEADER}\n{rows}"), "--facts", "shifts", "--language", "en").stdout
    assert shown.count("Ann") == 50
    assert "… and 11 more. --csv writes them all." in shown


def test_columns_are_named_by_options(tmp_path: Path) -> None:
    path = write(tmp_path, SMALL.replace(HEADER, "a,b,c,d,e"))
    options = ["--case", "a", "--seq", "b", "--activity", "c", "--time", "d", "--resource", "e"]
    assert json.loads(call(path, *options, "--json").stdout)["shifts"] == 3
    missing = call(path, "--language", "en")
    assert missing.exit_code == 1
    assert "name it with --case. The file's columns: a, b, c, d, e" in missing.stderr
