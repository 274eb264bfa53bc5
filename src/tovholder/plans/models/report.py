"""Status reports as they were published, and the links by which a committee reads them."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.registration import Registered
from tovholder.audit.models import never_changed
from tovholder.plans.models.plan import EmploymentPlan


class StatusReport(Registered):
    """A published status: every digit and text as the committee got it. Rows are never changed; a mistake is put right
    by another report, which says what it corrects."""

    plan = models.ForeignKey(EmploymentPlan, models.RESTRICT, related_name="reports")
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    #: All that the pages, the PDF and the workbook are drawn from (`report/content.py`), and its SHA-256.
    content = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("status report")
        verbose_name_plural = _("status reports")
        ordering = ["-year", "-quarter", "-pk"]
        triggers = [never_changed()]
        constraints = [
            models.CheckConstraint(name="report_of_one_of_four_quarters", condition=Q(quarter__gte=1, quarter__lte=4)),
        ]


def new_token() -> str:
    """256 bits: nobody finds a link by trying."""
    return secrets.token_urlsafe(32)


class CommitteeLink(Registered):
    """An address that opens a plan's published reports without signing in. It is kept as it is, so that it can be sent
    once more: what it opens has been published."""

    plan = models.ForeignKey(EmploymentPlan, models.RESTRICT, related_name="links")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    meant_for = models.CharField(_("for whom"), max_length=120)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey("accounts.Staff", models.RESTRICT, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = _("link for the committee")
        verbose_name_plural = _("links for the committee")
        ordering = ["-pk"]


class LinkCount(models.Model):
    """How often a link was opened. Nothing is kept of who, when or from where."""

    link = models.OneToOneField(CommitteeLink, models.CASCADE, related_name="count")
    opened = models.PositiveIntegerField(default=0)
