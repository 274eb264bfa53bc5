"""The menu: rooms put their entries in when they start; the layout shows those that the person has the right to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Entry:
    """One line of the menu. `right` is the value of a right, or empty for everybody who is signed in."""

    label: Any
    url_name: str
    right: str = ""
    order: int = 100


@dataclass(frozen=True)
class Link:
    """A line of the menu as the page shows it; `current` when the person is on that page or below it."""

    label: Any
    url: str
    current: bool


_entries: list[Entry] = []


def add(entry: Entry) -> None:
    if entry not in _entries:
        _entries.append(entry)
        _entries.sort(key=lambda known: known.order)


def entries_for(actor: Any) -> list[Entry]:
    return [entry for entry in _entries if not entry.right or actor.may(entry.right)]


def links(entries: Iterable[Entry], path: str) -> list[Link]:
    """The entries as links. The one whose address the path begins with is current; of several, the longest.

    An entry whose address does not exist is left out: a menu must never be what stops a page.
    """
    known: list[tuple[Entry, str]] = []
    for entry in entries:
        try:
            known.append((entry, reverse(entry.url_name)))
        except NoReverseMatch:
            continue
    here = max((url for _entry, url in known if _is_at(path, url)), key=len, default=None)
    return [Link(entry.label, url, url == here) for entry, url in known]


def _is_at(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
