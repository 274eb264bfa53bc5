"""A case-handling log as a snapshot, without a database: the same tables, the same figures, nobody's name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.snapshots.conftest import left_on_disk, rows
from tovholder.config.cli import main
from tovholder.figures.compute import compute
from tovholder.figures.definitions import BY_ID
from tovholder.figures.engines import engine
from tovholder.figures.periods import Period
from tovholder.figures.source import Source
from tovholder.figures.tidy.check import check
from tovholder.snapshots import store

pytestmark = pytest.mark.requirement("F18", "F19")

LOG = """case,seq,timestamp,resource,group,activity
S-1,1,2025-01-06T09:00:00+01:00,Anne Berg,Team Øst,opened
S-1,2,2025-01-07T09:00:00+01:00,Anne Berg,Team Øst,called
S-1,3,2025-02-03T00:30:00+01:00,Bo Dam,Team Vest,called
S-1,4,2025-03-03T09:00:00+01:00,Anne Berg,Team Øst,called
S-2,1,2025-01-08T09:00:00+01:00,Bo Dam,Team Vest,opened
S-2,2,2025-01-09T09:00:00+01:00,,Team Vest,scanned
S-2,3,2025-01-10T09:00:00+01:00,Bo Dam,Team Vest,called
"""


def write(folder: Path, text: str = LOG) -> Path:
    file = folder / "sager.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_log_with_faults_is_refused_with_all_of_them_and_nothing_is_kept(tmp_path: Path, place: Path) -> None:
    log = write(tmp_path, LOG.replace("2025-01-07T09:00:00+01:00", "i går").replace("S-2,2,", "S-2,1,"))
    done = CliRunner().invoke(main, ["snapshot", "from-log", str(log), "--to", str(place)])
    assert done.exit_code == 1
    assert "i går" in done.stderr
    assert "Nothing is kept." in done.stderr
    assert left_on_disk(place) == []


def test_a_column_that_is_not_there_is_named(tmp_path: Path, place: Path) -> None:
    command = ["snapshot", "from-log", str(write(tmp_path)), "--case", "sagsnr", "--to", str(place)]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 1
    assert "a column with the case; name it with --case" in done.stderr


def test_it_needs_no_database(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "TOVHOLDER_HOME": str(tmp_path),
    }
    command = [sys.executable, "-c", "from tovholder.config.cli import main; main()"]
    arguments = ["snapshot", "from-log", str(write(tmp_path)), "--name", "Prøveby"]
    done = subprocess.run([*command, *arguments], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (made,) = store.all_in(tmp_path / "snapshots")
    assert made.manifest.source == "eventlog"
    assert made.manifest.data_end.isoformat() == "2025-03-03"
    assert check(made.folder) == []
    assert store.verify(made) == []
    assert sorted(row["name"] for row in rows(made, "units")) == ["Prøveby", "Team Vest", "Team Øst"]
    # A row where the employee changes, in Danish days; events that name nobody change nothing.
    days = sorted((row["at"].isoformat(), row["seq"]) for row in rows(made, "assignments"))
    assert days == [
        ("2025-01-06T09:00:00", 0),
        ("2025-01-08T09:00:00", 0),
        ("2025-02-03T00:30:00", 1),
        ("2025-03-03T09:00:00", 2),
    ]
    for path in made.folder.iterdir():
        assert not [name for name in (b"Anne", b"Berg", b"S-1", b"Dam") if name in path.read_bytes()], path


def test_figures_count_in_it_what_the_analysis_of_the_log_counts(data: Path, place: Path) -> None:
    logs = data / "eventlogs"
    expected = json.loads((logs / "reference_stats.json").read_text())
    for name in ("bpic2015_1", "coselog_receipt"):
        reference = expected[name]
        log = logs / f"{name}.csv.gz"
        done = CliRunner().invoke(main, ["snapshot", "from-log", str(log), "--to", str(place / name)])
        assert done.exit_code == 0, done.output
        (made,) = store.all_in(place / name)
        assert check(made.folder) == []
        with engine("polars") as computing:
            source = Source(computing, [made.folder])
            ever = Period.of("1990..2030")
            assert len(rows(made, "cases")) == reference["cases"]
            assert compute(source, BY_ID["shifts"], period=ever).table.item(0, "value") == reference["handovers"], name
            assert compute(source, BY_ID["ping_pong"], period=ever).table.item(0, "value") == reference["pingpong_ABA"]
            # What a log does not say is missing, not 0.
            assert compute(source, BY_ID["waiting"], period=ever).lacking == ("pauses", "waits")
