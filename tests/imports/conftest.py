"""Tables to import, as small as the test is about."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tovholder.imports.folder import Circumstances, Outcome, import_tables
from tovholder.imports.reading import files_in

#: One of each, so that a test can refer to them and change what it is about.
GROUND = {
    "units": "external_id;name;opened_on\nE-1;Team Job;2020-01-01\n",
    "staff": "external_id;name;email\nM-1;Anne Sørensen;anne@kommune.example\nM-2;Bo Berg;bo@kommune.example\n",
    "citizens": "external_id;given_name;family_name\nB-1;Ida;Prøve\n",
    "cases": "external_id;citizen;opened_on\nS-1;B-1;2025-03-03\n",
    "assignments": "external_id;case;effective_at;staff;unit\nA-1;S-1;2025-03-03T09:00+01:00;M-1;E-1\n",
}


class Importer:
    """`importer(cases="external_id;…")` writes the tables to a folder and imports it."""

    def __init__(self, folder: Path, now: dt.datetime) -> None:
        self.folder = folder
        self.now = now

    def write(self, **tables: str) -> Path:
        self.folder.mkdir(exist_ok=True)
        for path in self.folder.iterdir():
            path.unlink()
        for name, text in tables.items():
            (self.folder / f"{name}.csv").write_text(text, encoding="utf-8")
        return self.folder

    def __call__(self, *, source: str = "old", dry_run: bool = False, **tables: str) -> Outcome:
        self.write(**tables)
        return self.again(source=source, dry_run=dry_run)

    def again(self, *, source: str = "old", dry_run: bool = False, staff_id: int | None = None) -> Outcome:
        """Imports what lies in the folder."""
        circumstances = Circumstances(source, self.now, self.now.date(), staff_id, dry_run)
        return import_tables(files_in(self.folder), circumstances)


@pytest.fixture
def importer(tmp_path: Path, db: None, now: dt.datetime) -> Importer:
    return Importer(tmp_path / "tables", now)


@pytest.fixture
def ground(importer: Importer) -> Importer:
    """The importer after the ground was imported."""
    outcome = importer(**GROUND)
    assert outcome.is_written, outcome.report.as_json()
    return importer


Said = Callable[..., list[tuple[str, int, str, str]]]


@pytest.fixture
def said() -> Said:
    """`said(outcome)` → (file, row, column, rule) of each fault; `doubts=True` for the doubts."""

    def listed(outcome: Outcome, doubts: bool = False) -> list[tuple[str, int, str, str]]:
        side = outcome.report.doubts if doubts else outcome.report.faults
        return [(fault.file, fault.row, fault.column, fault.rule) for fault in side.listed]

    return listed


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
