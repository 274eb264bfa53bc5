"""What happens to staff, and through them to cases: they leave, come, fall ill; the municipality is reorganised; a
project begins and takes citizens in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tovholder.accounts.rights import Role
from tovholder.casework.models import CaseRole, ShiftCause
from tovholder.demo import shares
from tovholder.demo.calendar import days, open_day
from tovholder.demo.citizens import Course
from tovholder.demo.holders import Happens, Play
from tovholder.demo.organisation import Absence, Person, Post

CASEWORKER, CONSULTANT = CaseRole.CASEWORKER, CaseRole.JOB_CONSULTANT
BACK = "Tilbage hos den faste sagsbehandler efter sygdom."
PROJECT_REASONS = (
    "Projektets egen sagsbehandler har sagen, så længe borgeren er med.",
    "Borgeren møder kun én sagsbehandler i projektperioden, og den er i projektet.",
    "Aftalt med borgeren: sagen følger med ind i projektet.",
)


def plan_people(play: Play) -> None:
    """Everything that the people at work bring with them."""
    organisation = play.organisation
    play.plan(organisation.reorganised, lambda day: _reorganise(play, day), order=2)
    for post in organisation.posts:
        role = {Role.CASEWORKER: CASEWORKER, Role.JOB_CONSULTANT: CONSULTANT}.get(post.role)
        if role is None:
            continue
        for index, person in enumerate(post.people):
            if person.left:
                play.plan(person.left, _leaves(play, post, person, role), order=4)
            if index:
                play.plan(person.joined, _joins(play, post, person, role), order=5)
            for absence in person.absences:
                play.plan(open_day(absence.start), _is_away(play, person, absence, role))


def _leaves(play: Play, post: Post, person: Person, role: str) -> Happens:
    """The cases of somebody who leaves: to a colleague, to nobody until the post is filled, to a colleague later."""

    def happens(day: dt.date) -> None:
        rng = play.rng
        for course in play.cases_of(person, role, day):
            chance = rng.random()
            planned = rng.random() < shares.LEAVES_PLANNED
            unit = play.unit(course, role)
            if chance < shares.LEAVES_AT_ONCE or role == CONSULTANT:
                to = play.colleague(unit, day, role, person)
                play.give(course, to, day, ShiftCause.RESIGNATION, planned=planned, role=role)
            elif chance < 1 - shares.LEAVES_FORGOTTEN:
                play.give(course, None, day, ShiftCause.RESIGNATION, planned=False)
                if chance < shares.LEAVES_AT_ONCE + shares.LEAVES_UNTIL_FILLED:
                    post.vacated.append(course.id)
                    play.give_later(course, day, 120, ShiftCause.RESIGNATION, planned=False)
                else:
                    play.give_later(course, day, rng.randint(5, 20), ShiftCause.RESIGNATION, planned=False)

    return happens


def _joins(play: Play, post: Post, person: Person, role: str) -> Happens:
    """A new colleague takes what waits for the post, and some cases of those who have most."""

    def happens(day: dt.date) -> None:
        by_id = {course.id: course for course in play.courses}
        for number in post.vacated:
            row = play.now[number, CASEWORKER]
            if row.person is None and row.unit == play.organisation.unit_of(post, day):
                play.give(by_id[number], person, day, ShiftCause.RESIGNATION, planned=False)
        post.vacated.clear()
        unit = play.organisation.unit_of(post, day)
        for _ in range(shares.BALANCED):
            colleagues = play.organisation.member_of(unit, day, post.role)
            fullest = max(colleagues, key=lambda other: (len(play.held[role, other.id]), -other.id))
            cases = play.cases_of(fullest, role, day)
            if fullest is person or len(cases) <= len(play.held[role, person.id]) + 12:
                return
            play.give(play.rng.choice(cases), person, day, ShiftCause.BALANCE, planned=True, unit=unit, role=role)

    return happens


def _is_away(play: Play, person: Person, absence: Absence, role: str) -> Happens:
    def happens(day: dt.date) -> None:
        is_leave = absence.kind == "leave"
        if not is_leave and (absence.end - absence.start).days < 28:
            return
        # Leave is known beforehand; with an illness it takes some weeks to see that it will be long.
        when = day if is_leave else open_day(day + days(play.rng.randint(10, 24)))
        play.plan(when, lambda then: _cover(play, person, absence, role, then))

    return happens


def _cover(play: Play, person: Person, absence: Absence, role: str, day: dt.date) -> None:
    rng, is_leave = play.rng, absence.kind == "leave"
    cause = ShiftCause.LEAVE if is_leave else ShiftCause.SICKNESS
    back = open_day(absence.end)
    for course in play.cases_of(person, role, day):
        chance = 0.0 if is_leave else rng.random()
        if chance < shares.ILL_COVERED:
            colleague = play.colleague(play.unit(course, role), day, role, person)
            play.give(course, colleague, day, cause, planned=is_leave, role=role)
            if not is_leave and rng.random() < shares.ILL_RETURNS:
                play.plan(back, _back(play, course, person, colleague, role))
        elif chance < shares.ILL_COVERED + shares.ILL_VACANT and role == CASEWORKER:
            play.give(course, None, day, cause, planned=False)
            play.plan(back, _back(play, course, person, None, role))


def _back(play: Play, course: Course, person: Person, cover: Person | None, role: str) -> Happens:
    def happens(day: dt.date) -> None:
        in_unit = person in play.organisation.member_of(play.unit(course, role), day, Role.CASEWORKER)
        if play.holder(course, role) is cover and in_unit:
            play.give(course, person, day, ShiftCause.SICKNESS, planned=True, reason=BACK, role=role)

    return happens


def _reorganise(play: Play, day: dt.date) -> None:
    """Every open case goes to the team of its group. Where its caseworker goes too, the person stays and only the unit
    is new; else somebody there takes over."""
    organisation, rng = play.organisation, play.rng
    moved_to = {person.id: post.new for post in organisation.posts for person in post.people if person.works_on(day)}
    for course in play.courses:
        if (course.id, CASEWORKER) not in play.now or not play.is_open(course, day):
            continue
        old_unit = play.unit(course)
        holder = play.holder(course)
        if not old_unit.startswith("project"):
            unit = play.team_of(course.group_on(day), course, day)
            if holder and moved_to.get(holder.id) == unit:
                to: Person | None = holder
            else:
                to = None if rng.random() < shares.REORGANISED_VACANT else play.colleague(unit, day)
            play.give(course, to, day, ShiftCause.REORGANISATION, planned=True, unit=unit)
            if to is None:
                play.give_later(course, day, rng.randint(9, 60), ShiftCause.REORGANISATION, planned=True)
        consultant = play.now.get((course.id, CONSULTANT))
        if consultant and consultant.unit == "old_companies":
            is_there = consultant.person and moved_to.get(consultant.person.id) == "job_ready"
            to = consultant.person if is_there else play.colleague("job_ready", day, CONSULTANT)
            play.give(course, to, day, ShiftCause.REORGANISATION, planned=True, unit="job_ready", role=CONSULTANT)


@dataclass
class Participation:
    course: Course
    project: str
    start: dt.date
    end: dt.date | None
    person: Person | None
    reason: str
    by: Person


PARTICIPATES = (
    "Borgeren vil gerne med, og projektet har plads.",
    "Mere end fem år på kontanthjælp; borgeren ønsker at prøve noget nyt.",
    "Aftalt på samtalen: små skridt ud på en arbejdsplads sammen med projektet.",
    "Borgeren har hørt om projektet fra en anden deltager og vil selv.",
)


def plan_projects(play: Play) -> list[Participation]:
    """Who takes part in which project, decided before the play; the rows of those who shift come from it."""
    found: list[Participation] = []
    rng, organisation = play.rng, play.organisation
    fits = [course for course in play.courses if course.group in {"activity_ready", "clarification", "resource"}]
    for project, opened in organisation.project_days.items():
        for course in fits:
            first = max(opened + days(20), course.groups[-1][1] + days(150))
            last = course.closed_on or play.today
            if (last - first).days < 30 or rng.random() > 0.13:
                continue
            start = open_day(first + days(rng.randint(0, (last - first).days - 15)))
            if any(known.course is course for known in found):
                continue
            end = start + days(rng.randint(150, 420))
            if course.closed_on and end > course.closed_on:
                end = course.closed_on
            found.append(
                Participation(
                    course,
                    project,
                    start,
                    end if end <= play.today and end > start else None,
                    None,
                    rng.choice(PARTICIPATES),
                    organisation.leader_of(project, start),
                )
            )
            if found[-1].end is None and course.closed_on:
                found.pop()
                continue
            if rng.random() < 0.4:
                staff = organisation.member_of(project, start, Role.JOB_CONSULTANT, Role.COORDINATOR)
                found[-1].person = rng.choice(staff) if staff else None
            if project == "project_inside" and rng.random() < shares.MENTORED:
                play.plan(open_day(start + days(14)), _mentored(play, course, project), order=6)
            if rng.random() < shares.PROJECT_SHIFTS[project]:
                play.plan(open_day(start + days(7)), _taken_along(play, course, project), order=6)
    return found


def _taken_along(play: Play, course: Course, project: str) -> Happens:
    def happens(day: dt.date) -> None:
        person = play.colleague(project, day)
        if person:
            reason = play.rng.choice(PROJECT_REASONS)
            play.give(course, person, day, ShiftCause.PROJECT, planned=True, unit=project, reason=reason)

    return happens


def _mentored(play: Play, course: Course, project: str) -> Happens:
    def happens(day: dt.date) -> None:
        partners = play.organisation.member_of(project, day, Role.EXTERNAL_PARTNER)
        if partners:
            play.give(course, partners[0], day, ShiftCause.NEW_CASE, planned=True, unit=project, role=CaseRole.MENTOR)

    return happens
