"""Who holds which case when: the municipality is played day by day, and every change becomes a row."""

from __future__ import annotations

import datetime as dt
import heapq
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from tovholder.accounts.rights import Role
from tovholder.casework.models import CaseRole, ShiftCause
from tovholder.demo.calendar import at, days, open_day
from tovholder.demo.citizens import Course
from tovholder.demo.organisation import Organisation, Person

#: The team of a group, by the old organisation and by the new one. `district` is one of two teams.
OLD_TEAM = {
    "insured": "old_insured",
    "self_supporting": "old_insured",
    "job_ready": "old_cash",
    "activity_ready": "old_cash",
    "not_yet_known": "old_cash",
    "education_ready": "old_young",
    "young": "old_young",
    "sick": "old_sick",
    "clarification": "old_resource",
    "resource": "old_resource",
    "flex_job": "old_resource",
    "rehabilitation": "old_resource",
    "pensioner": "old_resource",
}
NEW_TEAM = {
    "insured": "insured",
    "self_supporting": "job_ready",
    "job_ready": "job_ready",
    "not_yet_known": "job_ready",
    "education_ready": "young",
    "young": "young",
    "sick": "sick",
    "flex_job": "sick",
}
#: What happens on a day.
Happens = Callable[[dt.date], None]
#: How much a full list weighs against chance when a case is given to somebody.
CHANCE = 9


@dataclass
class Holding:
    """A row to be: from `day` on, `person` (or nobody) has `role` on the case, in `unit`."""

    course: Course
    role: str
    day: dt.date
    at: dt.datetime
    seq: int
    person: Person | None
    unit: str
    planned: bool
    cause: str
    reason: str
    by: Person


class Play:
    """The play. `events` are what happens on a day: each is a function of this play and the day."""

    def __init__(self, rng: random.Random, organisation: Organisation, courses: list[Course], today: dt.date) -> None:
        self.rng = rng
        self.organisation = organisation
        self.courses = courses
        self.today = today
        self.rows: list[Holding] = []
        self.of_course: dict[int, list[Holding]] = defaultdict(list)
        self.now: dict[tuple[int, str], Holding] = {}
        self.held: dict[tuple[str, int], dict[int, Course]] = defaultdict(dict)
        self._queue: list[tuple[dt.date, int, int, Happens]] = []
        self._number = 0

    def plan(self, day: dt.date, happens: Happens, *, order: int = 5) -> None:
        """Something happens on a day, before what has a higher order. What lies ahead of today is not played."""
        if day <= self.today:
            self._number += 1
            heapq.heappush(self._queue, (day, order, self._number, happens))

    def run(self) -> None:
        while self._queue:
            day, _order, _number, happens = heapq.heappop(self._queue)
            happens(day)

    def is_open(self, course: Course, day: dt.date) -> bool:
        return course.opened_on <= day and (course.closed_on is None or day < course.closed_on)

    def holder(self, course: Course, role: str = CaseRole.CASEWORKER) -> Person | None:
        row = self.now.get((course.id, role))
        return row.person if row else None

    def unit(self, course: Course, role: str = CaseRole.CASEWORKER) -> str:
        return self.now[course.id, role].unit

    def cases_of(self, person: Person, role: str, day: dt.date) -> list[Course]:
        return [course for course in self.held[role, person.id].values() if self.is_open(course, day)]

    def team_of(self, group: str, course: Course, day: dt.date) -> str:
        if day < self.organisation.reorganised:
            return OLD_TEAM[group]
        return NEW_TEAM.get(group, course.citizen.district)

    def give(
        self,
        course: Course,
        person: Person | None,
        day: dt.date,
        cause: str,
        *,
        planned: bool,
        unit: str = "",
        reason: str = "",
        role: str = CaseRole.CASEWORKER,
    ) -> None:
        """From a day on the person has the role on the case. Nothing happens when the case is not open then, or when
        nothing would change."""
        before = self.now.get((course.id, role))
        unit = unit or (before.unit if before else "")
        if not self.is_open(course, day) or (before and (before.person, before.unit) == (person, unit)):
            return
        if before is None and person is None and role != CaseRole.CASEWORKER:
            return
        if person and not person.works_on(day):
            return
        # A case begins with its day, a reorganisation with the year; anything else when people come to work.
        is_first = before is None and role == CaseRole.CASEWORKER
        moment = at(day) if is_first or cause == ShiftCause.REORGANISATION else at(day, 8)
        moment = max(moment, before.at) if before else moment
        seq = before.seq + 1 if before and before.at == moment else 0
        by = self.organisation.leader_of(unit, day)
        row = Holding(course, role, day, moment, seq, person, unit, planned, cause, reason, by)
        if before and before.person:
            self.held[role, before.person.id].pop(course.id, None)
        if person:
            self.held[role, person.id][course.id] = course
        self.now[course.id, role] = row
        self.rows.append(row)
        self.of_course[course.id].append(row)
        follows = self.now.get((course.id, CaseRole.COORDINATING))
        if role == CaseRole.CASEWORKER and follows and person:
            self.give(course, person, day, cause, planned=planned, unit=unit, reason=reason, role=CaseRole.COORDINATING)

    def colleague(self, unit: str, day: dt.date, role: str = CaseRole.CASEWORKER, *but: Person | None) -> Person | None:
        """The one at work in a unit who has least to do, with some chance in it; None when there is nobody."""
        roles: tuple[Role, ...] = (Role.JOB_CONSULTANT,) if role == CaseRole.JOB_CONSULTANT else (Role.CASEWORKER,)
        if unit.startswith("project") and role == CaseRole.CASEWORKER:
            roles = (Role.CASEWORKER, Role.COORDINATOR)
        found = [person for person in self.organisation.member_of(unit, day, *roles) if person not in but]
        if not found:
            return None
        load = {person.id: len(self.held[role, person.id]) for person in found}
        return min(found, key=lambda person: load[person.id] + self.rng.random() * CHANCE)

    def give_later(self, course: Course, day: dt.date, wait: int, cause: str, *, planned: bool) -> None:
        """Nobody has the case now; after `wait` days somebody of the unit gets it, if nobody has it by then."""

        def assign(then: dt.date) -> None:
            row = self.now[course.id, CaseRole.CASEWORKER]
            if row.person is None:
                self.give(course, self.colleague(row.unit, then), then, cause, planned=planned)

        self.plan(open_day(day + days(wait)), assign)
