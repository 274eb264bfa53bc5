"""How much work cases take and what they ask of a caseworker; how much work staff have room for and what they can.

Every weight and every capacity is a step: what a row says holds from its day until the next row of the same thing. No
row is changed; of two from the same day the later one holds, so that a slip is put right and still seen.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Self, TypeVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.ranges import DateSpan, SameId, SameText
from tovholder.accounts.registration import Registered
from tovholder.citizens.models import Spell, ends_after_start

#: A case as most are. What nobody has said anything about weighs so much.
USUAL = Decimal(1)
#: Nobody's case is the work of so many.
MOST = Decimal(20)
#: Cases that one person has room for at most.
MOST_ROOM = Decimal(1000)

_Row = TypeVar("_Row", bound=models.Model)


class StepQuerySet(models.QuerySet[_Row]):
    def until(self, day: dt.date) -> Self:
        """Those that have begun on a day, the one that holds first."""
        return self.filter(valid_from__lte=day).order_by("-valid_from", "-pk")

    def in_force(self, day: dt.date, *of: str) -> Self:
        """The row that holds on a day, one for each value of the fields `of`."""
        return self.filter(valid_from__lte=day).order_by(*of, "-valid_from", "-pk").distinct(*of)


class Step(Registered):
    """Something that holds from a day until the next row says something else."""

    valid_from = models.DateField(_("from"))
    reason = models.CharField(_("reason"), max_length=300)

    objects = StepQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-valid_from", "-pk"]


#: Tenths of a usual case: nobody measures work more exactly.
_UP_TO_MOST = [MinValueValidator(Decimal(0)), MaxValueValidator(MOST)]
_UP_TO_ROOM = [MinValueValidator(Decimal(0)), MaxValueValidator(MOST_ROOM)]


class GroupWeight(Step):
    """How much work the cases of a target group take; `source` is where the number comes from."""

    target_group = models.ForeignKey("citizens.TargetGroup", models.RESTRICT, related_name="+")
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=1, validators=_UP_TO_MOST)
    source = models.CharField(_("where it comes from"), max_length=200, blank=True)

    class Meta(Step.Meta):
        indexes = [models.Index(fields=["target_group", "-valid_from", "-id"], name="group_weight")]
        constraints = [models.CheckConstraint(name="group_weight_not_negative", condition=Q(weight__gte=0))]


@pghistory.track()
class CaseWeight(Step):
    """How much work one case takes, as its caseworker or leader judges; none: as its target group again."""

    case = models.ForeignKey("casework.Case", models.RESTRICT, related_name="weights")
    weight = models.DecimalField(
        _("weight"), max_digits=6, decimal_places=1, validators=_UP_TO_MOST, null=True, blank=True
    )

    class Meta(Step.Meta):
        verbose_name = _("weight of the case")
        indexes = [models.Index(fields=["case", "-valid_from", "-id"], name="case_weight")]
        constraints = [models.CheckConstraint(name="case_weight_not_negative", condition=Q(weight__gte=0))]


class SpecialtyQuerySet(models.QuerySet["Specialty"]):
    def on(self, day: dt.date) -> Self:
        """Those that are in use on a day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


class Specialty(models.Model):
    """A field that somebody can know well and a case can ask for (*fagområde*). A short list, kept on a page."""

    name_da = models.CharField(_("Danish name"), max_length=80, unique=True)
    name_en = models.CharField(_("English name"), max_length=80)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    objects = SpecialtyQuerySet.as_manager()

    class Meta:
        verbose_name = _("field")
        ordering = ["name_da"]
        constraints = [
            models.CheckConstraint(
                # One that is added by mistake and ended on the same day was never in use.
                name="specialty_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The end lies after the start."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "da").startswith("en") else self.name_da


def _once(name: str, words: Any, *of: SameId | SameText) -> ExclusionConstraint:
    """The same thing is said once at a time."""
    expressions = [(one, RangeOperators.OVERLAPS) for one in (*of, DateSpan("start", "end"))]
    return ExclusionConstraint(name=name, expressions=expressions, violation_error_message=words)


@pghistory.track()
class CaseSpecialty(Spell):
    """From a day until another a case asks for a field: needed, or only wished."""

    case = models.ForeignKey("casework.Case", models.RESTRICT, related_name="specialties")
    specialty = models.ForeignKey(Specialty, models.RESTRICT, related_name="+", verbose_name=_("field"))
    is_needed = models.BooleanField(_("needed"), default=False)

    class Meta:
        verbose_name = _("field that the case asks for")
        constraints = [
            ends_after_start("case_specialty_ends_after_start"),
            _once(
                "case_specialty_once",
                _("The case asks for that field already."),
                SameId("case_id"),
                SameId("specialty_id"),
            ),
        ]


@pghistory.track()
class Capacity(Step):
    """The weight of cases that somebody has room for in a unit; none: it is not said any more."""

    staff = models.ForeignKey("accounts.Staff", models.RESTRICT, related_name="capacities")
    unit = models.ForeignKey("accounts.Unit", models.RESTRICT, related_name="+")
    weight = models.DecimalField(
        _("has room for"), max_digits=6, decimal_places=1, validators=_UP_TO_ROOM, null=True, blank=True
    )

    class Meta(Step.Meta):
        indexes = [models.Index(fields=["staff", "unit", "-valid_from", "-id"], name="capacity_staff")]
        constraints = [models.CheckConstraint(name="capacity_not_negative", condition=Q(weight__gte=0))]


@pghistory.track()
class StaffLanguage(Spell):
    """Somebody speaks a language well enough to hold a conversation in it (`languages.py` has what stands here)."""

    staff = models.ForeignKey("accounts.Staff", models.RESTRICT, related_name="languages")
    language = models.CharField(_("language"), max_length=40)

    class Meta:
        ordering = ["language"]
        constraints = [
            ends_after_start("staff_language_ends_after_start"),
            _once("staff_language_once", _("That is registered already."), SameId("staff_id"), SameText("language")),
        ]


@pghistory.track()
class StaffSpecialty(Spell):
    """Somebody knows a field."""

    staff = models.ForeignKey("accounts.Staff", models.RESTRICT, related_name="specialties")
    specialty = models.ForeignKey(Specialty, models.RESTRICT, related_name="+", verbose_name=_("field"))

    class Meta:
        constraints = [
            ends_after_start("staff_specialty_ends_after_start"),
            _once("staff_specialty_once", _("That is registered already."), SameId("staff_id"), SameId("specialty_id")),
        ]
