"""Puts the municipality together. The same seed, day and size give the same rows."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable

from tovholder.demo import sign_ins, sizes
from tovholder.demo.case_rows import CaseWriter
from tovholder.demo.citizens import Population
from tovholder.demo.continuity import Continuity
from tovholder.demo.documentation import Documentation
from tovholder.demo.events import plan_courses
from tovholder.demo.exemptions import exemptions
from tovholder.demo.fund import fund_conversations, make_intensive
from tovholder.demo.holders import Play
from tovholder.demo.journal import Journal, Note
from tovholder.demo.organisation import Organisation
from tovholder.demo.planning import Planning
from tovholder.demo.rows import Tables
from tovholder.demo.staffing import fill_posts
from tovholder.demo.stories import Stories
from tovholder.demo.talks import Talk, Talks
from tovholder.demo.thresholds import thresholds
from tovholder.demo.upheavals import Participation, plan_people, plan_projects
from tovholder.demo.workload import Workload
from tovholder.demo.writing import Writer

SEED = 607

#: The ids of codes that the database has already: `benefit` and `target_group` by code, `specialty` by Danish name.
Codes = dict[str, dict[str, int]]


def build(
    *,
    today: dt.date,
    codes: Codes,
    citizens: int = sizes.CITIZENS,
    seed: int = SEED,
    progress: Callable[[str], None] = lambda step: None,
) -> Tables:
    """Every row of a municipality of so many citizens, five years up to `today`.

    `progress` is told what is being done. Nothing is read but the arguments.
    """

    # One stream of chance per part, so that a change in one leaves the others as they were.
    def chance(part: str) -> random.Random:
        return random.Random(f"{seed} {part}")

    progress("organisation")
    organisation = Organisation(chance("organisation"), today, citizens / sizes.CITIZENS)
    fill_posts(organisation)
    progress("citizens")
    population = Population(chance("citizens"), organisation.names(), today, organisation.start, citizens)

    progress("shifts")
    play = Play(chance("shifts"), organisation, population.courses, today)
    plan_courses(play)
    plan_people(play)
    joined = plan_projects(play)
    sign_ins.go_and_come_back(play)
    sign_ins.hand_over_lately(play)
    play.run()
    sign_ins.hand_over_soon(play)

    progress("conversations")
    making_stories = Stories(chance("stories"), today)
    stories = {course.id: making_stories.of(course) for course in population.courses}
    sign_ins.choose_cases(play, stories)
    making_talks = Talks(chance("talks"), play, making_stories)
    talks: dict[int, list[Talk]] = {
        course.id: making_talks.of(course, stories[course.id]) for course in population.courses
    }
    sign_ins.forget_outcomes(organisation, talks)
    sign_ins.lately_activity_ready(play, talks)
    sign_ins.not_yet_spoken(play, talks, making_talks)
    sign_ins.meet_partner(organisation, joined, talks, making_talks)

    make_intensive(chance("intensive"), talks, population.courses, today)

    progress("plans and notes")
    planning = Planning(chance("plans"), making_stories, today)
    plans = [planning.of(course, stories[course.id], talks[course.id]) for course in population.courses]
    journal = Journal(chance("journal"), play, making_stories)
    joined_by_course: dict[int, list[Participation]] = defaultdict(list)
    for one in joined:
        joined_by_course[one.course.id].append(one)
    notes: dict[int, list[Note]] = {
        course.id: journal.notes(course, stories[course.id], joined_by_course[course.id])
        for course in population.courses
    }

    progress("rows")
    tables = Tables()
    writer = Writer(chance("writing"), organisation, tables)
    writer.organisation_rows()
    used: set[str] = set()
    for citizen in population.citizens:
        writer.citizen(citizen, organisation.names(), used, codes)
    cases = CaseWriter(chance("history"), organisation, tables)
    for course in population.courses:
        cases.case(course, play.of_course[course.id])
    for course in population.courses:
        cases.talks(talks[course.id])
        for note in notes[course.id]:
            cases.note(note)
        for reminder in journal.reminders(course, stories[course.id]):
            cases.reminder(reminder)
        for look in journal.looks(course, talks[course.id], notes[course.id]):
            cases.look(look)
    for plan in plans:
        if plan:
            cases.plan(plan)
    for one in joined:
        cases.participation(one)
    for look in journal.grants():
        cases.look(look)
    for reminder in sign_ins.remind(play, making_stories, stories):
        cases.reminder(reminder)
    for exempted in exemptions(chance("exemptions"), play):
        cases.exemption(exempted)
    cases.exports()
    documentation = Documentation(chance("documentation"), today, tables)
    for course in population.courses:
        documentation.of(course, talks[course.id])
    Continuity(chance("continuity"), play, tables).rows()
    thresholds(tables, organisation)
    fund_conversations(chance("fund"), play, population.courses, tables)
    Workload(chance("workload"), play, tables, codes).rows()
    return tables
