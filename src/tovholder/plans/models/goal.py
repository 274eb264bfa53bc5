"""A goal of the plan: what is counted, from which month to which, and what was said about it quarter by quarter."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered, Versioned
from tovholder.figures.goals.goal import Direction
from tovholder.plans.models.plan import EmploymentPlan, MinistersGoal


class Horizon(models.TextChoices):
    LONG = "long", _("Goal for several years")
    YEAR = "year", _("Goal")
    SUB = "sub", _("Sub-goal")


class Source(models.TextChoices):
    """Where a goal's figures come from."""

    PUBLISHED = "published", _("published figures (Jobindsats)")
    OWN = "own", _("our own figures")
    ENTERED = "entered", _("entered by hand")


class Unit(models.TextChoices):
    """What an entered figure counts."""

    PERSONS = "persons", _("persons")
    FULL_TIME = "full_time", _("full-time persons")
    PERCENT = "percent", _("per cent")


class LevelOf(models.TextChoices):
    """Whose level is to be reached, where the plan names no figure: it goes along with the other's."""

    COUNTRY = "country", _("the country's, as it goes")


class Turn(models.TextChoices):
    """Which way it should go."""

    AT_MOST = Direction.AT_MOST.value, _("at most")
    AT_LEAST = Direction.AT_LEAST.value, _("at least")
    FOLLOWED = Direction.FOLLOWED.value, _("only followed")


@pghistory.track()
class Goal(Registered, Versioned):
    """A goal as it was decided. Changes have a sign: a fall of 20 per cent is -20. Months are their first days.

    A goal that is given up stays, with the day and the reason.
    """

    plan = models.ForeignKey(EmploymentPlan, models.RESTRICT, related_name="goals")
    parent = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="goals", verbose_name=_("under the goal")
    )
    ministers_goal = models.ForeignKey(
        MinistersGoal,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="goals",
        verbose_name=_("serves the minister's goal"),
    )
    position = models.PositiveSmallIntegerField(default=0)
    horizon = models.CharField(_("kind of goal"), max_length=4, choices=Horizon, default=Horizon.YEAR)
    number = models.CharField(_("number"), max_length=8, blank=True)
    title = models.CharField(_("goal"), max_length=400)

    source = models.CharField(_("figures"), max_length=9, choices=Source)
    indicator = models.CharField(_("figure"), max_length=80, blank=True)
    population = models.CharField(_("who is counted"), max_length=300, blank=True)
    unit = models.CharField(_("unit"), max_length=9, choices=Unit, default=Unit.PERSONS)
    definition = models.TextField(_("definition"), blank=True)

    direction = models.CharField(_("direction"), max_length=8, choices=Turn)
    baseline_month = models.DateField(_("baseline month"), null=True, blank=True)
    baseline_value = models.FloatField(_("figure of the baseline"), null=True, blank=True)
    target_month = models.DateField(_("target month"), null=True, blank=True)
    percent = models.FloatField(_("change in per cent"), null=True, blank=True)
    persons = models.FloatField(_("change in number"), null=True, blank=True)
    level = models.FloatField(_("level"), null=True, blank=True)
    level_of = models.CharField(_("level of"), max_length=7, choices=LevelOf, blank=True)

    reason = models.TextField(_("reason"), blank=True)
    risks = models.TextField(_("counter-moving factors"), blank=True)
    responsible = models.CharField(_("responsible"), max_length=120, blank=True)
    #: The reason of a goal that came after the draft: the history begins with a row's first change.
    added_because = models.CharField(_("added because"), max_length=300, blank=True)
    dropped_on = models.DateField(_("given up"), null=True, blank=True)
    dropped_because = models.CharField(_("given up because"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("goal of the plan")
        verbose_name_plural = _("goals of the plan")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="target_after_baseline",
                condition=Q(baseline_month__isnull=True)
                | Q(target_month__isnull=True)
                | Q(target_month__gt=F("baseline_month")),
                violation_error_message=_("The goal's month does not lie after the baseline's."),
            ),
            models.CheckConstraint(
                name="change_has_a_baseline",
                condition=Q(baseline_month__isnull=False) | Q(percent__isnull=True, persons__isnull=True),
                violation_error_message=_("A change requires a month to count from."),
            ),
            models.CheckConstraint(
                name="reached_in_a_month",
                condition=Q(direction=Turn.FOLLOWED) | Q(target_month__isnull=False),
                violation_error_message=_("A goal that is to be reached requires a month to reach it in."),
            ),
            models.CheckConstraint(
                name="one_level_or_anothers",
                condition=Q(level_of="") | Q(level__isnull=True, source=Source.PUBLISHED),
                violation_error_message=_("Say a level, or whose level of a published share it is."),
            ),
            models.CheckConstraint(
                name="figure_is_named",
                condition=Q(source=Source.ENTERED) | ~Q(indicator=""),
                violation_error_message=_("Choose which figure is followed."),
            ),
            models.CheckConstraint(
                name="given_up_goal_has_a_reason",
                condition=Q(dropped_on__isnull=True) | ~Q(dropped_because=""),
                violation_error_message=_("Say why the goal is given up."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title


@pghistory.track()
class EnteredValue(Registered):
    """A figure that was typed in, with where it stands. Empty is not known: missing is not zero."""

    goal = models.ForeignKey(Goal, models.RESTRICT, related_name="entered")
    month = models.DateField(_("month"))
    value = models.FloatField(_("value"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    dated = models.DateField(_("date of the data"))

    class Meta:
        verbose_name = _("entered figure")
        verbose_name_plural = _("entered figures")
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "month"], name="one_figure_a_month"),
            models.CheckConstraint(
                name="entered_figure_is_not_negative",
                condition=Q(value__isnull=True) | Q(value__gte=0),
                violation_error_message=_("A number or a share is not negative."),
            ),
        ]


@pghistory.track()
class Comment(Registered, Versioned):
    """What is said of a goal in one quarter's status: why it stands as it does, what is proposed, and what came of
    what was proposed the last time."""

    goal = models.ForeignKey(Goal, models.RESTRICT, related_name="comments")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    text = models.TextField(_("comment"), blank=True)
    proposal = models.TextField(_("what is proposed"), blank=True)
    came_of_it = models.TextField(_("what came of the last proposal"), blank=True)

    class Meta:
        verbose_name = _("comment on a goal")
        verbose_name_plural = _("comments on goals")
        ordering = ["year", "quarter"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "year", "quarter"], name="one_comment_a_quarter"),
            models.CheckConstraint(name="quarter_is_one_of_four", condition=Q(quarter__gte=1, quarter__lte=4)),
        ]
