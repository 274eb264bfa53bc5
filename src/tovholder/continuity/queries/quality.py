"""How well cases are handed over: counted, per team and per cause, from what is registered anyway."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tovholder.casework.models import CaseRole, ShiftCause
from tovholder.casework.queries.shifts import shifts_of_units
from tovholder.continuity.models import Answer, Asked, Handover, HandoverAnswer
from tovholder.continuity.models.handover import CONTENT

#: What each column counts.
DEFINITIONS: dict[str, Any] = {
    "shifts": _("Times in which a case got another caseworker in the unit in the period, with a handover or without."),
    "handed": _("Of these, how many had a handover."),
    "complete": _("All five parts are written; a part that says that there is nothing counts."),
    "in_time": _("Accepted on the last day or before."),
    "met": _("The meeting of the two is registered, with the citizen or without."),
    "citizen_there": _("The citizen took part in the meeting, or was told."),
    "receiver": _("Of the new ones who answered whether they had what they needed: how many said yes."),
    "citizen": _(
        "Of the citizens who answered whether they could go on without beginning anew: how many said yes. Some answer "
        "themselves, by the address in the letter; what others say is written down by the new one."
    ),
}


@dataclass
class Quality:
    """Counts of the handovers of one team or cause. A share is of those that it can be said of."""

    label: Any
    shifts: int = 0
    handed: int = 0
    complete: int = 0
    in_time: int = 0
    ended: int = 0  #: accepted, or open beyond their day: it is known whether they were in time
    met: int = 0
    citizen_there: int = 0
    receiver_yes: int = 0
    receiver_asked: int = 0
    citizen_yes: int = 0
    citizen_asked: int = 0
    citizen_own: int = 0  #: of these, how many answered themselves

    def add(self, counted: dict[str, int]) -> None:
        for name, number in counted.items():
            setattr(self, name, getattr(self, name) + number)


def _of(asked: str, answer: str | None = None) -> Any:
    rows = HandoverAnswer.objects.filter(asked=asked)
    return Subquery((rows.filter(answer=answer) if answer else rows).values("handover"))


def _own() -> Any:
    return Subquery(HandoverAnswer.objects.filter(by_citizen=True).values("handover"))


def quality(units: Collection[int], start: dt.datetime, now: dt.datetime) -> list[tuple[int, str, dict[str, int]]]:
    """The counts of the cases that came to the units from `start` on, for each unit and cause. One query."""
    complete = ~Q(pk=None)
    for part in CONTENT:
        complete &= ~Q(**{part: ""})
    today = timezone.localdate(now)
    rows = Handover.objects.filter(to_unit__in=units, shifted_at__gte=start, shifted_at__lte=now)
    rows = rows.annotate(ended_day=TruncDate("ended_at", tzinfo=timezone.get_default_timezone()))
    in_time = Q(ended_day__lte=F("accept_by"))
    counted = (
        rows.order_by()
        .values("to_unit", "cause")
        .annotate(
            handed=Count("pk"),
            complete=Count("pk", filter=complete),
            in_time=Count("pk", filter=in_time),
            ended=Count("pk", filter=Q(ended_at__isnull=False) | Q(accept_by__lt=today)),
            met=Count("pk", filter=Q(met_at__isnull=False)),
            citizen_there=Count("pk", filter=Q(citizen_at_meeting__in=["present", "told"])),
            receiver_yes=Count("pk", filter=Q(pk__in=_of(Asked.RECEIVER, Answer.YES))),
            receiver_asked=Count("pk", filter=Q(pk__in=_of(Asked.RECEIVER))),
            citizen_yes=Count("pk", filter=Q(pk__in=_of(Asked.CITIZEN, Answer.YES))),
            citizen_asked=Count("pk", filter=Q(pk__in=_of(Asked.CITIZEN))),
            citizen_own=Count("pk", filter=Q(pk__in=_own())),
        )
    )
    found = []
    for row in counted:
        of: dict[str, Any] = {**row}
        found.append((of.pop("to_unit"), of.pop("cause"), of))
    return found


def by_team_and_cause(
    units: dict[int, str], start: dt.datetime, now: dt.datetime
) -> tuple[list[Quality], list[Quality], Quality]:
    """The teams by name, the causes by how many shifts they made, and all together. Two queries."""
    teams = {pk: Quality(name) for pk, name in units.items()}
    causes = {cause: Quality(ShiftCause(cause).label) for cause in ShiftCause.values}
    together = Quality(_("Together"))
    for unit, cause, counted in quality(units, start, now):
        for one in (teams[unit], causes[cause], together):
            one.add(counted)
    for unit, rows in shifts_of_units(units, start, now, CaseRole.CASEWORKER).items():
        for row in rows:
            for one in (teams[unit], causes[row.cause], together):
                one.add({"shifts": row.total})
    found = [team for team in teams.values() if team.shifts or team.handed]
    by_cause = sorted((one for one in causes.values() if one.shifts or one.handed), key=lambda one: -one.shifts)
    return found, by_cause, together
