"""Months and numbers as people type them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

#: Numbers with their thousands apart.
_DANISH, _ENGLISH = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?"), re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")


class MonthInput(forms.DateInput):
    """A month: the browser's own picker, or 2026-07 typed in one that has none."""

    input_type = "month"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"placeholder": "2026-07", **(attrs or {})}, format="%Y-%m")


class MonthField(forms.DateField):
    """The first day of a month."""

    widget = MonthInput

    def __init__(self, **more: Any) -> None:
        super().__init__(input_formats=["%Y-%m", "%Y-%m-%d", "%m-%Y", "%m/%Y"], **more)
        self.error_messages["invalid"] = _("Write the month as 2026-07.")


class NumberField(forms.FloatField):
    """A number in the language's own way, with any of the signs that are taken for a minus, with or without %."""

    def __init__(self, **more: Any) -> None:
        super().__init__(localize=True, **more)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def to_python(self, value: Any) -> Any:
        return super().to_python(as_typed(value))


def as_typed(value: Any) -> Any:
    """A number as its language writes it, without what people put around it. In Danish 3.500 is three thousand and
    five hundred, which Django would take for three and a half."""
    if not isinstance(value, str):
        return value
    plain = "".join(value.split()).removesuffix("%").removesuffix("kr.").replace("−", "-").replace("–", "-")
    thousands = _DANISH if (get_language() or "da").startswith("da") else _ENGLISH
    return plain.replace("." if thousands is _DANISH else ",", "") if thousands.fullmatch(plain) else plain
