"""The kinds of waits there are: each room says what it has, and one room (`waiting`) how long each may last.

A kind is bounded by two facts and never typed in. Its rows come from the room's tidy table (`accounts/tidy.py`: waits),
so that a page, a figure and a snapshot count the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tovholder.casework import thread


@dataclass(frozen=True)
class WaitKind:
    """`key` is its code in the tables, `who` can end it, `order` its place on the page."""

    key: str
    name: Any
    definition: Any
    who: Any
    order: int = 100


_known: dict[str, WaitKind] = {}
#: How many days a wait of a kind that begins on a day may last; None when nothing was set.
Thresholds = Callable[[str, dt.date], int | None]
_provided: list[Callable[[], Thresholds]] = []


def register(*kinds: WaitKind) -> None:
    """Called once per room, from its `apps.py`."""
    _known.update((kind.key, kind) for kind in kinds)


def known() -> list[WaitKind]:
    return sorted(_known.values(), key=lambda kind: kind.order)


def find(key: str) -> WaitKind | None:
    return _known.get(key)


def provide_thresholds(load: Callable[[], Thresholds]) -> None:
    """The room that keeps the thresholds says how they are read, all at once."""
    _provided[:] = [load]


def thresholds() -> Thresholds:
    """The thresholds as they stand now, in one query however many waits are asked about."""
    return _provided[0]() if _provided else lambda kind, day: None


OWN = (
    WaitKind(
        "first_conversation",
        _("First conversation"),
        thread.DEFINITIONS["first_conversation"],
        _("The caseworker"),
        10,
    ),
    WaitKind("caseworker", _("A caseworker"), thread.DEFINITIONS["no_caseworker"], _("The unit's leader"), 20),
    WaitKind(
        "first_with_new",
        _("First conversation with the new caseworker"),
        thread.DEFINITIONS["new_caseworker"],
        _("The caseworker"),
        30,
    ),
)
