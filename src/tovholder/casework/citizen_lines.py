"""What casework tells the rooms below about citizens: whose data somebody reaches through a case, and which cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.rights import Right
from tovholder.audit.models import Basis
from tovholder.audit.reach import Reach
from tovholder.casework.access import CaseAccess, basis_of, with_access
from tovholder.casework.models import AccessGrant, Assignment, Case, CaseRole
from tovholder.citizens.contributions import Line

#: The grounds, the one that allows most first.
_WIDEST = [Basis.PARTICIPANT, Basis.LEADER, Basis.UNIT, Basis.HANDOVER, Basis.REASON, None]


def reaches_through_cases(
    actor: Actor, citizen_ids: Collection[int], now: dt.datetime, today: dt.date
) -> Iterator[Reach]:
    """For each citizen with a case, the reach that the best of the cases gives. One query."""
    reason = AccessGrant.objects.filter(
        case=OuterRef("pk"), staff=actor.staff_id, granted_at__lte=now, until__gt=now
    ).order_by("-granted_at")
    cases = _cases(actor, citizen_ids, now, today).annotate(stated=Subquery(reason.values("reason")[:1]))
    best: dict[int, tuple[tuple[int, bool, int], Reach]] = {}
    for case in cases:
        basis = basis_of(case, actor)
        access = CaseAccess(case, basis, case.is_protected, actor) if basis else None  # type: ignore[attr-defined]
        reach = Reach(
            citizen_id=case.citizen_id,
            case_id=case.pk,
            basis=basis,
            rights=frozenset(right for right in actor.rights if access.may(right)) if access else frozenset(),
            reason=case.stated or "" if basis is Basis.REASON else "",
        )
        order = (_WIDEST.index(basis), case.closed_on is not None, -case.pk)
        if case.citizen_id not in best or order < best[case.citizen_id][0]:
            best[case.citizen_id] = (order, reach)
    for _order, reach in best.values():
        yield reach


def case_lines(actor: Actor, citizen_ids: Collection[int], now: dt.datetime, today: dt.date) -> Iterator[Line]:
    """Every case of the citizens with who holds it now, and where the person gets on from here. One query."""
    held = Assignment.objects.at(now).filter(case=OuterRef("pk"), role=CaseRole.CASEWORKER)
    cases = _cases(actor, citizen_ids, now, today).annotate(
        holder=Subquery(held.values("staff__name")[:1]), unit=Subquery(held.values("unit__name")[:1])
    )
    for case in cases:
        may_see = basis_of(case, actor) is not None
        may_ask = not may_see and actor.may(Right.OPEN_WITH_REASON)
        page = "casework:case" if may_see else "casework:give_reason" if may_ask else ""
        yield Line(
            citizen_id=case.citizen_id,
            label=_("Case %(number)s") % {"number": case.kle_number},
            since=case.opened_on,
            until=case.closed_on,
            holder=case.holder or "",
            unit=case.unit or "",
            url=reverse(page, args=[case.pk]) if page else "",
            needs_reason=may_ask,
        )


def _cases(actor: Actor, citizen_ids: Collection[int], now: dt.datetime, today: dt.date) -> QuerySet[Case]:
    return with_access(Case.objects.filter(citizen__in=citizen_ids), actor, now, today)
