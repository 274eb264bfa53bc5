"""What people do about a course across professions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.acts import act
from tovholder.accounts.models import Staff
from tovholder.accounts.registration import check_version
from tovholder.casework.access import CaseAccess
from tovholder.casework.actions import common
from tovholder.casework.errors import Refused, store
from tovholder.casework.lifecycles import NEW
from tovholder.cooperation.lifecycle import COURSE
from tovholder.cooperation.models import Course, Member, Task


class Asking(common.Asking):
    @contextmanager
    def doing(self, name: str, reason: str = "") -> Iterator[CaseAccess]:
        """One transaction in the locked case."""
        with act(name, self.actor, reason):
            yield self.enter(COURSE.table[0].right)

    def course(self, course_id: int) -> Course:
        found = Course.objects.select_for_update(of=("self",)).filter(case=self.case_id, pk=course_id).first()
        if found is None:
            raise Refused([_("There is no such course in this case.")])
        return found


def judge(*, asking: Asking, judged_on: dt.date, judgement: str, goal: str, level: str, coordinator_id: int) -> Course:
    """A professional judges that the citizen needs several professions at once, and says why."""
    with asking.doing("judge_course") as access:
        facts = {
            "day": judged_on,
            "today": asking.today,
            "judgement": judgement.strip(),
            "goal": goal.strip(),
        }
        COURSE.check("judge", NEW, access, facts)
        _check_coordinator(coordinator_id)
        row = Course(
            case=access.case,
            judged_on=judged_on,
            judged_by_id=asking.actor.staff_id,
            judgement=judgement.strip(),
            goal=goal.strip(),
            level=level,
            coordinator_id=coordinator_id,
            **asking.registered(),
        )
        store(row)
        return row


def change(*, asking: Asking, course_id: int, goal: str, level: str, coordinator_id: int, version: int) -> Course:
    """Another goal, level or coordinator; the former stay in the history."""
    with asking.doing("change_course") as access:
        row = asking.course(course_id)
        check_version(row, version)
        COURSE.check("change", row.status, access, {})
        if not goal.strip():
            raise Refused([_("Say the shared goal.")])
        _check_coordinator(coordinator_id)
        row.goal, row.level, row.coordinator_id = goal.strip(), level, coordinator_id
        store(row)
        return row


def start(*, asking: Asking, course_id: int, started_on: dt.date, version: int) -> Course:
    """They have met and begun. It takes at least two professions."""
    with asking.doing("start_course") as access:
        row = asking.course(course_id)
        check_version(row, version)
        team = row.members.filter(left_on=None).values_list("profession", flat=True)
        professions = {profession.strip().casefold() for profession in team}
        facts = {"day": started_on, "today": asking.today, "professions": len(professions)}
        COURSE.check("start", row.status, access, facts)
        row.started_on = started_on
        store(row)
        return row


def end(*, asking: Asking, course_id: int, ended_on: dt.date, reason: str, version: int) -> Course:
    """It is over, and this came of it."""
    with asking.doing("end_course", reason) as access:
        row = asking.course(course_id)
        check_version(row, version)
        COURSE.check("end", row.status, access, {"day": ended_on, "today": asking.today, "reason": reason.strip()})
        row.ended_on, row.reason = ended_on, reason.strip()
        store(row)
        return row


def add_member(
    *,
    asking: Asking,
    course_id: int,
    profession: str,
    staff_id: int | None = None,
    name: str = "",
    organisation: str = "",
) -> Member:
    """Somebody takes part, from the house or from outside it."""
    with asking.doing("add_member"):
        course = asking.course(course_id)
        if course.status == "ended":
            raise Refused([_("The course has ended.")])
        row = Member(
            course=course,
            staff_id=staff_id,
            name=name.strip(),
            profession=profession.strip(),
            organisation=organisation.strip(),
            **asking.registered(),
        )
        store(row)
        return row


def member_left(*, asking: Asking, course_id: int, member_id: int, left_on: dt.date) -> Member:
    """Somebody no longer takes part. Refused while they have something to do."""
    with asking.doing("member_left"):
        course = asking.course(course_id)
        row = course.members.filter(pk=member_id, left_on=None).first()
        if row is None:
            raise Refused([_("They do not take part.")])
        if any(task.is_open for task in row.tasks.all()):
            raise Refused([_("They have something left to do. Give it to somebody else, or drop it.")])
        row.left_on = left_on
        store(row)
        return row


def add_task(*, asking: Asking, course_id: int, member_id: int, text: str, due_on: dt.date | None) -> Task:
    """Who does what by when."""
    with asking.doing("add_task"):
        course = asking.course(course_id)
        if course.status == "ended":
            raise Refused([_("The course has ended.")])
        if not course.members.filter(pk=member_id, left_on=None).exists():
            raise Refused([_("They do not take part.")])
        row = Task(course=course, member_id=member_id, text=text.strip(), due_on=due_on, **asking.registered())
        store(row)
        return row


def finish_task(*, asking: Asking, course_id: int, task_id: int, is_done: bool, version: int) -> Task:
    """A task is done, or dropped."""
    with asking.doing("finish_task"):
        course = asking.course(course_id)
        row = Task.objects.select_for_update(of=("self",)).filter(course=course, pk=task_id).first()
        if row is None:
            raise Refused([_("There is no such task.")])
        check_version(row, version)
        if not row.is_open:
            raise Refused([_("The task is done or dropped already.")])
        if is_done:
            row.done_on = asking.today
        else:
            row.dropped_on = asking.today
        store(row)
        return row


def _check_coordinator(staff_id: int) -> None:
    if not Staff.objects.filter(pk=staff_id, is_active=True).exists():
        raise Refused([_("Whoever coordinates it works here and may sign in.")])
