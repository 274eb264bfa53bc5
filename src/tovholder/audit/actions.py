"""Writing the log: every read of a citizen's data leaves a row. Nothing here changes or deletes one; nor could it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from tovholder.accounts.actor import Actor
from tovholder.audit.models import Basis, Export, Lookup, Seen

#: Rows per INSERT: a long export is written in several, in one transaction.
_BATCH = 5_000


def log_lookup(
    *,
    actor: Actor,
    citizen_id: int,
    case_id: int | None,
    seen: Seen,
    basis: Basis,
    reason: str = "",
    now: dt.datetime,
) -> Lookup:
    """Logs that the actor saw a citizen's data, in one INSERT.

    Call it in the request that shows the data, after the right was checked and before the page is drawn: what could not
    be logged is not shown. `reason` is what the person stated, where a stated reason is the basis.
    """
    return Lookup.objects.create(
        citizen_id=citizen_id,
        case_id=case_id,
        staff_id=actor.staff_id,
        at=now,
        seen=seen,
        basis=basis,
        reason=reason,
    )


def log_lookups(
    *,
    actor: Actor,
    citizens: Iterable[tuple[int, int | None]],
    seen: Seen,
    basis: Basis,
    reason: str = "",
    now: dt.datetime,
) -> int:
    """As `log_lookup`, for many: `citizens` are pairs of citizen id and case id (or None). Returns how many rows."""
    rows = [
        Lookup(
            citizen_id=citizen_id,
            case_id=case_id,
            staff_id=actor.staff_id,
            at=now,
            seen=seen,
            basis=basis,
            reason=reason,
        )
        for citizen_id, case_id in citizens
    ]
    Lookup.objects.bulk_create(rows, batch_size=_BATCH)
    return len(rows)


@transaction.atomic
def log_export(
    *, actor: Actor, what: str, rows: int, format: str, citizen_ids: Iterable[int], now: dt.datetime
) -> Export:
    """Logs that a list left the system, and for each citizen in it that their data went along.

    `what` names the list in words ("work list: reminder due"), never a citizen; `format` is `csv`, `xlsx`, …
    """
    export = Export.objects.create(staff_id=actor.staff_id, at=now, what=what[:200], rows=rows, format=format)
    log_lookups(
        actor=actor,
        citizens=[(citizen_id, None) for citizen_id in dict.fromkeys(citizen_ids)],
        seen=Seen.EXPORT,
        basis=Basis.LIST,
        now=now,
    )
    return export
