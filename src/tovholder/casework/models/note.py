"""A journal note, by anyone who takes part in the case."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered, Versioned


class NoteKind(models.TextChoices):
    NOTE = "note", _("Note")
    PHONE = "phone", _("Telephone call")
    LETTER = "letter", _("Letter or message")
    COMPANY = "company", _("Contact with a company")


@pghistory.track()
class Note(Registered, Versioned):
    case = models.ForeignKey("casework.Case", models.RESTRICT, related_name="notes")
    author = models.ForeignKey(
        "accounts.Staff", models.RESTRICT, null=True, related_name="+", verbose_name=_("written by")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=NoteKind, default=NoteKind.NOTE)
    happened_at = models.DateTimeField(_("when it happened"))
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("note")
        indexes = [models.Index(fields=["case", "-happened_at"], name="note_case")]
