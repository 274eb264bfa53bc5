"""The menu: rooms put their entries in when they start; the layout shows those that the person has the right to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Entry:
    """One line of the menu. `right` is the value of a right, or empty for everybody who is signed in. What is opened
    `seldom` goes under "More" for whoever has a long menu."""

    label: Any
    url_name: str
    right: str = ""
    order: int = 100
    seldom: bool = False


@dataclass(frozen=True)
class Link:
    """A line of the menu as the page shows it; `current` when the person is on that page or below it."""

    label: Any
    url: str
    current: bool
    seldom: bool = False


@dataclass(frozen=True)
class Menu:
    """The links in their order, and how they stand on a wide screen: in a row, the rest under "More"."""

    links: list[Link]

    @property
    def _is_long(self) -> bool:
        return len(self.links) > MOST_IN_A_ROW

    @property
    def row(self) -> list[Link]:
        return [link for link in self.links if not (self._is_long and link.seldom)]

    @property
    def more(self) -> list[Link]:
        return [link for link in self.links if self._is_long and link.seldom]

    @property
    def is_more_current(self) -> bool:
        return any(link.current for link in self.more)


#: So many fit beside one another on a screen 1280 pixels wide, in Danish and in English; a test looks.
MOST_IN_A_ROW = 9

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
    return [Link(entry.label, url, url == here, entry.seldom) for entry, url in known]


def _is_at(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
