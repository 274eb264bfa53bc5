"""A case opened by somebody who neither takes part in it nor belongs to its unit."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class AccessGrant(models.Model):
    """Somebody stated a reason and may read the case until `until`. The unit's leader sees it."""

    case = models.ForeignKey("casework.Case", models.RESTRICT, related_name="access_grants")
    staff = models.ForeignKey("accounts.Staff", models.RESTRICT, related_name="+")
    reason = models.CharField(max_length=300)
    granted_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "staff", "until"], name="grant_case_staff")]
