"""What people type about citizens, checked at the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tovholder.citizens.actions.contact import Contact
from tovholder.citizens.cpr import Cpr, Fault, NotACpr, parse
from tovholder.citizens.models import Benefit, Code, ContactDetails, TargetGroup
from tovholder.web.dates import short_date
from tovholder.web.inputs import DayInput

_FAULTS = {
    Fault.LENGTH: _("A CPR number has ten digits."),
    Fault.DATE: _("The first six digits of a CPR number are a birth date."),
    Fault.UNBORN: _("The birth date in the number lies ahead."),
}


class SearchForm(forms.Form):
    """`q` is what somebody looks for; `page` is which part of the hits."""

    q = forms.CharField(
        label=_("Name, birth date or CPR number"),
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "autofocus": True}),
        help_text=_("Part of a name is enough: “jens sør” finds Jens Sørensen."),
        error_messages={"required": _("Write a name, a birth date or a CPR number.")},
    )
    page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def clean_page(self) -> int:
        return self.cleaned_data["page"] or 1


class CprField(forms.CharField):
    """A CPR number as people type it. What is wrong with it is said without repeating it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("CPR number"))
        super().__init__(
            max_length=20,
            widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "size": 14}),
            **options,
        )

    def clean(self, value: Any) -> Cpr | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse(text)
        except NotACpr as refused:
            raise forms.ValidationError(_FAULTS[refused.fault]) from None


class PersonForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    given_name = forms.CharField(label=_("First name"), max_length=120, required=False)
    family_name = forms.CharField(label=_("Last name"), max_length=120)
    born_on = forms.DateField(label=_("Born"), required=False, widget=DayInput)

    def __init__(self, *args: Any, has_number: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if has_number:
            # The number says when somebody was born.
            del self.fields["born_on"]


class ContactForm(forms.ModelForm):
    """How to reach the citizen. `read_id` is the row that the person saw; empty when there was none."""

    read_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = ContactDetails
        fields = ["address", "postcode", "city", "phone", "email", "interpreter_language"]
        widgets = {
            "postcode": forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
            "phone": forms.TextInput(attrs={"type": "tel", "size": 16}),
        }

    @property
    def contact(self) -> Contact:
        return Contact(**{name: self.cleaned_data[name] for name in Contact.__dataclass_fields__})


class NumberForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    number = CprField(label=_("CPR number"))
    valid_from = forms.DateField(label=_("From"), widget=DayInput)


class ProtectionForm(forms.Form):
    start = forms.DateField(label=_("From"), widget=DayInput)


class EndForm(forms.Form):
    """The end of a period of any kind."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    end = forms.DateField(label=_("Until"), widget=DayInput, help_text=_("The first day on which it no longer holds."))


class TakeBackForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why was it a mistake?"), max_length=300)


class NewCitizenForm(forms.ModelForm):
    """Who the person is, and as much of how to reach them as is known."""

    number = CprField(required=False, help_text=_("With a CPR number no birth date is needed."))
    given_name = forms.CharField(label=_("First name"), max_length=120, required=False)
    family_name = forms.CharField(label=_("Last name"), max_length=120)
    born_on = forms.DateField(label=_("Born"), required=False, widget=DayInput)
    is_protected = forms.BooleanField(label=_("Name and address are protected"), required=False)
    is_another = forms.BooleanField(label=_("It is another person"), required=False)

    class Meta(ContactForm.Meta):
        pass

    field_order = ["number", "given_name", "family_name", "born_on"]

    @property
    def contact(self) -> Contact:
        return Contact(**{name: self.cleaned_data[name] for name in Contact.__dataclass_fields__})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "number" not in self.errors and not data.get("number") and not data.get("born_on"):
            self.add_error("born_on", _("Give a CPR number or a birth date."))
        return data


class CodeField(forms.ModelChoiceField):
    """A benefit or a target group; one that the law has closed says so, for periods that lie back."""

    def label_from_instance(self, obj: Code) -> str:
        number = f"{obj.code} " if isinstance(obj, TargetGroup) else ""
        if obj.valid_to:
            return _("%(name)s (until %(day)s)") % {"name": f"{number}{obj.name}", "day": short_date(obj.valid_to)}
        return f"{number}{obj.name}"


class SpellForm(forms.Form):
    start = forms.DateField(label=_("From"), widget=DayInput)
    end = forms.DateField(
        label=_("Until"), required=False, widget=DayInput, help_text=_("Empty: it runs until further notice.")
    )
    end_previous = forms.BooleanField(label=_("End what runs now on that day"), required=False)

    field_order = ["code", "start", "end", "end_previous"]


class BenefitForm(SpellForm):
    code = CodeField(queryset=Benefit.objects.all(), label=_("Benefit"), empty_label=_("Choose"))


class TargetGroupForm(SpellForm):
    code = CodeField(queryset=TargetGroup.objects.all(), label=_("Target group"), empty_label=_("Choose"))
