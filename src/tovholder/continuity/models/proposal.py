"""A proposal that is being worked out: who could take over which cases, as a job with progress and Stop."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ProposalEnding(models.TextChoices):
    DONE = "done", _("Worked out")
    STOPPED = "stopped", _("Stopped before everything was proven")
    IMPOSSIBLE = "impossible", _("Not possible as asked")
    FAILED = "failed", _("Failed")


class ProposalRun(models.Model):
    """Somebody asked who could take over which cases. Nothing changes by it: people change it and confirm."""

    absence = models.ForeignKey("continuity.Absence", models.CASCADE, null=True, related_name="proposals")
    #: What was asked: for a reorganisation which target groups go to which units, from when.
    question = models.JSONField(default=dict)
    asked_by = models.ForeignKey("accounts.Staff", models.RESTRICT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    began_at = models.DateTimeField(null=True)
    stop_asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=10, choices=ProposalEnding, blank=True)
    #: How far it has come.
    stage = models.CharField(max_length=20, blank=True)
    part = models.FloatField(default=0)
    #: What came back, as `matching` says it.
    answer = models.JSONField(default=dict)

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("proposal")
        constraints = [
            models.CheckConstraint(
                name="ended_proposal_says_how",
                condition=models.Q(ended_at__isnull=True, ending="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ending="")),
            )
        ]
