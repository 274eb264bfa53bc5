"""In which order the citizens of somebody who is away are looked at, and why: nothing but dates and a professional's
word. It says nothing of what a citizen is like or will do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Cause(StrEnum):
    MEETING = "meeting"  #: a conversation is planned with the one who is away
    DATE = "date"  #: something is due by law
    FRAGILE = "fragile"  #: a professional has marked the situation as fragile
    STEP = "step"  #: a step of the plan that is ours is due


@dataclass(frozen=True)
class Reason:
    """Why somebody comes early in the list, and on which day it matters."""

    cause: Cause
    on: dt.date
    text: Any = ""


#: These are what "something important ahead" means; a step of ours can wait for a day.
IMPORTANT = frozenset({Cause.MEETING, Cause.DATE, Cause.FRAGILE})


def is_important(reasons: Iterable[Reason]) -> bool:
    return any(reason.cause in IMPORTANT for reason in reasons)


def order_of(reasons: Iterable[Reason], name: str) -> tuple[bool, dt.date, int, str]:
    """The key to sort by: those with something important ahead first, by the day on which the first thing matters; a
    fragile situation matters on the day it is looked at. On the same day, who has more reasons comes first."""
    found = list(reasons)
    first = min((reason.on for reason in found), default=dt.date.max)
    return not is_important(found), first, -len(found), name
