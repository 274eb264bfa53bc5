"""What a case weighs on a day, as an expression for the database, and as an answer with its reason."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from tovholder.citizens.models import TargetGroupSpell
from tovholder.workload.models import USUAL, CaseWeight, GroupWeight

WEIGHT: DecimalField[Any, Any] = DecimalField(max_digits=6, decimal_places=1)


def weight_on(day: dt.date, *, case: str = "pk", citizen: str = "citizen") -> Coalesce:
    """The case's own weight, else that of the citizen's target group, else that of a usual case. `case` and `citizen`
    are where the row that is asked about has them."""
    own = CaseWeight.objects.until(day).filter(case=OuterRef(case)).values("weight")[:1]
    table = GroupWeight.objects.until(day).filter(target_group=OuterRef("target_group")).values("weight")[:1]
    group = (
        TargetGroupSpell.objects.on(day)
        .filter(citizen=OuterRef(citizen))
        .order_by()
        .annotate(weighs=Subquery(table, output_field=WEIGHT))
        .values("weighs")[:1]
    )
    usual = Value(USUAL, output_field=WEIGHT)
    return Coalesce(Subquery(own, output_field=WEIGHT), Subquery(group, output_field=WEIGHT), usual)


def in_tenths(weight: Decimal) -> int:
    """A weight in the whole units that `matching` reckons in."""
    return int(weight * 10)
