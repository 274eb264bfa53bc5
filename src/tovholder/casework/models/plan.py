"""Min Plan: the long-term job goal in the citizen's own words, and the steps there."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered, Versioned


class Turn(models.TextChoices):
    """Who is to act next."""

    US = "us", _("Us")
    CITIZEN = "citizen", _("The citizen")
    OTHER = "other", _("Somebody else")


class StepOutcome(models.TextChoices):
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")
    REWRITTEN = "rewritten", _("Rewritten")


@pghistory.track()
class Plan(Registered, Versioned):
    """A case's plan. `version` counts up with every change of a goal or a step, and tells two writers apart."""

    case = models.OneToOneField("casework.Case", models.RESTRICT, related_name="plan")


@pghistory.track(pghistory.DeleteEvent())
class JobGoal(Registered):
    """The goal from a moment on. The latest row holds; the earlier ones tell how it came about."""

    plan = models.ForeignKey(Plan, models.RESTRICT, related_name="goals")
    effective_at = models.DateTimeField(_("from"))
    words = models.TextField(_("the goal in the citizen's own words"))
    occupation = models.CharField(_("occupation or field"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("job goal")
        ordering = ["effective_at"]
        constraints = [models.UniqueConstraint(fields=["plan", "effective_at"], name="one_goal_a_moment")]


@pghistory.track()
class PlanStep(Registered, Versioned):
    """A step. Its words are never changed: a rewritten step ends and another `replaces` it, so that every version of
    the plan can be shown as it was."""

    plan = models.ForeignKey(Plan, models.RESTRICT, related_name="steps")
    text = models.CharField(_("step"), max_length=300)
    turn = models.CharField(_("whose turn"), max_length=8, choices=Turn, default=Turn.US)
    #: The name, when it is somebody else.
    turn_name = models.CharField(_("who"), max_length=120, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    position = models.PositiveIntegerField(_("place in the plan"), default=0)
    agreed_at = models.DateTimeField(_("agreed"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=StepOutcome, blank=True)
    end_reason = models.CharField(_("reason"), max_length=300, blank=True)
    replaces = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("in place of")
    )

    class Meta:
        verbose_name = _("step of the plan")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="ended_step_has_an_outcome",
                condition=Q(ended_at__isnull=True, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="dropped_step_has_a_reason",
                condition=~Q(outcome=StepOutcome.DROPPED) | ~Q(end_reason=""),
                violation_error_message=_("Say why the step was dropped."),
            ),
            models.CheckConstraint(
                name="somebody_else_has_a_name",
                condition=~Q(turn=Turn.OTHER) | ~Q(turn_name=""),
                violation_error_message=_("Name who is to act."),
            ),
            models.CheckConstraint(
                name="step_ends_after_it_was_agreed",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("agreed_at")),
            ),
        ]
        indexes = [models.Index(fields=["plan", "due_on"], name="open_steps", condition=Q(ended_at__isnull=True))]

    def __str__(self) -> str:
        return self.text
