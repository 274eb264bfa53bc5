"""Fields for what rules say: lengths of time as people write them, and steps."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tovholder.rulebook import books
from tovholder.rules import say
from tovholder.rules.days import Span, SpanUnit

#: What people write, in both languages.
_UNITS = {
    SpanUnit.DAY: ("dag", "dage", "day", "days"),
    SpanUnit.WEEK: ("uge", "uger", "week", "weeks"),
    SpanUnit.MONTH: ("måned", "måneder", "month", "months"),
    SpanUnit.YEAR: ("år", "year", "years"),
    SpanUnit.WORKING_DAY: ("arbejdsdag", "arbejdsdage", "working day", "working days"),
}
_NAMES = {name: unit for unit, names in _UNITS.items() for name in names}


class SpanField(forms.CharField):
    """A length of time: "6 måneder", "10 arbejdsdage", "1 week"."""

    default_error_messages = {
        "span": _("Write a length such as “1 week”, “14 days”, “6 months” or “10 working days”."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=30, help_text=kwargs.pop("help_text", _("Such as “6 months” or “10 working days”.")), **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        return say.span(value, books.language()) if isinstance(value, Span) else value

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "")
        if not text:
            return None
        found = re.fullmatch(r"(\d{1,4})\s+(.+)", " ".join(text.lower().split()))
        unit = _NAMES.get(found[2]) if found else None
        if found is None or unit is None or int(found[1]) == 0:
            raise ValidationError(self.error_messages["span"], code="span")
        return Span(int(found[1]), unit)


class StepsField(forms.CharField):
    """Steps, one in a line, as the tables have them: `to_week=4 percent=80`; the last without an end."""

    default_error_messages = {"steps": _("Line %(line)d is not understood: “%(text)s”.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("One step in a line, such as “to_week=4 percent=80”; the last has no end."),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(" ".join(f"{key}={number}" for key, number in step.items()) for step in value)

    def clean(self, value: Any) -> Any:
        steps = []
        for line, text in enumerate(str(super().clean(value)).splitlines(), 1):
            parts = [part.partition("=") for part in text.split()]
            if not all(key and number.isdecimal() for key, _sign, number in parts):
                raise ValidationError(self.error_messages["steps"] % {"line": line, "text": text}, code="steps")
            steps += [{key: int(number) for key, _sign, number in parts}] if parts else []
        return steps
