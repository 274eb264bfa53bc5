"""A course across professions, who takes part in it, and who does what by when."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered, Versioned


class Level(models.TextChoices):
    """How closely the professions work together (the Fredericia report, page 13)."""

    BESIDE = "beside", _("Several professions side by side (flerfagligt)")
    TOGETHER = "together", _("Professions that decide together (tværfagligt)")
    ONE = "one", _("One shared goal, whatever the profession (tværprofessionelt)")


@pghistory.track()
class Course(Registered, Versioned):
    """Begins with a professional's judgement that the citizen needs it: a person's, with reasons, never a computed
    risk. One date per stage; who coordinates it is one of the house's staff."""

    case = models.ForeignKey("casework.Case", models.RESTRICT, related_name="courses")
    level = models.CharField(_("level"), max_length=8, choices=Level)
    goal = models.CharField(_("the shared goal"), max_length=300)
    coordinator = models.ForeignKey(
        "accounts.Staff", models.RESTRICT, related_name="+", verbose_name=_("coordinates it")
    )
    judged_on = models.DateField(_("judged needed"))
    judged_by = models.ForeignKey("accounts.Staff", models.RESTRICT, related_name="+", verbose_name=_("judged by"))
    judgement = models.CharField(_("why it is needed"), max_length=300)
    started_on = models.DateField(_("started"), null=True, blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    reason = models.CharField(_("why it ended"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("course across professions")
        constraints = [
            models.CheckConstraint(
                name="course_starts_after_it_is_judged",
                condition=Q(started_on__isnull=True) | Q(started_on__gte=F("judged_on")),
                violation_error_message=_("It cannot start before it was judged needed."),
            ),
            models.CheckConstraint(
                name="course_ends_after_it_is_judged",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("judged_on")),
                violation_error_message=_("It cannot end before it was judged needed."),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_on__isnull=True),
                name="one_course_at_a_time",
                violation_error_message=_("A course runs in the case already. One goal at a time."),
            ),
        ]

    @property
    def status(self) -> str:
        """`judged`, `running` or `ended`."""
        if self.ended_on:
            return "ended"
        return "running" if self.started_on else "judged"


@pghistory.track()
class Member(Registered):
    """Somebody who takes part, in the house (`staff`) or outside it."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="members")
    staff = models.ForeignKey(
        "accounts.Staff", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("colleague")
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    profession = models.CharField(_("profession"), max_length=80)
    organisation = models.CharField(_("where from"), max_length=120, blank=True)
    left_on = models.DateField(_("left"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="member_is_somebody",
                condition=Q(staff__isnull=False) | ~Q(name=""),
                violation_error_message=_("Say who it is."),
            )
        ]

    def __str__(self) -> str:
        who = self.staff.name if self.staff else self.name
        return f"{who} ({self.profession})"


@pghistory.track()
class Task(Registered, Versioned):
    """Who does what by when."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="tasks")
    member = models.ForeignKey(Member, models.RESTRICT, related_name="tasks", verbose_name=_("who"))
    text = models.CharField(_("what"), max_length=300)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)
    dropped_on = models.DateField(_("dropped"), null=True, blank=True)

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                name="task_has_one_end",
                condition=Q(done_on__isnull=True) | Q(dropped_on__isnull=True),
                violation_error_message=_("A task is done or dropped, not both."),
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.done_on is None and self.dropped_on is None
