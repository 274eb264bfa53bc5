"""Snapshots of a test lie in a folder of its own, under a secret of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tovholder.snapshots import store, writer


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
