"""What people type about waits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tovholder.casework.forms.days import DayInput


class ThresholdForm(forms.Form):
    days = forms.IntegerField(
        label=_("So many days"), help_text=_("Empty: as long as it takes."), min_value=0, max_value=3650, required=False
    )
    valid_from = forms.DateField(
        label=_("For waits that begin on or after"),
        help_text=_("A day that has been also judges those who wait now, as long as they began on it or after."),
        widget=DayInput,
    )
    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, data: Any = None, *, today: dt.date, days: int | None = None):
        super().__init__(data, initial={"valid_from": today.replace(month=1, day=1), "days": days})


class PauseForm(forms.Form):
    kind = forms.ChoiceField(label=_("Which wait"))
    start = forms.DateField(label=_("Paused from"), widget=DayInput)
    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, data: Any = None, *, today: dt.date, kinds: list[tuple[str, Any]]):
        super().__init__(data, initial={"start": today, "kind": kinds[0][0] if len(kinds) == 1 else None})
        self.fields["kind"].choices = kinds if len(kinds) == 1 else [("", _("choose")), *kinds]  # type: ignore[attr-defined]


class ResumeForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    end = forms.DateField(label=_("It runs again from"), widget=DayInput)
