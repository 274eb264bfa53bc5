"""The person the work is for, their identity kept apart, how to reach them, and what they live on, with dates."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.ranges import DateSpan, SameId
from tovholder.accounts.registration import Registered, Versioned
from tovholder.citizens.names import DanishSortKey, SearchWords


@pghistory.track(exclude=["sort_key", "search"])
class Citizen(Registered, Versioned):
    """A person. The CPR number is in `Identity`, which has its own right."""

    given_name = models.CharField(_("first name"), max_length=120, blank=True)
    family_name = models.CharField(_("last name"), max_length=120)
    born_on = models.DateField(_("born"), null=True, blank=True)

    sort_key = models.GeneratedField(
        expression=DanishSortKey("family_name", "given_name"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    search = models.GeneratedField(
        expression=SearchWords("family_name", "given_name"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        verbose_name = _("citizen")
        verbose_name_plural = _("citizens")
        indexes = [
            models.Index(fields=["sort_key"], name="citizen_sort_key"),
            GinIndex(fields=["search"], name="citizen_search"),
            models.Index(fields=["born_on"], name="citizen_born_on"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class Identity(models.Model):
    """A citizen's CPR number from a day on. A number belongs to one person for ever; a person may get a new one."""

    citizen = models.ForeignKey(Citizen, models.RESTRICT, related_name="identities")
    cpr = models.CharField(max_length=10, unique=True)
    valid_from = models.DateField()
    registered_at = models.DateTimeField(auto_now_add=True)
    registered_by = models.ForeignKey("accounts.Staff", models.RESTRICT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="cpr_is_ten_digits", condition=Q(cpr__regex=r"^\d{10}$")),
            models.UniqueConstraint(fields=["citizen", "valid_from"], name="one_cpr_a_day"),
        ]

    def __str__(self) -> str:
        return "••••••-••••"


@pghistory.track()
class ContactDetails(Registered):
    """How to reach a citizen from a moment on. The latest row holds; what was there before stays."""

    citizen = models.ForeignKey(Citizen, models.RESTRICT, related_name="contact_details")
    valid_from = models.DateTimeField(_("from"))
    address = models.CharField(_("address"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=4, blank=True)
    city = models.CharField(_("town"), max_length=60, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    interpreter_language = models.CharField(
        _("interpreter for"), max_length=40, blank=True, help_text=_("The language. Empty: no interpreter is needed.")
    )

    class Meta:
        verbose_name = _("contact details")
        constraints = [models.UniqueConstraint(fields=["citizen", "valid_from"], name="contact_details_once_a_moment")]
        ordering = ["-valid_from"]


_Row = TypeVar("_Row", bound=models.Model)


class SpellQuerySet(models.QuerySet[_Row]):
    def on(self, day: dt.date) -> Self:
        """Those that run on a day."""
        return self.filter(Q(end__isnull=True) | Q(end__gt=day), start__lte=day)


class Spell(Registered, Versioned):
    """A half-open period `[start, end)`; without an end it is running."""

    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)

    objects = SpellQuerySet.as_manager()

    class Meta:
        abstract = True

    def runs_on(self, day: dt.date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


def ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(end__isnull=True) | Q(end__gt=F("start")),
        violation_error_message=_("The end lies after the start."),
    )


@pghistory.track()
class AddressProtection(Spell):
    """The period in which a citizen's name and address are protected (*navne- og adressebeskyttelse*)."""

    citizen = models.ForeignKey(Citizen, models.RESTRICT, related_name="address_protections")

    class Meta:
        verbose_name = _("name and address protection")
        constraints = [
            ends_after_start("protection_ends_after_start"),
            ExclusionConstraint(
                name="protection_once_at_a_time",
                expressions=[
                    (SameId("citizen_id"), RangeOperators.OVERLAPS),
                    (DateSpan("start", "end"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The citizen is already protected in that period."),
            ),
        ]


class Code(models.Model):
    """An entry of a code list that the law changes: it holds from a day until another, and says where it comes from."""

    code = models.CharField(max_length=40, unique=True)
    name_da = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    legal_reference = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=200, blank=True)
    verified = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "da").startswith("en") else self.name_da


class Benefit(Code):
    """What a citizen can live on (*ydelse*)."""

    class Meta:
        ordering = ["code"]


class TargetGroup(Code):
    """A legal category (*målgruppe*)."""

    class Meta:
        ordering = ["code"]


@pghistory.track()
class BenefitSpell(Spell):
    """A citizen lives on a benefit from a day until another (*ydelsesforløb*)."""

    citizen = models.ForeignKey(Citizen, models.RESTRICT, related_name="benefit_spells")
    benefit = models.ForeignKey(Benefit, models.RESTRICT, related_name="+", verbose_name=_("benefit"))

    class Meta:
        verbose_name = _("benefit")
        ordering = ["start"]
        constraints = [
            ends_after_start("benefit_ends_after_start"),
            ExclusionConstraint(
                name="benefit_once_at_a_time",
                expressions=[
                    (SameId("citizen_id"), RangeOperators.OVERLAPS),
                    (SameId("benefit_id"), RangeOperators.OVERLAPS),
                    (DateSpan("start", "end"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The citizen already has that benefit in that period."),
            ),
        ]


@pghistory.track()
class TargetGroupSpell(Spell):
    """A citizen belongs to a target group from a day until another; to one at a time."""

    citizen = models.ForeignKey(Citizen, models.RESTRICT, related_name="target_group_spells")
    target_group = models.ForeignKey(TargetGroup, models.RESTRICT, related_name="+", verbose_name=_("target group"))

    class Meta:
        verbose_name = _("target group")
        ordering = ["start"]
        constraints = [
            ends_after_start("target_group_ends_after_start"),
            ExclusionConstraint(
                name="target_group_one_at_a_time",
                expressions=[
                    (SameId("citizen_id"), RangeOperators.OVERLAPS),
                    (DateSpan("start", "end"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The citizen already belongs to a target group in that period."),
            ),
        ]
