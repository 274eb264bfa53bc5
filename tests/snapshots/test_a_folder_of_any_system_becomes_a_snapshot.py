"""A folder of another system's tables as a snapshot, without a database: what an import and a snapshot of the database
would give, nobody's name, and every fault told."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result
from polars.testing import assert_frame_equal

from tests.imports.conftest import GROUND
from tests.snapshots.conftest import left_on_disk, rows
from tests.snapshots.folders import demonstration
from tovholder.config.cli import main
from tovholder.demo.calendar import DANISH
from tovholder.figures.compute import Asked, compute, compute_all
from tovholder.figures.definitions import BY_ID, FIGURES
from tovholder.figures.engines import engine
from tovholder.figures.periods import Period
from tovholder.figures.source import Source
from tovholder.figures.tidy import tables as tidy
from tovholder.figures.tidy.check import check
from tovholder.figures.tidy.schema import Type
from tovholder.imports.existing import Database, Nothing
from tovholder.imports.folder import Circumstances, import_tables
from tovholder.imports.not_imported import NOT_IMPORTED
from tovholder.imports.reading import files_in
from tovholder.imports.tables import BY_NAME
from tovholder.rulebook import keeping
from tovholder.snapshots import store, writer
from tovholder.snapshots.from_folder import Made, write_folder
from tovholder.snapshots.parquet import kind_of
from tovholder.snapshots.progress import Progress, Stopped
from tovholder.snapshots.pseudonyms import Pseudonyms, secret_in

pytestmark = pytest.mark.requirement("F18", "F19", "F11")

NOW = dt.datetime(2026, 11, 18, 12, 0, tzinfo=DANISH)
FIRST = {
    **GROUND,
    "conversations": "external_id;case;starts_at;held_at\nK-1;S-1;2025-03-10T10:00+01:00;2025-03-10T10:00+01:00\n",
    "benefit_spells": "external_id;citizen;benefit;from\nY-1;B-1;Kontanthjælp;2025-03-01\n",
    "target_group_spells": "external_id;citizen;target_group;from\nG-1;B-1;6.2;2025-03-01\n",
}


def write(folder: Path, tables: Mapping[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["snapshot", "from-folder", *(str(argument) for argument in arguments)])


def make(folder: Path, place: Path, **asked: Any) -> Made:
    asked = {"secret": b"secret", "software": "Tovholder 0", "now": NOW, "source": "old", "name": "old"} | asked
    return write_folder(files_in(folder), place, **asked)


def made(folder: Path, place: Path, **asked: Any) -> store.Snapshot:
    found = make(folder, place, **asked)
    assert found.snapshot is not None, found.report.as_json()
    assert check(found.snapshot.folder) == []
    return found.snapshot


def test_a_folder_with_faults_is_refused_with_all_of_them_and_nothing_is_kept(tmp_path: Path, place: Path) -> None:
    wrong = FIRST | {
        "cases": "external_id;citizen;opened_on;closed_on\n"
        "S-1;B-9;2025-03-03;\nS-2;B-1;i går;\nS-3;B-1;2025-03-03;2025-01-01\n",
        "benefit_spells": FIRST["benefit_spells"]
        + "Y-2;B-1;kontanthjaelp;2025-04-01\nY-3;B-1;lottogevinst;2025-04-01\n",
        "weights": "external_id;case;from;weight\nL-1;S-1;2025-03-03;tung\n",
    }
    done = call(write(tmp_path / "old", wrong), "--to", place, "--json")
    assert done.exit_code == 1
    said = json.loads(done.stdout)
    assert said["snapshot"] is None
    assert {(fault["file"], fault["row"], fault["column"], fault["rule"]) for fault in said["faults"]} >= {
        ("cases.csv", 2, "citizen", "unknown_reference_here"),
        ("cases.csv", 3, "opened_on", "date"),
        ("cases.csv", 4, "closed_on", "end_not_after_start"),
        ("cases.csv", 4, "close_reason", "needs"),
        ("benefit_spells.csv", 3, "from", "overlap"),
        ("benefit_spells.csv", 4, "benefit", "unknown_code"),
        ("weights.csv", 2, "weight", "number"),
    }
    assert left_on_disk(place) == []
    told = call(write(tmp_path / "old", wrong), "--to", place)
    assert 'cases.csv, row 3, opened_on: "i går", expected a date' in told.stdout
    assert "Nothing is kept." in told.stdout


def test_what_is_misspelt_ends_with_2(tmp_path: Path) -> None:
    folder = write(tmp_path / "old", FIRST)
    assert call(tmp_path / "nowhere").exit_code == 2
    assert call(folder, "--data-end", "2999-01-01").exit_code == 2
    assert call(folder, "--data-end", "i går").exit_code == 2
    assert call(folder, "--source", "a b").exit_code == 2


def test_without_cases_there_is_nothing_to_count(tmp_path: Path, place: Path) -> None:
    found = make(write(tmp_path / "old", {"units": GROUND["units"]}), place)
    assert [fault.rule for fault in found.report.faults.listed] == ["needed_table"]
    assert left_on_disk(place) == []


@pytest.mark.parametrize("when", ["cases.csv", "cases", "assignments", "dues"])
def test_stopped_at_any_step_it_leaves_nothing(tmp_path: Path, place: Path, when: str) -> None:
    class Impatient(Progress):
        def show(self, what: str, part: float) -> None:
            assert 0 <= part < 1
            if what == when:
                raise Stopped

    with pytest.raises(Stopped):
        make(write(tmp_path / "old", FIRST), place, progress=Impatient())
    assert left_on_disk(place) == []


def test_it_needs_no_database_and_names_nobody(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "TOVHOLDER_HOME": str(tmp_path / "home"),
    }
    folder = write(tmp_path / "old", FIRST)
    command = [sys.executable, "-c", "from tovholder.config.cli import main; main()", "snapshot", "from-folder"]
    arguments = [str(folder), "--source", "gammel"]
    done = subprocess.run([*command, *arguments], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (found,) = store.all_in(tmp_path / "home" / "snapshots")
    assert found.manifest.source == "folder"
    # The day of the latest thing that happened: the conversation.
    assert found.manifest.data_end == dt.date(2025, 3, 10)
    assert check(found.folder) == []
    assert store.verify(found) == []
    assert not (tmp_path / "home" / "postgres").exists()
    for path in found.folder.iterdir():
        content = path.read_bytes()
        assert not [name for name in (b"Anne", b"Bo Berg", b"Ida", "Prøve".encode(), b"S-1", b"M-1") if name in content]


def test_what_the_folder_does_not_have_is_not_known(tmp_path: Path, place: Path) -> None:
    there = {name: FIRST[name] for name in ("units", "staff", "citizens", "cases", "assignments")}
    found = made(write(tmp_path / "old", there), place)
    assert not {"conversations", "waits", "dues", "benefit_spells", "activities", "weights"} & {*found.manifest.tables}
    with engine("polars") as computing:
        source = Source(computing, [found.folder])
        assert compute(source, BY_ID["waiting"], period=Period.of("2025")).lacking == ("pauses", "waits")
        assert compute(source, BY_ID["shifts"], period=Period.of("2025")).table.item(0, "value") == 0


def test_the_next_export_has_the_same_keys_when_it_comes_from_the_same_system(tmp_path: Path, place: Path) -> None:
    folder = write(tmp_path / "old", FIRST)
    before = made(folder, place)
    more = GROUND["cases"].replace("S-1;", "S-0;B-1;2024-01-01\nS-1;")
    after = made(write(folder, {"cases": more}), place)
    other = made(folder, place, source="another")
    keys = [{row["case"] for row in rows(one, "cases")} for one in (before, after, other)]
    assert len(keys[1]) == 2
    assert keys[0] < keys[1]
    assert not keys[0] & keys[2]


ACTIVE = {
    "activities": (
        "external_id;citizen;case;kind;measure;hours;from;to\n"
        "V-1;B-1;S-1;Praktik;;18,5;2025-04-01;2025-05-01\n"
        "V-2;B-1;;measure;cv-kursus;;2025-06-02;\n"
    ),
    "weights": "external_id;case;from;weight\nL-1;S-1;2025-04-01;2,5\n",
}


def test_activities_and_weights_of_another_system_are_counted(tmp_path: Path, place: Path) -> None:
    found = made(write(tmp_path / "old", FIRST | ACTIVE), place, data_end=dt.date(2025, 6, 30))
    first, second = sorted(rows(found, "activities"), key=lambda row: row["start"])
    assert (first["kind"], first["hours"], first["end"]) == ("internship", 18.5, dt.date(2025, 5, 1))
    assert (second["kind"], second["measure"], second["case"]) == ("measure", "cv_kursus", None)
    with engine("polars") as computing:
        source = Source(computing, [found.folder])
        passive = compute(source, BY_ID["passive_days"], period=Period.of("2025-03..2025-06")).table.item(0, "value")
        load = compute(source, BY_ID["weighted_caseload"], period=Period.of("2025-06")).table.item(0, "value")
    # On kontanthjælp from 1 March; active in April, and from 2 June on: March, May, and 1 June.
    assert passive == 31 + 31 + 1
    assert load == 2.5


@pytest.mark.django_db
def test_an_import_says_plainly_that_it_leaves_them(tmp_path: Path) -> None:
    outcome = import_tables(files_in(write(tmp_path / "old", FIRST | ACTIVE)), Circumstances("old", NOW, NOW.date()))
    assert outcome.is_written
    doubts = {(doubt.file, doubt.rule) for doubt in outcome.report.doubts.listed}
    assert ("activities.csv", "not_imported") in doubts
    assert "activities" not in outcome.counts
    assert outcome.counts["weights"].new == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Benefit", "TargetGroup"])
def test_the_codes_without_a_database_are_those_of_a_new_one(name: str) -> None:
    """What the migrations write is what somebody without a database is told."""

    def listed(here: Any) -> list[tuple[Any, ...]]:
        model = next(c.codes for t in BY_NAME.values() for c in t.columns if c.codes and c.codes.__name__ == name)
        fields = ("code", "name_da", "name_en", "valid_from", "valid_to")
        return sorted((tuple(getattr(row, field) for field in fields) for row in here.codes(model)), key=str)

    assert listed(Nothing()) == listed(Database())


# The same by way of the database.

#: What the demonstration hardly has, put below its tables: two rows of one moment, the hour that comes twice, a project
#: that took part when it took the case, and others that did not, or not any more.
ODD = {
    "citizens": "odd;;Sær;\n",
    "cases": "odd;odd;15.20.00;2025-01-06;;\n",
    "assignments": (
        "odd-1;odd;caseworker;2025-10-26T02:30:00+02:00;1;staff-2;units-3;nej;sickness;\n"
        "odd-2;odd;caseworker;2025-10-26T02:10:00+01:00;0;staff-3;units-3;;;\n"
        "odd-3;odd;caseworker;2025-10-26T02:30:00+02:00;0;staff-1;units-3;ja;new_case;\n"
        "odd-4;odd;caseworker;2025-11-03T00:30:00+01:00;0;staff-4;units-3;ja;project;\n"
        "odd-5;odd;caseworker;2026-02-02;0;;units-3;nej;project;\n"
        "odd-6;odd;mentor;2026-03-02;0;staff-2;{project};;project;\n"
    ),
    "participants": (
        "odd-1;odd;{project};;2025-10-01;2026-01-01;\n"
        "odd-2;odd;{other};;2025-11-03;;\n"
        "odd-3;odd;units-3;staff-1;2025-11-03;;\n"
    ),
    "conversations": "odd;odd;;follow_up;office;;2025-10-27T23:30:00Z;2025-10-27T23:30:00Z;;;;;\n",
}


def with_odd_rows(folder: Path) -> Path:
    units = pl.read_csv(folder / "units.csv", separator=";")
    project, other = units.filter(pl.col("kind") == "project").get_column("external_id").head(2)
    for name, lines in ODD.items():
        with (folder / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write(lines.format(project=project, other=other))
    return folder


class Both:
    """Snapshots of one folder: made directly, and of the database into which it was imported."""

    def __init__(self, direct: store.Snapshot, by_database: store.Snapshot, names: dict[str, dict[int, int]]) -> None:
        self.direct, self.by_database = direct, by_database
        #: Kind → the database's key → the folder's.
        self.names = names

    def same_keys(self, frame: pl.DataFrame, table: Any) -> pl.DataFrame:
        """The table of the database's snapshot with the folder's keys, without keys that nothing else refers to."""
        for column in table.columns:
            if column.type is Type.KEY and (kind := kind_of(table, column)) in self.names:
                told = pl.col(column.name).replace_strict(self.names[kind], return_dtype=pl.Int64)
                frame = frame.with_columns(told)
        return frame


@pytest.fixture
def both(tmp_path: Path, place: Path, db: None) -> Both:
    folder = with_odd_rows(demonstration(tmp_path / "old"))
    outcome = import_tables(files_in(folder), Circumstances("old", NOW, NOW.date()))
    assert outcome.is_written, outcome.report.as_json()
    keeping.refresh_stale(today=NOW.date())
    by_database = writer.write_database(place, now=NOW)
    secret = secret_in(place.parent)
    direct = made(folder, place, secret=secret)
    pseudonyms = Pseudonyms(secret)
    names = {}
    for kind in ("units", "staff", "citizens", "cases", "conversations"):
        model = BY_NAME[kind].model
        assert model is not None
        known = model._default_manager.values_list("pk", "external_id")
        names[kind] = {pseudonyms.key(kind, pk): pseudonyms.key(kind, name) for pk, name in known}
    return Both(direct, by_database, names)


def test_it_has_the_tables_and_figures_that_the_way_by_the_database_gives(both: Both) -> None:
    assert sum(row["project"] is not None for row in rows(both.direct, "assignments")) >= 4
    assert both.direct.manifest.data_end == both.by_database.manifest.data_end
    # The database may know more than an import can tell it; nothing else is missing on either side.
    more = {*both.by_database.manifest.tables} ^ {*both.direct.manifest.tables}
    assert more <= {table.name for table in NOT_IMPORTED}
    for name in both.direct.manifest.tables:
        table = tidy.BY_NAME[name]
        apart = ["wait"] if name == "waits" else ["requirement"] if name == "dues" else []
        apart += ["source"] if name == "meta" else []
        mine = pl.read_parquet(both.direct.path_of(name)).drop(apart)
        theirs = both.same_keys(pl.read_parquet(both.by_database.path_of(name)), table).drop(apart)
        assert mine.height or name == "pauses", name
        assert_frame_equal(mine, theirs, check_row_order=False)

    asked = [Asked(figure, (), Period.of("2022..2026")) for figure in FIGURES]
    for figure in FIGURES:
        breakdowns = sorted(dimension.id for dimension in figure.dimensions())
        asked += [Asked(figure, (name, "quarter"), Period.of("2024..2026")) for name in breakdowns]
    counted = 0
    with engine("polars") as computing:
        mine_all = compute_all(Source(computing, [both.direct.folder]), asked)
        theirs_all = compute_all(Source(computing, [both.by_database.folder]), asked)
    for one, mine_answer, theirs_answer in zip(asked, mine_all, theirs_all, strict=True):
        if one.tables & more:
            continue
        table = theirs_answer.table
        for column in {"unit", "team", "department", "project"} & {*table.columns}:
            told = (
                pl.col(column).cast(pl.Int64).replace_strict(both.names["units"], return_dtype=pl.Int64, default=None)
            )
            table = table.with_columns(told)
        assert_frame_equal(mine_answer.table, table, check_row_order=False, check_dtypes=False, rel_tol=1e-9)
        assert mine_answer.lacking == theirs_answer.lacking
        counted += table.get_column("facts").sum() or 0
    assert counted > 100_000
