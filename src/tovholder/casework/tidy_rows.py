"""Cases, who holds them, conversations, waits and projects as tidy tables: no text that anybody wrote goes along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models import Case as Choice
from django.db.models.functions import Cast, Coalesce, NullIf, RowNumber, TruncDate
from django.utils import timezone, translation

from tovholder.accounts.models import UnitKind
from tovholder.accounts.tidy import Row, Taken, TidyRows, contribute
from tovholder.casework import thread, wait_kinds
from tovholder.casework.models import (
    OURS,
    Assignment,
    Case,
    CaseRole,
    CloseReason,
    Conversation,
    ConversationKind,
    Participant,
    ShiftCause,
)
from tovholder.casework.slots import one_of

ROOM = "casework"
ROLE = CaseRole.CASEWORKER
#: A wait of the thread → what it is called in the table.
WAITS = {
    "first_conversation": "first_conversation",
    "no_caseworker": "caseworker",
    "new_caseworker": "first_with_new",
}
#: Waits that are over because what was waited for came. The others were dropped.
CAME = {"conversation", "assignment"}
#: The lists whose names the tables say themselves.
LISTS = {
    "cause": ShiftCause,
    "role": CaseRole,
    "reason": CloseReason,
    "conversation_kind": ConversationKind,
}


def cases(taken: Taken) -> Iterable[Row]:
    reason = NullIf("close_reason", Value(""))
    return Case.objects.order_by("pk").values_list("pk", "citizen", "opened_on", "closed_on", reason)


def assignments(taken: Taken) -> Iterable[Row]:
    place = Window(RowNumber(), partition_by=["case", "role"], order_by=["effective_at", "seq"])
    running = Participant.objects.filter(
        Q(end=None) | Q(end__gt=OuterRef("day")),
        case=OuterRef("case"),
        unit__kind=UnitKind.PROJECT,
        start__lte=OuterRef("day"),
    )
    own = Choice(When(unit__kind=UnitKind.PROJECT, then="unit"), output_field=BigIntegerField())
    other = Subquery(running.order_by("-start").values("unit")[:1], output_field=BigIntegerField())
    of_project = When(cause=ShiftCause.PROJECT, then=Coalesce(own, other))
    rows = Assignment.objects.annotate(
        day=TruncDate("effective_at"), place=ExpressionWrapper(place - Value(1), IntegerField())
    ).order_by("case", "role", "place")
    return rows.values_list(
        "case",
        "role",
        "place",
        "effective_at",
        "staff",
        "unit",
        "planned",
        NullIf("cause", Value(ShiftCause.UNKNOWN.value)),
        Choice(of_project, output_field=BigIntegerField()),
    )


def conversations(taken: Taken) -> Iterable[Row]:
    days = [TruncDate(name) for name in ("starts_at", "held_at", "missed_at", "cancelled_at")]
    return Conversation.objects.order_by("pk").values_list("pk", "case", "kind", "form", "staff", *days)


def participants(taken: Taken) -> Iterable[Row]:
    return Participant.objects.order_by("pk").values_list("case", "unit", "staff", F("start"), F("end"))


def codes(taken: Taken) -> Iterable[Row]:
    for list_, choices in LISTS.items():
        for code, label in choices.choices:
            if (list_, code) != ("cause", ShiftCause.UNKNOWN):
                yield list_, code, _said(label, "da"), _said(label, "en")
    for kind in wait_kinds.known():
        yield "wait_kind", kind.key, _said(kind.name, "da"), _said(kind.name, "en")


def _said(label: Any, language: str) -> str:
    with translation.override(language):
        return str(label)


# Waits: the thread's own, case by case, so that a figure counts what the case page shows.


class _Midnight(Func):
    """Midnight here at which a date begins."""

    template = f"((%(expressions)s)::timestamp at time zone '{settings.TIME_ZONE}')"
    output_field = DateTimeField()


def waits(taken: Taken) -> Iterator[Row]:
    """The first waits of every case, as they stand when the snapshot is taken."""
    threshold_on = wait_kinds.thresholds()
    for case, found in groupby(_of_waits(taken), key=itemgetter(0)):
        opened = closed = None
        rows: list[thread.Row] = []
        held: list[thread.Held] = []
        for _case, what, at, staff, seq in found:
            if what == "row":
                rows.append(thread.Row(at, staff, seq))
            elif what == "held":
                held.append(thread.Held(at, staff))
            elif what == "opened":
                opened = at
            else:
                closed = at
        if opened is not None:
            yield from waits_of(
                case, opened=opened, closed=closed, rows=rows, held=held, now=taken.now, threshold_on=threshold_on
            )


def waits_of(
    case: int | str,
    *,
    opened: dt.datetime,
    closed: dt.datetime | None,
    rows: list[thread.Row],
    held: list[thread.Held],
    now: dt.datetime,
    threshold_on: wait_kinds.Thresholds,
) -> Iterator[Row]:
    """The first waits of one case, from plain values: no database is asked. `case` is whatever names it."""
    found = thread.first_waits(opened_at=opened, rows=rows, held=held, now=now, closed_at=closed)
    yield from (_wait(case, wait, threshold_on) for wait in found)


def _wait(case: int | str, wait: thread.FirstWait, threshold_on: wait_kinds.Thresholds) -> Row:
    kind = WAITS[wait.kind]
    name = f"{ROOM}/{case}/{kind}/{wait.start.isoformat()}"
    started = timezone.localdate(wait.start)
    ended = timezone.localdate(wait.end) if wait.end else None
    return (
        name,
        case,
        kind,
        None,
        None,
        started,
        ended,
        wait.ended_by in CAME if wait.end else None,
        threshold_on(kind, started),
    )


def _of_waits(taken: Taken) -> Iterator[Row]:
    """What the waits of cases are made of, by case: `case, what, at, staff, seq`."""

    def part(rows: QuerySet[Any], what: str, case: str, at: Any, staff: Any, seq: Any) -> QuerySet[Any]:
        if taken.cases is not None:
            rows = rows.filter(one_of(case, taken.cases))
        named = rows.order_by().annotate(of_case=F(case))
        return named.values_list("of_case", Value(what, CharField()), at, staff, seq)

    nobody, first = Cast(Value(None), BigIntegerField()), Value(0, IntegerField())
    so_far = Q(effective_at__lte=taken.now)
    opened = part(Case.objects.all(), "opened", "pk", _Midnight("opened_on"), nobody, first)
    union = opened.union(
        part(Case.objects.exclude(closed_on=None), "closed", "pk", _Midnight("closed_on"), nobody, first),
        part(Assignment.objects.filter(so_far, role=ROLE), "row", "case", F("effective_at"), F("staff"), F("seq")),
        part(Conversation.objects.filter(OURS).exclude(held_at=None), "held", "case", F("held_at"), F("staff"), first),
        all=True,
    )
    return union.order_by("of_case").iterator(chunk_size=20_000)


def register() -> None:
    for table, rows, model in (
        ("cases", cases, Case),
        ("assignments", assignments, Assignment),
        ("conversations", conversations, Conversation),
        ("participants", participants, Participant),
        ("waits", waits, Case),
    ):
        contribute(TidyRows(ROOM, table, rows, model.objects.count))
    contribute(TidyRows(ROOM, "pauses", lambda taken: (), lambda: 0))
    contribute(TidyRows(ROOM, "codes", codes, lambda: 1))
