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
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.ranges import DateSpan, SameId, SameText
from tovholder.accounts.rights import Role


class LowerCaseEmailField(models.EmailField):
    """People type their e-mail as they like; it is stored and looked up in lower case."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value.lower() if isinstance(value, str) else value


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

    email = LowerCaseEmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    #: Somebody else chose the password then, so it has to be changed at the next sign-in; empty when it is one's own.
    password_set_by_other_at = models.DateTimeField(null=True, editable=False)
    #: Every session that began before has ended: set when the person is deactivated or gets a password from another.
    sessions_ended_at = models.DateTimeField(null=True, editable=False)
    external_id = models.CharField(max_length=200, null=True, editable=False, unique=True)  # noqa: DJ001 - unique or none

    objects = StaffManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session carries and must still match: another password or another end of sessions ends it."""
        ended = self.sessions_ended_at.isoformat() if self.sessions_ended_at else ""
        return salted_hmac(
            "tovholder.accounts.models.Staff", f"{self.password}|{ended}", secret=secret, algorithm="sha256"
        ).hexdigest()


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

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it is there, as people say it; `closed_on` is the first on which it is not."""
        return self.closed_on - dt.timedelta(days=1) if self.closed_on else None


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

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it holds, as people say it; `valid_to` is the first on which it does not."""
        return self.valid_to - dt.timedelta(days=1) if self.valid_to else None

    def runs_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or self.valid_to > day)


class SignInMethod(models.TextChoices):
    """With what somebody signed in, or tried to."""

    PASSWORD = "password", _("password")
    APP = "app", _("password and authenticator app")
    RECOVERY_CODE = "recovery_code", _("password and recovery code")
    SECURITY_KEY = "security_key", _("password and security key")
    PASSKEY = "passkey", _("passkey")


class SignInRefusal(models.TextChoices):
    """Why somebody was not let in."""

    WRONG_PASSWORD = "wrong_password", _("wrong e-mail or password")
    WRONG_CODE = "wrong_code", _("wrong code")
    TOO_MANY = "too_many", _("too many attempts")
    DEACTIVATED = "deactivated", _("may no longer sign in")


class SignIn(models.Model):
    """Somebody signed in, or tried to. Neither what was typed nor from where is kept, only whose door it was."""

    staff = models.ForeignKey(Staff, models.RESTRICT, null=True, related_name="sign_ins")
    at = models.DateTimeField(default=timezone.now)
    how = models.CharField(max_length=16, choices=SignInMethod)
    refused = models.CharField(max_length=16, choices=SignInRefusal, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["staff", "-at"], name="signin_staff"),
            models.Index(fields=["-at"], name="signin_at"),
        ]

    @property
    def ok(self) -> bool:
        return not self.refused
