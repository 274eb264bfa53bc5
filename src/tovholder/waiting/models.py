"""What is stored about waits: how long each kind may last, from when and why; and when a clock is paused."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered, Versioned


class Threshold(Registered):
    """From a day on, a wait of a kind may last so many days. Another one is another row; none is changed."""

    kind = models.CharField(_("wait"), max_length=40)
    days = models.PositiveIntegerField(_("days"), null=True, blank=True)
    valid_from = models.DateField(_("from"))
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        ordering = ["kind", "-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "valid_from"],
                name="threshold_once_a_day",
                violation_error_message=_("A threshold is set from that day already. Choose another day."),
            )
        ]


@pghistory.track()
class Pause(Registered, Versioned):
    """Days of a wait that do not count, `[start, end)`; without an end it is paused."""

    case = models.ForeignKey("casework.Case", models.RESTRICT, related_name="pauses")
    kind = models.CharField(_("wait"), max_length=40)
    start = models.DateField(_("from"))
    end = models.DateField(_("until (not including)"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("pause of a wait")
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(
                name="pause_ends_after_start",
                condition=Q(end__isnull=True) | Q(end__gt=F("start")),
                violation_error_message=_("A pause ends after it begins."),
            )
        ]
        indexes = [models.Index(fields=["case", "kind"], name="pause_case")]
