"""Opening a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from tovholder.casework.kle import PROPOSED, USUAL
from tovholder.casework.queries.opening import Group
from tovholder.web.inputs import DayInput


class OpenCaseForm(forms.Form):
    holder = forms.ChoiceField(label=_("Who holds the case"))
    opened_on = forms.DateField(label=_("Opened on"), widget=DayInput)
    kle_number = forms.CharField(
        label=_("KLE number"),
        max_length=10,
        initial=USUAL,
        validators=[RegexValidator(r"^\d\d\.\d\d\.\d\d$", _("A KLE number looks like 15.20.00."))],
        widget=forms.TextInput(attrs={"size": 10, "list": "kle"}),
    )

    def __init__(self, *args: Any, holders: list[Group], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["holder"].choices = holders  # type: ignore[attr-defined]
        self.proposed = PROPOSED

    @property
    def unit_and_staff(self) -> tuple[int, int | None]:
        unit, _colon, staff = self.cleaned_data["holder"].partition(":")
        return int(unit), int(staff) if staff else None
