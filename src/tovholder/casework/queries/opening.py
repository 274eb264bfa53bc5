"""Whom a new case can be given to by somebody who opens one."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.models import Membership, Unit
from tovholder.accounts.rights import Right
from tovholder.casework.holding import MAY_HOLD
from tovholder.casework.models import CaseRole

#: A group of choices as Django's select draws it: a unit, with who may hold a case there, as `unit:staff` or `unit:`.
Group = tuple[str, list[tuple[str, str]]]


def first_holders(actor: Actor, today: dt.date) -> list[Group]:
    """By unit: oneself, where one does casework; anybody who does, where one leads; nobody for now. Oneself first."""
    units = Unit.objects.filter(pk__in=actor.case_units | actor.leads).order_by("name")
    does_casework = Membership.objects.on(today).filter(
        role__in=MAY_HOLD[CaseRole.CASEWORKER], staff__is_active=True, unit__in=[unit.pk for unit in units]
    )
    rows = does_casework.order_by("staff__name").values_list("unit_id", "staff_id", "staff__name").distinct()
    people: dict[int, list[tuple[int, str]]] = {}
    for unit_id, staff_id, name in rows:
        may_choose = staff_id == actor.staff_id or (actor.may(Right.ASSIGN) and unit_id in actor.leads)
        if may_choose:
            people.setdefault(unit_id, []).append((staff_id, name))
    groups: list[tuple[bool, Group]] = []
    for unit in units:
        here = sorted(people.get(unit.pk, []), key=lambda person: person[0] != actor.staff_id)
        choices = [(f"{unit.pk}:{staff_id}", name) for staff_id, name in here]
        is_mine = bool(here) and here[0][0] == actor.staff_id
        groups.append((is_mine, (unit.name, [*choices, (f"{unit.pk}:", _("nobody for now"))])))
    return [group for _is_mine, group in sorted(groups, key=lambda each: not each[0])]
