"""How long each kind of wait may last on a day."""

from __future__ import annotations

import datetime as dt

from tovholder.casework.wait_kinds import Thresholds
from tovholder.waiting.models import Threshold


def load() -> Thresholds:
    """Every threshold in one query; there are a handful."""
    known = list(Threshold.objects.order_by("-valid_from", "-pk").values_list("kind", "valid_from", "days"))

    def on(kind: str, day: dt.date) -> int | None:
        return next((days for of, since, days in known if of == kind and since <= day), None)

    return on
