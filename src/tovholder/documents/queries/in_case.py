"""The documentation of one case, as its page shows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch

from tovholder.accounts.rights import Right
from tovholder.casework.access import CaseAccess
from tovholder.documents import certificates
from tovholder.documents.models import Consent, DialogueMeeting, Reminding, Request


@dataclass(frozen=True)
class Asked:
    """A request with what is derived from it."""

    row: Request
    name: str
    waited: dt.timedelta | None  #: from asking to the outcome, or to today
    is_late: bool
    consent_is_gone: bool
    health: str | None  #: None when there is none, or the reader has no right to it

    @property
    def is_open(self) -> bool:
        return self.row.status == "asked"


@dataclass(frozen=True)
class Documents:
    open: list[Asked]  #: the one due first on top
    ended: list[Asked]  #: the latest first
    consents: list[Consent]
    meetings: list[DialogueMeeting]
    hides_health: bool  #: there is something about health that the reader may not read


def name_of(code: str, what: str) -> str:
    """What is asked for, in words."""
    name = certificates.names().get(code, code)
    return f"{name}: {what}" if name and what else name or what


def documents_of(access: CaseAccess, today: dt.date) -> Documents:
    """Everything on the page, in four queries."""
    case_id = access.case.pk
    rows = Request.objects.filter(case=case_id).select_related("counterpart", "consent", "health")
    rows = rows.prefetch_related(Prefetch("remindings", Reminding.objects.order_by("on", "pk")))
    sees_health = access.may(Right.SEE_HEALTH)
    asked = [_asked(row, today, sees_health) for row in rows]
    return Documents(
        open=sorted((one for one in asked if one.is_open), key=lambda one: (one.row.due_on or dt.date.max, one.row.pk)),
        ended=sorted((one for one in asked if not one.is_open), key=lambda one: (_ended(one.row), one.row.pk))[::-1],
        consents=list(Consent.objects.filter(case=case_id).select_related("counterpart")),
        meetings=list(
            DialogueMeeting.objects.filter(case=case_id).select_related("counterpart").order_by("-starts_at")
        ),
        hides_health=not sees_health and any(hasattr(row, "health") for row in rows),
    )


def _ended(row: Request) -> dt.date:
    return row.received_on or row.refused_on or row.withdrawn_on or dt.date.max


def _asked(row: Request, today: dt.date, sees_health: bool) -> Asked:
    is_open = row.status == "asked"
    until = today if is_open else _ended(row)
    return Asked(
        row=row,
        name=name_of(row.code, row.what),
        waited=until - row.asked_on if row.asked_on else None,
        is_late=is_open and row.due_on is not None and row.due_on < today,
        consent_is_gone=is_open and row.consent is not None and not row.consent.holds_on(today),
        health=row.health.text if sees_health and hasattr(row, "health") else None,
    )
