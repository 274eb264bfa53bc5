"""Handovers of many cases: somebody leaves, teams are formed anew. Each case has its own result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.casework.actions.many import Outcome, each
from tovholder.casework.errors import Refused
from tovholder.continuity.actions.handovers import accept, ask, revoke
from tovholder.continuity.lifecycle import DONE
from tovholder.continuity.models import Handover, HandoverStep


@dataclass(frozen=True)
class Wanted:
    """A case to hand over: to whom in which unit, and the row that said who held it when the list was read."""

    case_id: int
    receiver_id: int | None
    to_unit_id: int
    expected_assignment_id: int | None
    role: str = "caseworker"


def ask_many(
    *,
    actor: Actor,
    wanted: Iterable[Wanted],
    kind: str,
    cause: str,
    reason: str = "",
    takes_over_on: dt.date | None = None,
    now: dt.datetime,
    today: dt.date,
) -> list[Outcome]:
    """Asks for the handover of each case. What is refused for one does not hold up the others."""
    by_case = {one.case_id: one for one in wanted}

    def one(case_id: int) -> None:
        case = by_case[case_id]
        ask(
            actor=actor,
            case_id=case_id,
            role=case.role,
            kind=kind,
            cause=cause,
            reason=reason,
            receiver_id=case.receiver_id,
            to_unit_id=case.to_unit_id,
            takes_over_on=takes_over_on,
            expected_assignment_id=case.expected_assignment_id,
            now=now,
            today=today,
        )

    return each(by_case, one)


def accept_many(
    *, actor: Actor, handovers: Iterable[tuple[int, int]], now: dt.datetime, today: dt.date
) -> list[Outcome]:
    """Accepts each handover, given with the version that was read. The results name the cases."""
    versions = dict(handovers)
    by_case = dict(Handover.objects.filter(pk__in=versions).values_list("case", "pk"))

    def one(case_id: int) -> None:
        pk = by_case[case_id]
        _told(lambda: accept(actor=actor, handover_id=pk, version=versions[pk], now=now, today=today))

    return each(by_case, one)


def revoke_many(
    *, actor: Actor, handovers: Iterable[tuple[int, int]], reason: str, now: dt.datetime, today: dt.date
) -> list[Outcome]:
    """Revokes each handover, given with the version that was read."""
    versions = dict(handovers)
    by_case = dict(Handover.objects.filter(pk__in=versions).values_list("case", "pk"))

    def one(case_id: int) -> None:
        pk = by_case[case_id]
        _told(lambda: revoke(actor=actor, handover_id=pk, reason=reason, version=versions[pk], now=now, today=today))

    return each(by_case, one)


def _told(act: Callable[[], object]) -> None:
    """Does it; the second of two people is told what the first did. Raises Refused, and what the act raises."""
    try:
        act()
    except ChangedMeanwhile as meanwhile:
        step = (
            HandoverStep.objects.filter(handover=meanwhile.current.pk).select_related("staff").order_by("-pk").first()
        )
        if step is None or step.staff is None:
            raise
        said = {"name": step.staff.name, "what": DONE[step.act]}
        raise Refused([_("%(name)s was here first: %(what)s.") % said]) from meanwhile
