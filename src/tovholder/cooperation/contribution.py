"""What a course says on the case page: that it is waited for, who does what by when, when it began and ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tovholder.accounts.rights import Right
from tovholder.accounts.tidy import Row, Taken
from tovholder.audit.history import Of
from tovholder.casework.access import CaseAccess
from tovholder.casework.actions.common import start_of
from tovholder.casework.contributions import (
    Contribution,
    DueDate,
    Moment,
    OpenWork,
    Part,
    TimelineEntry,
    Wait,
    Way,
)
from tovholder.casework.models import Conversation
from tovholder.casework.slots import one_of
from tovholder.casework.wait_kinds import WaitKind, thresholds
from tovholder.cooperation.models import Course, Member, Task

ROOM = "cooperation"
KIND = "course"
WAIT = WaitKind(
    KIND,
    gettext_lazy("A course across professions"),
    gettext_lazy(
        "From the first conversation (or from the opening, where there was none before it was judged needed) until the "
        "course starts. It is a professional who judges that it is needed."
    ),
    gettext_lazy("The coordinator"),
    50,
)


def _page(case_id: int) -> str:
    return reverse("cooperation:case", args=[case_id])


def _running(case_id: int) -> Any:
    return Course.objects.filter(case=case_id, ended_on=None).select_related("coordinator", "case")


def waits(case_id: int, moment: Moment) -> Iterable[Wait]:
    if not moment.actor.may(Right.SEE_WHOLE_CASE):
        return []
    return [
        Wait(
            kind=KIND,
            label=WAIT.name,
            since=row.judged_on,
            who_can_end_it=row.coordinator.name,
            definition=WAIT.definition,
            url=_page(case_id),
        )
        for row in _running(case_id).filter(started_on=None)
    ]


def due(case_id: int, moment: Moment) -> Iterable[DueDate]:
    if not moment.actor.may(Right.SEE_WHOLE_CASE):
        return []
    tasks = Task.objects.filter(course__case=case_id, done_on=None, dropped_on=None, due_on__isnull=False)
    return [
        DueDate(
            row.due_on,
            _("%(who)s: %(what)s")
            % {"who": row.member.staff.name if row.member.staff else row.member.name, "what": row.text},
            _page(case_id),
        )
        for row in tasks.select_related("member__staff")
        if row.due_on
    ]


def open_work(case_id: int, moment: Moment) -> Iterable[OpenWork]:
    return [
        OpenWork(
            label=_("A course across professions: %(goal)s") % {"goal": row.goal},
            since=row.judged_on,
            url=_page(case_id),
            blocks_closing=True,
        )
        for row in _running(case_id)
    ]


def timeline(case_id: int, moment: Moment, part: Part) -> Iterable[TimelineEntry]:
    if not part.wants(KIND) or not moment.actor.may(Right.SEE_WHOLE_CASE):
        return []
    entries = [
        entry
        for row in Course.objects.filter(case=case_id).select_related("judged_by", "coordinator")
        for entry in _told(row)
    ]
    wanted = part.text.casefold()
    found = [one for one in entries if wanted in f"{one.title} {one.text} {one.who}".casefold()]
    return sorted(found, key=lambda one: one.at, reverse=True)[: part.limit]


def _told(row: Course) -> Iterator[TimelineEntry]:
    def entry(day: dt.date, title: str, text: str, who: str = "") -> TimelineEntry:
        return TimelineEntry(start_of(day), KIND, title, text, who, url=_page(row.case_id), icon="flag")

    yield entry(row.judged_on, _("A course across professions was judged needed"), row.judgement, row.judged_by.name)
    if row.started_on:
        yield entry(row.started_on, _("The course across professions began"), row.goal, row.coordinator.name)
    if row.ended_on:
        yield entry(row.ended_on, _("The course across professions ended"), row.reason)


def history(access: CaseAccess) -> Iterable[Of]:
    case = access.case.pk
    return [Of(Course, case=case), Of(Member, course__case=case), Of(Task, course__case=case)]


def tidy_waits(taken: Taken) -> Iterator[Row]:
    """From the first conversation to the start (requirement F7); dropped when it ended without starting."""
    rows: Any = Course.objects.order_by("pk")
    if taken.cases is not None:
        rows = rows.filter(one_of("case", taken.cases))
    courses = list(rows.values_list("pk", "case", "case__opened_on", "judged_on", "started_on", "ended_on"))
    firsts: dict[int, dt.date] = {}
    held = Conversation.objects.filter(one_of("case", {row[1] for row in courses}), held_at__isnull=False)
    for case, at in held.order_by("case", "held_at").values_list("case", "held_at"):
        assert at
        firsts.setdefault(case, timezone.localdate(at))
    threshold_on = thresholds()
    for pk, case, opened, judged, started, ended in courses:
        since = min(judged, firsts.get(case, opened))
        over = started or ended
        yield (
            f"{ROOM}/{pk}",
            case,
            KIND,
            None,
            None,
            since,
            over,
            started is not None if over else None,
            threshold_on(KIND, since),
        )


CONTRIBUTION = Contribution(
    room=ROOM,
    timeline=timeline,
    timeline_kinds=((KIND, gettext_lazy("Courses across professions")),),
    waits=waits,
    due=due,
    open_work=open_work,
    history=history,
    ways=(Way(gettext_lazy("Across professions"), "cooperation:case", Right.SEE_WHOLE_CASE, 25),),
)
