"""Facts about a case as database expressions: each is a few index look-ups per case, so a caseload costs the same
among a million cases as among a thousand. Holders and shifts are in `casework/queries/shifts.py`."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from tovholder.accounts.models import Membership
from tovholder.casework.actions.common import start_of
from tovholder.casework.contributions import Moment
from tovholder.casework.each import Each
from tovholder.casework.models import (
    OURS,
    PLANNED,
    Assignment,
    CaseRole,
    Conversation,
    JobGoal,
    Participant,
    PlanStep,
    Reminder,
)
from tovholder.casework.queries import shifts


def conversations() -> Any:
    return Conversation.objects.filter(case=OuterRef("pk")).order_by()


def held() -> Any:
    """Those that the municipality has held."""
    return conversations().filter(OURS, held_at__isnull=False)


def planned() -> Any:
    return conversations().filter(PLANNED)


def open_steps() -> Any:
    return PlanStep.objects.filter(plan__case=OuterRef("pk"), ended_at=None).order_by()


def caseworker_row(moment: Moment) -> Any:
    """The assignment that says who holds the case now."""
    return Assignment.objects.at(moment.now).filter(case=OuterRef("pk"), role=CaseRole.CASEWORKER).order_by()


def has_working_holder(moment: Moment) -> Exists:
    """Somebody holds the case who may sign in and still belongs to a unit."""
    employed = Membership.objects.on(moment.today).filter(staff=OuterRef("staff"))
    return Each(caseworker_row(moment).filter(Exists(employed), staff__is_active=True))


def goals() -> Any:
    return JobGoal.objects.filter(plan__case=OuterRef("pk")).order_by()


def participants(moment: Moment) -> Any:
    return Participant.objects.on(moment.today).filter(case=OuterRef("pk")).order_by()


def project_name(moment: Moment) -> Subquery:
    return Subquery(participants(moment).values("unit__name")[:1])


def my_reminder(moment: Moment) -> Any:
    return Reminder.objects.filter(case=OuterRef("pk"), staff=moment.actor.staff_id)


def next_planned_at(moment: Moment) -> Subquery:
    ahead = planned().filter(starts_at__gte=start_of(moment.today))
    return Subquery(ahead.order_by("starts_at").values("starts_at")[:1])


def next_due_on() -> Subquery:
    return Subquery(open_steps().filter(due_on__isnull=False).order_by("due_on").values("due_on")[:1])


def shifts_12m(moment: Moment) -> Any:
    """How many times the caseworker has become another person in the last 12 months."""
    return shifts.shifts_since(shifts.twelve_months_before(moment.now), moment.now)
