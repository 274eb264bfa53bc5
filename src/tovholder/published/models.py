"""What was published about the municipalities, as it was when it was taken in. Nothing of it is ever changed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tovholder.audit.models import never_changed
from tovholder.figures.published.months import Month


class Source(models.TextChoices):
    """Where figures came from."""

    FILE = "file", _("File")
    API = "api", _("Jobindsats' API")
    AGAIN = "again", _("An earlier publication")


class Ending(models.TextChoices):
    """How fetching from Jobindsats ended."""

    TAKEN = "taken", _("Taken in")
    UNCHANGED = "unchanged", _("Nothing new")
    LOSSES = "losses", _("Not taken in: figures would be lost")
    FAULTS = "faults", _("Refused because of faults")
    PROBLEM = "problem", _("Jobindsats could not be asked")
    STOPPED = "stopped", _("Stopped, nothing changed")
    FAILED = "failed", _("Failed, nothing changed")


class Content(models.Model):
    """The figures themselves, once for all publications that say the same. They lie in the database, so that its backup
    is whole and a report that was decided on them can be computed again."""

    #: Of the figures in a fixed order, whatever file they came in (`figures.published.pack`).
    sha256 = models.CharField(primary_key=True, max_length=64)
    #: Parquet.
    parquet = models.BinaryField()

    class Meta:
        triggers = [never_changed()]


class Publication(models.Model):
    """Figures were taken in. The latest publication is the one that holds; the earlier ones are kept."""

    #: A key of its own table: listing publications does not read their figures.
    content = models.ForeignKey(Content, models.RESTRICT, related_name="publications", db_column="sha256")
    source = models.CharField(_("source"), max_length=5, choices=Source)
    #: The name of the file, the host of the API, the moment of the earlier publication.
    name = models.CharField(max_length=200)
    taken_at = models.DateTimeField(default=timezone.now)
    #: Nobody: it came from the command line.
    taken_by = models.ForeignKey("accounts.Staff", models.RESTRICT, null=True, related_name="+")
    rows = models.PositiveIntegerField()
    #: The first day of the last month that any figure is about.
    last_month = models.DateField()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("publication of figures")
        verbose_name_plural = _("publications of figures")
        triggers = [never_changed()]

    @property
    def sha256(self) -> str:
        return self.content_id

    @property
    def month(self) -> Month:
        return Month.of_day(self.last_month)


class FetchRun(models.Model):
    """Somebody, or the night, asked for what Jobindsats publishes now. How it stands is read from its moments and from
    whether the process that fetches is alive (`fetches.py`)."""

    #: Nobody: it came from the command line, or from the night.
    started_by = models.ForeignKey("accounts.Staff", models.RESTRICT, null=True, related_name="+")
    accept_losses = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=timezone.now)
    began_at = models.DateTimeField(null=True)
    stop_asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=9, choices=Ending, blank=True)
    #: How far it has come: the table that is being fetched, and which part of the whole is done.
    what = models.CharField(max_length=40, blank=True)
    part = models.FloatField(default=0)
    #: Why it was not taken in: a problem with code and detail, faults, or losses.
    why = models.JSONField(default=dict)
    #: What it found: a new publication, or the one that held already.
    publication = models.ForeignKey(Publication, models.RESTRICT, null=True, related_name="fetches")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("fetch from Jobindsats")
        verbose_name_plural = _("fetches from Jobindsats")
        constraints = [
            models.CheckConstraint(
                name="ended_fetch_says_how",
                condition=models.Q(ended_at__isnull=True, ending="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ending="")),
            )
        ]
