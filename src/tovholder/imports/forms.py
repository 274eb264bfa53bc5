"""Asking for an import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from tovholder.imports.models import SOURCE


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    widget = SeveralFiles(attrs={"accept": ".csv,.gz,.xlsx,.parquet,.zip"})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given or [None]]


class ImportForm(forms.Form):
    uploads = FilesField(
        label=_("Files"),
        max_length=200,
        help_text=_(
            "Several CSV or Parquet files, one workbook, or a zip of them. Each file or sheet has a table's name."
        ),
    )
    source = forms.CharField(
        label=_("The system it comes from"),
        max_length=40,
        validators=[SOURCE],
        initial="import",
        help_text=_("The same name every time: it tells the rows of one system from those of another."),
    )
    dry_run = forms.BooleanField(
        label=_("Only try: check and count everything, write nothing"), required=False, initial=True
    )
