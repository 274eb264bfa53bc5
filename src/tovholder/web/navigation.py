"""The menu: rooms put their entries in when they start; the layout shows those that the person has the right to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entry:
    """One line of the menu. `right` is the value of a right, or empty for everybody who is signed in."""

    label: Any
    url_name: str
    right: str = ""
    order: int = 100


_entries: list[Entry] = []


def add(entry: Entry) -> None:
    if entry not in _entries:
        _entries.append(entry)
        _entries.sort(key=lambda known: known.order)


def entries_for(actor: Any) -> list[Entry]:
    return [entry for entry in _entries if not entry.right or actor.may(entry.right)]
