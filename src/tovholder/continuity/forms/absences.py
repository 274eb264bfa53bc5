"""What is asked for about an absence, the procedure and its deadlines."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tovholder.continuity.models import AbsenceKind, DeadlineKind
from tovholder.continuity.models.procedure import CommentKind
from tovholder.web.inputs import DayInput


class AbsenceForm(forms.Form):
    """Who, from when, until when. What ails somebody is nobody's business here."""

    staff = forms.ChoiceField(label=_("Who"))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=AbsenceKind.choices, initial=AbsenceKind.ILLNESS, help_text=_("No diagnosis.")
    )
    starts_on = forms.DateField(label=_("First day away"), widget=DayInput)
    expected_on = forms.DateField(
        label=_("Expected back"), required=False, widget=DayInput, help_text=_("Empty: nobody knows yet.")
    )

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]], today: dt.date) -> None:
        super().__init__(data, initial={"starts_on": today, "staff": people[0][0] if len(people) == 1 else ""})
        choices = people if len(people) == 1 else [("", _("choose")), *people]
        self.fields["staff"].choices = choices  # type: ignore[attr-defined]


class ReturnForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    ended_on = forms.DateField(label=_("First day back"), widget=DayInput)


class ExpectForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    expected_on = forms.DateField(
        label=_("Expected back"), required=False, widget=DayInput, help_text=_("Empty: nobody knows yet.")
    )


class OwnerForm(forms.Form):
    unit = forms.IntegerField(widget=forms.HiddenInput)
    owner = forms.ChoiceField(label=_("Owner"), required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].choices = [("", _("nobody")), *people]  # type: ignore[attr-defined]


class CommentForm(forms.Form):
    unit = forms.ChoiceField(label=_("Team"))
    kind = forms.ChoiceField(label=_("Kind"), choices=CommentKind.choices, initial=CommentKind.QUESTION)
    text = forms.CharField(
        label=_("Text"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("About the procedure, never about a citizen."),
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.CharField(label=_("Answer"), max_length=600, widget=forms.Textarea(attrs={"rows": 2}))


class DeadlineForm(forms.Form):
    what = forms.ChoiceField(label=_("For what"), choices=[("", _("choose")), *DeadlineKind.choices])
    days = forms.IntegerField(label=_("Days"), min_value=0, max_value=400)
    valid_from = forms.DateField(label=_("From"), widget=DayInput)
    reason = forms.CharField(label=_("Why"), max_length=300)


class FragileForm(forms.Form):
    why = forms.CharField(
        label=_("Why is the situation fragile?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What a colleague has to know who opens the case on the day you are away."),
    )


class FirmForm(forms.Form):
    reason = forms.CharField(label=_("Why is it fragile no more?"), max_length=300)
