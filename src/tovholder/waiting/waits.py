"""The waits of some cases, as the figures count them, with the days that do not count taken out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tovholder.accounts.tidy import Taken, contributed
from tovholder.casework.slots import one_of
from tovholder.waiting.models import Pause


@dataclass(frozen=True)
class Wait:
    """`days` are those that count, up to the end or to today."""

    key: str
    case_id: int
    kind: str
    counterpart: str
    started: dt.date
    ended: dt.date | None
    came: bool
    days: int
    threshold: int | None
    is_paused: bool = False

    @property
    def is_open(self) -> bool:
        return self.ended is None

    @property
    def is_over(self) -> bool:
        """Longer than such a wait may last."""
        return self.threshold is not None and self.days > self.threshold


def waits_of(cases: Collection[int], *, now: dt.datetime, today: dt.date) -> list[Wait]:
    """Every wait of the cases, those that have ended among them; a query for each room that has waits, and one for the
    pauses."""
    if not cases:
        return []
    taken = Taken(now, today, cases=cases)
    paused = _pauses(cases)
    found = []
    for rows in contributed().get("waits", []):
        for key, case, kind, counterpart, _unit, started, ended, came, threshold in rows.rows(taken):
            until = ended or today
            still = paused.get((case, kind), ())
            found.append(
                Wait(
                    key=key,
                    case_id=case,
                    kind=kind,
                    counterpart=counterpart or "",
                    started=started,
                    ended=ended,
                    came=bool(came),
                    days=max(0, (until - started).days - _days_within(still, started, until)),
                    threshold=threshold,
                    is_paused=ended is None and any(end is None or end > today for _start, end in still),
                )
            )
    return found


Interval = tuple[dt.date, dt.date | None]


def _pauses(cases: Collection[int]) -> dict[tuple[int, str], list[Interval]]:
    found: dict[tuple[int, str], list[Interval]] = defaultdict(list)
    for case, kind, start, end in Pause.objects.filter(one_of("case", cases)).values_list(
        "case", "kind", "start", "end"
    ):
        found[case, kind].append((start, end))
    return found


def _days_within(pauses: Iterable[Interval], started: dt.date, until: dt.date) -> int:
    """How many days of an interval were paused. Pauses of one wait do not overlap."""
    return sum(max(0, (min(end or until, until) - max(start, started)).days) for start, end in pauses)
