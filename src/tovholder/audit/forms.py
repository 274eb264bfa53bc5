"""Which look-ups somebody asks for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tovholder.audit.models import Seen
from tovholder.audit.queries import Wanted
from tovholder.web.inputs import DayInput


class WantedForm(forms.Form):
    seen = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("Everything")), *Seen.choices])
    who = forms.CharField(label=_("Who"), required=False, max_length=60)
    first = forms.DateField(label=_("From"), required=False, widget=DayInput)
    last = forms.DateField(label=_("To"), required=False, widget=DayInput)

    @property
    def wanted(self) -> Wanted:
        """What was asked for; what could not be read is left out and shown as a fault on the page."""
        self.full_clean()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})


class MineForm(WantedForm):
    who = None  # type: ignore[assignment]
