"""Forms of a goal: what it says, a figure entered by hand, what is said of it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tovholder.figures.published.catalogue import INDICATORS
from tovholder.plans.actions.goals import Terms
from tovholder.plans.content.telling import language
from tovholder.plans.forms.fields import MonthField, NumberField
from tovholder.plans.models import EmploymentPlan, Goal, Horizon, Source
from tovholder.plans.models.goal import LevelOf, Turn, Unit
from tovholder.plans.sources import own_indicators
from tovholder.web.inputs import DayInput

_TEXT = forms.Textarea(attrs={"rows": 3})


class GoalForm(forms.Form):
    """What a goal says. The figure is named as `published:unemployment.total`, `own:…` or `entered`."""

    title = forms.CharField(label=_("Goal"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    number = forms.CharField(label=_("Number"), required=False, max_length=8, help_text=_("As the plan counts: 2a."))
    horizon = forms.ChoiceField(label=_("Kind of goal"), choices=Horizon.choices, initial=Horizon.YEAR)
    parent_id = forms.TypedChoiceField(label=_("Under the goal"), required=False, coerce=int, empty_value=None)
    ministers_goal_id = forms.TypedChoiceField(
        label=_("Serves the minister's goal"), required=False, coerce=int, empty_value=None
    )
    figure = forms.ChoiceField(label=_("Figure"))
    population = forms.CharField(label=_("Who is counted"), required=False, max_length=300)
    unit = forms.ChoiceField(label=_("Unit of entered figures"), choices=Unit.choices, initial=Unit.PERSONS)
    definition = forms.CharField(label=_("Definition of entered figures"), required=False, widget=_TEXT)
    direction = forms.ChoiceField(label=_("Direction"), choices=Turn.choices, initial=Turn.AT_MOST)
    baseline_month = MonthField(label=_("Baseline month"), required=False)
    baseline_value = NumberField(
        label=_("Figure of the baseline"),
        required=False,
        help_text=_("Only where it was decided on another figure than the source has now."),
    )
    target_month = MonthField(label=_("Target month"), required=False)
    percent = NumberField(label=_("Change in per cent"), required=False, help_text=_("A fall has a minus: −20."))
    persons = NumberField(label=_("Change in number"), required=False)
    level = NumberField(label=_("Level"), required=False)
    level_of = forms.ChoiceField(
        label=_("Or the level of"), required=False, choices=[("", "–"), *LevelOf.choices],
        help_text=_("Of published shares: a level that goes along."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason for the level"), required=False, widget=_TEXT)
    risks = forms.CharField(label=_("Counter-moving factors"), required=False, widget=_TEXT)
    responsible = forms.CharField(label=_("Responsible"), required=False, max_length=120)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    why = forms.CharField(label=_("Why the plan is changed"), required=False, max_length=300)

    def __init__(
        self, *args: Any, plan: EmploymentPlan, goal: Goal | None = None, needs_reason: bool, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self._choose("figure", _figures(plan))
        tops = plan.goals.filter(parent=None, dropped_on=None)
        if goal is not None:
            tops = tops.exclude(pk=goal.pk)
        self._choose("parent_id", [("", "–"), *((one.pk, str(one)) for one in tops)])
        announced = [(one.pk, str(one)) for one in plan.ministers_goals.all()]
        self._choose("ministers_goal_id", [("", "–"), *announced])
        if not announced:
            del self.fields["ministers_goal_id"]
        if needs_reason:
            self.fields["why"].required = True
        else:
            del self.fields["why"]

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def terms(self) -> Terms:
        typed = dict(self.cleaned_data)
        source, _colon, indicator = typed.pop("figure").partition(":")
        known = {field.name for field in fields(Terms)}
        said = {name: value for name, value in typed.items() if name in known}
        return Terms(**{**said, "source": source, "indicator": indicator})


def initial_of(goal: Goal) -> dict[str, Any]:
    known = {name: getattr(goal, name) for name in (*(field.name for field in fields(Terms)), "version")}
    is_entered = goal.source == Source.ENTERED
    return known | {"figure": Source.ENTERED.value if is_entered else f"{goal.source}:{goal.indicator}"}


def _figures(plan: EmploymentPlan) -> list[Any]:
    spoken = language()
    found: list[Any] = [(Source.ENTERED.value, _("entered by hand"))]
    if plan.area:
        published = [(f"published:{one.id}", one.name.to(spoken)) for one in INDICATORS]
        found.append((Source.PUBLISHED.label, published))
    if own := [(f"own:{one.id}", one.name.to(spoken)) for one in own_indicators()]:
        found.append((Source.OWN.label, own))
    return found


class ValueForm(forms.Form):
    """A figure of a month."""

    month = MonthField(label=_("Month"))
    value = NumberField(label=_("Value"), required=False, help_text=_("Empty when it is not known: that is not 0."))
    source = forms.CharField(label=_("Where it stands"), max_length=200)
    dated = forms.DateField(label=_("Date of the data"), widget=DayInput)


class CommentForm(forms.Form):
    """What is said of a goal in a quarter's status."""

    came_of_it = forms.CharField(label=_("What came of it"), required=False, widget=_TEXT)
    text = forms.CharField(label=_("Comment"), required=False, widget=_TEXT)
    proposal = forms.CharField(label=_("What is proposed"), required=False, widget=_TEXT)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_past: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not has_past:
            del self.fields["came_of_it"]


class DropForm(forms.Form):
    because = forms.CharField(label=_("Why the goal is given up"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)
