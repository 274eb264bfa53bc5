"""Publish a status, so that it stands as it was; give the committee a link to what is published, and withdraw it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused, act, store
from tovholder.accounts.rights import Right
from tovholder.plans.actions.common import locked
from tovholder.plans.content.compose import compose
from tovholder.plans.content.hide import hide
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.models import CommitteeLink, LinkCount, StatusReport
from tovholder.plans.models.plan import Status
from tovholder.plans.sources import now_at_hand


def publish_report(
    *, actor: Actor, plan_id: int, quarter: Quarter, remark: str = "", now: dt.datetime, today: dt.date
) -> StatusReport:
    """Freezes the status of a quarter: all digits, all texts, and which figures they were made from.

    Another report of the same quarter says in its remark what it corrects.
    """
    with act("publish_report", actor, remark):
        plan, stage = locked(actor, plan_id)
        faults: list[Any] = []
        if stage.status == Status.DRAFT:
            faults.append(_("The plan is a draft: send it to the committee first."))
        if quarter > Quarter.of_day(today):
            faults.append(_("The quarter lies ahead."))
        if not plan.goals.filter(dropped_on=None).exists():
            faults.append(_("The plan has no goal to report on."))
        if plan.reports.filter(year=quarter.year, quarter=quarter.number).exists() and not remark.strip():
            faults.append(_("This quarter's status is published already: say what this one corrects."))
        if faults:
            raise Refused(faults)
        basis = now_at_hand()
        content = hide(compose(plan, basis, quarter), basis.published)
        content["published"] = {"at": now.isoformat(), "by": actor.name, "remark": remark.strip()}
        report = StatusReport(
            plan=plan,
            year=quarter.year,
            quarter=quarter.number,
            remark=remark.strip(),
            content=content,
            digest=digest_of(content),
            registered_at=now,
            registered_by_id=actor.staff_id,
        )
        store(report)
        return report


def digest_of(content: dict[str, Any]) -> str:
    """The SHA-256 of a content, whatever order a database gives its keys back in."""
    told = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(told.encode()).hexdigest()


def make_link(*, actor: Actor, plan_id: int, meant_for: str, now: dt.datetime) -> CommitteeLink:
    """An address that opens the plan's published reports without signing in."""
    with act("make_committee_link", actor):
        plan, _stage = locked(actor, plan_id)
        if not meant_for.strip():
            raise Refused([_("Say for whom the link is.")])
        link = CommitteeLink(plan=plan, meant_for=meant_for.strip(), registered_at=now, registered_by_id=actor.staff_id)
        store(link)
        LinkCount.objects.create(link=link)
        return link


def withdraw_link(*, actor: Actor, link_id: int, now: dt.datetime) -> CommitteeLink:
    """From now on the address opens nothing. Withdrawing it twice changes nothing."""
    with act("withdraw_committee_link", actor):
        actor.require(Right.WRITE_PLANS)
        link = CommitteeLink.objects.select_for_update().get(pk=link_id)
        if link.withdrawn_at is None:
            link.withdrawn_at, link.withdrawn_by_id = now, actor.staff_id
            link.save(update_fields=["withdrawn_at", "withdrawn_by"])
        return link


def count_opening(link: CommitteeLink) -> None:
    """One more: nothing of who, when or from where."""
    LinkCount.objects.filter(link=link).update(opened=F("opened") + 1)
