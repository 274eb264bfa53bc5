"""Inputs that Django leaves as plain text boxes: the browser's own pickers for a day and for a moment.

A form field says `forms.DateField(widget=DayInput)`. The browser shows the date in the person's own way and sends it
as ISO 8601, whatever the language, so the field understands it everywhere.
"""

from __future__ import annotations

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A day, from the browser's calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and a time of the day, to the minute, in local time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")
