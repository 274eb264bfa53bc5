"""Every import that was asked for: who, when, what became of it, and what was wrong."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ImportKind(models.TextChoices):
    TABLES = "tables", _("Tables")
    EVENT_LOG = "eventlog", _("Case log")


class Ending(models.TextChoices):
    """How an import ended."""

    WRITTEN = "written", _("Imported")
    TRIED = "tried", _("Tried, nothing written")
    FAULTS = "faults", _("Refused because of faults")
    STOPPED = "stopped", _("Stopped, nothing written")
    FAILED = "failed", _("Failed, nothing written")


#: What a source may be called: it becomes part of every external id.
SOURCE = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$", _("Letters, digits, dot, dash, underscore; at most 40."))


class ImportRun(models.Model):
    """One import. How it stands is read from its moments (asked for, begun, ended) and, between the last two, from
    whether the process that runs it is alive (`queries.py`)."""

    kind = models.CharField(_("what"), max_length=8, choices=ImportKind, default=ImportKind.TABLES)
    source = models.CharField(_("source"), max_length=40, validators=[SOURCE])
    dry_run = models.BooleanField(_("only try"), default=False)
    #: Nobody: it came from the command line.
    started_by = models.ForeignKey("accounts.Staff", models.RESTRICT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    began_at = models.DateTimeField(null=True)
    stop_asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=8, choices=Ending, blank=True)
    #: The names that the files had, and under which they lie in `folder` until the import has ended.
    files = models.JSONField(default=list)
    folder = models.CharField(max_length=32, blank=True)
    #: How far it has come; written while the import's own transaction is open.
    stage = models.CharField(max_length=10, blank=True)
    what = models.CharField(max_length=200, blank=True)
    part = models.FloatField(default=0)
    counts = models.JSONField(default=dict)
    report = models.JSONField(default=dict)

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                name="ended_import_says_how",
                condition=models.Q(ended_at__isnull=True, ending="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ending="")),
            )
        ]
