"""What a plan's economy is worked out from: assumptions, each time as somebody set them and why."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered
from tovholder.audit.models import never_changed
from tovholder.plans.models.plan import EmploymentPlan


class Kind(models.TextChoices):
    """Who bears the rest of what a week costs: the names of the dated tables (`economy.py`)."""

    STATE = "state_share", _("Other benefits: the state reimburses")
    UNEMPLOYMENT = "unemployment_share", _("Unemployment benefit")


class Assumptions(Registered):
    """All assumptions of a plan from the moment they were set. Rows are never changed: the latest holds, and those
    before it say what was reckoned with then. They are about no citizen."""

    plan = models.ForeignKey(EmploymentPlan, models.RESTRICT, related_name="assumptions")
    #: 1 for the first; who sets the next one has seen this one.
    version = models.PositiveIntegerField(editable=False)
    kind = models.CharField(_("Benefit"), max_length=20, choices=Kind, default=Kind.STATE)
    on = models.DateField(_("Rules of the day"))
    price = models.DecimalField(
        _("Price of a week of support, kroner"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    first_week = models.PositiveSmallIntegerField(_("From week"), default=1)
    weeks = models.PositiveSmallIntegerField(_("For so many weeks"), default=52)
    people = models.DecimalField(_("People fewer on support"), max_digits=9, decimal_places=1, null=True, blank=True)
    at_week = models.PositiveSmallIntegerField(_("Who are in week"), default=53)
    investment = models.DecimalField(_("Investment, kroner"), max_digits=14, decimal_places=2, null=True, blank=True)
    reason = models.CharField(_("Where they come from, or why they are changed"), max_length=300)

    class Meta:
        verbose_name = _("assumptions of a plan's economy")
        verbose_name_plural = _("assumptions of plans' economy")
        ordering = ["-version"]
        triggers = [never_changed()]
        constraints = [
            models.UniqueConstraint(fields=["plan", "version"], name="one_set_of_assumptions_at_a_time"),
            models.CheckConstraint(
                name="assumptions_say_why",
                condition=~Q(reason=""),
                violation_error_message=_("Say where the assumptions come from, or why they are changed."),
            ),
            models.CheckConstraint(
                name="assumed_weeks_begin_with_one", condition=Q(first_week__gte=1, weeks__gte=1, at_week__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.version}"
