"""Questions to the log of look-ups. The log grows for ever, so every one of them reads a part and counts no further
than somebody would."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from tovholder.audit.models import Lookup

PER_PAGE = 50

#: Counted no further: "more than 1,000".
COUNTED = 1_000


@dataclass(frozen=True)
class Wanted:
    """Which look-ups are asked for. Days are Danish days, both ends included."""

    seen: str = ""
    who: str = ""
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True)
class Part:
    """The newest look-ups before a place in the log. `older` is the place where the next part begins; "" at the end."""

    rows: list[Lookup]
    older: str
    is_newest: bool
    count: int
    is_more: bool  #: there are more than `count`


def of_citizen(citizen_id: int) -> QuerySet[Lookup]:
    """Who has looked at a citizen's data; through the index `lookup_citizen`."""
    return Lookup.objects.filter(citizen=citizen_id)


def by_staff(staff_id: int) -> QuerySet[Lookup]:
    """What somebody has looked at; through the index `lookup_staff`."""
    return Lookup.objects.filter(staff=staff_id)


def matching(lookups: QuerySet[Lookup], wanted: Wanted) -> QuerySet[Lookup]:
    if wanted.seen:
        lookups = lookups.filter(seen=wanted.seen)
    if wanted.who:
        lookups = lookups.filter(staff__name__icontains=wanted.who)
    if wanted.first:
        lookups = lookups.filter(at__gte=_begin(wanted.first))
    if wanted.last:
        lookups = lookups.filter(at__lt=_begin(wanted.last + dt.timedelta(days=1)))
    return lookups


def part(lookups: QuerySet[Lookup], place: str = "") -> Part:
    """The newest `PER_PAGE` look-ups before a place in the log (`older` of the part before). Two queries."""
    counted = lookups.order_by()[: COUNTED + 1].count()
    before = _read_place(place)
    if before:
        at, pk = before
        lookups = lookups.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk), at__lte=at)
    rows = list(lookups.select_related("staff", "citizen").order_by("-at", "-pk")[: PER_PAGE + 1])
    shown, more = rows[:PER_PAGE], len(rows) > PER_PAGE
    return Part(
        rows=shown,
        older=_write_place(shown[-1]) if more else "",
        is_newest=before is None,
        count=min(counted, COUNTED),
        is_more=counted > COUNTED,
    )


def _begin(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _write_place(row: Lookup) -> str:
    return f"{(row.at - _EPOCH) // dt.timedelta(microseconds=1)}.{row.pk}"


def _read_place(text: str) -> tuple[dt.datetime, int] | None:
    """What `_write_place` wrote; anything else is no place, and the newest are shown."""
    moment, _dot, pk = text.partition(".")
    if not (moment.isascii() and moment.isdigit() and pk.isascii() and pk.isdigit() and len(text) < 40):
        return None
    try:
        return _EPOCH + dt.timedelta(microseconds=int(moment)), int(pk)
    except OverflowError:
        return None
