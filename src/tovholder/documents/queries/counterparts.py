"""How long each counterpart takes, for the dialogue with it (requirement F6)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from tovholder.documents.models import OPEN, Counterpart, Reminding, Request
from tovholder.figures.survival import days_until

#: What was asked for within so many days counts, and all that is still open.
WITHIN = dt.timedelta(days=365)


@dataclass(frozen=True)
class Waits:
    """`median` and `eight_of_ten` count those who still wait; None when so many have not got an answer yet."""

    counterpart: Counterpart
    asked: int
    open: int
    late: int  #: open and due before today
    longest: int | None  #: days, of those that are open
    in_time: int  #: answered no later than due
    with_due: int  #: answered, and there was a day on which it was due
    refused: int
    reminded: int
    median: int | None
    eight_of_ten: int | None


def waits_by_counterpart(today: dt.date) -> list[Waits]:
    """Each counterpart that was asked in the last 365 days or has something open, the most open first; two queries."""
    rows = list(
        Request.objects.filter(Q(OPEN) | Q(asked_on__gt=today - WITHIN), asked_on__isnull=False).select_related(
            "counterpart"
        )
    )
    reminded = set(Reminding.objects.filter(request__in=rows).values_list("request", flat=True))
    found: dict[Counterpart, list[Request]] = defaultdict(list)
    for row in rows:
        found[row.counterpart].append(row)
    waits = [_waits(counterpart, requests, reminded, today) for counterpart, requests in found.items()]
    return sorted(waits, key=lambda one: (-one.open, -one.asked, str(one.counterpart)))


def _waits(counterpart: Counterpart, rows: list[Request], reminded: set[int], today: dt.date) -> Waits:
    is_open = [row for row in rows if row.status == "asked"]
    answered = [row for row in rows if row.received_on and row.due_on]
    lengths = [(days, row.received_on is not None) for row in rows if (days := _days(row, today)) is not None]
    return Waits(
        counterpart=counterpart,
        asked=len(rows),
        open=len(is_open),
        late=sum(row.due_on is not None and row.due_on < today for row in is_open),
        longest=max((days for row in is_open if (days := _days(row, today)) is not None), default=None),
        in_time=sum(row.received_on <= row.due_on for row in answered if row.received_on and row.due_on),
        with_due=len(answered),
        refused=sum(row.refused_on is not None for row in rows),
        reminded=sum(row.pk in reminded for row in rows),
        median=days_until(lengths, 0.5),
        eight_of_ten=days_until(lengths, 0.8),
    )


def _days(row: Request, today: dt.date) -> int | None:
    until = row.received_on or row.refused_on or row.withdrawn_on or today
    return (until - row.asked_on).days if row.asked_on else None
