"""The conversations: planned one after another, held, missed, cancelled; the last ones lie ahead."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass

from tovholder.casework.models import CaseRole
from tovholder.demo import phrases, sizes
from tovholder.demo.calendar import DANISH, at, days, is_open, last_open_day, open_day
from tovholder.demo.citizens import Course
from tovholder.demo.holders import Holding, Play
from tovholder.demo.organisation import Person
from tovholder.demo.stories import Stories, Story

#: When a conversation can begin.
SLOTS = ((8, 30), (9, 15), (10, 0), (10, 45), (12, 30), (13, 15), (14, 0), (14, 45))
#: Conversations are planned so many days ahead at most.
AHEAD = 42
HELD, MISSED = 0.82, 0.075
#: Of those that are over for some days, whose outcome nobody has registered yet.
UNREGISTERED = 0.05
KINDS = {"follow_up": 62, "plan": 16, "dialogue": 10, "other": 5}
FORMS = {"office": 62, "phone": 22, "video": 4, "home": 3, "workplace": 5, "walk": 4}


@dataclass
class Talk:
    course: Course
    person: Person
    kind: str
    form: str
    purpose: str
    starts_at: dt.datetime
    registered_at: dt.datetime
    by: Person
    follows: Talk | None = None
    outcome: str = (
        ""  #: `held`, `missed`, `cancelled`; empty: it lies ahead, or nobody has registered what became of it
    )
    ended_at: dt.datetime | None = None
    agreed: str = ""
    reason: str = ""
    is_new_face: bool = False


class Diary:
    """Nobody is in two places at once."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._taken: dict[tuple[int, dt.date], set[tuple[int, int]]] = defaultdict(set)

    def book(self, person: Person, day: dt.date, *, exactly: bool = False) -> dt.datetime:
        """A free slot on the day (which may be a Sunday with `exactly`), or on the first one after it with any."""
        while True:
            free = [slot for slot in SLOTS if slot not in self._taken[person.id, day]]
            if free:
                slot = self._rng.choice(free)
                self._taken[person.id, day].add(slot)
                return at(day, *slot)
            if exactly:
                return at(day, 15, 30)
            day = open_day(day + dt.timedelta(days=1))


