"""`tovholder import`: what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.factories import Factory
from tests.imports.conftest import GROUND, Importer
from tovholder.casework.models import Case
from tovholder.citizens.models import Citizen
from tovholder.imports.commands import group
from tovholder.imports.models import Ending, ImportRun

pytestmark = [pytest.mark.requirement("F11"), pytest.mark.django_db]

LOG = "case,seq,timestamp,resource\n1,0,2025-01-01T09:00Z,Anne\n1,1,2025-01-02T09:00Z,Bo\n"


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(group, [str(argument) for argument in arguments])


def test_what_is_misspelt_ends_with_2(tmp_path: Path) -> None:
    assert call("folder", tmp_path / "nowhere").exit_code == 2
    assert call("folder", tmp_path, "--source", "a b").exit_code == 2
    assert call("folder", tmp_path, "--by", "nobody@kommune.example").exit_code == 2
    assert call("eventlog", tmp_path / "nowhere.csv").exit_code == 2
    assert call("nothing").exit_code == 2


def test_faults_end_with_1_and_are_printed_one_a_line(importer: Importer) -> None:
    result = call("folder", importer.write(units="external_id;name;opened_on\nE-1;Team;i går\n"))
    assert result.exit_code == 1
    assert 'units.csv, row 2, opened_on: "i går", expected a date' in result.stdout
    assert "Nothing was written." in result.stdout
    run = ImportRun.objects.get()
    assert (run.ending, run.report["faults"]["count"]) == (Ending.FAULTS, 1)


def test_faults_as_json_are_all_there(importer: Importer) -> None:
    result = call("folder", importer.write(units="external_id;name;opened_on\nE-1;Team;i går\n"), "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert answer["fault_count"] == 1
    assert answer["faults"][0] == {
        "file": "units.csv",
        "row": 2,
        "column": "opened_on",
        "value": "i går",
        "rule": "date",
        "expected": "a date: 2026-01-31, 31-01-2026, 31.01.2026 or 31/01/2026",
    }


def test_an_import_ends_with_0_and_is_registered_with_who_did_it(importer: Importer, make: Factory) -> None:
    by = make.staff()
    folder = importer.write(**GROUND)
    result = call("folder", folder, "--source", "gammel", "--by", by.email)
    assert result.exit_code == 0, result.output
    run = ImportRun.objects.get()
    assert (run.ending, run.source, run.started_by) == (Ending.WRITTEN, "gammel", by)
    assert run.counts["citizens"] == {"new": 1, "changed": 0, "unchanged": 0, "removed": 0}
    assert Citizen.objects.get().registered_by == by
    again = call("folder", folder, "--source", "gammel")
    assert "Nothing was changed" in again.stdout


def test_a_dry_run_says_what_would_be_and_writes_nothing(importer: Importer) -> None:
    result = call("folder", importer.write(**GROUND), "--dry-run", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["tables"]["cases"]["new"] == 1
    assert not Case.objects.exists()
    assert ImportRun.objects.get().ending == Ending.TRIED


def test_a_log_as_json_is_four_numbers(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG)
    for _ in range(2):
        result = call("eventlog", tmp_path / "log.csv", "--json")
        assert result.exit_code == 0
        assert json.loads(result.stdout) == {"cases": 1, "employees": 2, "assignments": 2, "shifts": 1}


def test_a_dry_run_of_a_log_counts_what_would_be_there(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG)
    result = call("eventlog", tmp_path / "log.csv", "--json", "--dry-run")
    assert json.loads(result.stdout)["shifts"] == 1
    assert not Case.objects.exists()


def test_a_malformed_log_ends_with_1_and_its_faults(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG.replace("resource", "who") + "1,1,x,Bo\n")
    result = call("eventlog", tmp_path / "log.csv", "--json")
    assert result.exit_code == 1
    assert {fault["rule"] for fault in json.loads(result.stdout)["faults"]} == {"missing_column", "moment"}


def test_the_columns_of_a_log_are_named_by_options(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("Sag;Tid;Hvem\n1;01-02-2025 09:00;Anne\n")
    options = (
        "--case",
        "Sag",
        "--time",
        "Tid",
        "--resource",
        "Hvem",
        "--file-order",
        "--unit",
        "Team",
        "--source",
        "x",
    )
    result = call("eventlog", tmp_path / "log.csv", *options)
    assert result.exit_code == 0, result.output
    assert Case.objects.get().external_id == "x:1"


def test_the_templates_can_be_imported_as_they_are_and_are_not_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert call("template", folder, "--semicolon").exit_code == 0
    result = call("folder", folder)
    assert result.exit_code == 0, result.output
    assert Citizen.objects.get().name == "Bo Prøve"
    (folder / "citizens.csv").write_text("mine")
    assert "kept" in call("template", folder).stdout
    assert (folder / "citizens.csv").read_text() == "mine"


def test_help_teaches() -> None:
    text = call("--help").stdout
    for word in ("--dry-run", "tables", "template", "folder", "eventlog", "130"):
        assert word in text
    assert "same name every time" in call("folder", "--help").stdout


def test_the_tables_are_printed_column_by_column() -> None:
    text = call("tables").stdout
    assert "plan_steps:" in text
    assert "* external_id" in text
    assert "kontanthjaelp" in text
