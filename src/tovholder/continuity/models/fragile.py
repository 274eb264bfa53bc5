"""A professional's word that a citizen's situation is fragile, with its date. Nothing computes it."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered


@pghistory.track()
class FragileMark(Registered):
    """Somebody who knows the citizen says that the situation is fragile, and why. It is what lets a person come first
    when their caseworker falls ill. It is taken off by a person too."""

    case = models.ForeignKey("casework.Case", models.RESTRICT, related_name="fragile_marks")
    why = models.CharField(_("why"), max_length=300)
    marked_at = models.DateTimeField(_("marked"))
    ended_at = models.DateTimeField(_("taken off"), null=True, blank=True)
    end_reason = models.CharField(_("why it is over"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("fragile situation")
        ordering = ["marked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at__isnull=True),
                name="one_fragile_mark",
                violation_error_message=_("The situation is already marked as fragile."),
            ),
            models.CheckConstraint(
                name="fragile_ends_after_it_begins",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("marked_at")),
            ),
        ]
