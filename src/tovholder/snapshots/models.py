"""Snapshots that were asked for on the page, and which case a pseudonymous key stands for."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Ending(models.TextChoices):
    """How making a snapshot ended."""

    WRITTEN = "written", _("Made")
    STOPPED = "stopped", _("Stopped, nothing kept")
    FAILED = "failed", _("Failed, nothing kept")


class SnapshotRun(models.Model):
    """Somebody asked for a snapshot. How it stands is read from its moments and from whether the process that makes it
    is alive (`queries.py`); the snapshots themselves are folders (`store.py`)."""

    #: Nobody: it came from the command line.
    started_by = models.ForeignKey("accounts.Staff", models.RESTRICT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    began_at = models.DateTimeField(null=True)
    stop_asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=8, choices=Ending, blank=True)
    #: How far it has come: the table that is being written, and which part of the whole is done.
    what = models.CharField(max_length=40, blank=True)
    part = models.FloatField(default=0)
    #: The id of the snapshot that it made.
    made = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        constraints = [
            models.CheckConstraint(
                name="ended_snapshot_says_how",
                condition=models.Q(ended_at__isnull=True, ending="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ending="")),
            )
        ]


class CaseKey(models.Model):
    """The key that a case has in snapshots. It is the way from a figure back to its cases, and lies only here."""

    key = models.BigIntegerField(primary_key=True)
    case = models.ForeignKey("casework.Case", models.CASCADE, related_name="+")
