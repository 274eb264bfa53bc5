"""What people type about weights, room, languages and fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.models import Unit
from tovholder.casework.forms.days import DayInput
from tovholder.workload import languages
from tovholder.workload.models import MOST, MOST_ROOM, Specialty


def weight_field(label: Any, most: Decimal = MOST, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=Decimal(0), max_value=most, decimal_places=1, **more)


class GroupWeightForm(forms.Form):
    target_group = forms.TypedChoiceField(label=_("Target group"), coerce=int)
    weight = weight_field(_("Weight"), help_text=_("1 is a case as most are; 1.5 takes half as much work again."))
    valid_from = forms.DateField(label=_("From"), widget=DayInput)
    reason = forms.CharField(label=_("Why"), max_length=300)
    source = forms.CharField(
        label=_("Where the number comes from"),
        help_text=_("A count of time, an agreement with the staff, another municipality."),
        max_length=200,
        required=False,
    )

    def __init__(self, data: Any = None, *, groups: list[tuple[str, str]], today: dt.date) -> None:
        super().__init__(data, initial={"valid_from": today})
        self.fields["target_group"].choices = [("", _("choose")), *groups]  # type: ignore[attr-defined]


class SpecialtyForm(forms.Form):
    name_da = forms.CharField(label=_("Danish name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=80, required=False)


class CaseWeightForm(forms.Form):
    """An empty weight: as the target group."""

    weight = weight_field(
        _("The case weighs"), required=False, help_text=_("1 is a case as most are. Empty: as its target group.")
    )
    reason = forms.CharField(
        label=_("What makes the work more or less"),
        help_text=_("The work, not the person: many meetings, several authorities, travel. It stands on the case."),
        max_length=300,
    )
    valid_from = forms.DateField(label=_("From"), widget=DayInput)

    def __init__(self, data: Any = None, *, today: dt.date, weight: Decimal | None = None) -> None:
        super().__init__(data, initial={"valid_from": today, "weight": weight})


NEEDED, WISHED = "needed", "wished"
ASKS = (("", _("is not asked for")), (WISHED, _("is good to have")), (NEEDED, _("is needed")))


class CaseFieldsForm(forms.Form):
    """One choice for each field in use, and for those that the case asks for though they are in use no more."""

    def __init__(
        self, data: Any = None, *, specialties: Iterable[Specialty], asked: dict[int, bool] | None = None
    ) -> None:
        super().__init__(data)
        for one in specialties:
            now = {None: "", True: NEEDED, False: WISHED}[(asked or {}).get(one.pk)]
            self.fields[f"field_{one.pk}"] = forms.ChoiceField(
                label=one.name, choices=ASKS, required=False, initial=now
            )

    def wanted(self) -> dict[int, bool]:
        """Field → whether it is needed, for those that are asked for."""
        chosen = {int(name.removeprefix("field_")): value for name, value in self.cleaned_data.items() if value}
        return {pk: value == NEEDED for pk, value in chosen.items()}


class CapacityForm(forms.Form):
    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    weight = weight_field(
        _("Has room for"),
        MOST_ROOM,
        required=False,
        help_text=_("In usual cases, all the person's cases in the unit together. Empty: it is not said any more."),
    )
    valid_from = forms.DateField(label=_("From"), widget=DayInput)
    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("Full time, 30 hours a week, trained on the job.")
    )

    def __init__(self, data: Any = None, *, units: list[Unit], today: dt.date) -> None:
        only = units[0].pk if len(units) == 1 else None
        super().__init__(data, initial={"valid_from": today, "unit": only}, prefix="capacity")
        choices = [(unit.pk, unit.name) for unit in units]
        self.fields["unit"].choices = choices if only else [("", _("choose")), *choices]  # type: ignore[attr-defined]


class LanguagesForm(forms.Form):
    languages = forms.CharField(
        label=_("Speaks, beside Danish"),
        help_text=_("Well enough to hold a conversation. Commas between: Arabic, Polish."),
        max_length=400,
        required=False,
    )

    def __init__(self, data: Any = None, *, speaks: Iterable[str] = ()) -> None:
        super().__init__(data, initial={"languages": languages.written(speaks)}, prefix="languages")

    def codes(self) -> list[str]:
        return languages.read(self.cleaned_data["languages"])


class SpecialtiesForm(forms.Form):
    specialties = forms.TypedMultipleChoiceField(
        label=_("Knows"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, specialties: Iterable[Specialty], knows: Iterable[int] = ()) -> None:
        super().__init__(data, initial={"specialties": list(knows)}, prefix="specialties")
        self.fields["specialties"].choices = [(one.pk, one.name) for one in specialties]  # type: ignore[attr-defined]
