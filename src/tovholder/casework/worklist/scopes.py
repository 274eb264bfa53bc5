"""Whose cases the list is about: mine, my unit's, all that I lead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.models import Staff, Unit
from tovholder.accounts.rights import Right
from tovholder.audit.models import Basis
from tovholder.casework.access import grounds
from tovholder.casework.contributions import Moment
from tovholder.casework.models import Assignment, CaseRole, Participant
from tovholder.casework.slots import one_of

MINE = "mine"
LED = "led"


@dataclass(frozen=True)
class Scope:
    """`key` stands in the address. `units` is empty for one's own cases."""

    key: str
    label: Any
    units: frozenset[int] = frozenset()

    @property
    def is_mine(self) -> bool:
        return self.key == MINE


def scopes_of(actor: Actor) -> list[Scope]:
    """The scopes somebody may choose between, their own first; one query for the names of the units."""
    scopes = [Scope(MINE, _("My cases"))]
    if not actor.may(Right.SEE_UNIT_CASES):
        return scopes
    if len(actor.leads) > 1:
        scopes.append(Scope(LED, _("All that I lead"), actor.leads))
    units = Unit.objects.filter(pk__in=actor.case_units | actor.leads, closed_on=None).order_by("name")
    return scopes + [Scope(str(unit.pk), unit.name, frozenset({unit.pk})) for unit in units]


def of_leader(actor: Actor) -> Scope | None:
    """All that somebody leads, and may see the cases of; None if that is nothing."""
    return next((scope for scope in scopes_of(actor) if scope.units and scope.units <= actor.leads), None)


def chosen(scopes: Iterable[Scope], key: str) -> Scope:
    """The scope with a key, or one's own cases when it is not one's to see."""
    known = {scope.key: scope for scope in scopes}
    return known.get(key, known[MINE])


def case_ids(scope: Scope, moment: Moment, holder: int | None = None) -> Any:
    """The ids of the scope's cases as a subquery; with `holder` only those that one person holds."""
    rows = Assignment.objects.at(moment.now).order_by()
    if not scope.is_mine:
        rows = rows.filter(one_of("unit", scope.units))
        if holder is not None:
            rows = rows.filter(staff=holder, role=CaseRole.CASEWORKER)
        return rows.values("case")
    part = Participant.objects.on(moment.today).order_by()
    part = part.filter(Q(staff=moment.actor.staff_id) | Q(one_of("unit", moment.actor.units), staff=None))
    others = (ground.rows(moment.actor, moment.now, moment.today) for ground in grounds(Basis.PARTICIPANT))
    found = [part.values("case"), *(rows_.order_by().values("case") for rows_ in others)]
    return rows.filter(staff=moment.actor.staff_id).values("case").union(*found)


def holders(scope: Scope, moment: Moment) -> Any:
    """The people who hold cases in the scope, by name."""
    rows = Assignment.objects.at(moment.now).filter(unit__in=scope.units, role=CaseRole.CASEWORKER).order_by()
    return Staff.objects.filter(pk__in=rows.values("staff")).order_by("name")
