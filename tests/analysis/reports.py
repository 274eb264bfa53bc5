"""Reports on small logs for the tests."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tovholder.analysis import run
from tovholder.analysis.report.compose import compose
from tovholder.figures.eventlog.read import Asked
from tovholder.paper.model import Report

MADE = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def report(*paths: Path, names: tuple[str, ...] = (), hide_names: bool = False, **asked: object) -> Report:
    """The report in the language that is spoken."""
    analysed = [
        run.analyse_one(path, name, Asked(**asked), with_details=True)  # type: ignore[arg-type]
        for path, name in zip(paths, run.names_of(paths, names), strict=True)
    ]
    return compose(analysed, MADE, hide_names=hide_names)


def cells(found: Report, caption: str) -> list[list[str]]:
    """The rows of the table of that caption, as they are shown."""
    table = next(table for table in found.tables() if table.caption == caption)
    return [[cell.shown for cell in row] for row in table.rows]
