"""Snapshots of a test lie in a folder of its own, under a secret of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.test import Client

from tests.factories import Factory, moment
from tovholder.accounts.models import Staff, UnitKind
from tovholder.accounts.rights import Role
from tovholder.casework.models import Case
from tovholder.snapshots import answers, store, writer


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Path:
    """Where the snapshots of the test are kept."""
    settings.HOME = tmp_path / "home"
    settings.SNAPSHOT_ROOT = tmp_path / "home" / "snapshots"
    return tmp_path / "home" / "snapshots"


Take = Callable[..., store.Snapshot]


@pytest.fixture
def take(db: None, place: Path, now: dt.datetime) -> Take:
    """`take()` writes a snapshot of what the test has made."""
    return lambda **asked: writer.write_database(place, **{"now": now, **asked})


def rows(snapshot: store.Snapshot, table: str) -> list[dict[str, Any]]:
    return pl.read_parquet(snapshot.path_of(table)).to_dicts()


def left_on_disk(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir()) if place.exists() else []


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> None:
    """Answers of another test's snapshots."""
    answers.forget()


class House:
    """Two teams under one department; in each, cases that shifted in September 2026."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.top = make.unit("Job og Udvikling", kind=UnitKind.DEPARTMENT)
        self.east, self.west = make.unit("Team Øst", parent=self.top), make.unit("Team Vest", parent=self.top)
        self.leader = make.staff("Lea Leder", unit=self.east, role=Role.TEAM_LEADER)
        self.analyst = make.staff("Ane Analytiker", unit=self.top, role=Role.ANALYST)
        self.cases: dict[str, list[Case]] = {"east": [], "west": []}

    def shifts(self, unit: str, number: int, cause: str = "sickness", planned: bool | None = False) -> House:
        """So many cases of a team with a shift each, one day after the other."""
        of = self.east if unit == "east" else self.west
        first, second = self.make.staff(unit=of), self.make.staff(unit=of)
        for day in range(1, number + 1):
            citizen = self.make.citizen("Borger", f"{unit.title()} {cause} {day}")
            case = self.make.case(held_by=first, citizen=citizen, opened_on=dt.date(2026, 8, 3))
            self.make.assign(case, second, at=moment(dt.date(2026, 9, day)), cause=cause, planned=planned)
            self.cases[unit].append(case)
        return self


@pytest.fixture
def house(make: Factory) -> House:
    return House(make)


def signed_in(staff: Staff, language: str = "en") -> Client:
    client = Client()
    client.cookies["tovholder_language"] = language
    client.force_login(staff)
    return client
