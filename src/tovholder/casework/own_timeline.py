"""What casework itself tells in the timeline: conversations, notes, shifts, the plan, who takes part, spells, the case.

One query: each noun is a part of one UNION, told as JSON. The sentences are in `own_sentences.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import CharField, DateTimeField, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.rights import Right
from tovholder.casework.contributions import Moment, Part, TimelineEntry
from tovholder.casework.models import (
    Assignment,
    Case,
    CloseReason,
    Conversation,
    ConversationForm,
    ConversationKind,
    JobGoal,
    Note,
    NoteKind,
    Participant,
    PlanStep,
    ShiftCause,
    StepOutcome,
)
from tovholder.casework.own_sentences import TOLD
from tovholder.citizens.models import BenefitSpell, TargetGroupSpell

KINDS = (
    ("conversation", _("Conversations")),
    ("note", _("Notes")),
    ("shift", _("Who holds the case")),
    ("plan", _("The plan")),
    ("participant", _("Who takes part")),
    ("spell", _("Benefits and target groups")),
    ("case", _("The case")),
)


class StartOfDay(Func):
    """Midnight here at which a date begins."""

    template = f"((%(expressions)s)::timestamp at time zone '{settings.TIME_ZONE}')"
    output_field = DateTimeField()


def timeline(case_id: int, moment: Moment, part: Part) -> Iterable[TimelineEntry]:
    """The newest entries of the part that is asked for. Who may not see the whole case reads what is her own, who holds
    the case and the plan."""
    sees_all = moment.actor.may(Right.SEE_WHOLE_CASE)
    parts = [rows for kind, tell in _PARTS if part.wants(kind) for rows in tell(case_id, moment, part.text, sees_all)]
    if not parts:
        return []
    newest = parts[0].union(*parts[1:], all=True).order_by("-at", "-rank", "-key", "-tie")[: part.limit]
    return [TOLD[name](at, facts, moment, sees_all) for name, at, _rank, _key, _tie, facts in newest]


def _row(rows: QuerySet[Any], told: str, at: Any, rank: int, key: Any = "pk", /, **facts: Any) -> QuerySet[Any]:
    """One part of the UNION. At the same moment the higher rank, then the higher key, came later."""
    columns = {
        "told": Value(told, output_field=CharField()),
        "at": at,
        "rank": Value(rank, output_field=IntegerField()),
        "key": F(key),
        "tie": F("pk"),
        "facts": JSONObject(**facts),
    }
    return rows.order_by().annotate(**columns).values_list(*columns)


def _holding(choices: Any, text: str) -> list[str]:
    """The values whose name on the screen contains a text."""
    return [value for value, label in choices.choices if text.lower() in str(label).lower()]


def _says(text: str, *fields: str, **choices: Any) -> Q:
    """Rows that contain a text in one of the fields, or have a value whose name contains it."""
    found = Q()
    for name in fields:
        found |= Q(**{f"{name}__icontains": text})
    for name, known in choices.items():
        found |= Q(**{f"{name}__in": _holding(known, text)})
    return found if text else Q()


def _conversations(case_id: int, moment: Moment, text: str, sees_all: bool) -> list[QuerySet[Any]]:
    rows = Conversation.objects.filter(case=case_id)
    rows = rows.filter(
        _says(text, "purpose", "agreed", "reason", "staff__name", kind=ConversationKind, form=ConversationForm)
    )
    if not sees_all:
        rows = rows.filter(Q(staff=moment.actor.staff_id) | Q(registered_by=moment.actor.staff_id))
    # A conversation that was missed stands where it was to be; one that was cancelled where that was decided.
    at = Coalesce("held_at", "cancelled_at", "starts_at")
    words = ["kind", "form", "purpose", "agreed", "reason", "starts_at", "held_at", "missed_at", "cancelled_at"]
    return [_row(rows, "conversation", at, 5, who=F("staff__name"), **{name: F(name) for name in words})]


def _notes(case_id: int, moment: Moment, text: str, sees_all: bool) -> list[QuerySet[Any]]:
    rows = Note.objects.filter(_says(text, "text", "author__name", kind=NoteKind), case=case_id)
    if not sees_all:
        rows = rows.filter(author=moment.actor.staff_id)
    return [_row(rows, "note", F("happened_at"), 6, kind=F("kind"), text=F("text"), who=F("author__name"))]


def _shifts(case_id: int, moment: Moment, text: str, sees_all: bool) -> list[QuerySet[Any]]:
    before = Assignment.objects.filter(
        Q(effective_at__lt=OuterRef("effective_at"))
        | Q(effective_at=OuterRef("effective_at"), seq__lt=OuterRef("seq")),
        case=OuterRef("case"),
        role=OuterRef("role"),
    ).order_by("-effective_at", "-seq")
    named = before.filter(staff__isnull=False)
    rows = Assignment.objects.filter(case=case_id).annotate(
        before_id=Subquery(named.values("staff")[:1]),
        before_name=Subquery(named.values("staff__name")[:1]),
        before_unit=Subquery(before.values("unit")[:1]),
        just_before=Subquery(before.values("staff")[:1]),
    )
    wanted = _says(text, "staff__name", "unit__name", "before_name")
    if sees_all and text:
        wanted |= _says(text, "reason", cause=ShiftCause)
    return [
        _row(
            rows.filter(wanted),
            "assignment",
            F("effective_at"),
            2,
            "seq",
            role=F("role"),
            staff=F("staff"),
            name=F("staff__name"),
            unit=F("unit__name"),
            unit_id=F("unit"),
            before=F("before_id"),
            before_name=F("before_name"),
            before_unit=F("before_unit"),
            just_before=F("just_before"),
            planned=F("planned"),
            cause=F("cause"),
            reason=F("reason"),
            who=F("registered_by__name"),
        )
    ]


def _plan(case_id: int, moment: Moment, text: str, sees_all: bool) -> list[QuerySet[Any]]:
    goals = JobGoal.objects.filter(_says(text, "words", "occupation"), plan__case=case_id)
    steps = PlanStep.objects.filter(
        _says(text, "text", "turn_name", "end_reason", "replaces__text"), plan__case=case_id
    )
    # A rewritten step lives on in the one that took its place, which tells of both.
    ended = steps.filter(ended_at__isnull=False).exclude(outcome=StepOutcome.REWRITTEN)
    step = {"text": F("text"), "turn": F("turn"), "turn_name": F("turn_name"), "due_on": F("due_on")}
    return [
        _row(
            goals,
            "goal",
            F("effective_at"),
            3,
            words=F("words"),
            occupation=F("occupation"),
            who=F("registered_by__name"),
        ),
        _row(steps, "step", F("agreed_at"), 4, before=F("replaces__text"), who=F("registered_by__name"), **step),
        _row(ended, "ended_step", F("ended_at"), 7, text=F("text"), outcome=F("outcome"), reason=F("end_reason")),
    ]


def _participants(case_id: int, moment: Moment, text: str, sees_all: bool) -> list[QuerySet[Any]]:
    rows = Participant.objects.filter(_says(text, "unit__name", "staff__name", "reason"), case=case_id)
    facts = {"unit": F("unit__name"), "name": F("staff__name"), "reason": F("reason")}
    return [
        _row(rows, "joined", StartOfDay("start"), 3, who=F("registered_by__name"), **facts),
        _row(rows.filter(end__isnull=False), "left", StartOfDay("end"), 3, **facts),
    ]


def _spells(case_id: int, moment: Moment, text: str, sees_all: bool) -> list[QuerySet[Any]]:
    if not sees_all:
        return []
    found = []
    spells: list[tuple[type[BenefitSpell | TargetGroupSpell], str]] = [
        (BenefitSpell, "benefit"),
        (TargetGroupSpell, "target_group"),
    ]
    for model, code in spells:
        rows: QuerySet[Any] = model.objects.filter(
            _says(text, f"{code}__name_da", f"{code}__name_en", f"{code}__code"),
            # What ended before the case began belongs to another time.
            Q(end=None) | Q(end__gt=F("citizen__cases__opened_on")),
            citizen__cases=case_id,
        )
        facts = {"code": F(f"{code}__code"), "da": F(f"{code}__name_da"), "en": F(f"{code}__name_en")}
        found.append(_row(rows, f"{code}_began", StartOfDay("start"), 1, **facts))
        found.append(_row(rows.filter(end__isnull=False), f"{code}_ended", StartOfDay("end"), 1, **facts))
    return found


def _case(case_id: int, moment: Moment, text: str, sees_all: bool) -> list[QuerySet[Any]]:
    rows = Case.objects.filter(pk=case_id)
    if text:
        closed = rows.filter(close_reason__in=_holding(CloseReason, text))
        return [_row(closed, "closed", StartOfDay("closed_on"), 9, reason=F("close_reason"))]
    return [
        _row(rows, "opened", StartOfDay("opened_on"), 0, who=F("registered_by__name")),
        _row(rows.filter(closed_on__isnull=False), "closed", StartOfDay("closed_on"), 9, reason=F("close_reason")),
    ]


_Tell = Callable[[int, Moment, str, bool], list[QuerySet[Any]]]
_PARTS: list[tuple[str, _Tell]] = [
    ("conversation", _conversations),
    ("note", _notes),
    ("shift", _shifts),
    ("plan", _plan),
    ("participant", _participants),
    ("spell", _spells),
    ("case", _case),
]
