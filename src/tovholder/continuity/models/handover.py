"""A case on its way from one person to another: what is told, what was done when, and how it went."""

from __future__ import annotations

from typing import Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered, Versioned
from tovholder.casework.models import CaseRole, ShiftCause


class HandoverKind(models.TextChoices):
    """How much time there is to prepare; each has its own deadlines."""

    PLANNED = "planned", _("Planned")
    UNPLANNED = "unplanned", _("Unplanned")
    REORGANISATION = "reorganisation", _("Reorganisation")


class CitizenAtMeeting(models.TextChoices):
    PRESENT = "present", _("The citizen took part")
    TOLD = "told", _("The citizen was told")
    NOT_TOLD = "not_told", _("The citizen does not know yet")


class HandoverQuerySet(models.QuerySet["Handover"]):
    def open(self) -> Self:
        """Those that have neither been accepted nor revoked."""
        return self.filter(ended_at__isnull=True)


@pghistory.track()
class Handover(Registered, Versioned):
    """A case that one person hands to another. How it stands is the latest of its steps (`continuity/lifecycle.py`).

    The case stays with `sender` until `assignment` is set: the row that gave it to `receiver`. Without a receiver the
    leader of `to_unit` still has to name one. The content is kept short and in five parts, so that it is read.
    """

    case = models.ForeignKey("casework.Case", models.RESTRICT, related_name="handovers")
    role = models.CharField(_("role"), max_length=16, choices=CaseRole, default=CaseRole.CASEWORKER)
    kind = models.CharField(_("kind"), max_length=14, choices=HandoverKind, default=HandoverKind.PLANNED)
    cause = models.CharField(_("cause"), max_length=16, choices=ShiftCause)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    sender = models.ForeignKey("accounts.Staff", models.RESTRICT, related_name="+", verbose_name=_("from"))
    from_unit = models.ForeignKey("accounts.Unit", models.RESTRICT, related_name="+", verbose_name=_("from unit"))
    receiver = models.ForeignKey(
        "accounts.Staff", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("to")
    )
    to_unit = models.ForeignKey("accounts.Unit", models.RESTRICT, related_name="+", verbose_name=_("to unit"))
    takes_over_on = models.DateField(_("takes over on"), null=True, blank=True)
    #: The row that said who held the case when this was asked for; another in its place makes this void.
    seen_assignment = models.ForeignKey(
        "casework.Assignment", models.SET_NULL, null=True, editable=False, related_name="+"
    )
    #: Deadlines as they were when it was asked for: another rule moves no promise.
    prepare_by = models.DateField(_("to be prepared by"))
    accept_by = models.DateField(_("to be accepted by"))

    where_we_are = models.TextField(_("where we are"), blank=True, max_length=800)
    next_steps = models.TextField(_("agreed next steps"), blank=True, max_length=600)
    promises = models.TextField(_("promises made"), blank=True, max_length=600)
    what_works = models.TextField(_("what works with this person"), blank=True, max_length=600)
    not_to_employer = models.TextField(_("what the employer must not be told"), blank=True, max_length=600)

    met_at = models.DateTimeField(_("meeting held"), null=True, blank=True)
    citizen_at_meeting = models.CharField(_("the citizen"), max_length=8, choices=CitizenAtMeeting, blank=True)
    essence = models.CharField(_("the essence"), max_length=300, blank=True)

    #: The row that gave the case to the receiver, and until when the sender may read on.
    assignment = models.ForeignKey("casework.Assignment", models.SET_NULL, null=True, editable=False, related_name="+")
    shifted_at = models.DateTimeField(_("changed hands"), null=True, editable=False)
    read_until = models.DateField(_("the former one reads until"), null=True, editable=False)
    #: What was begun and not ended when the case changed hands, each with who began it.
    open_work = models.JSONField(default=list, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-registered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "role"],
                condition=Q(ended_at__isnull=True),
                name="one_open_handover",
                violation_error_message=_("The case is already being handed over."),
            ),
            models.CheckConstraint(
                name="handover_to_somebody_else",
                condition=Q(receiver__isnull=True) | ~Q(receiver=F("sender")),
                violation_error_message=_("A case is handed over to somebody else."),
            ),
        ]
        indexes = [
            models.Index(fields=["receiver"], name="handover_to", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["sender", "read_until"], name="handover_from"),
            models.Index(fields=["to_unit", "shifted_at"], name="handover_unit"),
        ]

    @property
    def content(self) -> dict[str, str]:
        """The five parts by their fields."""
        return {name: getattr(self, name) for name in CONTENT}

    @property
    def is_complete(self) -> bool:
        return all(part.strip() for part in self.content.values())


#: The parts of what is told, in the order in which they are read.
CONTENT = ("where_we_are", "next_steps", "promises", "what_works", "not_to_employer")


class HandoverStep(models.Model):
    """Something was done with a handover, and how it stood afterwards. Rows are only ever added."""

    handover = models.ForeignKey(Handover, models.RESTRICT, related_name="steps")
    act = models.CharField(max_length=10)
    status = models.CharField(max_length=10)
    at = models.DateTimeField(default=timezone.now)
    staff = models.ForeignKey("accounts.Staff", models.RESTRICT, null=True, related_name="+")
    words = models.CharField(max_length=600, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["handover", "-id"], name="handover_step")]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]


class Asked(models.TextChoices):
    """Who answers the one question about a handover."""

    RECEIVER = "receiver", _("The new one")
    CITIZEN = "citizen", _("The citizen")


class Answer(models.TextChoices):
    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


@pghistory.track()
class HandoverAnswer(Registered, Versioned):
    """The answer to one question each: had the new one what was needed; did the citizen not have to begin anew."""

    handover = models.ForeignKey(Handover, models.RESTRICT, related_name="answers")
    asked = models.CharField(_("who"), max_length=8, choices=Asked)
    answer = models.CharField(_("answer"), max_length=6, choices=Answer)
    words = models.CharField(_("in words"), max_length=300, blank=True)
    #: The citizen gave it by the address in the letter; else the one who took over wrote down what was said.
    by_citizen = models.BooleanField(_("answered by the citizen"), default=False)

    class Meta:
        verbose_name = _("answer about a handover")
        constraints = [
            models.CheckConstraint(
                name="citizen_answers_the_citizens_question", condition=Q(by_citizen=False) | Q(asked=Asked.CITIZEN)
            ),
            models.UniqueConstraint(
                fields=["handover", "asked"],
                name="one_answer_each",
                violation_error_message=_("The question has been answered."),
            ),
        ]
