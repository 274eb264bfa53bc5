"""A work list as a table: the same columns and rows as on the screen, all pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.encoding import force_str

from tovholder.casework.worklist.columns import Column, Turns, age
from tovholder.casework.worklist.query import Row
from tovholder.web.tables import Cell

#: More rows than this are not a list somebody works from.
MOST_ROWS = 20_000


def cell_of(column: Column, value: Any, today: dt.date) -> Cell:
    """What a cell says in a file: dates stay dates, lists become text."""
    if value is None or isinstance(value, str | int | dt.date):
        return age(value, today) if column.kind == "age" and isinstance(value, dt.date) else value
    if isinstance(value, Turns):
        return ", ".join(value.parties)
    return ", ".join(f"{wait.label} ({wait.since.isoformat()})" for wait in value)


def table_of(columns: Sequence[Column], rows: Iterable[Row], today: dt.date) -> tuple[list[str], list[list[Cell]]]:
    """The heads of the columns and the lines below them, as `web.tables` writes them."""
    heads = [force_str(column.label) for column in columns]
    return heads, [[cell_of(cell.column, cell.value, today) for cell in row.cells] for row in rows]
