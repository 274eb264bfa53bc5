"""The open cases of one person, for handing many of them over at once."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from tovholder.casework.contributions import Moment
from tovholder.casework.models import Assignment, CaseRole
from tovholder.continuity.models import Handover


@dataclass(frozen=True)
class Held:
    """A case that somebody holds in a unit one leads; `underway` when it is being handed over already."""

    case_id: int
    citizen_id: int
    name: str
    unit_id: int
    assignment_id: int
    underway: bool

    @property
    def key(self) -> str:
        return f"{self.case_id}:{self.assignment_id}"


def held_by(staff_id: int, moment: Moment) -> list[Held]:
    """By the citizens' names. One query."""
    underway = Handover.objects.open().filter(case=OuterRef("case"), role=OuterRef("role"))
    rows = (
        Assignment.objects.at(moment.now)
        .filter(staff=staff_id, role=CaseRole.CASEWORKER, case__closed_on=None, unit__in=moment.actor.leads)
        .select_related("case__citizen")
        .defer("case__citizen__search")
        .annotate(underway=Exists(underway))
        .order_by("case__citizen__sort_key", "case")
    )
    return [
        Held(row.case_id, row.case.citizen_id, row.case.citizen.name, row.unit_id, row.pk, row.underway) for row in rows
    ]
