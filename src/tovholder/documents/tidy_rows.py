"""Waits for documentation as rows of the tidy tables: what is waited for and who can end it, no text and no health."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tovholder.accounts.tidy import Row, Taken, TidyRows, contribute
from tovholder.casework import wait_kinds
from tovholder.casework.slots import one_of
from tovholder.documents.models import Counterpart, Request

ROOM = "documents"
KIND = "certificate"


def waits(taken: Taken) -> Iterator[Row]:
    """From the day of asking to the day of the outcome."""
    rows: Any = Request.objects.filter(asked_on__isnull=False).order_by("pk")
    if taken.cases is not None:
        rows = rows.filter(one_of("case", taken.cases))
    names = ("pk", "case", "counterpart", "asked_on", "received_on", "refused_on", "withdrawn_on")
    threshold_on = wait_kinds.thresholds()
    for pk, case, counterpart, asked, received, refused, withdrawn in rows.values_list(*names).iterator():
        ended = received or refused or withdrawn
        came = received is not None if ended else None
        threshold = threshold_on(KIND, asked)
        yield f"{ROOM}/{pk}", case, KIND, str(counterpart), None, asked, ended, came, threshold


def codes(taken: Taken) -> Iterable[Row]:
    for row in Counterpart.objects.order_by("pk"):
        yield "counterpart", str(row.pk), str(row), str(row)


def register() -> None:
    contribute(TidyRows(ROOM, "waits", waits, Request.objects.count))
    contribute(TidyRows(ROOM, "codes", codes, Counterpart.objects.count))
