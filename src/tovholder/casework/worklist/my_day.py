"""My day: today's meetings, what became mine, what is due, what waits for me, and the caseload in one strip."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from tovholder.casework.actions.common import start_of
from tovholder.casework.contributions import DayItem, Moment, contributions
from tovholder.casework.models import PLANNED, Assignment, Conversation, PlanStep, Reminder, Turn
from tovholder.casework.worklist.columns import BY_KEY
from tovholder.casework.worklist.query import Counts, Row, WorkList
from tovholder.casework.worklist.scopes import MINE, Scope, of_leader
from tovholder.casework.worklist.wanted import Wanted

#: What falls due within so many days is on the page.
AHEAD = 7
#: More than this is a list, and the page links to it.
MOST = 12


@dataclass(frozen=True)
class Due:
    """A step or a reminder with a date."""

    on: dt.date
    case_id: int
    name: str
    text: str
    is_reminder: bool


@dataclass(frozen=True)
class New:
    """A case that became one's own and has not been opened since; `since` is one's own row, whatever the role."""

    row: Row
    since: dt.datetime
    last_held_at: dt.datetime | None


@dataclass(frozen=True)
class MyDay:
    meetings: list[Conversation]
    to_register: list[Conversation]  #: planned for an earlier day, outcome not registered
    new: list[New]
    due: list[Due]
    scope: Scope  #: whose cases are counted: one's own, or for a leader without any, those of the units one leads
    counts: Counts
    waiting: list[DayItem]  #: what the rooms above say waits for one, the soonest first


def my_day(moment: Moment) -> MyDay:
    """Everything on the page, in seven queries (two more for a leader without cases), and those of the
    rooms above."""
    mine = Scope(MINE, "")
    begins = start_of(moment.today)
    planned = Conversation.objects.filter(PLANNED, staff=moment.actor.staff_id, case__closed_on=None)
    planned = planned.select_related("case__citizen").defer("case__citizen__search").order_by("starts_at")
    new = WorkList(moment, mine, Wanted(flags=("new",)))
    scope, counts = mine, WorkList(moment, mine, Wanted()).counts()
    if not counts.total and (led := of_leader(moment.actor)):
        scope, counts = led, WorkList(moment, led, Wanted()).counts()
    return MyDay(
        meetings=list(planned.filter(starts_at__gte=begins, starts_at__lt=begins + dt.timedelta(days=1))),
        to_register=list(planned.filter(starts_at__lt=begins)[:MOST]),
        new=_new(moment, new),
        due=_due(moment, WorkList(moment, mine, Wanted())),
        scope=scope,
        counts=counts,
        waiting=_waiting(moment),
    )


def _waiting(moment: Moment) -> list[DayItem]:
    found = [item for room in contributions() if room.day for item in room.day(moment)]
    return sorted(found, key=lambda item: item.on or dt.date.max)


def _new(moment: Moment, new: WorkList) -> list[New]:
    """The latest to come first."""
    own = Assignment.objects.at(moment.now).filter(staff=moment.actor.staff_id, case__in=new.filtered().values("pk"))
    since = dict(own.order_by("-effective_at").values_list("case", "effective_at")[:MOST])
    rows = new.rows(list(since), [BY_KEY["name"], BY_KEY["last"]]) if since else []
    return [New(row, since[row.case_id], row.cells[1].value) for row in rows]


def _due(moment: Moment, mine: WorkList) -> list[Due]:
    """One's own reminders and the steps that are ours in one's own cases, the soonest first."""
    until = moment.today + dt.timedelta(days=AHEAD)
    cases: QuerySet = mine.cases().values("pk")
    steps = PlanStep.objects.filter(plan__case__in=cases, ended_at=None, turn=Turn.US, due_on__lte=until).values_list(
        "due_on", "plan__case", "plan__case__citizen__given_name", "plan__case__citizen__family_name", "text"
    )
    reminders = Reminder.objects.filter(
        Q(case__closed_on=None), staff=moment.actor.staff_id, due_on__lte=until
    ).values_list("due_on", "case", "case__citizen__given_name", "case__citizen__family_name", "text")
    found = [
        Due(on=on, case_id=case_id, name=f"{given} {family}".strip(), text=text, is_reminder=is_reminder)
        for rows, is_reminder in ((steps.order_by(F("due_on"))[:50], False), (reminders.order_by("due_on")[:50], True))
        for on, case_id, given, family, text in rows
        if on is not None
    ]
    return sorted(found, key=lambda due: (due.on, due.name))
