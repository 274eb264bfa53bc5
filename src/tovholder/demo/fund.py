"""What the insured meet besides the municipality's usual conversations: those of their unemployment fund, and the
intensive one before sixteen months (`rules/tables/conversations.toml`)."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from tovholder.casework.models import CaseRole, Conversation
from tovholder.demo.calendar import at, days, open_day
from tovholder.demo.citizens import Course
from tovholder.demo.holders import Play
from tovholder.demo.rows import Tables
from tovholder.demo.talks import Talk

INSURED = "insured"
#: Guesses: the fund holds nearly all of its conversations, and tells of them some days later.
HELD = 0.94
INTENSIVE = 0.88


def insured(course: Course, today: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """From when until when somebody was insured in a case."""
    ends = [*(since for _group, since in course.groups[1:]), course.closed_on or today]
    for (group, since), end in zip(course.groups, ends, strict=True):
        if group == INSURED:
            yield since, min(end, today)


def make_intensive(rng: random.Random, talks: dict[int, list[Talk]], courses: list[Course], today: dt.date) -> None:
    """One of the follow-ups in the months before the sixteenth is the intensive one."""
    for course in courses:
        for since, end in insured(course, today):
            first, last = since + days(360), since + days(480)
            near = [
                talk
                for talk in talks[course.id]
                if talk.kind == "follow_up"
                and talk.outcome == "held"
                and first <= talk.starts_at.date() < min(last, end)
            ]
            if near and rng.random() < INTENSIVE:
                rng.choice(near).kind = "intensive"


def fund_conversations(rng: random.Random, play: Play, courses: list[Course], tables: Tables) -> None:
    """Three in the first three months, the first within two weeks."""
    for course in courses:
        rows = [row for row in play.of_course[course.id] if row.role == CaseRole.CASEWORKER and row.person]
        for since, end in insured(course, play.today):
            on = open_day(max(since, course.opened_on) + days(rng.randint(2, 11)))
            for _time in range(3):
                told = open_day(on + days(rng.randint(1, 5)))
                by = next((row.person for row in reversed(rows) if row.day <= told), None)
                if told < end and by and rng.random() < HELD:
                    tables[Conversation].add(
                        case_id=course.id,
                        staff_id=None,
                        kind="fund",
                        form=rng.choice(("office", "phone", "video")),
                        purpose="",
                        starts_at=at(on, 10),
                        held_at=at(on, 10),
                        missed_at=None,
                        cancelled_at=None,
                        agreed="",
                        reason="",
                        follows_id=None,
                        registered_at=at(told, 9),
                        registered_by_id=by.id,
                        version=1,
                    )
                on = open_day(on + days(rng.randint(24, 36)))
