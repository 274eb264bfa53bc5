"""The log of look-ups: who read a citizen's data, when, what, and why."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Seen(models.TextChoices):
    """What was looked at."""

    CASE = "case", _("the case")
    CPR = "cpr", _("the CPR number")
    HISTORY = "history", _("the history of changes")
    SEARCH = "search", _("found by a search")
    EXPORT = "export", _("exported in a list")
    LOOKUPS = "lookups", _("who has looked")
    DETAILS = "details", _("the citizen's details")
    HEALTH = "health", _("what documentation says about health")
    FIGURE = "figure", _("behind a figure")


class Basis(models.TextChoices):
    """On what ground the person could see it."""

    PARTICIPANT = "participant", _("takes part in the case")
    UNIT = "unit", _("the case belongs to the unit")
    HANDOVER = "handover", _("the case is being handed over, or was lately")
    LEADER = "leader", _("leads the unit")
    REASON = "reason", _("gave a reason")
    SEARCH = "search", _("may find citizens")
    LIST = "list", _("stood in a list the person may see")
    NO_CASE = "no_case", _("the citizen has no case yet")


def never_changed() -> pgtrigger.Protect:
    """What is in the log stays as it was written, whoever asks: the database itself refuses."""
    return pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)


class Lookup(models.Model):
    """Somebody read a citizen's data. Rows are never changed; the database refuses it."""

    # By name, not by import: the log stands beside the citizens on the same floor.
    citizen = models.ForeignKey("citizens.Citizen", models.RESTRICT, related_name="+")
    case_id = models.BigIntegerField(null=True)
    staff = models.ForeignKey("accounts.Staff", models.RESTRICT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    seen = models.CharField(max_length=10, choices=Seen)
    basis = models.CharField(max_length=12, choices=Basis)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["citizen", "-at"], name="lookup_citizen"),
            # "New to you" asks whether one has opened a case since it became one's own.
            models.Index(fields=["case_id", "staff", "-at"], name="lookup_case_staff"),
            # "What have I looked at myself?"
            models.Index(fields=["staff", "-at"], name="lookup_staff"),
        ]
        triggers = [never_changed()]


class Export(models.Model):
    """A list that left the system. Rows are never changed; the database refuses it."""

    staff = models.ForeignKey("accounts.Staff", models.RESTRICT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    format = models.CharField(max_length=10)

    class Meta:
        triggers = [never_changed()]
