"""One citizen's course with the municipality, from opening to close."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered, Versioned


class CloseReason(models.TextChoices):
    WORK = "work", _("Work")
    EDUCATION = "education", _("Education")
    FLEX_JOB = "flex_job", _("Flex job")
    PENSION = "pension", _("Pension")
    MOVED = "moved", _("Moved to another municipality")
    SELF_SUPPORT = "self_support", _("Self-supporting without work")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not known")


@pghistory.track()
class Case(Registered, Versioned):
    """A case. Who holds it, in which unit, and how it stands are questions to its facts."""

    citizen = models.ForeignKey("citizens.Citizen", models.RESTRICT, related_name="cases")
    kle_number = models.CharField(_("KLE number"), max_length=10, default="15.20.00")
    opened_on = models.DateField(_("opened"))
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    close_reason = models.CharField(_("closed because of"), max_length=12, choices=CloseReason, blank=True)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.CheckConstraint(
                name="case_closes_after_it_opens",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                violation_error_message=_("A case closes after it has opened."),
            ),
            models.CheckConstraint(
                name="closed_case_has_a_reason",
                condition=Q(closed_on__isnull=True) | ~Q(close_reason=""),
                violation_error_message=_("Say why the case is closed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
