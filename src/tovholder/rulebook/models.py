"""What a municipality has changed in the rules that come with the house, who is exempt, and the dates that follow."""

from __future__ import annotations

import uuid

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.ranges import DateSpan, SameId, SameText
from tovholder.accounts.registration import Registered, Versioned
from tovholder.citizens.models import Spell, ends_after_start


class Edition(Versioned):
    """One row. `version` counts up with every change of a rule: it tells two administrators apart, and says under which
    rules a date was worked out. `mark` is another for every change, one that is rolled back too: a process that keeps a
    book in memory knows by it whether it still has the right one."""

    mark = models.UUIDField(default=uuid.uuid4)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="one_edition", condition=Q(pk=1))]


@pghistory.track()
class OwnRule(Registered, Versioned):
    """A row that the municipality has added to the tables. What the fields say stands in `rules/rows.py`."""

    rule_id = models.CharField(_("name"), max_length=60, unique=True)
    series = models.CharField(_("what it is about"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20)
    groups = ArrayField(models.CharField(max_length=8), default=list, blank=True, verbose_name=_("target groups"))
    situation = models.CharField(_("special situation"), max_length=40, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    keeps = models.BooleanField(_("running cases keep it"), default=False)
    terms = models.JSONField(_("terms"), default=dict)
    law = models.CharField(_("legal reference"), max_length=200)
    source = models.CharField(_("source"), max_length=200)
    verified = models.BooleanField(_("verified"), default=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    reason = models.CharField(_("why"), max_length=300, default="")  #: of the latest change

    class Meta:
        verbose_name = _("rule")
        ordering = ["series", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="rule_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                violation_error_message=_("The rule ends after it has begun."),
            )
        ]

    def __str__(self) -> str:
        return self.rule_id


@pghistory.track()
class ShippedRule(Registered, Versioned):
    """What the municipality has noted about a row that comes with the house: that it ends, that somebody has verified
    it. What is empty is as it came."""

    rule_id = models.CharField(_("rule"), max_length=60, unique=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    law = models.CharField(_("legal reference"), max_length=200, blank=True)
    verified = models.BooleanField(_("verified"), null=True, blank=True)
    reason = models.CharField(_("why"), max_length=300, default="")  #: of the latest change

    class Meta:
        verbose_name = _("shipped rule")

    def __str__(self) -> str:
        return self.rule_id


@pghistory.track()
class Exemption(Spell):
    """A case is exempt from what a series of rules asks, for what falls due in `[start, end)`."""

    case = models.ForeignKey("casework.Case", models.RESTRICT, related_name="exemptions")
    series = models.CharField(_("from what"), max_length=40)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("exemption")
        ordering = ["start"]
        constraints = [
            ends_after_start("exemption_ends_after_start"),
            models.CheckConstraint(
                name="exemption_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why the case is exempt."),
            ),
            ExclusionConstraint(
                name="exemption_once_at_a_time",
                expressions=[
                    (SameId("case_id"), RangeOperators.OVERLAPS),
                    (SameText("series"), RangeOperators.OVERLAPS),
                    (DateSpan("start", "end"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The case is already exempt in that period."),
            ),
        ]


class Worked(models.Model):
    """Whether a case's dates are worked out, and under which edition of the rules. Triggers mark it when a fact
    changes, whoever changes it and how (migration 0002)."""

    case = models.OneToOneField("casework.Case", models.CASCADE, primary_key=True, related_name="+")
    edition = models.PositiveIntegerField(default=0)
    is_stale = models.BooleanField(default=True)
    #: The day from which time alone brings new dates (a rule for each period).
    again_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["case"], name="worked_stale", condition=Q(is_stale=True)),
            models.Index(fields=["edition"], name="worked_edition"),
            models.Index(fields=["again_on"], name="worked_again", condition=Q(again_on__isnull=False)),
        ]


#: Not done, not exempt, and it can still be done. Whether it is overdue depends on the day on which one looks.
PENDING = Q(fulfilled_on__isnull=True, is_exempt=False, is_missed=False)


class StatutoryDate(models.Model):
    """Something that is or was due in a case under a rule. Derived from the facts (`deadlines.py`) and never edited:
    every row can be worked out anew."""

    case = models.ForeignKey("casework.Case", models.CASCADE, related_name="statutory_dates")
    series = models.CharField(max_length=40)
    rule_id = models.CharField(max_length=60)
    group = models.CharField(max_length=8)
    counted_from = models.DateField()
    window_from = models.DateField()
    due_on = models.DateField()
    count = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    fulfilled_on = models.DateField(null=True)
    is_exempt = models.BooleanField(default=False)
    #: Not done, and too late to do it: the contact course, or the case, is over.
    is_missed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "rule_id", "window_from"], name="one_statutory_date")]
        indexes = [
            # What the work list asks of each case.
            models.Index(fields=["case", "due_on"], name="statutory_pending", condition=PENDING),
            # What a unit's page asks of a stretch of time.
            models.Index(fields=["due_on"], name="statutory_due"),
        ]
