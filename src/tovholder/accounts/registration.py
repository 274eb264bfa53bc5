"""What every registered fact has: when it came in, from whom, and its name in the system it came from."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Registered(models.Model):
    """A fact that somebody registered. `external_id` is its name in another system: an import can be repeated."""

    registered_at = models.DateTimeField(_("registered"), default=timezone.now, editable=False)
    registered_by = models.ForeignKey(
        "accounts.Staff", models.RESTRICT, null=True, editable=False, related_name="+", verbose_name=_("registered by")
    )
    external_id = models.CharField(max_length=200, null=True, editable=False, unique=True)  # noqa: DJ001 - unique or none

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row that several people may change: `version` tells whether it is still the one that was read."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class ChangedMeanwhile(Exception):
    """Somebody else changed the row after it was read. Nothing was written; `current` is the row as it is now."""

    def __init__(self, current: models.Model) -> None:
        self.current = current
        super().__init__(f"{type(current).__name__} {current.pk} was changed by somebody else")


def check_version(row: Versioned, version: int) -> None:
    """Raises ChangedMeanwhile unless the (locked) row still has the version that the person read; then counts it up."""
    if row.version != version:
        raise ChangedMeanwhile(row)
    row.version += 1
