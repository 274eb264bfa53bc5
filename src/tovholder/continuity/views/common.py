"""What the pages of the room share."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.models import Membership, Unit
from tovholder.accounts.permissions import StaffRequest
from tovholder.audit.actions import log_lookups
from tovholder.audit.models import Basis, Seen
from tovholder.casework.contributions import Moment
from tovholder.casework.holding import MAY_HOLD
from tovholder.casework.models import CaseRole
from tovholder.casework.queries.caseloads import caseloads, with_caseload
from tovholder.casework.queries.people import Group
from tovholder.casework.views.in_case import moment_of
from tovholder.continuity.models import Absence

__all__ = ["Person", "away_today", "log_names", "moment_of", "people_of", "receivers_for", "refuse", "units_of"]


def refuse(form: forms.Form, faults: Iterable[str]) -> None:
    """Puts what stands in the way above the form."""
    for fault in faults:
        form.add_error(None, fault)


def log_names(request: StaffRequest, named: Iterable[tuple[int, int | None]], moment: Moment, basis: Basis) -> None:
    """Whom a list names is noted in the log of look-ups."""
    pairs = list(dict.fromkeys(named))
    if pairs:
        log_lookups(actor=request.actor, citizens=pairs, seen=Seen.SEARCH, basis=basis, now=moment.now)


def away_today(moment: Moment) -> set[int]:
    """Everybody who is registered as away today."""
    return set(Absence.objects.on(moment.today).values_list("staff", flat=True))


#: A unit, somebody in it, and their name with how many cases they hold.
Person = tuple[int, int, str]


def people_of(unit_ids: Iterable[int], role: str, moment: Moment, but: Iterable[int] = ()) -> list[Person]:
    """Those who may hold the role in the units and are there today. Three queries."""
    rows = list(
        Membership.objects.on(moment.today)
        .filter(unit__in=list(unit_ids), role__in=MAY_HOLD[role], staff__is_active=True)
        .exclude(staff__in=list(but))
        .order_by("unit__name", "staff__name")
        .values_list("unit", "staff", "staff__name")
        .distinct()
    )
    loads = caseloads({staff for _unit, staff, _name in rows}, moment.now, role)
    away = away_today(moment)
    return [(unit, staff, with_caseload(name, loads[staff])) for unit, staff, name in rows if staff not in away]


def units_of(actor: Actor) -> list[Unit]:
    """The units that somebody leads and that are open, by name."""
    return list(Unit.objects.filter(pk__in=actor.leads, closed_on=None).order_by("name"))


def receivers_for(
    actor: Actor, home: Collection[int], role: str, moment: Moment, but: Iterable[int] = ()
) -> list[Group]:
    """To whom cases of the units `home` can be handed: the people there, those of the units one leads, and other units
    without a name."""
    named = set(home) | (actor.leads if actor.leads.intersection(home) else frozenset())
    people: dict[int, list[tuple[str, str]]] = {}
    for unit, staff, name in people_of(named, role, moment, but):
        people.setdefault(unit, []).append((f"{unit}:{staff}", name))
    own: list[Group] = []
    groups: list[Group] = []
    others: list[tuple[str, Any]] = []
    today = moment.today
    open_units = Unit.objects.filter(Q(closed_on=None) | Q(closed_on__gt=today), opened_on__lte=today)
    for unit_ in open_units.order_by("name"):
        if unit_.pk in people and unit_.pk in home:
            own.append((unit_.name, people[unit_.pk]))
        elif unit_.pk in people:
            groups.append((unit_.name, people[unit_.pk]))
        elif unit_.pk not in named:
            others.append((f"{unit_.pk}:", unit_.name))
    if others:
        groups.append((_("Another unit; its leader names the person"), others))
    return own + groups


CASEWORKER = CaseRole.CASEWORKER
