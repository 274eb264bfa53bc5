"""What somebody else changed after one had read it: who, when, which field was what and is what.

The database's history has the row as it was before each change, so the last state with the version that was read tells
when it ceased to be so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tovholder.audit.history import Change, Of, story
from tovholder.casework.models import PLANNED, Conversation, JobGoal, Note, PlanStep, Reminder


@dataclass(frozen=True)
class Difference:
    """One field that somebody changed meanwhile."""

    at: dt.datetime
    who: str
    label: Any
    was: Any
    became: Any


def since_version(row: Conversation | Note | PlanStep | Reminder, version: int) -> list[Difference]:
    """What was changed in a row after its `version` was read, the newest first."""
    model = type(row)
    events = model.pgh_event_model.objects.filter(pgh_obj_id=row.pk, version=version)  # type: ignore[union-attr]
    ended = events.order_by("-pgh_id").values_list("pgh_id", flat=True).first() or 0
    changes = [change for change in story(Of(model, pk=row.pk)) if change.kind == "changed"]
    return list(_differences(change for change in changes if change.event >= ended))


def next_since(row: Conversation) -> list[Difference]:
    """The conversations that were planned on from one that somebody has registered meanwhile."""
    label = _("next conversation")
    planned = Conversation.objects.filter(PLANNED, follows=row).select_related("registered_by").order_by("starts_at")
    return [
        Difference(one.registered_at, one.registered_by.name if one.registered_by else "", label, "", one.starts_at)
        for one in planned
    ]


def _differences(changes: Iterable[Change]) -> Iterable[Difference]:
    for change in changes:
        for field in change.fields:
            yield Difference(change.at, change.who, field.label, field.was, field.became)


def goal_since(goal: JobGoal | None, seen: JobGoal | None) -> list[Difference]:
    """How the goal that holds differs from the one that was read; empty when it is the same row."""
    if goal is None or (seen is not None and goal.pk == seen.pk):
        return []
    who = goal.registered_by.name if goal.registered_by else ""
    return [
        Difference(goal.registered_at, who, JobGoal._meta.get_field(name).verbose_name, was, became)  # type: ignore[union-attr]
        for name in ("words", "occupation")
        if (became := getattr(goal, name)) != (was := getattr(seen, name) if seen else "")
    ]


def step_since(step: PlanStep, version: int) -> tuple[PlanStep, list[Difference]]:
    """The step that stands in the place of one that was read, and what has been changed on the way to it."""
    found = since_version(step, version)
    while (successor := PlanStep.objects.filter(replaces=step).select_related("registered_by").first()) is not None:
        who = successor.registered_by.name if successor.registered_by else ""
        found += [
            Difference(successor.registered_at, who, PlanStep._meta.get_field(name).verbose_name, was, became)  # type: ignore[union-attr]
            for name in ("text", "turn", "turn_name", "due_on")
            if (became := _shown(successor, name)) != (was := _shown(step, name))
        ]
        step = successor
    return step, found


def _shown(step: PlanStep, name: str) -> Any:
    value = step.get_turn_display() if name == "turn" else getattr(step, name)
    return "" if value is None else value


def reminder_since(row: Reminder, version: int) -> list[Difference]:
    """What was changed in a reminder after its `version` was read; it may be gone, and then has no key any more."""
    if row.pk is not None:
        return since_version(row, version)
    gone = [change for change in story(Of(Reminder, case=row.case_id, staff=row.staff_id)) if change.kind == "deleted"]
    return list(_differences(gone[:1]))
