"""How a person has set up the work list."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """A work list under a name: its query string, as it stands in the address."""

    staff = models.ForeignKey("accounts.Staff", models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "name"],
                name="saved_filter_name",
                violation_error_message=_("You already have a filter of that name."),
            )
        ]


class ColumnChoice(models.Model):
    """The columns a person has chosen, in order."""

    staff = models.OneToOneField("accounts.Staff", models.CASCADE, related_name="+")
    columns = models.JSONField(default=list)
