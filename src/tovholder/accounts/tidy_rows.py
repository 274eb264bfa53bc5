"""Units as a tidy table. Who works where comes with what they have room for (`workload/tidy_rows.py`)."""

from __future__ import annotations

from collections.abc import Iterable

from tovholder.accounts.models import Unit
from tovholder.accounts.tidy import Row, Taken, TidyRows, contribute

ROOM = "accounts"


def units(taken: Taken) -> Iterable[Row]:
    return Unit.objects.order_by("pk").values_list("pk", "parent", "kind", "name", "opened_on", "closed_on")


def register() -> None:
    contribute(TidyRows(ROOM, "units", units, Unit.objects.count))
