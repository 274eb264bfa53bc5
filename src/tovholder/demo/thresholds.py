"""How long waits may last, as the management of the municipality has set it."""

from __future__ import annotations

import datetime as dt

from tovholder.demo.calendar import at
from tovholder.demo.organisation import Organisation
from tovholder.demo.rows import Tables
from tovholder.waiting.models import Threshold

#: Kind of wait, days, from when, why. One was made tighter, so that its history shows.
SET = (
    ("first_conversation", 14, dt.date(2023, 1, 1), "Den grænse, vi har arbejdet efter hidtil."),
    ("first_conversation", 7, dt.date(2026, 1, 1), "Udvalget har besluttet, at ingen venter mere end en uge."),
    ("caseworker", 14, dt.date(2025, 1, 1), "Ingen skal stå uden sagsbehandler i mere end to uger."),
    ("first_with_new", 30, dt.date(2026, 4, 1), "Efter omlægningen: alle skal have mødt deres nye inden en måned."),
    ("certificate", 42, dt.date(2025, 9, 1), "Aftalt i dialogen med de praktiserende læger."),
)


def thresholds(tables: Tables, organisation: Organisation) -> None:
    for kind, days, valid_from, reason in SET:
        tables[Threshold].add(
            kind=kind,
            days=days,
            valid_from=valid_from,
            reason=reason,
            registered_at=at(valid_from, 9),
            registered_by_id=organisation.leader_of("root", valid_from).id,
        )
