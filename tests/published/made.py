"""Small publications: a few areas, indicators and months, with invented figures."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from tovholder.figures.published import read
from tovholder.figures.published.areas import AREAS
from tovholder.published.actions import Taken, take_in
from tovholder.published.models import Source

CODES = ("000", "101", "173")
INDICATORS = ("unemployment.total", "longterm.total")
MONTHS = ("2026M05", "2026M06", "2026M07")

Key = tuple[str, str, str]


def figures(changed: dict[Key, str | None] | None = None, months: tuple[str, ...] = MONTHS) -> pl.DataFrame:
    """Rows as texts, as a file has them. `changed`: (indicator, area, month) → its value; None leaves the row out."""
    values: dict[Key, str | None] = {
        (indicator, code, month): str(1000 + 100 * step)
        for indicator in INDICATORS
        for code in CODES
        for step, month in enumerate(months)
    }
    values |= changed or {}
    rows = [
        (code, AREAS[code].name, indicator, month, value)
        for (indicator, code, month), value in values.items()
        if value is not None
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(read.COLUMNS, pl.String), orient="row")


def file(folder: Path, frame: pl.DataFrame | None = None, name: str = "kommuner.csv") -> Path:
    path = folder / name
    (figures() if frame is None else frame).write_csv(path)
    return path


def taken(now: dt.datetime, frame: pl.DataFrame | None = None, *, accept_losses: bool = False) -> Taken:
    """Takes figures in from the command line."""
    rows = read.checked(figures() if frame is None else frame)
    return take_in(actor=None, rows=rows, source=Source.FILE, name="kommuner.csv", now=now, accept_losses=accept_losses)
