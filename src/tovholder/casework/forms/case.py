"""Who holds a case, who takes part in it, and its end."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tovholder.casework.forms.days import DayInput
from tovholder.casework.models import Assignment, CloseReason, ShiftCause

Choices = list[tuple[str, Any]]


class AssignForm(forms.Form):
    """From a day on, a person (or nobody) in a unit has a role."""

    holder = forms.ChoiceField(label=_("Who"))
    day = forms.DateField(label=_("From"), widget=DayInput)
    cause = forms.ChoiceField(label=_("Why"))
    planned = forms.ChoiceField(
        label=_("Was it planned?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Planned: there was time to hand over")), ("no", _("Unplanned"))],
    )
    reason = forms.CharField(label=_("In words"), required=False, max_length=300)
    #: The latest row of the role that was read.
    expected = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, holders: Choices, today: dt.date, latest: Assignment | None):
        """`holders` are `unit:person` (or `unit:` for nobody) with their names. What made the role vacant is most often
        also why it is filled, so it stands there already."""
        initial: dict[str, Any] = {"day": today, "expected": latest.pk if latest else None}
        if latest and latest.staff_id is None and latest.planned is not None:
            initial |= {"cause": latest.cause, "planned": "yes" if latest.planned else "no"}
        super().__init__(data, initial=initial)
        self.fields["holder"].choices = [("", _("choose")), *holders]  # type: ignore[attr-defined]
        causes = [choice for choice in ShiftCause.choices if choice[0] != ShiftCause.UNKNOWN]
        self.fields["cause"].choices = [("", _("choose")), *causes]  # type: ignore[attr-defined]

    def clean_holder(self) -> tuple[int, int | None]:
        """The unit and the person."""
        unit, _sep, person = self.cleaned_data["holder"].partition(":")
        return int(unit), int(person) if person else None


class MistakeForm(forms.Form):
    """Why something that was registered never was so."""

    reason = forms.CharField(label=_("Why"), max_length=300)


class ParticipantForm(forms.Form):
    """A project, a unit or one of its people takes part from a day on."""

    who = forms.ChoiceField(label=_("Who takes part"))
    start = forms.DateField(label=_("From"), widget=DayInput)
    reason = forms.CharField(label=_("What for"), required=False, max_length=300)

    def __init__(self, data: Any = None, *, choices: Choices, today: dt.date):
        super().__init__(data, initial={"start": today})
        self.fields["who"].choices = [("", _("choose")), *choices]  # type: ignore[attr-defined]

    def clean_who(self) -> tuple[int, int | None]:
        """The unit and, if it is one of its people, the person."""
        unit, _sep, person = self.cleaned_data["who"].partition(":")
        return int(unit), int(person) if person else None


class EndParticipantForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    end = forms.DateField(label=_("The first day they no longer take part"), widget=DayInput)


class CloseForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    closed_on = forms.DateField(label=_("Closed on"), widget=DayInput)
    close_reason = forms.ChoiceField(
        label=_("Because of"), choices=[("", _("choose")), *(c for c in CloseReason.choices if c[0] != "unknown")]
    )


class ReopenForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why"), max_length=300)
