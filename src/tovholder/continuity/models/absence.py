"""Who is away from when to when, and who stands in for them on which case."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.ranges import DateSpan, SameId
from tovholder.accounts.registration import Registered, Versioned
from tovholder.casework.models import CaseRole


class AbsenceKind(models.TextChoices):
    """As little as the procedure needs: no diagnosis, and no free text where one could be written."""

    ILLNESS = "illness", _("Illness")
    LEAVE = "leave", _("Leave")
    HOLIDAY = "holiday", _("Holiday")
    OTHER = "other", _("Other")


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: Any) -> Self:
        """Those that last on a day (which may be a slot): begun, and nobody has registered the return by then."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), starts_on__lte=day)

    def in_time(self, start: dt.date, end: dt.date | None) -> Self:
        """Those that, as far as is known, overlap `[start, end)`."""
        known = Q(ended_on__isnull=True) | Q(ended_on__gt=start)
        expected = Q(ended_on__isnull=False) | Q(expected_on__isnull=True) | Q(expected_on__gt=start)
        found = self.filter(known, expected)
        return found.filter(starts_on__lt=end) if end else found


@pghistory.track()
class Absence(Registered, Versioned):
    """Somebody is away from `starts_on`, and is expected back on `expected_on`.

    It lasts until the return is registered (`ended_on`, the first day back): nobody's cases lose their cover because a
    day that was guessed has passed. Both ends of the time are half-open, `[start, end)`.
    """

    staff = models.ForeignKey("accounts.Staff", models.RESTRICT, related_name="absences", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=8, choices=AbsenceKind, default=AbsenceKind.ILLNESS)
    starts_on = models.DateField(_("first day away"))
    expected_on = models.DateField(_("expected back"), null=True, blank=True)
    ended_on = models.DateField(_("back since"), null=True, blank=True)
    #: When somebody had gone through the list of those affected.
    looked_through_at = models.DateTimeField(_("gone through"), null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_begins",
                condition=(Q(expected_on__isnull=True) | Q(expected_on__gt=F("starts_on")))
                & (Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on"))),
                violation_error_message=_("The day back lies after the first day away."),
            ),
            ExclusionConstraint(
                name="absence_once_at_a_time",
                expressions=[
                    (SameId("staff_id"), RangeOperators.OVERLAPS),
                    (
                        DateSpan("starts_on", Coalesce("ended_on", "expected_on")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("The person is already registered as away in that time."),
            ),
        ]
        indexes = [models.Index(fields=["staff", "ended_on"], name="absence_staff")]

    def is_over(self, day: dt.date) -> bool:
        return self.ended_on is not None and self.ended_on <= day

    def lasts_on(self, day: dt.date) -> bool:
        return self.starts_on <= day and (self.ended_on is None or day < self.ended_on)


class CoverQuerySet(models.QuerySet["Cover"]):
    def at(self, moment: Any) -> Self:
        """Those that hold at a moment (which may be a slot)."""
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=moment), starts_at__lte=moment)

    def helping(self, moment: Any, day: Any) -> Self:
        """Those at a moment by somebody who is there on its day. Whoever is away covers nobody."""
        return self.at(moment).filter(~Exists(Absence.objects.on(day).filter(staff=OuterRef("staff"))))


@pghistory.track()
class Cover(Registered):
    """Somebody stands in for the one who is away, on one case, in `[starts_at, ended_at)`. The case does not change
    hands: it is no shift. The return ends it, and with it the access that it gave."""

    absence = models.ForeignKey(Absence, models.RESTRICT, related_name="covers")
    case = models.ForeignKey("casework.Case", models.RESTRICT, related_name="covers")
    role = models.CharField(_("role"), max_length=16, choices=CaseRole, default=CaseRole.CASEWORKER)
    staff = models.ForeignKey("accounts.Staff", models.RESTRICT, related_name="+", verbose_name=_("stands in"))
    starts_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("cover")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "role"],
                condition=Q(ended_at__isnull=True),
                name="one_cover_at_a_time",
                violation_error_message=_("Somebody already stands in on the case."),
            ),
            models.CheckConstraint(
                name="cover_ends_after_it_begins", condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("starts_at"))
            ),
        ]
        indexes = [
            models.Index(fields=["staff", "ended_at"], name="cover_staff"),
            models.Index(fields=["case", "ended_at"], name="cover_case"),
        ]
