"""`tovholder figures` needs no database, says what a figure means, and leads back to the facts."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.figures import made
from tovholder.figures.definitions import FIGURES
from tovholder.figures.tidy import folder
from tovholder.inquiry.commands import group


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("town")
    folder.write(place, made.municipality(150, seed=2))
    return place


def ask(*arguments: object) -> Result:
    return CliRunner().invoke(group, [str(argument) for argument in arguments])


def rows(*arguments: object) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(ask(*arguments, "--csv").output)))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--figure", "nonsense"), "no figure nonsense"),
        (("--figure", "shifts", "--by", "nonsense"), "shifts has no breakdown nonsense"),
        (("--figure", "shifts", "--by", "month,year"), "only one of month, quarter and year"),
        (("--figure", "shifts", "--period", "soon"), "'soon' is no period"),
        (("--figure", "shifts", "--period", "2024-13"), "'2024-13' is no month"),
        (("--figure", "shifts", "--period", "2024..2023"), "before it begins"),
        (("--figure", "shifts", "--where", "unit"), "write it as unit=12"),
        (("--figure", "shifts", "--where", "unit=north"), "unit=north"),
        (("--figure", "shifts", "--where", "planned=perhaps"), "planned is true, false or null"),
        (("--facts",), "--facts is for one --figure"),
    ],
)
def test_what_is_not_understood_is_said(town: Path, arguments: tuple[str, ...], said: str) -> None:
    answer = ask("compute", town, *arguments)
    assert answer.exit_code == 2
    assert said in " ".join(answer.output.split())


def test_a_folder_that_is_no_snapshot_is_refused(tmp_path: Path) -> None:
    assert "it has no meta.parquet" in ask("compute", tmp_path).output
    missing = ask("compute", "20260101-000000")
    assert missing.exit_code == 1
    assert "There is no folder 20260101-000000" in missing.output


def test_a_snapshot_with_faults_is_refused_and_they_are_named(tmp_path: Path) -> None:
    tables = made.municipality(50)
    folder.write(tmp_path, tables | {"citizens": tables["citizens"].head(10)})
    answer = ask("compute", tmp_path, "--figure", "shifts")
    assert answer.exit_code == 1
    assert "cases.citizen: the value is not in citizens" in answer.output


def test_every_figure_is_listed_with_its_definition() -> None:
    told = json.loads(ask("list", "--json", "--language", "en").output)
    assert [one["figure"] for one in told] == [figure.id for figure in FIGURES]
    assert "by" in told[0]
    assert "Sagsbehandlerskift" in ask("list").output


@pytest.mark.requirement("F19")
def test_a_cell_leads_to_its_facts(town: Path) -> None:
    cell = rows("compute", town, "--figure", "shifts", "--by", "quarter,cause", "--period", "2023")[0]
    where = ("--where", f"quarter={cell['quarter']}", "--where", f"cause={cell['cause']}")
    facts = rows("compute", town, "--figure", "shifts", "--facts", "--period", "2023", *where)
    assert len(facts) == float(cell["value"])
    assert {fact["cause"] for fact in facts} == {cell["cause"]}


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_the_answer_says_what_it_means_and_until_when_the_data_go(town: Path, engine: str) -> None:
    command = ("compute", town, "--figure", "missed_share", "--by", "year", "--period", "2024..2025")
    told = json.loads(ask(*command, "--json", "--language", "en", "--engine", engine).output)
    assert told["data_end"] == "2024-12-31"
    assert told["definition"].startswith("Missed conversations of all")
    assert [row["state"] for row in told["rows"]] == ["whole", "missing"]
    assert told["rows"][0]["numerator"] < told["rows"][0]["denominator"]
    assert told["rows"][1]["value"] is None
    shown = ask(*command).output
    assert "Data til og med 2024-12-31" in shown
    assert "data mangler" in shown


def test_what_is_published_has_no_small_groups(town: Path) -> None:
    command = ("compute", town, "--figure", "shifts", "--by", "unit,cause", "--period", "2024")
    assert any(0 < float(row["persons"]) < 5 for row in rows(*command))
    told = rows(*command, "--publishable")
    assert not any(row["persons"] and 0 < float(row["persons"]) < 5 for row in told)
    assert "hidden" in {row["state"] for row in told}


def test_all_figures_that_can_be_broken_down_so_are_computed_at_once(town: Path) -> None:
    told = {row["figure"] for row in rows("compute", town, "--by", "counterpart", "--period", "2024")}
    assert "wait_median" in told
    assert "shifts" not in told


def test_several_snapshots_are_one(town: Path, tmp_path: Path) -> None:
    folder.write(tmp_path, made.municipality(100, seed=9))
    single = [float(rows("compute", place, "--figure", "open_cases")[0]["value"]) for place in (town, tmp_path)]
    assert float(rows("compute", town, tmp_path, "--figure", "open_cases")[0]["value"]) == sum(single)


def test_the_newest_snapshot_of_the_data_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write(tmp_path / "snapshots" / "20250101-030000", made.municipality(50))
    monkeypatch.setenv("TOVHOLDER_HOME", str(tmp_path))
    assert rows("compute", "latest", "--figure", "open_cases")


def test_the_newest_is_ones_own_before_another_systems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "snapshots"
    for name, source, citizens in (("20250101-030000", "database", 50), ("20250102-030000", "folder", 90)):
        folder.write(kept / name, made.municipality(citizens))
        (kept / name / "manifest.json").write_text(json.dumps({"source": source}))
    monkeypatch.setenv("TOVHOLDER_HOME", str(tmp_path))
    own = rows("compute", kept / "20250101-030000", "--figure", "open_cases")
    assert rows("compute", "latest", "--figure", "open_cases") == own
