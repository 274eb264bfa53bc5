"""Who opened cases by giving a reason, for the leader of the unit that held the case at that moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Subquery

from tovholder.accounts.actor import Actor
from tovholder.casework.access import protected
from tovholder.casework.models import AccessGrant, Assignment, Case, CaseRole

PER_PAGE = 50


@dataclass(frozen=True)
class Part:
    """The newest grants before a place in the list; `older` is where the next part begins, "" at the end."""

    rows: list[AccessGrant]
    older: str
    is_newest: bool


def reasons_in_units(
    actor: Actor, *, today: dt.date, before: str = "", units: Collection[int] | None = None, limit: int | None = None
) -> Part:
    """One query. `before` is the id of the last grant of the part before; grants only ever come in order of time.

    `units` narrows the list to some of those that the actor leads.

    Each row has `holder_name` and `unit_name` (as they were at that moment) and `is_protected` (today).
    """
    limit = limit or PER_PAGE
    led = actor.leads if units is None else actor.leads & set(units)
    held = Assignment.objects.at(OuterRef("granted_at")).filter(case=OuterRef("case"))  # type: ignore[arg-type]
    holder = held.filter(role=CaseRole.CASEWORKER)
    grants = (
        AccessGrant.objects.filter(Exists(held.filter(unit__in=led)))
        .annotate(
            holder_name=Subquery(holder.values("staff__name")[:1]),
            unit_name=Subquery(holder.values("unit__name")[:1]),
            is_protected=Exists(Case.objects.filter(protected(today), pk=OuterRef("case"))),
        )
        .select_related("case__citizen", "staff")
        .order_by(F("pk").desc())
    )
    place = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    if place is not None:
        grants = grants.filter(pk__lt=place)
    rows: list[AccessGrant] = list(grants[: limit + 1])
    shown = rows[:limit]
    return Part(shown, f"{shown[-1].pk}" if len(rows) > limit else "", place is None)
