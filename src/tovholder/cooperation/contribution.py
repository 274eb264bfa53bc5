"""What a course says on the case page: that it is waited for, who does what by when, when it began and ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
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
    Answers,
    Contribution,
    DueDate,
    Moment,
    OpenWork,
    TimelineEntry,
    Told,
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


_COURSE = ("goal", "judgement", "reason", "judged_on", "started_on", "ended_on", "judged_by__name", "coordinator__name")


def asks(case: Any, moment: Moment) -> dict[str, QuerySet[Any, Any]]:
    """The case's courses, and who does what by when in them."""
    tasks = Task.objects.filter(course__case=case, done_on=None, dropped_on=None, due_on__isnull=False).order_by()
    return {
        "courses": Course.objects.filter(case=case).order_by().values_list(*_COURSE),
        "tasks": tasks.values_list("due_on", "text", "member__staff__name", "member__name"),
    }


def tells(answers: Answers, case_id: int, moment: Moment) -> Told:
    """That a course is waited for, who does what by when, when it began and ended."""
    found, url = Told(), _page(case_id)
    sees = moment.actor.may(Right.SEE_WHOLE_CASE)
    for goal, judgement, reason, judged_on, started_on, ended_on, judge, coordinator in answers["courses"]:
        if ended_on is None:
            label = _("A course across professions: %(goal)s") % {"goal": goal}
            found.open_work.append(OpenWork(label, judged_on, url, blocks_closing=True, who=judge))
        if not sees:
            continue
        if ended_on is None and started_on is None:
            found.waits.append(
                Wait(
                    kind=KIND,
                    label=WAIT.name,
                    since=judged_on,
                    who_can_end_it=coordinator,
                    definition=WAIT.definition,
                    url=url,
                )
            )
        story = [(judged_on, _("A course across professions was judged needed"), judgement, judge)]
        story += [(started_on, _("The course across professions began"), goal, coordinator)] if started_on else []
        story += [(ended_on, _("The course across professions ended"), reason, "")] if ended_on else []
        found.timeline.extend(
            TimelineEntry(start_of(day), KIND, title, text, who, url=url, icon="flag")
            for day, title, text, who in story
        )
    for due_on, text, colleague, other in answers["tasks"] if sees else ():
        words = {"who": colleague or other, "what": text}
        found.due.append(DueDate(due_on, _("%(who)s: %(what)s") % words, url))
    return found


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
    asks=asks,
    tells=tells,
    timeline_kinds=((KIND, gettext_lazy("Courses across professions")),),
    history=history,
    ways=(Way(gettext_lazy("Across professions"), "cooperation:case", Right.SEE_WHOLE_CASE, 25),),
)
