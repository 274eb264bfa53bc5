"""Taking in a file."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

#: What an upload may weigh; the command on the server takes more.
MOST_BYTES = 50 * 1024 * 1024


class FileForm(forms.Form):
    upload = forms.FileField(
        label=_("File"),
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.gz,.parquet"}),
        help_text=_("CSV (also gzipped) or Parquet with the columns area_code, area, indicator, period, value."),
    )
    dry_run = forms.BooleanField(label=_("Only try: check and compare everything, keep nothing"), required=False)
    accept_losses = forms.BooleanField(
        label=_("Take it in although figures are missing that are here now"), required=False
    )

    def clean_upload(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["upload"]
        if (upload.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("That is more than %(most)s MB. Use the command on the server instead."),
                params={"most": MOST_BYTES // 1024 // 1024},
            )
        return upload
