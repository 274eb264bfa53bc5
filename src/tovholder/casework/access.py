"""Which cases a right reaches: one place, asked by every action and every page of a case.

Somebody may see a case who takes part in it, whose unit it belongs to, or who leads that unit. Anyone else with the
right role opens it by stating a reason, which is logged and which the unit's leader sees. A citizen with a protected
address is narrower: colleagues in the unit need a reason too.

The rooms above know other ways to come to a case: somebody stands in for the one who holds it, or has handed it over.
They are grounds too, registered with `allow` when a room starts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.rights import Right
from tovholder.audit.models import Basis
from tovholder.casework.each import Each
from tovholder.casework.models import AccessGrant, Assignment, Case, Participant
from tovholder.casework.slots import one_of
from tovholder.citizens.models import AddressProtection

#: How long a stated reason opens a case.
GRANT = dt.timedelta(hours=12)


class NeedsReason(Exception):
    """The person may open the case, but has to say why first."""

    def __init__(self, case_id: int) -> None:
        self.case_id = case_id
        super().__init__(f"case {case_id} needs a reason")


@dataclass(frozen=True)
class Ground:
    """A way to come to a case that a room above knows. `rows` gives rows with a `case` for somebody at a moment.

    As PARTICIPANT one takes part (and the values may be slots, `casework/slots.py`); as HANDOVER one only reads."""

    name: str
    basis: Basis
    rows: Callable[[Actor, Any, Any], QuerySet[Any]]


_grounds: dict[str, Ground] = {}


def allow(ground: Ground) -> None:
    """Called from the `apps.py` of a room above."""
    _grounds[ground.name] = ground


def grounds(basis: Basis) -> list[Ground]:
    return [ground for ground in _grounds.values() if ground.basis is basis]


@dataclass(frozen=True)
class CaseAccess:
    """A case that somebody may see, on what ground, and what they may do in it."""

    case: Case
    basis: Basis
    is_protected: bool
    actor: Actor

    def may(self, right: Right | str) -> bool:
        """Reading with a reason is reading: it gives no right to write, except a note that says what was done."""
        allowed = _READS.get(self.basis)
        if allowed is not None and right not in allowed:
            return False
        return self.actor.may(right)

    @property
    def is_reading(self) -> bool:
        """Whether the ground is one on which one reads and corrects nothing."""
        return self.basis in _READS

    def require(self, right: Right) -> None:
        """Raises NotAllowed when the right is missing in this case."""
        if not self.may(right):
            raise NotAllowed(right)


_WITH_A_REASON = {
    Right.SEE_OWN_CASES,
    Right.SEE_UNIT_CASES,
    Right.SEE_WHOLE_CASE,
    Right.WRITE_NOTE,
    Right.SEE_HISTORY,
    Right.SEE_CPR,
}
#: What somebody may who reads on a ground that gives no right to write. Who handed a case over can still tell what the
#: next one needs to know.
_READS: dict[Basis, set[Right]] = {
    Basis.REASON: _WITH_A_REASON,
    Basis.HANDOVER: {Right.SEE_OWN_CASES, Right.SEE_WHOLE_CASE, Right.SEE_HISTORY, Right.HAND_OVER},
}


def takes_part(actor: Actor, now: dt.datetime, today: dt.date) -> Q:
    """Cases in which the actor has a role now, stands in for somebody, or takes part alone or with a project."""
    roles = Assignment.objects.at(now).filter(case=OuterRef("pk"), staff=actor.staff_id)
    taking_part = Participant.objects.on(today).filter(case=OuterRef("pk"))
    taking_part = taking_part.filter(Q(staff=actor.staff_id) | Q(one_of("unit", actor.units), staff=None))
    found = Q(Each(roles)) | Q(Each(taking_part))
    for ground in grounds(Basis.PARTICIPANT):
        found |= Q(Each(ground.rows(actor, now, today).filter(case=OuterRef("pk"))))
    return found


def in_handover(actor: Actor, now: dt.datetime, today: dt.date) -> Q | Value:
    """Cases that the actor may read because they are being handed over, or were lately."""
    found: Q | None = None
    for ground in grounds(Basis.HANDOVER):
        one = Q(Each(ground.rows(actor, now, today).filter(case=OuterRef("pk"))))
        found = one if found is None else found | one
    return Value(False) if found is None else found


def belongs_to(units: frozenset[int], now: dt.datetime) -> Exists:
    """Cases that one of the units holds now."""
    return Each(Assignment.objects.at(now).filter(case=OuterRef("pk"), unit__in=units))


def protected(today: dt.date) -> Exists:
    """Cases of citizens whose name and address are protected on a day."""
    return Each(AddressProtection.objects.on(today).filter(citizen=OuterRef("citizen")))


def with_access(cases: QuerySet[Case], actor: Actor, now: dt.datetime, today: dt.date) -> QuerySet[Case]:
    """The cases, each with the grounds on which the actor may see it."""
    grants = AccessGrant.objects.filter(case=OuterRef("pk"), staff=actor.staff_id, granted_at__lte=now, until__gt=now)
    return cases.annotate(
        access_takes_part=Q(takes_part(actor, now, today)),
        access_leads=belongs_to(actor.leads, now),
        access_unit=belongs_to(actor.case_units, now),
        access_handover=in_handover(actor, now, today),
        access_grant=Each(grants),
        is_protected=protected(today),
    )


def basis_of(case: Case, actor: Actor) -> Basis | None:
    """The ground on which the actor may see a case that `with_access` returned; None when there is none."""
    if case.access_takes_part and actor.may(Right.SEE_OWN_CASES):  # type: ignore[attr-defined]
        return Basis.PARTICIPANT
    if case.access_leads and actor.may(Right.SEE_UNIT_CASES):  # type: ignore[attr-defined]
        return Basis.LEADER
    if case.access_unit and actor.may(Right.SEE_UNIT_CASES) and not case.is_protected:  # type: ignore[attr-defined]
        return Basis.UNIT
    if case.access_handover and actor.may(Right.SEE_OWN_CASES):  # type: ignore[attr-defined]
        return Basis.HANDOVER
    return Basis.REASON if case.access_grant else None  # type: ignore[attr-defined]


def open_case(
    actor: Actor, case_id: int, *, now: dt.datetime, today: dt.date, cases: QuerySet[Case] | None = None
) -> CaseAccess:
    """The case with what the actor may do in it, in one query.

    Raises Case.DoesNotExist, NeedsReason when a stated reason would open it, NotAllowed when nothing would.
    """
    source = Case.objects.select_related("citizen") if cases is None else cases
    case = with_access(source, actor, now, today).get(pk=case_id)
    basis = basis_of(case, actor)
    if basis is None:
        if actor.may(Right.OPEN_WITH_REASON):
            raise NeedsReason(case_id)
        raise NotAllowed(Right.SEE_OWN_CASES)
    return CaseAccess(case=case, basis=basis, is_protected=case.is_protected, actor=actor)  # type: ignore[attr-defined]
