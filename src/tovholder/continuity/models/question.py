"""The address in a letter at which a citizen answers the one question about a handover, without signing in."""

from __future__ import annotations

from typing import Self

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class QuestionQuerySet(models.QuerySet["Question"]):
    def usable(self, day: object) -> Self:
        """Those whose time has not passed and that nobody has withdrawn."""
        return self.filter(withdrawn_at=None, expires_on__gte=day)


@pghistory.track(exclude=["code_digest"])
class Question(models.Model):
    """What was put to the citizen in a letter. The code in the address is kept as its SHA-256 only: who reads the
    database, the letter on the screen or the note in the case cannot answer in the citizen's place."""

    handover = models.OneToOneField("continuity.Handover", models.RESTRICT, related_name="question")
    code_digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(default=timezone.now)
    #: The last day on which it can be answered.
    expires_on = models.DateField(_("can be answered until"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.ForeignKey("accounts.Staff", models.RESTRICT, null=True, related_name="+")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to the citizen")
        constraints = [
            models.CheckConstraint(
                name="withdrawn_by_somebody",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            )
        ]
