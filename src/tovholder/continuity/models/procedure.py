"""Who answers for the procedure in a team, and what people ask and suggest about it (requirement F12)."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered, Versioned


@pghistory.track(pghistory.DeleteEvent())
class ProcedureOwner(Registered):
    """From a day on somebody (or nobody) answers for the procedure in a team; the latest row holds."""

    unit = models.ForeignKey("accounts.Unit", models.RESTRICT, related_name="+", verbose_name=_("unit"))
    staff = models.ForeignKey(
        "accounts.Staff", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    effective_at = models.DateTimeField(_("from"))

    class Meta:
        verbose_name = _("owner of the procedure")
        ordering = ["effective_at", "pk"]
        indexes = [models.Index(fields=["unit", "-effective_at"], name="owner_unit")]


class CommentKind(models.TextChoices):
    QUESTION = "question", _("Question")
    SUGGESTION = "suggestion", _("Suggestion")


@pghistory.track()
class ProcedureComment(Registered, Versioned):
    """A question or a suggestion, and what was answered. It is about the procedure and never about a citizen."""

    unit = models.ForeignKey("accounts.Unit", models.RESTRICT, related_name="+", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=10, choices=CommentKind, default=CommentKind.QUESTION)
    text = models.CharField(_("text"), max_length=600)
    answer = models.CharField(_("answer"), max_length=600, blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey("accounts.Staff", models.RESTRICT, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = _("question or suggestion")
        ordering = ["-registered_at", "-pk"]
