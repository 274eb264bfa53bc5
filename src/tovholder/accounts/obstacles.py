"""What stands in the way of closing a unit.

Cases, intakes or goals belong to units too, in rooms above this one. Each room says what of its own would be left
without a unit, from its `apps.py`, as rooms contribute to a case (`casework/contributions.py`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import ngettext

from tovholder.accounts.models import Unit

#: From a unit and the first day on which it is no more to sentences for the screen.
Obstacle = Callable[[Unit, dt.date], Iterable[Any]]

_known: list[Obstacle] = []


def register(obstacle: Obstacle) -> None:
    if obstacle not in _known:
        _known.append(obstacle)


def to_closing(unit: Unit, day: dt.date) -> list[str]:
    """Everything that still belongs to the unit on the day on which it would be no more."""
    return [str(words) for obstacle in _known for words in obstacle(unit, day)]


def members_left(unit: Unit, day: dt.date) -> Iterable[str]:
    left = unit.memberships.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day)).select_related("staff")
    names = list(dict.fromkeys(membership.staff.name for membership in left.order_by("staff__name")))
    if names:
        yield ngettext(
            "%(number)d person still belongs to it: %(names)s. End that membership first.",
            "%(number)d people still belong to it: %(names)s. End those memberships first.",
            len(names),
        ) % {"number": len(names), "names": _some(names)}


def units_left(unit: Unit, day: dt.date) -> Iterable[str]:
    left = unit.children.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day)).order_by("name")
    names = [child.name for child in left]
    if names:
        yield ngettext(
            "%(number)d unit stands under it: %(names)s. Close that first.",
            "%(number)d units stand under it: %(names)s. Close those first.",
            len(names),
        ) % {"number": len(names), "names": _some(names)}


def _some(names: list[str]) -> str:
    shown, more = names[:5], len(names) - 5
    return ", ".join(shown) + (f" + {more}" if more > 0 else "")


register(members_left)
register(units_left)
