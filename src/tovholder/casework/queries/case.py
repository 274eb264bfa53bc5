"""A case as its page shows it: all that stands in it now, in five queries whatever it has been through.

The timeline, the waits and the due dates come from the contributions (`queries/timeline.py`, `queries/now.py`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from tovholder.accounts.rights import Right
from tovholder.casework.access import CaseAccess, open_case
from tovholder.casework.contributions import Moment
from tovholder.casework.models import OURS, PLANNED, Assignment, Case, Conversation, PlanStep
from tovholder.casework.queries.standing import Standing, what_stands
from tovholder.citizens.models import Citizen

#: Ended steps are part of the plan's story; the page shows the latest of them and links to the rest.
STEPS_SHOWN = 100
PLANNED_SHOWN = 20


@dataclass(frozen=True)
class CaseFile:
    """What stands in a case now. `case.citizen` is loaded."""

    access: CaseAccess
    moment: Moment
    standing: Standing
    assignments: list[Assignment]
    planned: list[Conversation]
    last_held: Conversation | None
    steps: list[PlanStep]

    @property
    def case(self) -> Case:
        return self.access.case

    @property
    def citizen(self) -> Citizen:
        return self.access.case.citizen

    @property
    def open_steps(self) -> list[PlanStep]:
        return [step for step in self.steps if step.ended_at is None]

    @property
    def ended_steps(self) -> list[PlanStep]:
        """Done or dropped; a rewritten step lives on in the one that replaced it."""
        return [step for step in self.steps if step.ended_at is not None and step.outcome != "rewritten"]

    @property
    def age(self) -> int | None:
        return age_on(self.citizen.born_on, self.moment.today)


def age_on(born_on: dt.date | None, today: dt.date) -> int | None:
    """Whole years; None when the birthday is not known."""
    if born_on is None:
        return None
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def open_file(case_id: int, moment: Moment) -> CaseFile:
    """The case for somebody who may see it. Raises as `open_case` does."""
    access = open_case(moment.actor, case_id, now=moment.now, today=moment.today)
    conversations = list(_conversations(case_id, moment, access.may(Right.SEE_WHOLE_CASE)))
    return CaseFile(
        access=access,
        moment=moment,
        standing=what_stands(access, moment),
        assignments=list(_assignments(case_id)),
        planned=[row for row in conversations if row.status == "planned"],
        last_held=next((row for row in conversations if row.status == "held"), None),
        steps=list(_steps(case_id)),
    )


def readable(case_id: int, moment: Moment, sees_all: bool) -> QuerySet[Conversation]:
    """The conversations that somebody may read: all, or those with her or registered by her."""
    rows = Conversation.objects.filter(case=case_id).order_by()
    me = moment.actor.staff_id
    return rows if sees_all else rows.filter(Q(staff=me) | Q(registered_by=me))


def _conversations(case_id: int, moment: Moment, sees_all: bool) -> QuerySet[Conversation]:
    """The planned ones, the soonest first, and the last that we held."""
    of_case = readable(case_id, moment, sees_all)
    planned = of_case.filter(PLANNED).order_by("starts_at").values("pk")[:PLANNED_SHOWN]
    held = of_case.filter(OURS, held_at__isnull=False).order_by("-held_at", "-pk").values("pk")[:1]
    return of_case.filter(Q(pk__in=planned) | Q(pk__in=held)).select_related("staff").order_by("starts_at", "pk")


def _assignments(case_id: int) -> QuerySet[Assignment]:
    return Assignment.objects.filter(case=case_id).select_related("staff", "unit").order_by("effective_at", "seq")


def _steps(case_id: int) -> QuerySet[PlanStep]:
    """The open steps in their order, then the ended ones, the latest first."""
    steps = PlanStep.objects.filter(plan__case=case_id)
    return steps.order_by(F("ended_at").desc(nulls_first=True), "position", "pk")[:STEPS_SHOWN]
