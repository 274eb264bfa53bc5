"""One's own reminder on a case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tovholder.casework.forms.days import DATE, AheadMixin
from tovholder.casework.queries.standing import OwnReminder


class ReminderForm(AheadMixin):
    text = forms.CharField(label=_("What to remember"), required=False, max_length=200)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, today: dt.date, reminder: OwnReminder | None):
        initial: dict[str, Any] = {"version": 0}
        if reminder:
            initial = {
                "ahead": DATE,
                "ahead_on": reminder.due_on,
                "text": reminder.text,
                "version": reminder.version,
            }
        super().__init__(data, initial=initial)
        self.offer(today)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["due_on"] = self.day_ahead()
        return data
