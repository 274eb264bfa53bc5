"""Whom a case can be given to, and who can take part in it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.models import Membership, Unit
from tovholder.casework.access import CaseAccess
from tovholder.casework.holding import MAY_HOLD, Say
from tovholder.casework.queries.caseloads import caseloads, with_caseload

#: A group of choices as Django's select draws it: a unit, with its people.
Group = tuple[str, list[tuple[str, str]]]


def _open_units(today: dt.date) -> Any:
    return Unit.objects.filter(Q(closed_on=None) | Q(closed_on__gt=today), opened_on__lte=today)


def holders_for(access: CaseAccess, say: Say, unit_id: int, role: str, now: dt.datetime, today: dt.date) -> list[Group]:
    """Who may be chosen to hold a role, by unit, each with how many cases they have in it.

    Who decides chooses among the people of the units she leads, and hands over to another unit without a name; who can
    only take what is vacant is offered herself, in `unit_id`.
    """
    actor = access.actor
    if say is not Say.DECIDES:
        return [(_("Take it yourself"), [(f"{unit_id}:{actor.staff_id}", actor.name)])]
    people = Membership.objects.on(today).filter(unit__in=actor.leads, role__in=MAY_HOLD[role], staff__is_active=True)
    rows = people.order_by("unit__name", "staff__name").values_list("unit_id", "staff_id", "staff__name").distinct()
    loads = caseloads({staff for _unit, staff, _name in rows}, now, role)
    mine: dict[int, list[tuple[str, str]]] = {}
    for unit, staff, name in rows:
        mine.setdefault(unit, []).append((f"{unit}:{staff}", with_caseload(name, loads[staff])))
    groups: list[Group] = []
    others: list[tuple[str, str]] = []
    for unit in _open_units(today).order_by("name"):
        if unit.pk in actor.leads:
            groups.append((unit.name, [*mine.get(unit.pk, []), (f"{unit.pk}:", _("nobody for now"))]))
        else:
            others.append((f"{unit.pk}:", unit.name))
    if others:
        groups.append((_("Another unit; its leader names the person"), others))
    return groups


def participants_for(actor: Actor, today: dt.date) -> list[Group]:
    """Every open unit, and the people of each."""
    people = Membership.objects.on(today).filter(staff__is_active=True)
    rows = people.order_by("staff__name").values_list("unit_id", "staff_id", "staff__name").distinct()
    members: dict[int, list[tuple[str, str]]] = {}
    for unit, staff, name in rows:
        members.setdefault(unit, []).append((f"{unit}:{staff}", name))
    return [
        (unit.name, [(f"{unit.pk}:", _("the whole of %(unit)s") % {"unit": unit.name}), *members.get(unit.pk, [])])
        for unit in _open_units(today).order_by("name")
    ]
