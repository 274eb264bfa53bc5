"""The job goal and the steps of the plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tovholder.casework.forms.days import DayInput
from tovholder.casework.models import PlanStep, Turn


class GoalForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    #: The goal that stood on the screen: another in the plan changes the plan's version, not the goal.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(label=_("The goal in the citizen's own words"), widget=forms.Textarea(attrs={"rows": 3}))
    occupation = forms.CharField(label=_("Occupation or field"), required=False, max_length=200)


class StepForm(forms.Form):
    """A step, new or in other words."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    step_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Step"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    turn = forms.ChoiceField(label=_("Whose turn"), choices=Turn.choices, initial=Turn.US, widget=forms.RadioSelect)
    turn_name = forms.CharField(label=_("Who, if it is somebody else"), required=False, max_length=120)
    due_on = forms.DateField(label=_("By"), required=False, widget=DayInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("turn") == Turn.OTHER and not data.get("turn_name", "").strip():
            self.add_error("turn_name", _("Name who is to act."))
        if data.get("turn") != Turn.OTHER:
            data["turn_name"] = ""
        return data


class EndForm(forms.Form):
    """A step is done, dropped, or opened again."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    step_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, data: Any = None, *, initial: dict[str, Any], needs_reason: bool):
        super().__init__(data, initial=initial)
        if not needs_reason:
            del self.fields["reason"]


def step_initial(step: PlanStep) -> dict[str, Any]:
    return {"text": step.text, "turn": step.turn, "turn_name": step.turn_name, "due_on": step.due_on}
