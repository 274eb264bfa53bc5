"""Set how much the cases of a target group weigh; keep the list of fields."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused, act, register, store
from tovholder.accounts.rights import Right
from tovholder.citizens.models import TargetGroup
from tovholder.workload.models import GroupWeight, Specialty


def set_group_weight(
    *,
    actor: Actor,
    target_group_id: int,
    weight: Decimal,
    valid_from: dt.date,
    reason: str,
    source: str = "",
    now: dt.datetime,
) -> GroupWeight:
    """From a day on, the cases of a target group weigh so much, but for those that have a weight of their own. What
    held before stays in the list. Raises Refused."""
    with act("set_group_weight", actor, reason.strip()):
        actor.require(Right.SET_WEIGHTS)
        faults = []
        if not TargetGroup.objects.filter(pk=target_group_id).exists():
            faults.append(_("There is no such target group."))
        if not reason.strip():
            faults.append(_("Say why."))
        if faults:
            raise Refused(faults)
        row = GroupWeight(
            target_group_id=target_group_id,
            weight=weight,
            valid_from=valid_from,
            reason=reason.strip(),
            source=source.strip(),
        )
        return register(row, actor, now)


def add_specialty(*, actor: Actor, name_da: str, name_en: str, today: dt.date) -> Specialty:
    """Another field that can be known and asked for. Raises Refused when there is one of that name."""
    with act("add_specialty", actor):
        actor.require(Right.SET_WEIGHTS)
        name_da, name_en = name_da.strip(), name_en.strip()
        if not name_da:
            raise Refused([_("Give the field a name.")])
        known = Specialty.objects.select_for_update().filter(name_da__iexact=name_da).first()
        if known and known.valid_to is None:
            raise Refused([_("There is a field of that name.")])
        row = known or Specialty(name_da=name_da, valid_from=today)
        row.name_en, row.valid_to = name_en or name_da, None
        store(row)
        return row


def end_specialty(*, actor: Actor, specialty_id: int, today: dt.date) -> Specialty:
    """The field is not offered any more; who knows it and which cases asked for it stays. Raises Refused."""
    with act("end_specialty", actor):
        actor.require(Right.SET_WEIGHTS)
        row = Specialty.objects.select_for_update().filter(pk=specialty_id, valid_to=None).first()
        if row is None:
            raise Refused([_("The field is not in use any more.")])
        row.valid_to = max(today, row.valid_from)
        store(row)
        return row
