"""What rooms above say about a citizen where citizens are listed: which cases there are, who holds them, where to go.

Citizens stand on floor 2 and know no cases. Casework registers a function when it starts (`casework/citizen_lines.py`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from tovholder.accounts.actor import Actor


@dataclass(frozen=True)
class Line:
    """One case of a citizen, for the list of those found."""

    citizen_id: int
    label: Any  #: what it is: "Case 15.20.00"
    since: dt.date
    until: dt.date | None
    holder: str  #: empty: nobody
    unit: str
    url: str = ""  #: where the person gets on from here; empty where they do not
    needs_reason: bool = False  #: the address asks for a reason first


#: The lines of these citizens, in one query.
Provider = Callable[[Actor, Collection[int], dt.datetime, dt.date], Iterable[Line]]

_providers: list[Provider] = []


def provide(provider: Provider) -> None:
    """Called from a room's `apps.py`."""
    if provider not in _providers:
        _providers.append(provider)


def lines(actor: Actor, citizen_ids: Collection[int], now: dt.datetime, today: dt.date) -> dict[int, list[Line]]:
    """The lines of each citizen, running ones first, then the newest."""
    found: dict[int, list[Line]] = defaultdict(list)
    for provider in _providers:
        for line in provider(actor, citizen_ids, now, today):
            found[line.citizen_id].append(line)
    for each in found.values():
        each.sort(key=lambda line: (line.until is None, line.since), reverse=True)
    return found
