"""The procedure of an absence: steps with who does what by when, each derived from what is registered; its owner."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tovholder.continuity import deadlines
from tovholder.continuity.models import Absence, Deadline, DeadlineKind, ProcedureOwner
from tovholder.continuity.queries.affected import Picture


@dataclass(frozen=True)
class Step:
    """`by` is the last day, None where there is none; `done_at` when it was done, as far as a moment is known."""

    label: Any
    who: Any
    by: dt.date | None
    is_done: bool
    done_at: dt.datetime | None = None
    left: int = 0  #: how many cases are still missing
    today: dt.date | None = None

    @property
    def is_late(self) -> bool:
        return bool(not self.is_done and self.by and self.today and self.by < self.today)


LEADER, SELF, BOTH = _("The unit's leader"), _("The one who is back"), _("The person, or the leader")


def steps_of(picture: Picture, today: dt.date) -> list[Step]:
    """The procedure for one absence. Its dates count from the day on which it was registered, or began if later."""
    absence = picture.absence
    begins = max(timezone.localdate(absence.registered_at), absence.starts_on)
    days = deadlines.days_on(begins)
    first = deadlines.until(begins, DeadlineKind.ABSENCE_FIRST, days)
    everybody = deadlines.until(begins, DeadlineKind.ABSENCE_ALL, days)
    decide = deadlines.until(begins, DeadlineKind.ABSENCE_DECIDE, days)
    is_back = absence.ended_on is not None and absence.ended_on <= today
    steps = [
        Step(_("Register the absence"), BOTH, None, True, absence.registered_at),
        Step(
            _("Go through the citizens affected, and call those who have a meeting today or tomorrow"),
            LEADER,
            first,
            absence.looked_through_at is not None,
            absence.looked_through_at,
        ),
        Step(
            _("Everybody with something important ahead has somebody"),
            LEADER,
            first,
            not picture.important_left,
            left=len(picture.important_left),
        ),
        Step(_("Everybody has somebody"), LEADER, everybody, not picture.left, left=len(picture.left)),
        Step(
            _("If the absence lasts: decide whether the cases get a new caseworker"),
            LEADER,
            decide,
            not picture.affected,
            left=len(picture.affected),
        ),
        Step(
            _("On the return: end the cover, and hear from each who stood in what happened"),
            SELF,
            absence.expected_on,
            is_back,
        ),
    ]
    if is_back:
        # What was not done by then falls away; whether everybody had somebody in the end nobody registered.
        steps = [one for one in (*steps[:2], steps[-1]) if one.is_done]
    return [Step(one.label, one.who, one.by, one.is_done, one.done_at, one.left, today) for one in steps]


def example(today: dt.date) -> list[Step]:
    """The procedure for an absence that is registered today, for those who want to read it beforehand."""
    absence = Absence(starts_on=today, registered_at=timezone.now())
    return [
        Step(one.label, one.who, one.by, False, today=today) for one in steps_of(Picture(absence, [], [], today), today)
    ]


def owner_of(unit_id: int, now: dt.datetime) -> ProcedureOwner | None:
    """Who answers for the procedure in a team; None when nobody does."""
    rows = ProcedureOwner.objects.filter(unit=unit_id, effective_at__lte=now).select_related("staff")
    row = rows.order_by("-effective_at", "-pk").first()
    return row if row and row.staff_id else None


def owners_of(unit_ids: Any, now: dt.datetime) -> dict[int, ProcedureOwner]:
    """The same for many units, in one query."""
    rows = ProcedureOwner.objects.filter(unit__in=unit_ids, effective_at__lte=now).select_related("staff")
    latest = {row.unit_id: row for row in rows.order_by("effective_at", "pk")}
    return {unit: row for unit, row in latest.items() if row.staff_id}


def deadlines_with_history() -> list[tuple[str, Any, list[Deadline]]]:
    """Every kind of deadline with its rows, the newest first."""
    rows = list(Deadline.objects.select_related("registered_by").order_by("-valid_from"))
    return [(kind, kind.label, [row for row in rows if row.what == kind]) for kind in DeadlineKind]
