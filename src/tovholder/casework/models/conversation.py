"""A conversation with the citizen: planned, held, missed or cancelled."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered, Versioned


class ConversationKind(models.TextChoices):
    FIRST = "first", _("First conversation")
    FOLLOW_UP = "follow_up", _("Follow-up")
    JOB = "job", _("Job conversation")
    PLAN = "plan", _("On the plan")
    DIALOGUE = "dialogue", _("With others present")
    INTENSIVE = "intensive", _("Intensive conversation")
    #: Held by the citizen's unemployment fund: it fulfils what the law asks of the fund, and is none of ours.
    FUND = "fund", _("Conversation in the unemployment fund")
    OTHER = "other", _("Other")


class ConversationForm(models.TextChoices):
    OFFICE = "office", _("At the office")
    PHONE = "phone", _("By telephone")
    VIDEO = "video", _("By video")
    HOME = "home", _("At the citizen's home")
    WORKPLACE = "workplace", _("At a workplace")
    WALK = "walk", _("On a walk")


#: Held by the municipality, or to be.
OUR_KINDS = frozenset(ConversationKind) - {ConversationKind.FUND}
OURS = ~Q(kind=ConversationKind.FUND)
#: Neither held, missed nor cancelled.
PLANNED = Q(held_at__isnull=True, missed_at__isnull=True, cancelled_at__isnull=True)


@pghistory.track()
class Conversation(Registered, Versioned):
    """One timestamp per stage; the status is read from them (`casework/lifecycles.py` has the table).

    `starts_at` is when it is to begin. At most one of held, missed and cancelled is set. The one registered next from
    it points back with `follows`.
    """

    case = models.ForeignKey("casework.Case", models.RESTRICT, related_name="conversations")
    staff = models.ForeignKey("accounts.Staff", models.RESTRICT, null=True, related_name="+", verbose_name=_("with"))
    kind = models.CharField(_("kind"), max_length=12, choices=ConversationKind, default=ConversationKind.FOLLOW_UP)
    form = models.CharField(_("form"), max_length=12, choices=ConversationForm, default=ConversationForm.OFFICE)
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("time"))
    held_at = models.DateTimeField(_("held"), null=True, blank=True)
    missed_at = models.DateTimeField(_("the citizen did not come"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    agreed = models.TextField(_("agreed"), blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    follows = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("follows")
    )

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        constraints = [
            models.CheckConstraint(
                name="conversation_has_one_outcome",
                condition=(
                    Q(missed_at__isnull=True, cancelled_at__isnull=True)
                    | Q(held_at__isnull=True, cancelled_at__isnull=True)
                    | Q(held_at__isnull=True, missed_at__isnull=True)
                ),
                violation_error_message=_("A conversation was held, missed or cancelled, not two of them."),
            ),
            models.CheckConstraint(
                name="fund_conversation_was_held_by_the_fund",
                condition=~Q(kind=ConversationKind.FUND) | Q(staff__isnull=True),
                violation_error_message=_("A conversation in the unemployment fund was not held by us."),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "held_at"], name="conversation_held", condition=Q(held_at__isnull=False)),
            models.Index(
                fields=["case", "starts_at"],
                name="conversation_planned",
                condition=PLANNED,
            ),
            models.Index(
                fields=["staff", "starts_at"],
                name="conversation_agenda",
                condition=PLANNED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {date_format(timezone.localtime(self.starts_at), 'SHORT_DATE_FORMAT')}"

    @property
    def status(self) -> str:
        """`planned`, `held`, `missed` or `cancelled`."""
        if self.held_at:
            return "held"
        if self.missed_at:
            return "missed"
        return "cancelled" if self.cancelled_at else "planned"
