"""Loading: into an empty database only, everything or nothing, and kept at the next start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.contrib.auth import authenticate
from django.db import connection
from django.test import RequestFactory

from tests.config.conftest import data_folder
from tests.demo.conftest import DAY
from tests.factories import Factory
from tovholder.accounts.models import Staff
from tovholder.casework.models import Assignment, Case, Conversation
from tovholder.citizens.models import Citizen
from tovholder.config.cli import main
from tovholder.demo import load
from tovholder.demo.staffing import SIGN_INS
from tovholder.snapshots import store

place = pytest.fixture(data_folder)
PASSWORD = "en hemmelighed for alle"


@pytest.fixture(autouse=True)
def snapshots_of_its_own(settings: Any, tmp_path: Path) -> Path:
    settings.SNAPSHOT_ROOT = tmp_path / "snapshots"
    return tmp_path / "snapshots"


def demo(*arguments: str, password: str = "") -> Result:
    command = ["demo", "--no-serve", "--citizens", "300", "--today", DAY.isoformat(), *arguments]
    return CliRunner().invoke(main, command, env={"TOVHOLDER_DEMO_PASSWORD": password})


def may_sign_in(sign_in: str, password: str) -> bool:
    request = RequestFactory().get("/")
    return authenticate(request, email=load.address(sign_in), password=password) is not None


def test_a_database_with_somebody_else_in_it_is_left_alone(make: Factory) -> None:
    make.staff("Nogen Anden")
    done = demo()
    assert done.exit_code == 1
    assert "There is something else than the demonstration in this database" in done.output
    assert Staff.objects.count() == 1


def test_a_generation_that_is_killed_leaves_nothing(place: Path) -> None:
    program = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
import datetime as dt
from tovholder.demo import load
from tovholder.accounts.models import Staff
from tovholder.casework.models import Case
if sys.argv[1] == "count":
    print(Staff.objects.count() + Case.objects.count())
else:
    call_command("migrate", verbosity=0)
    def progress(step):
        if step == "writing: casework_note":
            print("in the middle", flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
    load.fill(today=dt.date(2026, 11, 18), password="x", citizens=300, progress=progress)
"""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"TOVHOLDER_HOME": str(place / "home"), "DJANGO_SETTINGS_MODULE": "tovholder.config.settings"}

    def run(what: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", program, what], env=environment, capture_output=True, text=True, check=False
        )

    killed = run("fill")
    assert killed.returncode == -signal.SIGKILL
    assert killed.stdout == "in the middle\n", killed.stderr
    counted = run("count")
    assert counted.stdout == "0\n", counted.stderr


def test_what_is_loaded_keeps_every_constraint_and_what_comes_after_gets_the_next_number(make: Factory) -> None:
    done = demo(password=PASSWORD)
    assert done.exit_code == 0, done.output
    connection.check_constraints()
    assert Citizen.objects.count() == 300
    last = Case.objects.latest("pk")
    assert make.citizen().pk == 301
    assert Case.objects.create(citizen=make.citizen(), opened_on=DAY).pk == last.pk + 1
    # The database has derived where each row of a step function ends.
    running = Assignment.objects.filter(until=None, role="caseworker").values_list("case", flat=True)
    assert len(running) == len(set(running)) == last.pk


@pytest.mark.django_db
def test_the_sign_ins_open_with_the_password_of_the_environment() -> None:
    done = demo(password=PASSWORD)
    assert done.exit_code == 0, done.output
    for sign_in in SIGN_INS:
        assert load.address(sign_in) in done.output
        assert may_sign_in(sign_in, PASSWORD)
    assert PASSWORD in done.output
    assert not Staff.objects.exclude(email__endswith="@demo.example").exclude(password__startswith="!").exists()


@pytest.mark.django_db
def test_there_are_figures_at_first_sight_and_a_second_start_keeps_them(snapshots_of_its_own: Path) -> None:
    demo(password=PASSWORD)
    (made,) = store.all_in(snapshots_of_its_own)
    assert made.manifest.tables["cases"].rows == Case.objects.count()
    assert made.manifest.data_end <= DAY
    demo(password=PASSWORD)
    assert store.all_in(snapshots_of_its_own) == [made]


@pytest.mark.django_db
def test_without_one_a_password_is_made_shown_once_and_kept() -> None:
    first = demo()
    made = first.output.split("Password of them all: ")[1].splitlines()[0]
    assert len(made) >= 12
    assert may_sign_in("caseworker", made)
    cases = Case.objects.count()
    Conversation.objects.filter(pk=1).update(purpose="Rettet af en, der prøver det")

    second = demo()
    assert second.exit_code == 0, second.output
    assert "the one from the first start" in second.output
    assert made not in second.output
    assert f"made up to {DAY}" in second.output
    assert may_sign_in("leader", made)
    assert Case.objects.count() == cases
    assert Conversation.objects.get(pk=1).purpose == "Rettet af en, der prøver det"

    third = demo(password=PASSWORD)
    assert f"changed now: {PASSWORD}" in third.output
    assert may_sign_in("leader", PASSWORD)
    assert not may_sign_in("leader", made)


def test_a_day_that_is_none_is_refused() -> None:
    done = CliRunner().invoke(main, ["demo", "--today", "i går"])
    assert done.exit_code == 2
    assert "Invalid value for '--today'" in done.output
