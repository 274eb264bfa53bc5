"""Of which units somebody sees the cases, said in the keys of snapshots."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from tovholder.accounts.actor import Actor
from tovholder.accounts.rights import Right
from tovholder.figures.tidy.tables import UNITS
from tovholder.snapshots.protect import Sight
from tovholder.snapshots.pseudonyms import Pseudonyms, secret_in


def sight_of(actor: Actor) -> Sight:
    """The units that somebody leads, with all below, or works in. A protected citizen among the cases is counted there
    like any other; who it is, is decided when the case is opened."""
    if not actor.may(Right.SEE_UNIT_CASES):
        return Sight()
    pseudonyms = Pseudonyms(secret_in(Path(settings.HOME)))
    return Sight(frozenset(pseudonyms.key(UNITS.name, unit) for unit in actor.leads | actor.case_units))
