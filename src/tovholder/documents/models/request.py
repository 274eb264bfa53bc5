"""A request for a certificate or other documentation, its reminders, and what came."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered, Versioned

#: Not answered, refused or withdrawn.
OPEN = Q(received_on__isnull=True, refused_on__isnull=True, withdrawn_on__isnull=True)


@pghistory.track()
class Request(Registered, Versioned):
    """One date per stage; the status is read from them (`documents/lifecycle.py` has the table).

    `code` is a certificate ("LÆ285") or empty: then `what` says what is asked for. `asked_on` is empty for something
    that came without being asked for. `due_on` is what was reckoned when it was asked for, under `rule`; a rule that
    changes later changes no promise.
    """

    case = models.ForeignKey("casework.Case", models.RESTRICT, related_name="requests")
    code = models.CharField(_("certificate"), max_length=20, blank=True)
    what = models.CharField(_("what is asked for"), max_length=300, blank=True)
    purpose = models.CharField(_("what it is to clear up"), max_length=300, blank=True)
    counterpart = models.ForeignKey(
        "documents.Counterpart", models.RESTRICT, related_name="requests", verbose_name=_("from whom")
    )
    consent = models.ForeignKey(
        "documents.Consent", models.RESTRICT, null=True, blank=True, related_name="requests", verbose_name=_("consent")
    )
    without_consent = models.CharField(_("why without consent"), max_length=300, blank=True)
    asked_on = models.DateField(_("asked for"), null=True, blank=True)
    consultation_on = models.DateField(_("consultation"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    rule = models.CharField(max_length=80, blank=True, editable=False)
    received_on = models.DateField(_("received"), null=True, blank=True)
    refused_on = models.DateField(_("refused"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    can = models.TextField(_("what the citizen can and cannot do"), blank=True)

    class Meta:
        verbose_name = _("request for documentation")
        verbose_name_plural = _("requests for documentation")
        constraints = [
            models.CheckConstraint(
                name="request_says_what",
                condition=~Q(code="") | ~Q(what=""),
                violation_error_message=_("Say what is asked for."),
            ),
            models.CheckConstraint(
                name="request_has_one_outcome",
                condition=Q(received_on__isnull=True, refused_on__isnull=True)
                | Q(received_on__isnull=True, withdrawn_on__isnull=True)
                | Q(refused_on__isnull=True, withdrawn_on__isnull=True),
                violation_error_message=_("A request was answered, refused or withdrawn, not two of them."),
            ),
            models.CheckConstraint(
                name="request_asked_or_received",
                condition=Q(asked_on__isnull=False) | Q(received_on__isnull=False),
                violation_error_message=_("It was asked for, or it came."),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "due_on"], name="request_open", condition=OPEN),
            models.Index(fields=["counterpart", "asked_on"], name="request_counterpart"),
        ]

    @property
    def status(self) -> str:
        """`asked`, `received`, `refused` or `withdrawn`."""
        if self.received_on:
            return "received"
        if self.refused_on:
            return "refused"
        return "withdrawn" if self.withdrawn_on else "asked"


@pghistory.track()
class Reminding(Registered):
    """They were reminded of it."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="remindings")
    on = models.DateField(_("reminded"))

    class Meta:
        ordering = ["on", "pk"]


@pghistory.track()
class HealthContent(Registered, Versioned):
    """What an answer says about health, apart from what the citizen can and cannot do: it has a right of its own, and
    never leaves the case."""

    request = models.OneToOneField(Request, models.CASCADE, related_name="health")
    text = models.TextField(_("about health"))
