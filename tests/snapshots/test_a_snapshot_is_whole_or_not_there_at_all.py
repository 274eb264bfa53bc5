"""Writing a snapshot: stopped, killed or broken it leaves nothing; written, it is of one moment and can be checked."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from django.db import connection

from tests.factories import Factory, moment
from tests.snapshots.conftest import Take, left_on_disk, rows
from tovholder.casework.models import Case
from tovholder.config.cli import main
from tovholder.figures.tidy.check import check
from tovholder.snapshots import store, writer
from tovholder.snapshots.progress import Progress, Stopped

pytestmark = pytest.mark.requirement("F18")


class StopAt(Progress):
    def __init__(self, table: str, error: type[BaseException] = Stopped) -> None:
        self.table, self.error = table, error

    def show(self, what: str, part: float) -> None:
        assert 0 <= part <= 1
        if what == self.table:
            raise self.error


@pytest.mark.parametrize("error", [Stopped, KeyboardInterrupt, OSError])
def test_one_that_is_stopped_leaves_nothing(make: Factory, place: Path, take: Take, error: type[BaseException]) -> None:
    make.case(held_by=make.staff())
    with pytest.raises(error):
        take(progress=StopAt("conversations", error))
    assert left_on_disk(place) == []


def test_one_that_is_killed_leaves_no_snapshot_and_is_cleared_away_by_the_next(
    make: Factory, place: Path, take: Take
) -> None:
    program = """
import os, signal, sys, pathlib
from tovholder.snapshots import store
with store.making(pathlib.Path(sys.argv[1])) as folder:
    (folder / "cases.parquet").write_text("half")
    print("in the middle", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = subprocess.run([sys.executable, "-c", program, str(place)], capture_output=True, text=True, check=False)
    assert (killed.returncode, killed.stdout) == (-signal.SIGKILL, "in the middle\n"), killed.stderr
    assert len(left_on_disk(place)) == 1
    assert store.all_in(place) == []
    made = take()
    assert left_on_disk(place) == [made.id]


def test_one_that_is_being_made_is_not_cleared_away_by_another(place: Path, take: Take) -> None:
    with store.making(place) as folder:
        made = take()
        assert folder.is_dir()
        assert store.all_in(place) == [made]


def test_one_that_was_changed_afterwards_is_noticed(place: Path, take: Take) -> None:
    made = take()
    pl.DataFrame({"case": [1]}).write_parquet(made.path_of("cases"))
    made.path_of("conversations").unlink()
    assert set(store.verify(made)) == {"cases", "conversations"}
    done = CliRunner().invoke(main, ["snapshot", "check", made.id, "--to", str(place)])
    assert done.exit_code == 1
    assert "cases is not as it was written." in done.stderr


@pytest.mark.parametrize("id_", ["../secret", "20260101-000000", "", ".", "20261118-093000/.."])
def test_what_is_not_there_is_not_found(place: Path, take: Take, id_: str) -> None:
    place.mkdir(parents=True)
    (place / "20260101-000000").mkdir()
    assert store.find(place, id_) is None


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_is_of_one_moment_whatever_others_write_meanwhile(make: Factory, place: Path, take: Take) -> None:
    make.case(held_by=make.staff())

    class WritesInBetween(Progress):
        others: tuple[threading.Thread, ...] = ()

        def show(self, what: str, part: float) -> None:
            if what == "citizens" and not self.others:
                self.others = (threading.Thread(target=register),)
                self.others[0].start()
                self.others[0].join(30)

    def register() -> None:
        try:
            make.case(held_by=make.staff())
        finally:
            connection.close()

    made = take(progress=WritesInBetween())
    assert Case.objects.count() == 2
    assert (len(rows(made, "citizens")), len(rows(made, "cases"))) == (1, 1)
    assert len(rows(take(), "cases")) == 2


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_nothing_can_be_written_in_the_transaction_that_reads(make: Factory, take: Take) -> None:
    class Writes(Progress):
        def show(self, what: str, part: float) -> None:
            Case.objects.update(kle_number="15.00.00")

    with pytest.raises(Exception, match="read-only transaction"):
        take(progress=Writes())


def test_it_says_what_it_is_and_its_tables_are_well_formed(
    make: Factory, place: Path, take: Take, now: dt.datetime
) -> None:
    anne, bo = make.staff(), make.staff()
    case = make.case(held_by=anne, opened_on=dt.date(2026, 8, 3))
    make.assign(case, None, at=moment(dt.date(2026, 9, 1)), cause="resignation", planned=False)
    make.assign(case, bo, at=moment(dt.date(2026, 9, 8)), planned=False)
    make.conversation(case, starts_at=moment(dt.date(2026, 8, 20)), held=True, staff=anne)
    made = take()
    assert check(made.folder) == []
    assert store.verify(made) == []
    assert store.read(made.folder) == made
    assert (made.manifest.moment, made.manifest.data_end) == (now, now.date() - dt.timedelta(days=1))
    assert {name: part.rows for name, part in made.manifest.tables.items()}["assignments"] == 3
    assert [row["seq"] for row in rows(made, "assignments")] == [0, 1, 2]
    assert rows(made, "assignments")[1]["at"].isoformat() == "2026-09-01T08:00:00"
    waits = {row["kind"]: (row["started"], row["ended"], row["came"]) for row in rows(made, "waits")}
    assert waits == {
        "first_conversation": (dt.date(2026, 8, 3), dt.date(2026, 8, 20), True),
        "caseworker": (dt.date(2026, 9, 1), dt.date(2026, 9, 8), True),
        "first_with_new": (dt.date(2026, 9, 8), None, None),
    }


def test_old_ones_are_kept_and_removed_only_by_name(place: Path, take: Take, now: dt.datetime) -> None:
    first, same, later = take(), take(), take(now=now + dt.timedelta(days=1))
    assert [one.id for one in store.all_in(place)] == [later.id, same.id, first.id]
    listed = CliRunner().invoke(main, ["snapshot", "list", "--to", str(place)])
    assert all(one.id in listed.output for one in (first, same, later))
    assert CliRunner().invoke(main, ["snapshot", "remove", first.id, "--to", str(place)], input="n\n").exit_code == 1
    assert len(store.all_in(place)) == 3
    assert CliRunner().invoke(main, ["snapshot", "remove", first.id, "--to", str(place), "--yes"]).exit_code == 0
    assert [one.id for one in store.all_in(place)] == [later.id, same.id]
    assert CliRunner().invoke(main, ["snapshot", "remove", first.id, "--to", str(place), "--yes"]).exit_code == 1


@pytest.mark.django_db
def test_the_command_writes_one(make: Factory, place: Path) -> None:
    make.case(held_by=make.staff())
    done = CliRunner().invoke(main, ["snapshot"])
    assert done.exit_code == 0, done.output
    (made,) = store.all_in(place)
    assert made.id in done.output
    assert "Write a snapshot of the database" in CliRunner().invoke(main, ["snapshot", "make", "--help"]).output


@pytest.mark.django_db
def test_the_command_that_is_stopped_says_so(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*arguments: object, **more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writer, "write_database", stopped)
    done = CliRunner().invoke(main, ["snapshot"])
    assert done.exit_code == 130
    assert "Stopped. Nothing is kept." in done.stderr


def test_the_secret_is_for_its_owner_alone(take: Take, place: Path) -> None:
    take()
    assert os.stat(place.parent / "snapshot-key").st_mode & 0o777 == 0o600
