"""Exempt a case, and end that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.forms.administration import DayField, LastDayField
from tovholder.rulebook import books
from tovholder.rules.rows import Series


class ExemptForm(forms.Form):
    series = forms.ChoiceField(label=_("From what"))
    start = DayField(label=_("From"))
    end = LastDayField(label=_("Last day"), required=False, help_text=_("Empty means until further notice."))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("The concrete assessment, in a sentence. It is kept.")
    )

    def __init__(self, *args: Any, series: Iterable[Series], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].choices = [(one.key, books.said(one.name)) for one in series]  # type: ignore[attr-defined]


class EndExemptionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    end = LastDayField(label=_("Last day"))
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)
