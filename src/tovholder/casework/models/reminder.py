"""One dated reminder per person and case."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered, Versioned


@pghistory.track()
class Reminder(Registered, Versioned):
    case = models.ForeignKey("casework.Case", models.RESTRICT, related_name="reminders")
    staff = models.ForeignKey("accounts.Staff", models.RESTRICT, related_name="+", verbose_name=_("whose"))
    due_on = models.DateField(_("date"))
    text = models.CharField(_("what"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("reminder")
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "case"],
                name="one_reminder_per_person_and_case",
                violation_error_message=_("You already have a reminder on this case."),
            )
        ]
