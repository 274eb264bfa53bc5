"""Who has a role on a case: a step function, one row per change."""

from __future__ import annotations

import datetime as dt
from typing import Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered


class CaseRole(models.TextChoices):
    CASEWORKER = "caseworker", _("Caseworker")
    COORDINATING = "coordinating", _("Coordinating caseworker")
    JOB_CONSULTANT = "job_consultant", _("Job consultant")
    MENTOR = "mentor", _("Mentor")


class ShiftCause(models.TextChoices):
    """Why the person changed."""

    NEW_CASE = "new_case", _("New case")
    TARGET_GROUP = "target_group", _("New target group")
    REORGANISATION = "reorganisation", _("Reorganisation")
    RESIGNATION = "resignation", _("Resignation")
    SICKNESS = "sickness", _("Sickness")
    LEAVE = "leave", _("Leave")
    PROJECT = "project", _("Project or special effort")
    BALANCE = "balance", _("Balance of caseloads")
    CITIZENS_WISH = "citizens_wish", _("The citizen's wish")
    CONFLICT = "conflict", _("The relation did not work")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not known")


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def at(self, moment: dt.datetime) -> Self:
        """The rows that hold at a moment."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=moment), effective_at__lte=moment)


#: `until` is where the next row begins. It is an index that the database keeps, not a fact that anybody registers:
#: without it, "who holds the case now" would have to compare every row with every later one (docs/decisions.md, 3).
#: One set-based statement per insert or delete, so that an import of a hundred thousand rows stays fast.
_FOLLOW = """
        update casework_assignment a set until = w.next_at
        from (
            select id, lead(effective_at) over (partition by case_id, role order by effective_at, seq) as next_at
            from casework_assignment
            where (case_id, role) in (select distinct case_id, role from {rows})
        ) w
        where a.id = w.id and a.until is distinct from w.next_at"""
#: Where an import was only tried, or taken back, the statistics say that the table is empty; then every row would be
#: compared with every other, for hours. So for many rows the statement is planned anew each time, without that way.
_KEEP_UNTIL = f"""
    if (select count(*) from {{rows}}) <= 100 then{_FOLLOW};
    else
        loops := current_setting('enable_nestloop');
        perform set_config('enable_nestloop', 'off', true);
        execute $statement${_FOLLOW}$statement$;
        perform set_config('enable_nestloop', loops, true);
    end if;
    return null;
"""


@pghistory.track(pghistory.DeleteEvent(), exclude=["until"])
class Assignment(Registered):
    """From `effective_at` on, `staff` (or nobody: the role is vacant) has the role on the case, in `unit`.

    An overlap cannot be stored. `seq` orders rows of the same moment, which real logs have. A row is never changed: a
    new state is a new row, and a mistake is deleted (which the history keeps) and registered again.
    """

    case = models.ForeignKey("casework.Case", models.RESTRICT, related_name="assignments")
    role = models.CharField(_("role"), max_length=16, choices=CaseRole, default=CaseRole.CASEWORKER)
    effective_at = models.DateTimeField(_("from"))
    seq = models.PositiveIntegerField(_("order at the same moment"), default=0)
    staff = models.ForeignKey(
        "accounts.Staff", models.RESTRICT, null=True, blank=True, related_name="assignments", verbose_name=_("person")
    )
    unit = models.ForeignKey("accounts.Unit", models.RESTRICT, related_name="assignments", verbose_name=_("unit"))
    planned = models.BooleanField(_("planned"), null=True)
    cause = models.CharField(_("cause"), max_length=16, choices=ShiftCause, default=ShiftCause.UNKNOWN)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    until = models.DateTimeField(null=True, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("who holds the case")
        ordering = ["effective_at", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["case", "role", "effective_at", "seq"], name="one_assignment_a_moment"),
        ]
        indexes = [
            models.Index(fields=["staff", "until"], name="assignment_staff_until"),
            models.Index(fields=["unit", "until"], name="assignment_unit_until"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="until_after_insert",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="new_rows"),
                declare=[("loops", "text")],
                func=_KEEP_UNTIL.format(rows="new_rows"),
            ),
            pgtrigger.Trigger(
                name="until_after_delete",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                referencing=pgtrigger.Referencing(old="old_rows"),
                declare=[("loops", "text")],
                func=_KEEP_UNTIL.format(rows="old_rows"),
            ),
            pgtrigger.Trigger(
                name="never_changed",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["until"]),
                func="raise exception 'an assignment is never changed: register a new one';",
            ),
        ]
