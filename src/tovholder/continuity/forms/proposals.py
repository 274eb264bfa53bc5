"""What is asked for when a reorganisation is tried out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tovholder.web.inputs import DayInput


class ReorganisationForm(forms.Form):
    """For each target group the team that it moves to, or none; the day; how much each may have at most."""

    on = forms.DateField(label=_("From"), widget=DayInput)
    capacity = forms.IntegerField(
        label=_("Usual cases each may have at most"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("Empty: the room that is registered for each; else an even share and 15 per cent on top."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        groups: list[tuple[str, str, int]],
        units: list[tuple[str, str]],
        today: dt.date,
    ) -> None:
        first = dt.date(today.year + 1, 1, 1)
        super().__init__(data, initial={"on": first})
        self.codes = [code for code, _label, _cases in groups]
        for number, (_code, label, cases) in enumerate(groups):
            self.fields[f"group_{number}"] = forms.ChoiceField(
                label=f"{label} ({cases})", required=False, choices=[("", _("stays where it is")), *units]
            )

    def group_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("group_")]

    def moves(self) -> dict[str, int]:
        """Target group → unit, for those that move."""
        chosen = {code: self.cleaned_data.get(f"group_{number}") for number, code in enumerate(self.codes)}
        return {code: int(unit) for code, unit in chosen.items() if unit}
