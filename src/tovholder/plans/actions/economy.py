"""Set the assumptions that a plan's economy is worked out from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused, act, store
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.plans.actions.common import locked, not_closed
from tovholder.plans.models import Assumptions, Kind


@dataclass(frozen=True)
class Assumed:
    """What is reckoned with. `price` is that of one week in kroner; None: not known. Weeks count from 1."""

    on: dt.date
    kind: str = Kind.STATE
    price: Decimal | None = None
    first_week: int = 1
    weeks: int = 52
    people: Decimal | None = None
    at_week: int = 53
    investment: Decimal | None = None

    @classmethod
    def of(cls, row: Assumptions) -> Assumed:
        return cls(**{field.name: getattr(row, field.name) for field in fields(cls)})


def set_assumptions(
    *, actor: Actor, plan_id: int, assumed: Assumed, reason: str, version: int, now: dt.datetime
) -> Assumptions:
    """From now on these hold; those before stay as history. `version` is that of the ones that the person has seen, 0
    when there were none. Raises NotAllowed, Refused, ChangedMeanwhile."""
    with act("set_assumptions", actor, reason):
        plan, stage = locked(actor, plan_id, Right.SET_ECONOMY)
        not_closed(stage)
        last = plan.assumptions.first()
        if (last.version if last else 0) != version:
            raise ChangedMeanwhile(last or plan)
        if not reason.strip():
            raise Refused([_("Say where the assumptions come from, or why they are changed.")])
        if last and Assumed.of(last) == assumed:
            raise Refused([_("These are the assumptions that hold already.")])
        row = Assumptions(
            plan=plan,
            version=version + 1,
            reason=reason.strip(),
            registered_at=now,
            registered_by_id=actor.staff_id,
            **{field.name: getattr(assumed, field.name) for field in fields(assumed)},
        )
        store(row)
        return row
