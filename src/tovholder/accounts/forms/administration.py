"""Forms of those who manage staff and units. They say what is mistyped; the actions say what may not be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tovholder.accounts import queries
from tovholder.accounts.models import UnitKind
from tovholder.accounts.rights import Role


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"], **kwargs)


class LastDayField(DayField):
    """The last day, as people say it, made into the first day after, as it is stored."""

    def clean(self, value: Any) -> dt.date | None:
        day = super().clean(value)
        return day + dt.timedelta(days=1) if day else None


class UnitField(forms.TypedChoiceField):
    """The open units as a tree."""

    def __init__(self, *, today: dt.date, none: Any = "", **kwargs: Any) -> None:
        super().__init__(
            choices=lambda: [("", none or _("Choose a unit")), *_tree(today)], coerce=int, empty_value=None, **kwargs
        )


def _tree(today: dt.date) -> Iterator[tuple[int, str]]:
    for node in queries.unit_tree(today=today, closed_too=False):
        yield node.unit.pk, "\u2003" * node.depth + node.unit.name


class MarkedForm(forms.Form):
    """Carries along what the row said when it was shown."""

    mark = forms.CharField(widget=forms.HiddenInput)


class StaffForm(MarkedForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), help_text=_("What the person signs in with."))
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)


class _RoleInUnit(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *Role.choices])

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitField(label=_("Unit"), today=today)


class NewStaffForm(_RoleInUnit):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), help_text=_("What the person signs in with."))
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    since = DayField(label=_("From"))

    field_order = ["name", "email", "phone", "role", "unit", "since"]

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.order_fields(self.field_order)
        self.fields["since"].initial = today


class MembershipForm(_RoleInUnit):
    valid_from = DayField(label=_("From"))
    valid_to = LastDayField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.order_fields(["role", "unit", "valid_from", "valid_to"])
        self.fields["valid_from"].initial = today


class EndMembershipForm(MarkedForm):
    valid_to = LastDayField(label=_("Last day"), required=False, help_text=_("Empty means until further notice."))


class OneTimePasswordForm(forms.Form):
    without_second_step = forms.BooleanField(
        label=_("Forget the app, passkeys and recovery codes too"),
        help_text=_("Because the telephone or the key is lost. The person sets them up again."),
        required=False,
    )


class NewUnitForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices, initial=UnitKind.TEAM)
    opened_on = DayField(label=_("From"))

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = UnitField(label=_("Under"), today=today, required=False, none=_("At the top"))
        self.order_fields(["name", "kind", "parent", "opened_on"])
        self.fields["opened_on"].initial = today


class RenameUnitForm(MarkedForm):
    name = forms.CharField(label=_("Name"), max_length=120)


class CloseUnitForm(MarkedForm):
    closed_on = LastDayField(label=_("Last day"))


class StaffFilterForm(forms.Form):
    """What the list is narrowed to; what is not understood narrows nothing."""

    q = forms.CharField(label=_("Name or e-mail"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices])
    active = forms.ChoiceField(
        label=_("Access"),
        required=False,
        choices=[("", _("May sign in")), ("no", _("May not sign in")), ("all", _("Both"))],
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = UnitField(label=_("Unit"), today=today, required=False, none=_("All units"))
        self.order_fields(["q", "role", "unit", "active"])

    def wanted(self) -> queries.StaffFilter:
        self.is_valid()
        found = self.cleaned_data
        active = {"no": False, "all": None}.get(found.get("active", ""), True)
        return queries.StaffFilter(
            search=found.get("q", ""), role=found.get("role", ""), unit_id=found.get("unit"), active=active
        )


class PhoneForm(forms.Form):
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
