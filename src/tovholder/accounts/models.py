"""Staff, the tree of units, and who is what where from when to when."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.ranges import DateSpan, SameId, SameText
from tovholder.accounts.rights import Role


class StaffManager(BaseUserManager["Staff"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Staff:
        staff = self.model(email=self.normalize_email(email).lower(), **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff

    def get_by_natural_key(self, username: str | None) -> Staff:
        return self.get(email__iexact=username)


@pghistory.track(exclude=["password", "last_login"])
class Staff(AbstractBaseUser):
    """Somebody who works here, or with us."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    external_id = models.CharField(max_length=200, null=True, editable=False, unique=True)  # noqa: DJ001 - unique or none

    objects = StaffManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")

    def __str__(self) -> str:
        return self.name


class UnitKind(models.TextChoices):
    DEPARTMENT = "department", _("Department")
    TEAM = "team", _("Team")
    PROJECT = "project", _("Project")


@pghistory.track()
class Unit(models.Model):
    """A department, a team or a project. A reorganisation closes units and opens others; none turns into another."""

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=UnitKind)
    parent = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="children")
    opened_on = models.DateField(_("from"))
    closed_on = models.DateField(_("until"), null=True, blank=True)
    external_id = models.CharField(max_length=200, null=True, editable=False, unique=True)  # noqa: DJ001 - unique or none

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.CheckConstraint(
                name="unit_closes_after_it_opens",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=F("opened_on")),
                violation_error_message=_("A unit closes after it has opened."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: dt.date) -> Self:
        """Those that hold on a day; the end date is the first day on which they no longer do."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


@pghistory.track()
class Membership(models.Model):
    """Somebody is something in a unit from a day until (not including) another."""

    staff = models.ForeignKey(Staff, models.RESTRICT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.RESTRICT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    external_id = models.CharField(max_length=200, null=True, editable=False, unique=True)  # noqa: DJ001 - unique or none

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                violation_error_message=_("A membership ends after it has begun."),
            ),
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    (SameId("staff_id"), RangeOperators.OVERLAPS),
                    (SameId("unit_id"), RangeOperators.OVERLAPS),
                    (SameText("role"), RangeOperators.OVERLAPS),
                    (DateSpan("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The person already has that role in the unit in that period."),
            ),
        ]
