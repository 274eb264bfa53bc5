"""Open a case that one neither takes part in nor belongs to, by saying why."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.rights import Right
from tovholder.audit.models import Basis
from tovholder.casework.access import GRANT, basis_of, with_access
from tovholder.casework.actions.common import act
from tovholder.casework.errors import Refused
from tovholder.casework.models import AccessGrant, Case

SHORTEST = 10


def give_reason(*, actor: Actor, case_id: int, reason: str, now: dt.datetime, today: dt.date) -> AccessGrant:
    """Opens the case to the actor for twelve hours. The grant stays: the unit's leader sees it with its reason, and
    every reading under it is logged with that reason.

    A citizen with a protected address is opened only by those who do casework in a unit.
    """
    actor.require(Right.OPEN_WITH_REASON)
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST:
        raise Refused(
            [_("Say why you need to see the case, in at least %(number)d characters.") % {"number": SHORTEST}]
        )
    if len(reason) > 300:
        raise Refused([_("Say it in at most %(number)d characters.") % {"number": 300}])
    with act("give_reason", actor, reason):
        case = with_access(Case.objects.all(), actor, now, today).get(pk=case_id)
        if basis_of(case, actor) not in {None, Basis.REASON}:
            raise Refused([_("You can open this case without giving a reason.")])
        if case.is_protected and not actor.case_units:  # type: ignore[attr-defined]
            raise NotAllowed(Right.OPEN_WITH_REASON)
        return AccessGrant.objects.create(
            case=case, staff_id=actor.staff_id, reason=reason, granted_at=now, until=now + GRANT
        )
