"""How long things may take: dated rows that administrators keep."""

from __future__ import annotations

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered


class DeadlineKind(models.TextChoices):
    """What has a deadline. In working days, but for those of `CALENDAR`."""

    PLANNED_PREPARE = "planned_prepare", _("Planned handover: to be prepared")
    PLANNED_ACCEPT = "planned_accept", _("Planned handover: to be accepted")
    UNPLANNED_PREPARE = "unplanned_prepare", _("Unplanned handover: to be prepared")
    UNPLANNED_ACCEPT = "unplanned_accept", _("Unplanned handover: to be accepted")
    REORGANISATION_PREPARE = "reorganisation_prepare", _("Reorganisation: to be prepared")
    REORGANISATION_ACCEPT = "reorganisation_accept", _("Reorganisation: to be accepted")
    ABSENCE_FIRST = "absence_first", _("Absence: everybody with something important ahead has somebody")
    ABSENCE_ALL = "absence_all", _("Absence: everybody has somebody")
    ABSENCE_DECIDE = "absence_decide", _("Absence: decide whether the cases get a new caseworker")
    AHEAD = "ahead", _("Absence: how far ahead a meeting or a date is important")
    READS = "reads", _("Handover: how long the former caseworker may read on")
    ANSWERS = "answers", _("Handover: how long the citizen may answer by the address in the letter")


#: Those that are counted in days of the calendar.
CALENDAR = frozenset({DeadlineKind.AHEAD, DeadlineKind.READS, DeadlineKind.ANSWERS})


@pghistory.track()
class Deadline(Registered):
    """From a day on, something may take so many days. The latest row that has begun holds; earlier ones stay."""

    what = models.CharField(_("what"), max_length=24, choices=DeadlineKind)
    days = models.PositiveIntegerField(_("days"), validators=[MinValueValidator(0), MaxValueValidator(400)])
    valid_from = models.DateField(_("from"))
    reason = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("deadline")
        ordering = ["what", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["what", "valid_from"],
                name="one_deadline_a_day",
                violation_error_message=_("Another number already holds from that day."),
            ),
            models.CheckConstraint(name="deadline_within_reason", condition=models.Q(days__lte=400)),
        ]
