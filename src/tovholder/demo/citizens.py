"""The citizens and their courses: what case from when to when, in which groups, and how it ended."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

from tovholder.demo import sizes
from tovholder.demo.calendar import days, open_day
from tovholder.demo.names import Names

#: One kontanthjælp replaces uddannelseshjælp and selvforsørgelses- og hjemrejseydelse.
REFORM = dt.date(2025, 7, 1)
#: Ressourceforløb and revalidering are closed to new cases.
NO_NEW_COURSES = dt.date(2026, 7, 1)
CLOSED_COURSES = {"resource", "rehabilitation"}
CASH = {"job_ready", "activity_ready", "education_ready", "young", "not_yet_known"}
UNDER_30 = {"education_ready", "young"}


@dataclass
class Citizen:
    id: int
    is_woman: bool
    given_name: str
    family_name: str
    born_on: dt.date
    district: str
    language: str = ""  #: of an interpreter, when one is needed
    on_shy: bool = False  #: selvforsørgelses- og hjemrejseydelse until the reform
    protected_from: dt.date | None = None
    courses: list[Course] = field(default_factory=list)

    def age_on(self, day: dt.date) -> int:
        return day.year - self.born_on.year - ((day.month, day.day) < (self.born_on.month, self.born_on.day))


@dataclass
class Course:
    """A case: its groups in order with the day each began. `facts` is what later steps note about it."""

    id: int
    citizen: Citizen
    opened_on: dt.date
    closed_on: dt.date | None
    close_reason: str
    groups: list[tuple[str, dt.date]]
    facts: dict[str, Any] = field(default_factory=dict)

    def group_on(self, day: dt.date) -> str:
        return [key for key, since in self.groups if since <= day or since == self.groups[0][1]][-1]

    @property
    def group(self) -> str:
        return self.groups[-1][0]


class Population:
    """Makes the citizens with their cases."""

    def __init__(self, rng: random.Random, names: Names, today: dt.date, start: dt.date, citizens: int) -> None:
        self.rng = rng
        self.names = names
        self.today = today
        self.start = start
        self.citizens: list[Citizen] = []
        self.courses: list[Course] = []
        factor = citizens / sizes.CITIZENS
        wanted = [(group.key, True) for group in sizes.GROUPS.values() for _ in range(round(group.open * factor))]
        closed = rng.choices(
            list(sizes.CLOSED_MIX), weights=list(sizes.CLOSED_MIX.values()), k=max(0, citizens - len(wanted))
        )
        wanted += [(key, False) for key in closed]
        rng.shuffle(wanted)
        for key, is_open in wanted[:citizens]:
            self._citizen(key, is_open)
        # Case numbers follow the days on which cases were opened.
        self.courses.sort(key=lambda course: (course.opened_on, course.citizen.id))
        for number, course in enumerate(self.courses, 1):
            course.id = number

    def _citizen(self, key: str, is_open: bool) -> None:
        rng, group = self.rng, sizes.GROUPS[key]
        if is_open:
            began, ended = self._began(group), None
        else:
            ended = self.today - days(2 + rng.expovariate(1 / sizes.LEFT_DAYS_AGO) % 1750)
            began = max(self.start, ended - days(20 + rng.expovariate(1 / sizes.CLOSED_MEAN[key])))
        is_woman = rng.random() < 0.5
        born = self._born(group, began, ended or self.today)
        given, family, language = self.names.of_citizen(is_woman, born.year)
        district = "east" if rng.random() < 0.5 else "west"
        citizen = Citizen(len(self.citizens) + 1, is_woman, given, family, born, district)
        citizen.on_shy = key in {"job_ready", "activity_ready"} and rng.random() < 0.08
        if rng.random() < (sizes.INTERPRETER / 0.14 * 0.8 if language != "dansk tegnsprog" else 0.004):
            citizen.language = language
        self.citizens.append(citizen)
        course = self._course(citizen, key, began, ended)
        if rng.random() < sizes.PROTECTED:
            citizen.protected_from = course.opened_on + days(rng.randint(0, 90))
            if citizen.protected_from > (ended or self.today):
                citizen.protected_from = course.opened_on
        while rng.random() < (mean := sizes.EARLIER.get(key, (0, {}))[0]) / (1 + mean):
            if not self._earlier(citizen, key, citizen.courses[0].opened_on):
                break

    def _began(self, group: sizes.Group) -> dt.date:
        """When a case that is open today came into its group."""
        longest = (self.today - self.start).days - 25
        while (age := self.rng.expovariate(1 / group.mean_days)) > longest:
            pass
        age = min(age, 9) if group.key == "not_yet_known" else age
        began = self.today - days(max(age, 1))
        if group.key in CLOSED_COURSES and began >= NO_NEW_COURSES:
            began = NO_NEW_COURSES - days(self.rng.randint(20, 300))
        return max(began, self.start)

    def _born(self, group: sizes.Group, began: dt.date, until: dt.date) -> dt.date:
        youngest, oldest = group.ages
        if group.key in UNDER_30:
            # Under 30 all the time, 18 from the start.
            first, last = until.replace(year=until.year - 30, day=1) + days(32), began.replace(day=1)
            last = last.replace(year=last.year - 18) - days(32)
            if last <= first:
                last = first + days(30)
            return first + days(self.rng.randint(0, (last - first).days))
        age = self.rng.triangular(youngest, oldest + 0.99, (youngest + oldest) / 2 + 3)
        return until - days(age * 365.25 + 1)

    def _course(self, citizen: Citizen, key: str, began: dt.date, ended: dt.date | None) -> Course:
        """The case whose last group began on a day: what came before, and how it ends."""
        rng, group = self.rng, sizes.GROUPS[key]
        groups = [(key, began)]
        weights = group.came_from
        before = rng.choices(list(weights), weights=list(weights.values()))[0] if weights else ""
        if before:
            length = rng.randint(150, 290) if before == "sick" else 50 + rng.expovariate(1 / 200)
            opened = began - days(length)
            is_closed = before in CLOSED_COURSES and opened >= NO_NEW_COURSES
            if not is_closed and opened >= self.start and citizen.age_on(opened) >= 20:
                groups.insert(0, (before, opened))
        thirty = citizen.born_on.replace(year=citizen.born_on.year + 30, day=min(citizen.born_on.day, 28))
        if key == "activity_ready" and groups[0][0] == key and began + days(40) < thirty < (ended or self.today):
            groups = [("young", began), (key, thirty)]
        if key == "activity_ready" and groups[0][0] == key and began > thirty and groups[0][1] < thirty:
            groups[0] = (key, thirty)
        opened = open_day(groups[0][1])
        if ended:
            ended = max(ended, opened + days(15), groups[-1][1] + days(10))
            ended = min(ended, self.today - days(1))
        opened = min(opened, (ended or self.today) - days(1))
        if len(groups) > 1 and groups[1][1] <= opened:
            groups = groups[1:]
        groups[0] = (groups[0][0], opened)
        reason = ""
        if ended:
            reason = rng.choices(list(group.ends), weights=list(group.ends.values()))[0]
            if reason == "pension" and citizen.age_on(ended) < 40:
                reason = "work"
        course = Course(0, citizen, opened, ended, reason, groups)
        citizen.courses.append(course)
        self.courses.append(course)
        return course

    def _earlier(self, citizen: Citizen, key: str, before: dt.date) -> bool:
        """A case that ended before a day; False when there is no room for one."""
        rng = self.rng
        weights = sizes.EARLIER[key][1]
        group = rng.choices(list(weights), weights=list(weights.values()))[0]
        ended = before - days(25 + rng.expovariate(1 / 80))
        began = ended - days(25 + rng.expovariate(1 / sizes.CLOSED_MEAN[group]))
        if began < self.start or citizen.age_on(began) < 18:
            return False
        later, citizen.courses = citizen.courses, []
        course = self._course(citizen, group, began, ended)
        if course.close_reason in {"pension", "flex_job"}:
            course.close_reason = "work"
        if course.closed_on and course.closed_on >= before:
            course.closed_on = before - days(1)
        citizen.courses += later
        return True


def periods(citizen: Citizen, today: dt.date) -> list[tuple[str, dt.date, dt.date | None]]:
    """The citizen's benefits `[start, end)` as the law had them, in order; without an end it runs on."""
    found: list[tuple[str, dt.date, dt.date | None]] = []
    for course in citizen.courses:
        if found and (found[-1][2] is None or found[-1][2] > course.opened_on):
            found[-1] = (*found[-1][:2], course.opened_on)
        ends = [since for _key, since in course.groups[1:]] + [course.closed_on]
        for (key, since), end in zip(course.groups, ends, strict=True):
            for benefit, start, stop in _by_law(key, citizen.on_shy, since, end, today):
                if found and found[-1][0] == benefit and found[-1][2] == start:
                    found[-1] = (benefit, found[-1][1], stop)
                elif benefit:
                    found.append((benefit, start, stop))
        after = _afterwards(course)
        if after and course.closed_on:
            found.append((after, course.closed_on, None))
    return [(benefit, start, end) for benefit, start, end in found if end is None or end > start]


def _by_law(
    key: str, on_shy: bool, start: dt.date, end: dt.date | None, today: dt.date
) -> list[tuple[str, dt.date, dt.date | None]]:
    before = "uddannelseshjaelp" if key in UNDER_30 else "shy" if on_shy and key in CASH else ""
    benefit = sizes.GROUPS[key].benefit
    if not before or start >= REFORM:
        return [(benefit, start, end)]
    if (end or today) <= REFORM:
        return [(before, start, end)]
    return [(before, start, REFORM), (benefit, REFORM, end)]


def _afterwards(course: Course) -> str:
    """What somebody lives on after the case, where that is a benefit too."""
    if course.close_reason == "pension" and course.closed_on:
        return "tidlig-pension" if course.citizen.age_on(course.closed_on) >= 61 else "foertidspension"
    return {"education": "su", "flex_job": "fleksloentilskud"}.get(course.close_reason, "")
