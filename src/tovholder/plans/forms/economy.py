"""The assumptions of a plan's economy: tried out from the address of the page, or saved with a reason."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tovholder.plans.actions.economy import Assumed
from tovholder.plans.forms.fields import as_typed
from tovholder.plans.models import Kind
from tovholder.web.inputs import DayInput


class MoneyField(forms.DecimalField):
    """Kroner as people type them: 3.500 or 3500,50."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=0, max_digits=14, decimal_places=2, required=False, localize=True, **more)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def to_python(self, value: Any) -> Any:
        return super().to_python(as_typed(value))


class AssumptionsForm(forms.Form):
    kind = forms.ChoiceField(label=_("Benefit"), choices=Kind.choices, initial=Kind.STATE.value)
    on = forms.DateField(label=_("Rules of the day"), widget=DayInput)
    price = MoneyField(label=_("Price of a week of support, kroner"), help_text=_("Yours: no rate is assumed."))
    first_week = forms.IntegerField(label=_("From week"), min_value=1, max_value=5000, initial=1)
    weeks = forms.IntegerField(label=_("For so many weeks"), min_value=1, max_value=520, initial=52)
    people = forms.DecimalField(
        label=_("People fewer on support"), min_value=0, max_value=1_000_000, decimal_places=1, required=False,
        localize=True,
    )  # fmt: skip
    at_week = forms.IntegerField(label=_("Who are in week"), min_value=1, max_value=5000, initial=53)
    investment = MoneyField(label=_("Investment, kroner"))

    def assumed(self) -> Assumed:
        return Assumed(**{field.name: self.cleaned_data[field.name] for field in fields(Assumed)})


class SaveForm(AssumptionsForm):
    """The same as they were tried out, to be kept: only the reason is seen."""

    reason = forms.CharField(label=_("Where they come from, or why they are changed"), max_length=300)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="save_%s")
        for name in AssumptionsForm.base_fields:
            field = self.fields[name]
            field.widget = forms.HiddenInput()
            field.widget.is_localized = field.localize
