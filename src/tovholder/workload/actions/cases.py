"""Weigh one case, and say what it asks of its caseworker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused, act, register
from tovholder.accounts.rights import Right
from tovholder.casework.access import CaseAccess
from tovholder.casework.actions.common import enter
from tovholder.casework.models import Assignment, CaseRole
from tovholder.workload.models import CaseSpecialty, CaseWeight, Specialty
from tovholder.workload.spells import hold_only


def may_weigh(access: CaseAccess, now: dt.datetime) -> bool:
    """Its caseworker judges what a case takes, or who leads the unit that it belongs to."""
    if not access.may(Right.WEIGH_CASE) or access.case.closed_on:
        return False
    held = Assignment.objects.at(now).filter(case=access.case.pk, role=CaseRole.CASEWORKER).first()
    return held is not None and (held.staff_id == access.actor.staff_id or held.unit_id in access.actor.leads)


def _enter(actor: Actor, case_id: int, now: dt.datetime, today: dt.date) -> CaseAccess:
    access = enter(actor, case_id, Right.WEIGH_CASE, now=now, today=today)
    if not may_weigh(access, now):
        raise Refused([_("Only the case's caseworker, or the leader of its unit, says what the case takes.")])
    return access


def weigh_case(
    *,
    actor: Actor,
    case_id: int,
    weight: Decimal | None,
    valid_from: dt.date,
    reason: str,
    now: dt.datetime,
    today: dt.date,
) -> CaseWeight:
    """From a day on the case weighs so much whatever its target group does (None: as its target group again). It is
    about the work; why it takes more or less is said in words. Raises Refused."""
    with act("weigh_case", actor, reason.strip()):
        access = _enter(actor, case_id, now, today)
        faults = []
        if not reason.strip():
            faults.append(_("Say what makes the work more or less."))
        if valid_from < access.case.opened_on:
            faults.append(_("The case was not open then."))
        if faults:
            raise Refused(faults)
        row = CaseWeight(
            case=access.case,
            weight=weight,
            valid_from=valid_from,
            reason=reason.strip(),
        )
        return register(row, actor, now)


def ask_for(
    *, actor: Actor, case_id: int, fields: Mapping[int, bool], now: dt.datetime, today: dt.date
) -> list[CaseSpecialty]:
    """From today on the case asks for just these fields: id → whether whoever takes over has to know it (False: it is
    wished). Raises Refused for a field that is not in use."""
    with act("ask_for_fields", actor):
        access = _enter(actor, case_id, now, today)
        rows = CaseSpecialty.objects.select_for_update().on(today).filter(case=access.case)
        new = fields.keys() - {row.specialty_id for row in rows}
        if Specialty.objects.on(today).filter(pk__in=new).count() < len(new):
            raise Refused([_("Choose among the fields that are in use.")])
        return hold_only(
            rows,
            {
                (pk, needed): CaseSpecialty(case=access.case, specialty_id=pk, is_needed=needed)
                for pk, needed in fields.items()
            },
            key=lambda row: (row.specialty_id, row.is_needed),
            actor=actor,
            now=now,
            today=today,
        )
