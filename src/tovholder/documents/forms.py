"""What people type about documentation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tovholder.casework.forms.days import ClockInput, DayInput, at
from tovholder.documents import certificates
from tovholder.documents.models import Consent, ConsentForm, Counterpart, CounterpartKind

_CHOOSE = ("", _("choose"))
_LONG = {"rows": 3}


def _counterparts() -> list[tuple[Any, Any]]:
    """Those who can be asked, by kind."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for row in Counterpart.objects.all():
        groups.setdefault(row.get_kind_display(), []).append((row.pk, str(row)))
    return [_CHOOSE, *groups.items()]


class OfSomebody(forms.Form):
    """A form that names a counterpart."""

    counterpart = forms.TypedChoiceField(label=_("From whom"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["counterpart"].choices = _counterparts()  # type: ignore[attr-defined]


class AskForm(OfSomebody):
    code = forms.ChoiceField(label=_("Certificate"), required=False)
    what = forms.CharField(label=_("Or what else"), max_length=300, required=False)
    purpose = forms.CharField(label=_("What it is to clear up"), max_length=300, required=False)
    consent = forms.TypedChoiceField(label=_("Consent"), coerce=int, empty_value=None, required=False)
    without_consent = forms.CharField(
        label=_("Why no consent is needed"),
        help_text=_("Only when there is none: the legal basis for asking without it."),
        max_length=300,
        required=False,
    )
    asked_on = forms.DateField(label=_("Asked for on"), widget=DayInput)
    consultation_on = forms.DateField(
        label=_("Consultation"),
        help_text=_("Some certificates are due a number of days after the doctor has seen the citizen."),
        widget=DayInput,
        required=False,
    )
    due_on = forms.DateField(
        label=_("Due, if another day was agreed"),
        help_text=_("Else it is reckoned from the rule for the certificate."),
        widget=DayInput,
        required=False,
    )

    def __init__(self, data: Any = None, *, today: dt.date, consents: Iterable[Consent]):
        super().__init__(data, initial={"asked_on": today})
        self.fields["code"].choices = [("", _("no certificate")), *certificates.names().items()]  # type: ignore[attr-defined]
        known = [
            (row.pk, f"{row.information} ({row.counterpart or _('whoever has it')})")
            for row in consents
            if row.holds_on(today)
        ]
        self.fields["consent"].choices = [("", _("none")), *known]  # type: ignore[attr-defined]
        if len(known) == 1:
            self.initial["consent"] = known[0][0]
        elif not known:
            self.fields["consent"].help_text = _(
                "None is registered that holds today. Register it first, on the page of documentation."
            )


class ConsentGivenForm(forms.Form):
    information = forms.CharField(label=_("Which information"), max_length=300)
    counterpart = forms.TypedChoiceField(label=_("From whom"), coerce=int, empty_value=None, required=False)
    form = forms.ChoiceField(label=_("How"), choices=ConsentForm.choices, widget=forms.RadioSelect)
    given_on = forms.DateField(label=_("Given on"), widget=DayInput)
    until = forms.DateField(label=_("Until (not including)"), widget=DayInput, required=False)

    def __init__(self, data: Any = None, *, today: dt.date):
        super().__init__(data, initial={"given_on": today, "form": ConsentForm.SIGNED})
        choices = [("", _("whoever has it")), *_counterparts()[1:]]
        self.fields["counterpart"].choices = choices  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """A day on which something happened to a row that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    day = forms.DateField(label=_("Day"), widget=DayInput)

    def __init__(self, data: Any = None, *, today: dt.date, version: int):
        super().__init__(data, initial={"day": today, "version": version})


class ReasonDayForm(DayForm):
    reason = forms.CharField(label=_("Why"), max_length=300)


class ContentForm(forms.Form):
    """What an answer says: to all in the case, and apart from it of health."""

    can = forms.CharField(
        label=_("What the citizen can and cannot do"),
        help_text=_("For all who take part in the case. No diagnosis."),
        widget=forms.Textarea(_LONG),
        required=False,
    )
    health = forms.CharField(
        label=_("About health"),
        help_text=_("Kept apart: only those with the right to it read it, and each reading is logged."),
        widget=forms.Textarea(_LONG),
        required=False,
    )


class ReceiveForm(DayForm, ContentForm):
    field_order = ["version", "day", "can", "health"]


class UnaskedForm(OfSomebody, ContentForm):
    code = forms.ChoiceField(label=_("Certificate"), required=False)
    what = forms.CharField(label=_("Or what else"), max_length=300, required=False)
    received_on = forms.DateField(label=_("Received on"), widget=DayInput)
    reason = forms.CharField(label=_("Why it came, as far as is known"), max_length=300)

    field_order = ["counterpart", "code", "what", "received_on", "reason", "can", "health"]

    def __init__(self, data: Any = None, *, today: dt.date):
        super().__init__(data, initial={"received_on": today})
        self.fields["code"].choices = [("", _("no certificate")), *certificates.names().items()]  # type: ignore[attr-defined]


class MeetingForm(OfSomebody):
    counterpart = forms.TypedChoiceField(label=_("With whom, besides the citizen"), coerce=int)
    day = forms.DateField(label=_("Day"), widget=DayInput)
    clock = forms.TimeField(label=_("Time"), widget=ClockInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("day") and data.get("clock"):
            data["starts_at"] = at(data["day"], data["clock"])
        return data


class MeetingHeldForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    citizen_present = forms.ChoiceField(
        label=_("Was the citizen present?"), choices=[("yes", _("yes")), ("no", _("no"))], widget=forms.RadioSelect
    )
    agreed = forms.CharField(label=_("Agreed"), widget=forms.Textarea(_LONG))


class ReasonForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why"), max_length=300)


class CounterpartForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=[_CHOOSE, *CounterpartKind.choices])
    city = forms.CharField(label=_("Town"), max_length=80, required=False)
