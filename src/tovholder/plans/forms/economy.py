"""The assumptions of the economy page. All stand in the address, so that they can be sent on; none is stored."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tovholder.plans.economy import STATE, UNEMPLOYMENT
from tovholder.plans.forms.fields import as_typed
from tovholder.web.inputs import DayInput

KINDS = [(STATE, _("Other benefits: the state reimburses")), (UNEMPLOYMENT, _("Unemployment benefit"))]


class MoneyField(forms.DecimalField):
    """Kroner as people type them: 3.500 or 3500,50."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=0, max_digits=14, decimal_places=2, required=False, localize=True, **more)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def to_python(self, value: Any) -> Any:
        return super().to_python(as_typed(value))


class AssumptionsForm(forms.Form):
    kind = forms.ChoiceField(label=_("Benefit"), choices=KINDS, initial=STATE)
    on = forms.DateField(label=_("Rules of the day"), widget=DayInput)
    price = MoneyField(label=_("Price of a week of support, kroner"), help_text=_("Yours: no rate is assumed."))
    first_week = forms.IntegerField(label=_("From week"), min_value=1, max_value=5000, initial=1)
    weeks = forms.IntegerField(label=_("For so many weeks"), min_value=1, max_value=520, initial=52)
    people = forms.DecimalField(label=_("People fewer on support"), min_value=0, max_value=1_000_000, required=False)
    at_week = forms.IntegerField(label=_("Who are in week"), min_value=1, max_value=5000, initial=53)
    investment = MoneyField(label=_("Investment, kroner"))
