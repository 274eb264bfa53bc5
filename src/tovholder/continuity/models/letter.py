"""A letter to the citizen: written with the fact that it tells of, sent once."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Letter(models.Model):
    """An outbox. The row is written in the transaction of what it tells of, so that there is no shift without its
    letter and no letter without its shift; the job worker sends it and then sets `sent_at` (`letters/sending.py`).

    `key` names the letter for whoever delivers it: the same key twice is the same letter.
    """

    key = models.CharField(max_length=60, unique=True)
    case = models.ForeignKey("casework.Case", models.RESTRICT, related_name="letters")
    handover = models.ForeignKey("continuity.Handover", models.RESTRICT, null=True, related_name="letters")
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    #: Name and address as they were when it was written; no address where it is protected or not known.
    addressee = models.JSONField(default=list)
    written_by = models.ForeignKey("accounts.Staff", models.RESTRICT, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=40, blank=True)
    #: What the channel answered: where it can be found there.
    reference = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("letter")
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["written_at"], name="letter_unsent", condition=Q(sent_at__isnull=True))]
        constraints = [
            models.CheckConstraint(
                name="sent_letter_names_its_channel", condition=Q(sent_at__isnull=True) | ~Q(channel="")
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="sent_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__sent_at__isnull=False),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]
