"""How long a wait takes, told with those who still wait (Kaplan and Meier, 1958).

The median of the waits that have ended is too short: the long ones are still running. Here everybody counts for as long
as they are known to have waited. The definitions over whole snapshots are in `measures.py`; this is the same for the
handful of waits of one page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


def days_until(waits: Iterable[tuple[int, bool]], share: float) -> int | None:
    """After how many days a share (0.5, 0.8) have got what they wait for; None when it is not reached yet.

    A wait is its days and whether what was waited for came. Others still wait, or gave up: they count as waiting up to
    then. Those who end on a day count as waiting on it before those who give up.

    >>> days_until([(10, True), (20, True), (30, True)], 0.5)
    20
    >>> days_until([(10, True), (20, False), (30, False)], 0.5) is None
    True
    """
    came: Counter[int] = Counter()
    seen: Counter[int] = Counter()
    for days, has_come in waits:
        seen[days] += 1
        came[days] += has_come
    at_risk, left = sum(seen.values()), 1.0
    for days in sorted(seen):
        left *= 1 - came[days] / at_risk
        if left <= 1 - share + 1e-9:
            return days
        at_risk -= seen[days]
    return None
