"""Of which units somebody sees the cases, said in the keys of snapshots."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from tovholder.accounts.actor import Actor
from tovholder.accounts.models import Unit
from tovholder.accounts.rights import Right
from tovholder.figures.tidy.tables import UNITS
from tovholder.snapshots.protect import Sight
from tovholder.snapshots.pseudonyms import Pseudonyms, secret_in
from tovholder.snapshots.question import WITHIN


def sight_of(actor: Actor) -> Sight:
    """The units that somebody leads, with all below, or works in. A protected citizen among the cases is counted there
    like any other; who it is, is decided when the case is opened."""
    if not actor.may(Right.SEE_UNIT_CASES):
        return Sight()
    pseudonyms = _pseudonyms()
    return Sight(frozenset(pseudonyms.key(UNITS.name, unit) for unit in actor.leads | actor.case_units))


def own_unit(actor: Actor) -> tuple[str, int] | None:
    """The department or team that somebody leads with all below it; None when it is none, or several."""
    if not actor.leads or not actor.may(Right.SEE_UNIT_CASES):
        return None
    top = Unit.objects.filter(pk__in=actor.leads, closed_on=None).exclude(parent__in=actor.leads)
    units = list(top.values_list("kind", "pk")[:2])
    if len(units) != 1 or units[0][0] not in WITHIN:
        return None
    kind, unit = units[0]
    return kind, _pseudonyms().key(UNITS.name, unit)


def _pseudonyms() -> Pseudonyms:
    return Pseudonyms(secret_in(Path(settings.HOME)))
