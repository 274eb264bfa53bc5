"""Who is asked: a clinic, a hospital department, a region, another authority."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered, Versioned


class CounterpartKind(models.TextChoices):
    PRACTICE = "practice", _("Doctor's practice")
    HOSPITAL = "hospital", _("Hospital")
    SPECIALIST = "specialist", _("Specialist")
    REGION = "region", _("Region: clinical function")
    EMPLOYER = "employer", _("Employer")
    SCHOOL = "school", _("School or education")
    AUTHORITY = "authority", _("Other authority or department")
    OTHER = "other", _("Other")


@pghistory.track()
class Counterpart(Registered, Versioned):
    """One row for each place that is asked, so that the dialogue with it has figures (requirement F6)."""

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=12, choices=CounterpartKind)
    city = models.CharField(_("town"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("counterpart")
        ordering = ["name", "city"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                Lower("city"),
                name="counterpart_once",
                violation_error_message=_("It is in the list already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.city}" if self.city else self.name
