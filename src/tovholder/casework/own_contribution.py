"""Casework's own facts, brought to the case page by the same door as those of every other room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import CharField, DateTimeField, F, Func, IntegerField, Q, QuerySet, Value
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.rights import Right
from tovholder.casework import thread
from tovholder.casework.contributions import Contribution, DueDate, Moment, OpenWork, Wait
from tovholder.casework.models import (
    OURS,
    PLANNED,
    Assignment,
    Case,
    CaseRole,
    Conversation,
    ConversationKind,
    Participant,
    PlanStep,
    Reminder,
)
from tovholder.casework.own_timeline import KINDS, timeline


class StartOfDay(Func):
    """Midnight here at which a date begins."""

    template = f"((%(expressions)s)::timestamp at time zone '{settings.TIME_ZONE}')"
    output_field = DateTimeField()


LABELS = {
    "first_conversation": _("First conversation"),
    "new_caseworker": _("First conversation with the new caseworker"),
    "no_caseworker": _("A caseworker"),
}
WHO_CAN_END_IT = {
    "first_conversation": _("The caseworker"),
    "new_caseworker": _("The caseworker"),
    "no_caseworker": _("The unit's leader"),
}


def _union(*parts: QuerySet[Any]) -> QuerySet[Any]:
    return parts[0].union(*parts[1:], all=True)


def _what(name: str) -> Value:
    return Value(name, output_field=CharField())


def waits(case_id: int, moment: Moment) -> Iterable[Wait]:
    """Every first wait of the case, those that have ended among them (`thread.first_waits` defines them)."""
    facts = _union(
        Case.objects.filter(pk=case_id).values_list(
            _what("case"), StartOfDay("opened_on"), F("pk"), Value(0, output_field=IntegerField())
        ),
        Case.objects.filter(pk=case_id, closed_on__isnull=False).values_list(
            _what("closed"), StartOfDay("closed_on"), F("pk"), Value(0, output_field=IntegerField())
        ),
        Assignment.objects.order_by()
        .filter(case=case_id, role=CaseRole.CASEWORKER)
        .values_list(_what("row"), "effective_at", "staff", "seq"),
        Conversation.objects.filter(OURS, case=case_id, held_at__isnull=False).values_list(
            _what("held"), "held_at", "staff", Value(0, output_field=IntegerField())
        ),
    )
    rows: list[thread.Row] = []
    held: list[thread.Held] = []
    opened_at = closed_at = None
    for what, at, staff, seq in facts:
        if what == "row":
            rows.append(thread.Row(at, staff, seq))
        elif what == "held":
            held.append(thread.Held(at, staff))
        elif what == "case":
            opened_at = at
        else:
            closed_at = at
    if opened_at is None:
        return []
    found = thread.first_waits(opened_at=opened_at, rows=rows, held=held, now=moment.now, closed_at=closed_at)
    return [_wait(wait) for wait in found]


def _wait(wait: thread.FirstWait) -> Wait:
    return Wait(
        kind=wait.kind,
        label=LABELS[wait.kind],
        since=timezone.localdate(wait.start),
        until=timezone.localdate(wait.end) if wait.end else None,
        who_can_end_it=WHO_CAN_END_IT[wait.kind],
        definition=wait.definition,
    )


def _steps(case_id: int) -> QuerySet[PlanStep]:
    return PlanStep.objects.order_by().filter(plan__case=case_id, ended_at__isnull=True)


def due(case_id: int, moment: Moment) -> Iterable[DueDate]:
    """Planned conversations, steps with a date, and the reader's own reminder."""
    facts = _union(
        _own(Conversation.objects.filter(PLANNED, case=case_id), moment).values_list(
            _what("conversation"), "starts_at", F("kind")
        ),
        _steps(case_id).filter(due_on__isnull=False).values_list(_what("step"), StartOfDay("due_on"), F("text")),
        Reminder.objects.filter(case=case_id, staff=moment.actor.staff_id).values_list(
            _what("reminder"), StartOfDay("due_on"), F("text")
        ),
    )
    return [DueDate(on=timezone.localdate(at), label=_due(what, text, at, moment)) for what, at, text in facts]


def _own(rows: QuerySet[Conversation], moment: Moment) -> QuerySet[Conversation]:
    """What somebody may read who may not see the whole case."""
    if moment.actor.may(Right.SEE_WHOLE_CASE):
        return rows
    return rows.filter(Q(staff=moment.actor.staff_id) | Q(registered_by=moment.actor.staff_id))


def _due(what: str, text: str, at: dt.datetime, moment: Moment) -> str:
    if what == "conversation":
        kind = str(dict(ConversationKind.choices).get(text, text))
        if at <= moment.now:
            return _("%(kind)s: register what became of it") % {"kind": kind}
        return kind
    if what == "reminder":
        return _("Your reminder: %(text)s") % {"text": text} if text else str(_("Your reminder"))
    return text


def open_work(case_id: int, moment: Moment) -> Iterable[OpenWork]:
    """Planned conversations, open steps and those who take part: each stands in the way of closing the case."""
    running = Participant.objects.order_by().filter(Q(end=None) | Q(end__gt=moment.today), case=case_id)
    facts = _union(
        Conversation.objects.filter(PLANNED, case=case_id).values_list(
            _what("conversation"), "registered_at", "kind", _what(""), "starts_at", "registered_by__name"
        ),
        _steps(case_id).values_list(_what("step"), "agreed_at", "text", _what(""), "agreed_at", "registered_by__name"),
        running.values_list(
            _what("participant"),
            StartOfDay("start"),
            "unit__name",
            "staff__name",
            "registered_at",
            "registered_by__name",
        ),
    )
    return [
        OpenWork(label=_work(what, text, name, at), since=timezone.localdate(since), blocks_closing=True, who=by or "")
        for what, since, text, name, at, by in facts
    ]


def _work(what: str, text: str, name: str | None, at: dt.datetime) -> str:
    if what == "conversation":
        day = date_format(timezone.localdate(at), "DATE_FORMAT")
        kind = str(dict(ConversationKind.choices).get(text, text))
        return _("A conversation is planned: %(kind)s, %(day)s.") % {"kind": kind, "day": day}
    if what == "step":
        return _("A step of the plan is open: %(text)s.") % {"text": text.rstrip(".")}
    who = f"{name} ({text})" if name else text
    return _("%(who)s takes part in the case.") % {"who": who}


OWN = Contribution(
    room="casework", timeline=timeline, timeline_kinds=KINDS, waits=waits, due=due, open_work=open_work, flags=()
)
