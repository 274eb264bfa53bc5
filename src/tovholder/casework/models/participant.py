"""A project, or a colleague, that takes part in a case beside the one who holds it."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from tovholder.citizens.models import Spell, ends_after_start


@pghistory.track()
class Participant(Spell):
    """Takes part from a day until another. This never changes who holds the case (requirement F2)."""

    case = models.ForeignKey("casework.Case", models.RESTRICT, related_name="participants")
    unit = models.ForeignKey("accounts.Unit", models.RESTRICT, related_name="+", verbose_name=_("project or unit"))
    staff = models.ForeignKey(
        "accounts.Staff", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("who takes part")
        ordering = ["start"]
        constraints = [ends_after_start("participant_ends_after_start")]
        indexes = [
            models.Index(fields=["staff", "end"], name="participant_staff"),
            models.Index(fields=["unit", "end"], name="participant_unit"),
        ]
