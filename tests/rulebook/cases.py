"""A case with a target group, and what is worked out for it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.factories import Factory, moment
from tovholder.accounts.actor import Actor
from tovholder.accounts.models import Staff
from tovholder.casework.models import Case, Conversation
from tovholder.citizens.models import TargetGroup, TargetGroupSpell
from tovholder.rulebook import books, keeping
from tovholder.rulebook.actions.rules import Asked, Draft
from tovholder.rulebook.models import StatutoryDate
from tovholder.rules.days import Span


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def in_group(make: Factory, group: str, opened: str, *held: str, held_by: Staff | None = None, **fields: Any) -> Case:
    """A case of somebody in a target group, with conversations held on some days."""
    case = make.case(held_by=held_by or make.staff(), opened_on=day(opened), **fields)
    spell(case, group, opened)
    for on in held:
        talk(case, on)
    return case


def spell(case: Case, group: str, start: str, end: str | None = None) -> TargetGroupSpell:
    return TargetGroupSpell.objects.create(
        citizen=case.citizen,
        target_group=TargetGroup.objects.get(code=group),
        start=day(start),
        end=day(end) if end else None,
    )


def talk(case: Case, on: str, kind: str = "follow_up") -> Conversation:
    at = moment(day(on))
    return Conversation.objects.create(case=case, starts_at=at, held_at=at, kind=kind)


def worked(today: dt.date) -> int:
    """What the job worker does."""
    return keeping.refresh_stale(today=today)


def dates(case: Case) -> dict[str, StatutoryDate]:
    return {row.rule_id: row for row in StatutoryDate.objects.filter(case=case)}


def asked(actor: Actor, now: dt.datetime, **changed: Any) -> Asked:
    given: dict[str, Any] = {"version": books.edition(), "reason": "Lovændring", "now": now, "today": now.date()}
    return Asked(actor=actor, **(given | changed))


def draft(**changed: Any) -> Draft:
    """Six conversations in half a year for activity-ready people from 2027 on, in place of what came with the house."""
    given: dict[str, Any] = {
        "rule_id": "number-2027",
        "series": "number",
        "kind": "at_least",
        "terms": {"count": 6, "within": Span.parse("6 months")},
        "valid_from": day("2027-01-01"),
        "groups": ("6.3", "6.4", "6.5", "6.7"),
        "law": "Lov nr. 1 af 2. december 2026",
        "source": "Retsinformation",
        "ends": "number-2026-others",
    }
    return Draft(**(given | changed))
