"""Exempt a case from what a quota asks, after a concrete assessment; end an exemption."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused, register, store
from tovholder.accounts.registration import check_version
from tovholder.accounts.rights import Right
from tovholder.casework.actions.common import act, enter
from tovholder.citizens.models import TargetGroupSpell
from tovholder.rulebook import books
from tovholder.rulebook.models import Exemption
from tovholder.rules.rows import Series

#: A quota of everybody leaves nobody to exempt.
ALL = 100


def exempt(
    *,
    actor: Actor,
    case_id: int,
    series: str,
    start: dt.date,
    end: dt.date | None,
    reason: str,
    now: dt.datetime,
    today: dt.date,
) -> Exemption:
    """What the series asks and what falls due in `[start, end)` is not asked of this case. Raises Refused for a series
    without a quota, for an empty reason, for a period that overlaps another."""
    with act("exempt", actor, reason.strip()):
        access = enter(actor, case_id, Right.EXEMPT, now=now, today=today)
        faults = []
        if not reason.strip():
            faults.append(_("Say why the case is exempt."))
        if end is not None and end <= start:
            faults.append(_("The end lies after the start."))
        if series not in {known.key for known in with_quota(access.case.citizen_id, today)}:
            faults.append(_("Only what has a quota for the citizen's target group can be exempted from."))
        if faults:
            raise Refused(faults)
        others = Exemption.objects.filter(Q(end=None) | Q(end__gt=start), case=case_id, series=series)
        if end is not None:
            others = others.filter(start__lt=end)
        if others.exists():
            raise Refused([_("The case is already exempt in that period.")])
        row = Exemption(
            case=access.case,
            series=series,
            start=start,
            end=end,
            reason=reason.strip(),
        )
        return register(row, actor, now)


def end_exemption(
    *,
    actor: Actor,
    case_id: int,
    exemption_id: int,
    version: int,
    end: dt.date,
    reason: str,
    now: dt.datetime,
    today: dt.date,
) -> Exemption:
    """The exemption ends; `end` is the first day on which it no longer holds. Raises Refused, ChangedMeanwhile."""
    with act("end_exemption", actor, reason.strip()):
        access = enter(actor, case_id, Right.EXEMPT, now=now, today=today)
        row = Exemption.objects.select_for_update(of=("self",)).filter(case=access.case, pk=exemption_id).first()
        if row is None:
            raise Refused([_("There is no such exemption in this case.")])
        check_version(row, version)
        if end <= row.start:
            raise Refused([_("The end lies after the start.")])
        row.end = end
        store(row)
        return row


def with_quota(citizen_id: int, today: dt.date) -> list[Series]:
    """The series that ask something of a share of the citizen's target group today."""
    groups = set(
        TargetGroupSpell.objects.on(today).filter(citizen=citizen_id).values_list("target_group__code", flat=True)
    )
    book = books.current().rules
    keys = {
        rule.series
        for rule in book.in_force(today)
        if (share := rule.number("share")) is not None and share < ALL and groups & set(rule.groups)
    }
    return [series for key, series in book.series.items() if key in keys and series.by == "municipality"]
