"""What happens to cases: they are opened and closed, change group, and people ask for somebody else."""

from __future__ import annotations

import datetime as dt

from tovholder.casework.models import CaseRole, ShiftCause
from tovholder.demo import shares
from tovholder.demo.calendar import days, open_day
from tovholder.demo.citizens import Course
from tovholder.demo.holders import Happens, Play

WISHES = (
    "Borgeren har bedt om en anden sagsbehandler og er med i valget.",
    "Borgeren ønsker at fortsætte hos den sagsbehandler, som vedkommende kender fra tidligere.",
    "Efter borgerens ønske: gerne en, der har tid til at mødes ude af huset.",
)
CONFLICTS = (
    "Samarbejdet kom ikke godt i gang. Begge er enige om at prøve med en ny.",
    "Aftalt på et fælles møde: en ny sagsbehandler giver en frisk start.",
)
OTHERS = (
    "Sagsbehandleren kender borgeren privat.",
    "Borgeren er flyttet til den anden bydel og fortsætter i teamet dér.",
    "Sagsbehandleren har fået en anden opgave i teamet.",
)
SCREENED = "Fra screeningssamtale til fast sagsbehandler."


def plan_courses(play: Play) -> None:
    """Everything that the cases bring with them."""
    for course in play.courses:
        play.plan(course.opened_on, _opens(play, course), order=3)
        if course.closed_on:
            play.plan(course.closed_on, _closes(play, course), order=1)
        for key, since in course.groups[1:]:
            play.plan(open_day(since), _changes(play, course, key), order=4)
        _wishes(play, course)
        _consultant(play, course)
        _coordinator(play, course)


def _opens(play: Play, course: Course) -> Happens:
    def happens(day: dt.date) -> None:
        rng = play.rng
        team = play.team_of(course.groups[0][0], course, day)
        if team == "old_cash" and rng.random() < shares.SCREENED:
            # Two of the team hold all first conversations; afterwards the case goes to somebody else.
            for post in [post for post in play.organisation.posts if post.old == team][:2]:
                at_work = [person for person in post.people if person.is_here_on(day)]
                if at_work and rng.random() < 0.7:
                    play.give(course, at_work[0], day, ShiftCause.NEW_CASE, planned=True, unit=team)
                    play.plan(open_day(day + days(rng.randint(20, 50))), _screened(play, course))
                    return
        person = None if rng.random() < shares.FIRST_VACANT else play.colleague(team, day)
        play.give(course, person, day, ShiftCause.NEW_CASE, planned=True, unit=team)
        if person is None:
            play.give_later(course, day, rng.randint(3, 18), ShiftCause.NEW_CASE, planned=True)

    return happens


def _screened(play: Play, course: Course) -> Happens:
    def happens(day: dt.date) -> None:
        if play.unit(course) == "old_cash":
            person = play.colleague("old_cash", day, CaseRole.CASEWORKER, play.holder(course))
            if person:
                play.give(course, person, day, ShiftCause.OTHER, planned=True, reason=SCREENED)

    return happens


def _closes(play: Play, course: Course) -> Happens:
    def happens(day: dt.date) -> None:
        for role in CaseRole.values:
            row = play.now.get((course.id, role))
            if row and row.person:
                play.held[role, row.person.id].pop(course.id, None)

    return happens


def _changes(play: Play, course: Course, key: str) -> Happens:
    def happens(day: dt.date) -> None:
        unit = play.team_of(key, course, day)
        if unit == play.unit(course) or play.unit(course).startswith("project"):
            return
        person = None if play.rng.random() < shares.CHANGE_VACANT else play.colleague(unit, day)
        play.give(course, person, day, ShiftCause.TARGET_GROUP, planned=True, unit=unit)
        if person is None:
            play.give_later(course, day, play.rng.randint(7, 28), ShiftCause.TARGET_GROUP, planned=True)

    return happens


def _wishes(play: Play, course: Course) -> None:
    """Now and then the person changes for a reason that lies in the case."""
    rng = play.rng
    lasts = ((course.closed_on or play.today) - course.opened_on).days
    for cause, rate, words in (
        (ShiftCause.CITIZENS_WISH, shares.WISH, WISHES),
        (ShiftCause.CONFLICT, shares.CONFLICT, CONFLICTS),
        (ShiftCause.OTHER, shares.OTHER, OTHERS),
    ):
        if lasts > 90 and rng.random() < rate * lasts / 365:
            reason = rng.choice(words)

            def happens(day: dt.date, cause: str = cause, reason: str = reason) -> None:
                holder = play.holder(course)
                person = play.colleague(play.unit(course), day, CaseRole.CASEWORKER, holder)
                if holder and person:
                    is_planned = cause != ShiftCause.CONFLICT
                    play.give(course, person, day, cause, planned=is_planned, reason=reason)

            play.plan(open_day(course.opened_on + days(rng.randint(60, lasts - 20))), happens)


def _consultant(play: Play, course: Course) -> None:
    rng = play.rng
    lasts = ((course.closed_on or play.today) - course.opened_on).days
    chance = shares.CONSULTANT.get(course.group, 0)
    if rng.random() > chance * min(1, lasts / 150):
        return

    def happens(day: dt.date) -> None:
        unit = "old_companies" if day < play.organisation.reorganised else "job_ready"
        person = play.colleague(unit, day, CaseRole.JOB_CONSULTANT)
        if person:
            play.give(
                course,
                person,
                day,
                ShiftCause.NEW_CASE,
                planned=True,
                unit=unit,
                role=CaseRole.JOB_CONSULTANT,
            )

    play.plan(open_day(course.opened_on + days(rng.randint(15, max(16, min(lasts - 5, 400))))), happens, order=6)


def _coordinator(play: Play, course: Course) -> None:
    """The coordinating caseworker is the caseworker, from some weeks into the case on."""
    rng = play.rng
    since = max(course.opened_on, course.groups[-1][1])
    if rng.random() > shares.COORDINATED.get(course.group, 0):
        return

    def happens(day: dt.date) -> None:
        person = play.holder(course)
        if person:
            play.give(
                course,
                person,
                day,
                ShiftCause.NEW_CASE,
                planned=True,
                unit=play.unit(course),
                role=CaseRole.COORDINATING,
            )

    play.plan(open_day(since + days(rng.randint(14, 60))), happens, order=7)
