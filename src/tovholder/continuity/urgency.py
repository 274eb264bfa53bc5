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


def order_of(reasons: Iterable[Reason], name: str, first: dt.date) -> tuple[bool, dt.date, int, int, str]:
    """The key to sort by, on the first day that somebody is needed: those with something important ahead come first,
    by the day on which it matters. What can wait lifts nobody above what cannot; what is overdue matters on the first
    day, as does a fragile situation. On the same day a conversation comes before a date by law, then who has more
    reasons."""
    found = list(reasons)
    counted = [reason for reason in found if reason.cause in IMPORTANT] or found
    day, what = min(((max(reason.on, first), _RANK[reason.cause]) for reason in counted), default=(dt.date.max, 0))
    return not is_important(found), day, what, -len(counted), name


_RANK = {Cause.MEETING: 0, Cause.FRAGILE: 1, Cause.DATE: 2, Cause.STEP: 3}
