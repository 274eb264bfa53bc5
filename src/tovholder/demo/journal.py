"""Notes, reminders, and the traces that reading leaves: who looked at whose case, when and on what ground."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from tovholder.accounts.rights import Role
from tovholder.audit.models import Basis, Seen
from tovholder.casework.models import CaseRole
from tovholder.demo import phrases
from tovholder.demo.calendar import at, days, is_open, last_open_day, open_day
from tovholder.demo.citizens import Course
from tovholder.demo.holders import Holding, Play
from tovholder.demo.organisation import Person
from tovholder.demo.stories import Stories, Story
from tovholder.demo.talks import Talk
from tovholder.demo.upheavals import Participation

KINDS = {"note": 50, "phone": 26, "letter": 14, "company": 10}
#: Days between notes, on average, beside what is written of conversations.
EVERY = 62
#: The log of look-ups reaches so many days back.
LOGGED = 365
#: Those who got a case in the last days have not all opened it yet.
NEW_DAYS, UNOPENED = 6, 0.4


@dataclass
class Note:
    course: Course
    author: Person
    kind: str
    at: dt.datetime
    text: str
    before: str = ""  #: what it said before it was corrected
    corrected_at: dt.datetime | None = None


@dataclass
class Look:
    course: Course
    person: Person
    at: dt.datetime
    seen: str = Seen.CASE
    basis: str = Basis.PARTICIPANT
    reason: str = ""


@dataclass
class Reminder:
    course: Course
    person: Person
    due_on: dt.date
    text: str
    at: dt.datetime


class Journal:
    def __init__(self, rng: random.Random, play: Play, stories: Stories) -> None:
        self.rng = rng
        self.play = play
        self.stories = stories
        self.today = play.today

    def _moment(self, day: dt.date) -> dt.datetime:
        return at(day, self.rng.randint(8, 15), self.rng.randint(0, 59))

    def notes(self, course: Course, story: Story, joined: list[Participation]) -> list[Note]:
        rng = self.rng
        found: list[Note] = []
        last = min(course.closed_on or self.today, self.today)
        day = course.opened_on + days(rng.expovariate(1 / 20))
        while day < last:
            if is_open(day) and not (story.passive_from and day > story.passive_from):
                author, kind = self._author(course, day)
                if author and (text := self.stories.note(story, kind)):
                    found.append(Note(course, author, kind, self._moment(day), text))
            day += days(1 + rng.expovariate(1 / EVERY))
        for row in self.play.of_course[course.id]:
            is_shift = row.role == CaseRole.CASEWORKER and row.cause not in {"new_case", "reorganisation"}
            if is_shift and row.person and rng.random() < 0.3 and (day := open_day(row.day + days(2))) < last:
                kind, text = rng.choice(phrases.TAKEN_OVER)
                found.append(Note(course, row.person, kind, self._moment(day), text))
        for participation in joined:
            found += self._of_project(participation, story, last)
        for note in found:
            if rng.random() < 0.03 and note.at.date() < self.today - days(2):
                note.before, note.corrected_at = _with_a_slip(note.text), note.at + dt.timedelta(minutes=35)
        return found

    def _author(self, course: Course, day: dt.date) -> tuple[Person | None, str]:
        rows = [row for row in self.play.of_course[course.id] if row.day <= day]
        kind = self.rng.choices(list(KINDS), weights=list(KINDS.values()))[0]
        by_role = {row.role: row.person for row in rows}
        consultant = by_role.get(CaseRole.JOB_CONSULTANT)
        author = by_role.get(CaseRole.CASEWORKER)
        if consultant and (kind == "company" or self.rng.random() < 0.2):
            author = consultant
        elif kind == "company" and self.rng.random() < 0.6:
            kind = "note"
        if author and course.facts.get("unopened_by") == author.id and day > self.today - days(NEW_DAYS):
            return None, kind
        return (author, kind) if author and author.is_here_on(day) else (None, kind)

    def _of_project(self, participation: Participation, story: Story, last: dt.date) -> list[Note]:
        rng, organisation, found = self.rng, self.play.organisation, []
        day = participation.start + days(rng.randint(7, 25))
        while day < min(participation.end or last, last):
            roles = (Role.JOB_CONSULTANT, Role.COORDINATOR, Role.EXTERNAL_PARTNER)
            staff = organisation.member_of(participation.project, day, *roles)
            if staff and is_open(day) and (text := self.stories.project_note(story)):
                found.append(Note(participation.course, rng.choice(staff), "note", self._moment(day), text))
            day += days(20 + rng.expovariate(1 / 35))
        return found

    def reminders(self, course: Course, story: Story) -> list[Reminder]:
        person = self.play.holder(course)
        if course.closed_on or person is None or self.rng.random() > 0.16 or not person.works_on(self.today):
            return []
        if person.keeps:  # those who sign in have theirs from `sign_ins.py`
            return []
        row = self.play.now[course.id, CaseRole.CASEWORKER]
        due = last_open_day(self.today + days(self.rng.randint(-9, 40)))
        since = max(row.at, at(self.today - days(self.rng.randint(10, 60)), 9))
        if since >= at(self.today - days(NEW_DAYS)):
            return []
        return [Reminder(course, person, max(due, since.date()), self.stories.reminder(story), since)]

    def looks(self, course: Course, talks: list[Talk], notes: list[Note]) -> list[Look]:
        """Whoever speaks with somebody or writes in a case has opened it; so has everybody who holds it, but for some
        who got it in the last days."""
        rng, since = self.rng, at(self.today - days(LOGGED))
        found = [
            Look(course, talk.person, talk.starts_at - dt.timedelta(minutes=rng.randint(2, 25)))
            for talk in talks
            if talk.outcome == "held" and talk.starts_at > since
        ]
        found += [Look(course, note.author, note.at - dt.timedelta(minutes=rng.randint(1, 4))) for note in notes
                  if note.at > since]  # fmt: skip
        for look in found:
            look.basis = Basis.UNIT if look.person.id not in self._holders(course) else Basis.PARTICIPANT
        for row in self.play.of_course[course.id]:
            if row.person and row.day <= self.today and self._opens(row, found):
                day = min(row.day + days(rng.randint(0, 5)), self.today - days(1))
                moment = max(row.at + dt.timedelta(minutes=50), self._moment(last_open_day(max(day, row.day))))
                found.append(Look(course, row.person, moment))
        if talks and rng.random() < 0.05:
            found.append(Look(course, talks[-1].person, talks[-1].starts_at, Seen.CPR))
        return [look for look in found if look.at < at(self.today)]

    def _holders(self, course: Course) -> set[int]:
        return {row.person.id for row in self.play.of_course[course.id] if row.person}

    def _opens(self, row: Holding, found: list[Look]) -> bool:
        """Whether a look-up has to be added for one who was given the case."""
        assert row.person is not None
        if any(look.person is row.person and look.at >= row.at for look in found):
            return False
        is_present = self.play.now[row.course.id, row.role] is row
        is_new = row.day > self.today - days(NEW_DAYS)
        if row.course.facts.get("unopened_by") == row.person.id:
            return False
        return is_present and not (is_new and self.rng.random() < UNOPENED)

    def grants(self) -> list[Look]:
        """Cases that somebody opened with a reason in the last two months."""
        rng, organisation = self.rng, self.play.organisation
        open_now = [course for course in self.play.courses if course.closed_on is None]
        found = []
        for ago in (1, 2, 4, 7, 9, 13, 18, 22, 29, 33, 41, 50, 58):
            day = last_open_day(self.today - days(ago))
            course = rng.choice([course for course in open_now if course.opened_on < day])
            unit = self.play.unit(course)
            others = [
                person
                for team in ("east", "west", "young", "insured", "sick")
                if team != unit
                for person in organisation.member_of(team, day, Role.CASEWORKER)
                if person.id not in self._holders(course)
            ]
            reason = rng.choice(phrases.GRANT_REASONS)
            found.append(Look(course, rng.choice(others), self._moment(day), Seen.CASE, Basis.REASON, reason))
        return found


def _with_a_slip(text: str) -> str:
    """As somebody in a hurry writes it the first time."""
    return text.rstrip(".").replace(" og ", " g ", 1) if " og " in text else text.rstrip(".")
