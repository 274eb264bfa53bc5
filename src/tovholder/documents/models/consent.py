"""The citizen's consent to ask: which information, from whom, for which case (retssikkerhedsloven § 11 a)."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered, Versioned


class ConsentForm(models.TextChoices):
    SIGNED = "signed", _("Signed")
    DIGITAL = "digital", _("Digitally")
    ORAL = "oral", _("Orally, noted in the case")


@pghistory.track()
class Consent(Registered, Versioned):
    """Given on a day, until another or until it is withdrawn. Without a counterpart it is to whoever has it."""

    case = models.ForeignKey("casework.Case", models.RESTRICT, related_name="consents")
    information = models.CharField(_("which information"), max_length=300)
    counterpart = models.ForeignKey(
        "documents.Counterpart", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("from whom")
    )
    given_on = models.DateField(_("given"))
    form = models.CharField(_("how"), max_length=8, choices=ConsentForm)
    until = models.DateField(_("until (not including)"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="consent_ends_after_it_is_given",
                condition=Q(until__isnull=True) | Q(until__gt=F("given_on")),
                violation_error_message=_("A consent cannot end before it is given."),
            ),
            models.CheckConstraint(
                name="consent_withdrawn_after_it_is_given",
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                violation_error_message=_("A consent cannot be withdrawn before it is given."),
            ),
        ]

    def holds_on(self, day: object) -> bool:
        """Whether it holds on a day."""
        ends = [end for end in (self.until, self.withdrawn_on) if end is not None]
        return self.given_on <= day and all(day < end for end in ends)  # type: ignore[operator]
