"""A dialogue meeting: a doctor (or another counterpart), the citizen and us."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered, Versioned


@pghistory.track()
class DialogueMeeting(Registered, Versioned):
    """Planned, held or cancelled. What was agreed is for all in the case; health has no place in it."""

    case = models.ForeignKey("casework.Case", models.RESTRICT, related_name="dialogue_meetings")
    counterpart = models.ForeignKey(
        "documents.Counterpart", models.RESTRICT, related_name="meetings", verbose_name=_("with whom")
    )
    starts_at = models.DateTimeField(_("time"))
    held_at = models.DateTimeField(_("held"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    citizen_present = models.BooleanField(_("the citizen was present"), null=True, blank=True)
    agreed = models.TextField(_("agreed"), blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("dialogue meeting")
        constraints = [
            models.CheckConstraint(
                name="dialogue_meeting_has_one_outcome",
                condition=Q(held_at__isnull=True) | Q(cancelled_at__isnull=True),
                violation_error_message=_("A meeting was held or cancelled, not both."),
            )
        ]
        indexes = [models.Index(fields=["case", "starts_at"], name="dialogue_meeting_case")]

    @property
    def status(self) -> str:
        """`planned`, `held` or `cancelled`."""
        if self.held_at:
            return "held"
        return "cancelled" if self.cancelled_at else "planned"
