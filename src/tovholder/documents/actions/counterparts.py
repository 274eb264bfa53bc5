"""Who can be asked."""

from __future__ import annotations

import datetime as dt

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import act
from tovholder.accounts.rights import Right
from tovholder.casework.errors import store
from tovholder.documents.models import Counterpart


def add_counterpart(*, actor: Actor, name: str, kind: str, city: str = "", now: dt.datetime) -> Counterpart:
    """One more that can be asked; the list is common to the house. Refused when it is there already."""
    with act("add_counterpart", actor):
        actor.require(Right.ASK_FOR_DOCUMENTS)
        row = Counterpart(
            name=name.strip(), kind=kind, city=city.strip(), registered_at=now, registered_by_id=actor.staff_id
        )
        store(row)
        return row
