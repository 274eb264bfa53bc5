"""Handovers in lists: one's own, and those of the units one leads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from tovholder.accounts.rights import Right
from tovholder.casework.contributions import Moment
from tovholder.continuity.lifecycle import HANDOVER
from tovholder.continuity.models import Handover
from tovholder.continuity.queries.turns import with_status

PER_PAGE = 50
#: Handovers that have ended stay in the list of one's own for so long.
RECENT = dt.timedelta(days=60)


@dataclass(frozen=True)
class Line:
    """A handover in a list, as somebody sees it."""

    row: Handover
    status: str
    me: int
    today: dt.date
    leads: frozenset[int] = frozenset()

    @property
    def label(self) -> Any:
        return HANDOVER.statuses[self.status]

    @property
    def is_open(self) -> bool:
        return self.row.ended_at is None

    @property
    def is_late(self) -> bool:
        return self.is_open and (self.row.accept_by < self.today or self.is_unwritten_late)

    @property
    def is_unwritten_late(self) -> bool:
        return not self.row.where_we_are and self.row.assignment_id is None and self.row.prepare_by < self.today

    @property
    def by(self) -> dt.date:
        """The next day that counts."""
        is_written = bool(self.row.where_we_are) or self.row.assignment_id is not None
        return self.row.accept_by if is_written else self.row.prepare_by

    @property
    def kind(self) -> str:
        """The colour of the sign."""
        return {"accepted": "success", "revoked": "neutral", "returned": "warning"}.get(self.status, "info")

    @property
    def can_be_accepted(self) -> bool:
        is_told = bool(self.row.where_we_are) and self.status != "returned"
        return self.is_open and is_told and self.row.receiver_id == self.me

    @property
    def can_be_revoked(self) -> bool:
        """As the table says; whoever stands in for the sender revokes on the page of the handover."""
        is_theirs = self.row.sender_id == self.me or self.row.from_unit_id in self.leads
        return self.is_open and self.row.assignment_id is None and self.status != "assigned" and is_theirs

    @property
    def can_be_chosen(self) -> bool:
        return self.can_be_accepted or self.can_be_revoked


#: What can be shown, by the name in the address.
MINE, LATE, UNDERWAY, ENDED = "mine", "late", "open", "ended"


def handovers(show: str, moment: Moment) -> QuerySet[Handover]:
    """The handovers of a list, what is due first on top; with `status` and all that a line needs. One query."""
    me, leads = moment.actor.staff_id, moment.actor.leads
    rows = with_status(Handover.objects.all()).select_related(
        "case__citizen", "sender", "receiver", "to_unit", "from_unit"
    )
    rows = rows.defer("case__citizen__search")
    own = Q(sender=me) | Q(receiver=me)
    if show == MINE or not moment.actor.may(Right.ASSIGN):
        recent = Q(ended_at=None) | Q(ended_at__gt=moment.now - RECENT)
        return rows.filter(own, recent).order_by(F("ended_at").desc(nulls_first=True), "accept_by", "pk")
    rows = rows.filter(Q(from_unit__in=leads) | Q(to_unit__in=leads))
    if show == LATE:
        return rows.filter(ended_at=None, accept_by__lt=moment.today).order_by("accept_by", "pk")
    if show == ENDED:
        return rows.exclude(ended_at=None).order_by("-ended_at")
    return rows.filter(ended_at=None).order_by("accept_by", "pk")


def line(row: Handover, moment: Moment) -> Line:
    leads = moment.actor.leads if moment.actor.may(Right.ASSIGN) else frozenset()
    return Line(row, row.status, moment.actor.staff_id, moment.today, leads)  # type: ignore[attr-defined]


def named(chosen: Iterable[tuple[int, int]], moment: Moment) -> QuerySet[Handover]:
    """Those of some handovers that somebody may see by name: one's own, and those of the units one leads."""
    me, leads = moment.actor.staff_id, moment.actor.leads if moment.actor.may(Right.ASSIGN) else frozenset()
    theirs = Q(sender=me) | Q(receiver=me) | Q(from_unit__in=leads) | Q(to_unit__in=leads)
    rows = Handover.objects.filter(theirs, pk__in=[pk for pk, _version in chosen])
    return rows.select_related("case__citizen", "receiver", "to_unit").defer("case__citizen__search").order_by("pk")


def counts(moment: Moment) -> dict[str, int]:
    """How many are under way and overdue in the units that one leads."""
    leads = moment.actor.leads
    found = Handover.objects.open().filter(Q(from_unit__in=leads) | Q(to_unit__in=leads))
    return {UNDERWAY: found.count(), LATE: found.filter(accept_by__lt=moment.today).count()}