class Talks:
    def __init__(self, rng: random.Random, play: Play, stories: Stories) -> None:
        self.rng = rng
        self.play = play
        self.stories = stories
        self.today = play.today
        self.diary = Diary(rng)

    def of(self, course: Course, story: Story) -> list[Talk]:
        """All conversations of a case, in the order in which they begin."""
        rows = [row for row in self.play.of_course[course.id] if row.day <= self.today]
        held_by = [row for row in rows if row.role == CaseRole.CASEWORKER]
        talks = self._with(course, story, held_by, self._first_day(course))
        consultants = [row for row in rows if row.role == CaseRole.JOB_CONSULTANT]
        if consultants:
            first = open_day(consultants[0].day + days(self.rng.randint(4, 20)))
            talks += self._with(course, story, consultants, first, job=True)
        return sorted(talks, key=lambda talk: talk.starts_at)

    def _first_day(self, course: Course) -> dt.date:
        """Mostly within the week that the law gives; the insured come later, after their fund's conversations."""
        chance = self.rng.random()
        if course.groups[0][0] == "insured":
            wait = self.rng.randint(7, 40)
        elif chance < 0.74:
            wait = self.rng.randint(0, 6)
        else:
            wait = self.rng.randint(7, 13) if chance < 0.92 else self.rng.randint(15, 44)
        return course.opened_on + days(wait)

    def _with(
        self, course: Course, story: Story, rows: list[Holding], day: dt.date, *, job: bool = False
    ) -> list[Talk]:
        """The conversations with those who have a role, one after another."""
        rng, today = self.rng, self.today
        last = course.closed_on or today + days(AHEAD)
        talks: list[Talk] = []
        met: Person | None = None
        while (day := self._open(day)) < last:
            if story.passive_from and day >= story.passive_from:
                break
            row = next((row for row in reversed(rows) if row.day <= day), rows[0])
            person = row.person
            later = [other.day for other in rows if other.day > day and other.person]
            if person is None or not person.works_on(day):
                if not later:
                    break
                day = later[0] + days(rng.randint(2, 20))
                continue
            away = next((away for away in person.absences if away.start <= day < away.end), None)
            if away:
                if talks and day < min(away.start + days(20), today) and rng.random() < 0.6:
                    talks.append(self._talk(course, story, person, day, talks, job))
                    self._end(talks[-1], story, "cancelled", phrases.ABSENT)
                day = min([away.end, *later]) + days(rng.randint(2, 12))
                continue
            today_it_is = day >= today and person.id in story.meets_today
            if day >= today and not today_it_is and talks and rng.random() < (0.4 if job else 0.12):
                break
            talk = self._talk(course, story, person, today if today_it_is else day, talks, job)
            if talk.starts_at.date() >= last:
                break
            talk.is_new_face = met is not None and met is not person
            talks.append(talk)
            if talk.starts_at.date() >= today:
                break
            self._what_became(talk, story)
            if talk.outcome == "held":
                met = person
            day = self._next(course, rows, talk, job)
            if day > today and rows[-1].person and rows[-1].person.id in story.meets_today:
                day = today
        return talks

    def _open(self, day: dt.date) -> dt.date:
        """What falls on a weekend is spread over the week after it."""
        return day if is_open(day) else open_day(day + days(self.rng.randint(1, 5)))

    def _talk(self, course: Course, story: Story, person: Person, day: dt.date, before: list[Talk], job: bool) -> Talk:
        rng = self.rng
        starts_at = self.diary.book(person, day, exactly=day == self.today)
        has_met = any(talk.outcome == "held" for talk in before)
        kind = "job" if job else "first" if not has_met else rng.choices(list(KINDS), weights=list(KINDS.values()))[0]
        form = rng.choices(list(FORMS), weights=list(FORMS.values()))[0]
        if kind == "first" and form not in {"office", "phone", "video"}:
            form = "office"
        previous = before[-1] if before else None
        # Planned at the end of the one before, else some days ahead; never before the case was there.
        registered = starts_at - days(rng.randint(3, 12))
        if previous and previous.ended_at:
            registered = previous.ended_at + dt.timedelta(minutes=10)
        registered = min(max(registered, at(course.opened_on, 9)), starts_at, at(self.today, 7, 50))
        return Talk(course, person, kind, form, self.stories.purpose(kind), starts_at, registered, person, previous)

    def _what_became(self, talk: Talk, story: Story) -> None:
        rng = self.rng
        chance = rng.random()
        if (self.today - talk.starts_at.date()).days < 9 and rng.random() < UNREGISTERED:
            return
        if chance < HELD:
            self._end(talk, story, "held")
        elif chance < HELD + MISSED:
            self._end(talk, story, "missed", rng.choice(phrases.MISSED))
        else:
            words = phrases.CANCELLED_BY_US if rng.random() < 0.3 else phrases.CANCELLED
            self._end(talk, story, "cancelled", rng.choice(words))

    def _end(self, talk: Talk, story: Story, outcome: str, reason: str = "") -> None:
        talk.outcome, talk.reason = outcome, reason
        talk.ended_at = talk.starts_at
        if outcome == "held":
            talk.agreed = self.stories.agreed(story, talk.kind, talk.is_new_face)
        if outcome == "cancelled":
            # Some days before, or on the same morning.
            early = last_open_day(talk.starts_at.date() - days(self.rng.choice([0, 0, 1, 1, 2, 5])))
            talk.ended_at = max(talk.registered_at, at(early, 8, 5))

    def _next(self, course: Course, rows: list[Holding], talk: Talk, job: bool) -> dt.date:
        rng, day = self.rng, talk.starts_at.astimezone(DANISH).date()
        if talk.outcome != "held":
            return day + days(rng.randint(4, 18))
        first, last = sizes.GROUPS[course.group_on(day)].meets_every
        # At least four conversations in the first half-year.
        gap = rng.randint(28, 50) if (day - course.opened_on).days < 180 else rng.randint(first, last)
        gap = rng.randint(40, 95) if job else gap
        following = day + days(gap)
        for row in rows:
            # Somebody new wants to meet the citizen, and takes some weeks to come to it.
            if day < row.day <= following and row.person and row.person is not talk.person:
                return row.day + days(3 + min(70, rng.expovariate(1 / 18)))
        return following
