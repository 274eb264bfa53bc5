"""A case as its page shows it: all that stands in it now, in four queries whatever it has been through.

The timeline, the waits and the due dates come from the contributions (`queries/timeline.py`, `queries/now.py`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, JSONObject
from django.utils.translation import get_language

from tovholder.accounts.rights import Right
from tovholder.audit.models import Basis
from tovholder.casework.access import CaseAccess, open_case
from tovholder.casework.contributions import Moment
from tovholder.casework.models import (
    PLANNED,
    AccessGrant,
    Assignment,
    Case,
    Conversation,
    JobGoal,
    Participant,
    Plan,
    PlanStep,
    Reminder,
)
from tovholder.citizens.models import BenefitSpell, Citizen, ContactDetails, Identity, TargetGroupSpell

#: Ended steps are part of the plan's story; the page shows the latest of them and links to the rest.
STEPS_SHOWN = 100
PLANNED_SHOWN = 20


@dataclass(frozen=True)
class Contact:
    """How to reach the citizen. An address that the reader may not see is left out, and `is_hidden` says so."""

    phone: str = ""
    email: str = ""
    interpreter_language: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    is_hidden: bool = False


@dataclass(frozen=True)
class Within:
    """Something the citizen is in: a benefit, a target group, a project, with the day it began."""

    name: str
    start: dt.date
    person: str = ""
    pk: int = 0
    version: int = 0


@dataclass(frozen=True)
class Goal:
    """The job goal that holds."""

    pk: int
    words: str
    occupation: str
    since: dt.datetime
    who: str


@dataclass(frozen=True)
class OwnReminder:
    due_on: dt.date
    text: str
    version: int


@dataclass(frozen=True)
class CaseFile:
    """What stands in a case now. `case.citizen` is loaded."""

    access: CaseAccess
    moment: Moment
    reason: str  #: the one that was stated to open it, if one was
    contact: Contact
    has_cpr: bool
    benefits: list[Within]
    target_groups: list[Within]
    participants: list[Within]
    reminder: OwnReminder | None
    assignments: list[Assignment]
    planned: list[Conversation]
    last_held: Conversation | None
    plan_version: int
    goal: Goal | None
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
    access = open_case(moment.actor, case_id, now=moment.now, today=moment.today, cases=_with_what_stands(moment))
    case: Any = access.case
    sees_all = access.may(Right.SEE_WHOLE_CASE)
    conversations = list(_conversations(case_id, moment, sees_all))
    plan: dict[str, Any] = case.plan_now or {}
    return CaseFile(
        access=access,
        moment=moment,
        reason=case.reason_given or "",
        contact=_contact(case.contact_now or {}, access),
        has_cpr=case.has_cpr,
        benefits=[_within(row) for row in case.benefits_now] if sees_all else [],
        target_groups=[_within(row) for row in case.target_groups_now] if sees_all else [],
        participants=[_within(row) for row in case.participants_now],
        reminder=_reminder(case.reminder_now),
        assignments=list(_assignments(case_id)),
        planned=[row for row in conversations if row.status == "planned"],
        last_held=next((row for row in conversations if row.status == "held"), None),
        plan_version=plan.get("version") or 0,
        goal=_goal(plan.get("goal")),
        steps=list(_steps(case_id)),
    )


def _with_what_stands(moment: Moment) -> QuerySet[Case]:
    """The case with the few rows that hold now as JSON, so that they cost no query each."""
    today = moment.today
    name = "name_en" if (get_language() or "da").startswith("en") else "name_da"
    contact = ContactDetails.objects.filter(citizen=OuterRef("citizen"), valid_from__lte=moment.now)
    benefits = BenefitSpell.objects.on(today).filter(citizen=OuterRef("citizen"))
    groups = TargetGroupSpell.objects.on(today).filter(citizen=OuterRef("citizen"))
    participants = Participant.objects.on(today).filter(case=OuterRef("pk"))
    goal = JobGoal.objects.filter(plan=OuterRef("pk"), effective_at__lte=moment.now).order_by("-effective_at")
    goal_row = goal.values(
        row=JSONObject(pk="pk", words="words", occupation="occupation", since="effective_at", who="registered_by__name")
    )
    plan = Plan.objects.filter(case=OuterRef("pk"))
    spell = {"start": "start", "pk": "pk", "version": "version"}
    return Case.objects.select_related("citizen").annotate(
        contact_now=Subquery(
            contact.order_by("-valid_from").values(
                row=JSONObject(
                    phone="phone",
                    email="email",
                    interpreter_language="interpreter_language",
                    address="address",
                    postcode="postcode",
                    city="city",
                )
            )[:1]
        ),
        reason_given=Subquery(
            AccessGrant.objects.filter(
                case=OuterRef("pk"), staff=moment.actor.staff_id, granted_at__lte=moment.now, until__gt=moment.now
            )
            .order_by("-granted_at")
            .values("reason")[:1]
        ),
        has_cpr=Exists(Identity.objects.filter(citizen=OuterRef("citizen"))),
        benefits_now=ArraySubquery(benefits.order_by("start").values(row=JSONObject(name=f"benefit__{name}", **spell))),
        target_groups_now=ArraySubquery(
            groups.order_by("start").values(
                row=JSONObject(name=Concat("target_group__code", Value(" "), f"target_group__{name}"), **spell)
            )
        ),
        participants_now=ArraySubquery(
            participants.order_by("start").values(row=JSONObject(name="unit__name", person="staff__name", **spell))
        ),
        reminder_now=Subquery(
            Reminder.objects.filter(case=OuterRef("pk"), staff=moment.actor.staff_id).values(
                row=JSONObject(due_on="due_on", text="text", version="version")
            )[:1]
        ),
        plan_now=Subquery(plan.values(row=JSONObject(version="version", goal=Subquery(goal_row[:1])))[:1]),
    )


def readable(case_id: int, moment: Moment, sees_all: bool) -> QuerySet[Conversation]:
    """The conversations that somebody may read: all, or those with her or registered by her."""
    rows = Conversation.objects.filter(case=case_id).order_by()
    me = moment.actor.staff_id
    return rows if sees_all else rows.filter(Q(staff=me) | Q(registered_by=me))


def _conversations(case_id: int, moment: Moment, sees_all: bool) -> QuerySet[Conversation]:
    """The planned ones, the soonest first, and the last that was held."""
    of_case = readable(case_id, moment, sees_all)
    planned = of_case.filter(PLANNED).order_by("starts_at").values("pk")[:PLANNED_SHOWN]
    held = of_case.filter(held_at__isnull=False).order_by("-held_at", "-pk").values("pk")[:1]
    return of_case.filter(Q(pk__in=planned) | Q(pk__in=held)).select_related("staff").order_by("starts_at", "pk")


def _assignments(case_id: int) -> QuerySet[Assignment]:
    return Assignment.objects.filter(case=case_id).select_related("staff", "unit").order_by("effective_at", "seq")


def _steps(case_id: int) -> QuerySet[PlanStep]:
    """The open steps in their order, then the ended ones, the latest first."""
    steps = PlanStep.objects.filter(plan__case=case_id)
    return steps.order_by(F("ended_at").desc(nulls_first=True), "position", "pk")[:STEPS_SHOWN]


def _contact(row: dict[str, Any], access: CaseAccess) -> Contact:
    """A protected address is only for those who take part; who reads a narrowed case needs no address at all."""
    may = access.may(Right.SEE_WHOLE_CASE) and (
        not access.is_protected or (access.basis is Basis.PARTICIPANT and access.may(Right.SEE_PROTECTED_ADDRESS))
    )
    if not may:
        row = {**row, "address": "", "postcode": "", "city": ""}
    return Contact(**row, is_hidden=access.is_protected and not may)


def _within(row: dict[str, Any]) -> Within:
    return Within(**{**row, "start": dt.date.fromisoformat(row["start"]), "person": row.get("person") or ""})


def _goal(row: dict[str, Any] | None) -> Goal | None:
    if row is None:
        return None
    return Goal(**{**row, "since": dt.datetime.fromisoformat(row["since"]), "who": row["who"] or ""})


def _reminder(row: dict[str, Any] | None) -> OwnReminder | None:
    return OwnReminder(dt.date.fromisoformat(row["due_on"]), row["text"], row["version"]) if row else None
