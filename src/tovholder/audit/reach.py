"""Whose data somebody may see, and on what ground. The rooms above know the cases; here they are asked.

Citizens and the log of look-ups stand below casework, so they cannot ask a case who may see it. Casework registers a
function when it starts (`casework/citizen_lines.py`), and everything about one citizen asks `reach`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.rights import Right
from tovholder.audit.models import Basis

#: What may be done with the details of a citizen for whom no case was ever opened, by those who may open one.
_WITHOUT_A_CASE = {Right.EDIT_CITIZEN, Right.SEE_CPR, Right.SEE_PROTECTED_ADDRESS, Right.SEE_LOOKUPS, Right.SEE_HISTORY}


@dataclass(frozen=True)
class Reach:
    """What somebody may do with one citizen's data.

    `basis` is None when the citizen has a case and none that the person may see; then `rights` is empty.
    """

    citizen_id: int
    case_id: int | None
    basis: Basis | None
    rights: frozenset[Right]
    reason: str = ""  #: what was stated, where a stated reason is the basis

    def may(self, right: Right | str) -> bool:
        return right in self.rights

    def require(self, right: Right) -> None:
        """Raises NotAllowed when the right is missing for this citizen."""
        if right not in self.rights:
            raise NotAllowed(right)


#: For each of these citizens that has a case: the widest reach one of their cases gives. One query.
Provider = Callable[[Actor, Collection[int], dt.datetime, dt.date], Iterable[Reach]]

_providers: list[Provider] = []


def provide(provider: Provider) -> None:
    """Called from the `apps.py` of a room that knows cases."""
    if provider not in _providers:
        _providers.append(provider)


def reaches(actor: Actor, citizen_ids: Collection[int], *, now: dt.datetime, today: dt.date) -> dict[int, Reach]:
    """The reach to each of the citizens, in one query per room that provides it."""
    found: dict[int, Reach] = {}
    for provider in _providers:
        for each in provider(actor, citizen_ids, now, today):
            if each.citizen_id not in found or found[each.citizen_id].basis is None:
                found[each.citizen_id] = each
    for citizen_id in citizen_ids:
        found.setdefault(citizen_id, _without_a_case(actor, citizen_id))
    return found


def reach(actor: Actor, citizen_id: int, *, now: dt.datetime, today: dt.date) -> Reach:
    """The reach to one citizen."""
    return reaches(actor, [citizen_id], now=now, today=today)[citizen_id]


def _without_a_case(actor: Actor, citizen_id: int) -> Reach:
    if not actor.may(Right.CREATE_CASE):
        return Reach(citizen_id, None, None, frozenset())
    return Reach(citizen_id, None, Basis.NO_CASE, frozenset(_WITHOUT_A_CASE & actor.rights))
