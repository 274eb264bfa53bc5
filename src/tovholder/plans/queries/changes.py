"""What was changed in a plan after the committee had it: which words, by whom, when and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format

from tovholder.audit.history import Change, FieldChange, Of, story
from tovholder.figures.published import areas
from tovholder.figures.published.catalogue import BY_ID
from tovholder.figures.published.months import Month
from tovholder.figures.words import number
from tovholder.plans.content.telling import language
from tovholder.plans.models import EmploymentPlan, EnteredValue, Goal, MinistersGoal, Status

_MONTHS = {"baseline_month", "target_month", "month"}
_NUMBERS = {"baseline_value", "percent", "persons", "level", "value"}
#: Where a goal stands among the others says nothing of what was decided; why it was added is told as the reason.
_ADDED_BECAUSE = "added_because"
_SILENT = {"position", _ADDED_BECAUSE}


@dataclass(frozen=True)
class Field:
    label: Any
    was: str
    became: str


@dataclass(frozen=True)
class Told:
    """A change with what it was of: the plan, a goal or a figure of it, one of the minister's goals."""

    change: Change
    of: str
    why: str
    fields: tuple[Field, ...]


def of_plan(plan: EmploymentPlan) -> list[Told]:
    """Everything since the plan first left its draft, the newest first."""
    since = plan.stages.exclude(status=Status.DRAFT).values_list("registered_at", flat=True).order_by("pk").first()
    if since is None:
        return []
    names = {one.pk: str(one) for one in plan.goals.all()}
    found = story(
        Of(EmploymentPlan, pk=plan.pk),
        Of(MinistersGoal, plan=plan.pk),
        Of(Goal, plan=plan.pk),
        Of(EnteredValue, goal__in=list(names)),
    )
    return list(_told([change for change in found if change.at > since], names, plan.title))


def of_goal(goal: Goal) -> list[Told]:
    """Of a goal and its entered figures, in the draft too; not that they were written down first."""
    names = {goal.pk: str(goal)}
    found = story(Of(Goal, pk=goal.pk), Of(EnteredValue, goal=goal.pk))
    return list(_told([change for change in found if change.kind != "registered"], names, str(goal)))


def _told(found: Iterable[Change], names: dict[int, str], otherwise: str) -> Iterable[Told]:
    for change in found:
        fields = tuple(
            Field(field.label, _shown(field.field, field.was), _shown(field.field, field.became))
            for field in change.fields
            if field.field not in _SILENT and _differs(field)
        )
        if fields:
            name = names.get(change.row_id, otherwise) if change.model == Goal._meta.label_lower else str(change.what)
            why = next((str(field.became) for field in change.fields if field.field == _ADDED_BECAUSE), change.why)
            of = otherwise if change.model == EmploymentPlan._meta.label_lower else name
            yield Told(change, of, why, fields)


def _differs(field: FieldChange) -> bool:
    return _shown(field.field, field.was) != _shown(field.field, field.became)


def _shown(name: str, value: Any) -> str:
    if value == "":
        return ""
    if isinstance(value, dt.date):
        return Month.of_day(value).to(language()) if name in _MONTHS else date_format(value)
    text = str(value)
    if name in _NUMBERS:
        figure = float(text)
        return number(figure, language(), 0 if figure.is_integer() else 1).replace("-", "−")
    if name == "area" and text in areas.AREAS:
        return areas.AREAS[text].name
    if name == "indicator" and text in BY_ID:
        return BY_ID[text].name.to(language())
    return text
