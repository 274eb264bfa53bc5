"""A note in the case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tovholder.casework.forms.days import ClockInput, DayInput, at
from tovholder.casework.models import Note, NoteKind


class NoteForm(forms.Form):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 4}))
    kind = forms.ChoiceField(label=_("Kind"), choices=NoteKind.choices, initial=NoteKind.NOTE)
    day = forms.DateField(label=_("Day"), widget=DayInput)
    clock = forms.TimeField(label=_("Time"), widget=ClockInput)

    def __init__(self, data: Any = None, *, now: dt.datetime, note: Note | None = None):
        """`note` is the one that is corrected; without it another is written, now unless another time is given."""
        local = timezone.localtime(note.happened_at if note else now)
        initial: dict[str, Any] = {"day": local.date(), "clock": local.time()}
        if note:
            initial |= {"version": note.version, "text": note.text, "kind": note.kind}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("day") and data.get("clock"):
            data["happened_at"] = at(data["day"], data["clock"])
        return data
