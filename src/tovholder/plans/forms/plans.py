"""Forms of a plan: what it says, its next stage, the minister's goals, and a proposal to begin from."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tovholder.figures.published import areas
from tovholder.plans.actions.plans import Said
from tovholder.plans.actions.proposal import Chosen
from tovholder.plans.forms.fields import MonthField, NumberField
from tovholder.plans.queries.propose import Proposed
from tovholder.web.inputs import DayInput


class AreaField(forms.CharField):
    """A municipality by name or code; its code afterwards. `known`: the one that a plan has, which it may keep."""

    known = ""

    def __init__(self, **more: Any) -> None:
        attrs = {"list": "municipalities", "autocomplete": "off"}
        super().__init__(max_length=60, widget=forms.TextInput(attrs=attrs), **more)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        found = areas.find(typed)
        if found is None or found.code not in areas.MUNICIPALITIES:
            raise forms.ValidationError(_("There is no municipality of that name. Choose one of the 98."))
        if (merger := areas.merged(found.code)) and found.code != self.known:
            told = {"name": found.name, "into": areas.MUNICIPALITIES[merger.into].name}
            raise forms.ValidationError(_("%(name)s became part of %(into)s. Choose that one.") % told)
        return found.code


class StartForm(forms.Form):
    """Which municipality, from when to when."""

    municipality = AreaField(label=_("Municipality"))
    first_year = forms.IntegerField(label=_("First year"), min_value=2000, max_value=2100)
    last_year = forms.IntegerField(label=_("Last year"), min_value=2000, max_value=2100)
    baseline = MonthField(label=_("Count from"), required=False)
    target = MonthField(label=_("Reach it in"), required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if (typed.get("first_year") or 0) > (typed.get("last_year") or 9999):
            self.add_error("last_year", _("The last year does not lie before the first."))
        baseline, target = typed.get("baseline"), typed.get("target")
        if baseline and target and target <= baseline:
            self.add_error("target", _("The goal's month does not lie after the baseline's."))
        return typed


class PlanForm(forms.Form):
    """What a plan says of itself."""

    title = forms.CharField(label=_("Title"), max_length=200)
    municipality = AreaField(
        label=_("Municipality"), required=False, help_text=_("Needed for published figures. Leave it empty without.")
    )
    first_year = forms.IntegerField(label=_("First year"), min_value=2000, max_value=2100)
    last_year = forms.IntegerField(label=_("Last year"), min_value=2000, max_value=2100)
    aim = forms.CharField(label=_("Overall aim"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why it is changed"), required=False, max_length=300)

    def __init__(self, *args: Any, needs_reason: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        municipality = self.fields["municipality"]
        assert isinstance(municipality, AreaField)
        municipality.known = self.initial.get("area", "")
        if needs_reason:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]

    def said(self) -> Said:
        typed = self.cleaned_data
        return Said(typed["title"], typed["first_year"], typed["last_year"], typed["municipality"], typed["aim"])


class StageForm(forms.Form):
    """The next stage of a plan."""

    on = forms.DateField(label=_("Day"), widget=DayInput)
    reference = forms.CharField(label=_("Where it stands in the minutes"), required=False, max_length=200)
    remark = forms.CharField(
        label=_("Remark"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class MinistersGoalForm(forms.Form):
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=99)
    text = forms.CharField(
        label=_("As the minister words it"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(label=_("Why it is changed"), required=False, max_length=300)

    def __init__(self, *args: Any, needs_reason: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if not needs_reason:
            del self.fields["reason"]


class ProposalForm(forms.Form):
    """The proposed figures: a tick for each that is to be followed, and what is to be reached."""

    title = forms.CharField(label=_("Title"), max_length=200)

    def __init__(self, data: Any, *, proposed: list[Proposed], title: str) -> None:
        super().__init__(data, initial={"title": title})
        self.proposed = proposed
        for one in proposed:
            name = one.indicator.id
            self.fields[f"follow-{name}"] = forms.BooleanField(
                required=False, initial=one.is_usual, widget=forms.CheckboxInput(attrs={"class": "check"})
            )
            label = _("Change in per cent") if one.indicator.unit.counts else _("Level")
            self.fields[f"reach-{name}"] = NumberField(required=False, label=label)

    def rows(self) -> list[tuple[Proposed, forms.BoundField, forms.BoundField]]:
        return [(one, self[f"follow-{one.indicator.id}"], self[f"reach-{one.indicator.id}"]) for one in self.proposed]

    def chosen(self) -> list[Chosen]:
        found = []
        for one in self.proposed:
            name = one.indicator.id
            if self.cleaned_data[f"follow-{name}"]:
                reach = self.cleaned_data[f"reach-{name}"]
                counts = one.indicator.unit.counts
                found.append(Chosen(name, percent=reach if counts else None, level=None if counts else reach))
        return found


def default_years(today: dt.date) -> tuple[int, int]:
    """The plan that is written in the autumn is for next year."""
    year = today.year + (today.month >= 7)
    return year, year
