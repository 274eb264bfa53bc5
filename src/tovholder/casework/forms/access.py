"""Why somebody needs to see a case that is not theirs."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you need to see the case?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
