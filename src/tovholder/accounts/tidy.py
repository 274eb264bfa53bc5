"""What a room puts into a snapshot, without the snapshot knowing the room.

The tables are those of `figures/tidy/tables.py`; several rooms may put rows into the same one. Each registers what it
has from its `apps.py`, as rooms contribute to a case (`casework/contributions.py`). A table into which no room puts
anything is not in the snapshot, so that the figures which need it are missing and not 0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

#: The values of a row in the order of the table's columns. Where the table has a key, a row has whatever names that row
#: here (an id, a text): the snapshot puts a pseudonym in its place. Moments are aware; an empty code is null.
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Taken:
    """When the snapshot is taken, and the last day of which everything is known then. `cases` asks for the waits of
    just these cases, for a page that shows what the figures count."""

    now: dt.datetime
    data_end: dt.date
    cases: Collection[int] | None = None


@dataclass(frozen=True)
class TidyRows:
    """A room's rows of one table. `rows` gives them (a queryset is read through a cursor of the server's, never whole);
    `count` says about how many they are, so that progress can be told."""

    room: str
    table: str
    rows: Callable[[Taken], Iterable[Row]]
    count: Callable[[], int]


_known: dict[tuple[str, str], TidyRows] = {}


def contribute(rows: TidyRows) -> None:
    """Called once for each table of a room."""
    _known[(rows.table, rows.room)] = rows


def contributed() -> dict[str, list[TidyRows]]:
    """Table → what the rooms put into it."""
    found: dict[str, list[TidyRows]] = {}
    for rows in _known.values():
        found.setdefault(rows.table, []).append(rows)
    return found
