"""The employment plan of a municipality, the minister's goals beside it, and the stages it has gone through."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered, Versioned
from tovholder.audit.models import never_changed


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("With the committee")
    DECIDED = "decided", _("Decided")
    CLOSED = "closed", _("Closed")


@pghistory.track()
class EmploymentPlan(Registered, Versioned):
    """What the council wants to reach in one year or several. Where it stands is its latest stage."""

    title = models.CharField(_("title"), max_length=200)
    #: The municipality's code; empty for one that has no published figures.
    area = models.CharField(_("municipality"), max_length=3, blank=True)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    aim = models.TextField(_("overall aim"), blank=True)

    class Meta:
        verbose_name = _("employment plan")
        verbose_name_plural = _("employment plans")
        ordering = ["-last_year", "-first_year", "title"]
        constraints = [
            models.CheckConstraint(
                name="plan_ends_when_it_begins_or_later",
                condition=Q(last_year__gte=F("first_year")),
                violation_error_message=_("The last year does not lie before the first."),
            ),
            models.CheckConstraint(
                name="plan_of_this_age",
                condition=Q(first_year__gte=2000, last_year__lte=2100),
                violation_error_message=_("Write the years with four digits."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class MinistersGoal(Registered):
    """A goal that the minister has announced, as it is worded; the municipality's own goals may serve it."""

    plan = models.ForeignKey(EmploymentPlan, models.RESTRICT, related_name="ministers_goals")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(_("the minister's goal"), max_length=500)
    added_because = models.CharField(_("added because"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("the minister's goal")
        verbose_name_plural = _("the minister's goals")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="one_ministers_goal_a_number",
                violation_error_message=_("There is one of the minister's goals with that number already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Stage(Registered):
    """The plan came to a status on a day. Rows are never changed; the latest says where the plan stands."""

    plan = models.ForeignKey(EmploymentPlan, models.RESTRICT, related_name="stages")
    status = models.CharField(_("status"), max_length=8, choices=Status)
    on = models.DateField(_("on"))
    #: Where it is written: the case number or the item of the minutes.
    reference = models.CharField(_("reference in the minutes"), max_length=200, blank=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("stage of the plan")
        ordering = ["pk"]
        triggers = [never_changed()]
        constraints = [
            models.CheckConstraint(
                name="decided_plan_names_the_minutes",
                condition=~Q(status=Status.DECIDED) | ~Q(reference=""),
                violation_error_message=_("Say where the decision stands in the minutes."),
            )
        ]
