"""Pauses as rows of the tidy tables: of each wait that they lie in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tovholder.accounts.tidy import Row, Taken, TidyRows, contribute
from tovholder.waiting.models import Pause
from tovholder.waiting.waits import waits_of

ROOM = "waiting"


def pauses(taken: Taken) -> Iterator[Row]:
    """Cut to the wait, since a pause that is not ended lasts no longer than what it pauses."""
    known = list(Pause.objects.order_by("case", "start"))
    cases = {pause.case_id for pause in known}
    waits = waits_of(cases, now=taken.now, today=taken.data_end + dt.timedelta(days=1))
    for pause in known:
        for wait in waits:
            if (wait.case_id, wait.kind) != (pause.case_id, pause.kind):
                continue
            start = max(pause.start, wait.started)
            end = min((day for day in (pause.end, wait.ended) if day is not None), default=None)
            if (end is None or start < end) and start <= taken.data_end:
                yield wait.key, start, end


def register() -> None:
    contribute(TidyRows(ROOM, "pauses", pauses, Pause.objects.count))
