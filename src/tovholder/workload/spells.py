"""A list of things that hold from today on: what is new begins, what is not in it ends, the rest goes on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import store
from tovholder.citizens.models import Spell

_Row = TypeVar("_Row", bound=Spell)


def hold_only(
    running: Iterable[_Row],
    wanted: Mapping[Hashable, _Row],
    *,
    key: Callable[[_Row], Hashable],
    actor: Actor,
    now: dt.datetime,
    today: dt.date,
) -> list[_Row]:
    """The rows that hold afterwards. `running` are those (locked) that hold today, `wanted` the ones that shall,
    without dates. What began today and ends today was a slip and goes; the history keeps it."""
    kept: dict[Hashable, _Row] = {}
    for row in running:
        if key(row) in wanted:
            kept[key(row)] = row
        elif row.start == today:
            row.delete()
        else:
            row.end = today
            row.version += 1
            store(row)
    for name, row in wanted.items():
        if name not in kept:
            row.start, row.registered_at, row.registered_by_id = today, now, actor.staff_id
            store(row)
            kept[name] = row
    return list(kept.values())
