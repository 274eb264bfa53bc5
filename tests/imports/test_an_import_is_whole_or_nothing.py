"""One transaction: a fault, a dry run, Ctrl-C or `kill -9` in the middle leaves the database as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from tests.imports import made
from tests.imports.conftest import GROUND, Importer, Said, wait_for
from tovholder.accounts.models import Unit
from tovholder.casework.models import Case
from tovholder.citizens.models import Citizen
from tovholder.imports.models import Ending, ImportRun
from tovholder.imports.progress import Progress, Stage, Stopped

pytestmark = pytest.mark.requirement("F11")


def contents() -> dict[str, int]:
    """How many rows each table of ours has, the history included."""
    return {
        model._meta.db_table: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("tovholder.")
    }


def database_url() -> str:
    settings = connection.settings_dict
    secret = f":{quote(settings['PASSWORD'])}" if settings["PASSWORD"] else ""
    host, port = quote(settings["HOST"], safe=""), settings["PORT"]
    return f"postgresql://{quote(settings['USER'])}{secret}@/{settings['NAME']}?host={host}" + (
        f"&port={port}" if port else ""
    )


def blocked_backends() -> list[int]:
    """The database processes that wait for the lock this test holds."""
    with connection.cursor() as cursor:
        cursor.execute("select pid from pg_locks where not granted and relation = 'casework_planstep'::regclass")
        return [pid for (pid,) in cursor.fetchall()]


def backend_lives(pid: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select exists (select 1 from pg_stat_activity where pid = %s)", [pid])
        return bool(cursor.fetchone()[0])


@dataclass
class Halfway:
    process: subprocess.Popen[bytes]
    backend: int
    let_go: Callable[[], None]


@pytest.fixture
def halfway(tmp_path: Path) -> Iterator[Halfway]:
    """A `tovholder import folder` in its own process, which has written all tables but one and waits to write the
    last (this test holds a lock on it), the database process that works for it, and how to let the lock go."""
    folder = made.write(tmp_path / "tables", made.municipality(2_000))
    environment = {**os.environ, "DATABASE_URL": database_url(), "TOVHOLDER_HOME": str(tmp_path / "home")}
    command = [str(Path(sys.executable).with_name("tovholder")), "import", "folder", str(folder)]
    with psycopg.connect(database_url()) as other:
        other.execute("lock table casework_planstep in exclusive mode")
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            wait_for(lambda: bool(blocked_backends()))
            yield Halfway(process, blocked_backends()[0], other.rollback)
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_kill_9_in_the_middle_leaves_nothing_behind(halfway: Halfway) -> None:
    before = contents()
    halfway.process.send_signal(signal.SIGKILL)
    halfway.process.wait()
    # The database process waits for our lock, and notices only when it gets it that nobody is there any more.
    halfway.let_go()
    wait_for(lambda: not backend_lives(halfway.backend))
    assert contents() == before
    assert not Citizen.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_ctrl_c_stops_at_once_and_leaves_nothing_behind(halfway: Halfway) -> None:
    before = contents()
    halfway.process.send_signal(signal.SIGINT)
    _, errors = halfway.process.communicate(timeout=20)
    assert halfway.process.returncode == 130
    assert b"Nothing was written" in errors
    run = ImportRun.objects.get()
    assert run.ending == Ending.STOPPED
    assert contents() == {**before, "imports_importrun": 1}


def test_a_fault_in_the_last_table_keeps_the_first_out(importer: Importer) -> None:
    before = contents()
    outcome = importer(**{**GROUND, "assignments": GROUND["assignments"].replace("M-1", "M-9")})
    assert outcome.report.faults.count == 1
    assert contents() == before


def test_a_dry_run_does_everything_and_writes_nothing(importer: Importer) -> None:
    before = contents()
    outcome = importer(**GROUND, dry_run=True)
    assert not outcome.is_written
    assert {name: counts.new for name, counts in outcome.counts.items()} == {
        "units": 1,
        "staff": 2,
        "citizens": 1,
        "cases": 1,
        "assignments": 1,
    }
    assert contents() == before


def test_what_only_the_database_sees_is_a_fault_without_the_values(
    importer: Importer, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if somebody else had written the same between the check and the writing.
    monkeypatch.setattr("tovholder.imports.checks.check_period", lambda *_: None)
    before = contents()
    outcome = importer(units="external_id;name;opened_on;closed_on\nE-1;Team;2020-01-01;2019-01-01\n")
    (fault,) = outcome.report.faults.listed
    assert fault.rule == "database"
    assert "2019" not in fault.expected
    assert contents() == before


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.WAITING])
def test_it_can_be_stopped_at_every_stage(importer: Importer, stage: Stage) -> None:
    class Impatient(Progress):
        def show(self, now_at: Stage, what: str, whole: float) -> None:
            if now_at is stage:
                raise Stopped

    from tovholder.imports.folder import Circumstances, import_tables
    from tovholder.imports.reading import files_in

    before = contents()
    folder = importer.write(**GROUND)
    with pytest.raises(Stopped):
        import_tables(files_in(folder), Circumstances("old", importer.now, importer.now.date()), Impatient())
    assert contents() == before


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_imports_do_not_run_at_the_same_time(importer: Importer, said: Said) -> None:
    from tovholder.imports.folder import LOCK

    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [LOCK])
        outcome = importer(**GROUND)
        assert [rule for *_, rule in said(outcome)] == ["busy"]
        assert not Unit.objects.exists()
        assert not Case.objects.exists()
    finally:
        other.close()
