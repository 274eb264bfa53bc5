"""What those who sign in to the demonstration are to meet: something of everything that the work list can show."""

from __future__ import annotations

import datetime as dt

from tovholder.accounts.rights import Role
from tovholder.casework.models import CaseRole, ShiftCause
from tovholder.demo.calendar import at, days, last_open_day, open_day
from tovholder.demo.citizens import Course
from tovholder.demo.holders import Happens, Play
from tovholder.demo.journal import Reminder
from tovholder.demo.organisation import Organisation, Person
from tovholder.demo.stories import Stories, Story
from tovholder.demo.talks import Talk, Talks
from tovholder.demo.upheavals import Participation

BACK_AGAIN = "Borgeren bad om at komme tilbage til den sagsbehandler, som kender historien."
BALANCED = "Fordelt på teammødet, så sagstallene bliver mere lige."


def hand_over_lately(play: Play) -> None:
    """In the last days the caseworker was given some cases: of the colleague who left, and of one who has too many."""
    organisation = play.organisation
    caseworker = organisation.signed_in["caseworker"]
    day = last_open_day(play.today - days(1))

    def happens(_day: dt.date) -> None:
        waiting = [
            course
            for course in play.courses
            if play.is_open(course, day) and (course.id, CaseRole.CASEWORKER) in play.now
            if play.holder(course) is None and play.unit(course) == "east"
        ]
        for course in waiting[:3]:
            play.give(course, caseworker, day, ShiftCause.RESIGNATION, planned=False)
            course.facts["unopened_by"] = caseworker.id
        consultant = organisation.signed_in["consultant"]
        for course in play.courses:
            row = play.now.get((course.id, CaseRole.JOB_CONSULTANT))
            other = row.person if row and play.is_open(course, day) else None
            if other and other is not consultant and row and row.day < day - days(100):
                play.give(course, consultant, day, ShiftCause.BALANCE, planned=True, role=CaseRole.JOB_CONSULTANT)
                course.facts["unopened_by"] = consultant.id
                break
        colleagues = organisation.member_of("east", day, Role.CASEWORKER)
        fullest = max(colleagues, key=lambda person: (len(play.held[CaseRole.CASEWORKER, person.id]), -person.id))
        if fullest is not caseworker:
            for course in play.cases_of(fullest, CaseRole.CASEWORKER, day)[:1]:
                play.give(course, caseworker, day, ShiftCause.BALANCE, planned=True, reason=BALANCED)
                course.facts["unopened_by"] = caseworker.id

    play.plan(day, happens, order=9)


def go_and_come_back(play: Play) -> None:
    """Two citizens were moved to a colleague to even out the caseloads, and asked for their caseworker back."""
    organisation = play.organisation
    caseworker = organisation.signed_in["caseworker"]
    away = last_open_day(max(play.today - days(150), organisation.reorganised + days(30)))

    def moved(day: dt.date) -> None:
        for course in play.cases_of(caseworker, CaseRole.CASEWORKER, day)[:2]:
            colleague = play.colleague("east", day, CaseRole.CASEWORKER, caseworker)
            if course.closed_on is None and colleague:
                play.give(course, colleague, day, ShiftCause.BALANCE, planned=True, reason=BALANCED)
                play.plan(open_day(day + days(52)), back(course), order=9)

    def back(course: Course) -> Happens:
        def happens(day: dt.date) -> None:
            wish = ShiftCause.CITIZENS_WISH
            play.give(course, caseworker, day, wish, planned=True, unit="east", reason=BACK_AGAIN)

        return happens

    play.plan(away, moved, order=9)


def remind(play: Play, stories: Stories, told: dict[int, Story]) -> list[Reminder]:
    """Reminders of the sign-ins: one that is overdue, one for today, one for later."""
    found = []
    for sign_in, role in (("caseworker", CaseRole.CASEWORKER), ("consultant", CaseRole.JOB_CONSULTANT)):
        person = play.organisation.signed_in[sign_in]
        for course, ahead in zip(_known(play, person, role)[-3:], (-4, 0, 12), strict=False):
            since = at(play.today - days(20), 14)
            text = stories.reminder(told[course.id])
            found.append(Reminder(course, person, play.today + dt.timedelta(days=ahead), text, since))
    return found


def hand_over_soon(play: Play) -> None:
    """Somebody leaves at the end of the month; for some of her cases it is decided who comes after her."""
    leaving = [person for person in play.organisation.people if person.left and person.left > play.today]
    for person in leaving:
        assert person.left is not None
        for course in play.cases_of(person, CaseRole.CASEWORKER, play.today)[:8]:
            to = play.colleague(play.unit(course), person.left, CaseRole.CASEWORKER, person)
            play.give(course, to, person.left, ShiftCause.RESIGNATION, planned=True)


def choose_cases(play: Play, stories: dict[int, Story]) -> None:
    """Who is met today, and one case of each of the sign-ins whose citizen's address is protected."""
    organisation = play.organisation
    for sign_in, role, meetings in (("caseworker", CaseRole.CASEWORKER, 4), ("consultant", CaseRole.JOB_CONSULTANT, 3)):
        person = organisation.signed_in[sign_in]
        cases = _known(play, person, role)
        for course in cases[:meetings]:
            stories[course.id].meets_today.add(person.id)
            stories[course.id].passive_from = None
        if cases and not any(course.citizen.protected_from for course in cases):
            cases[-1].citizen.protected_from = cases[-1].opened_on
        # Some that have come to a standstill, and some without a plan.
        for course in cases[meetings + 1 : meetings + 4]:
            long_ago = course.opened_on < play.today - days(160)
            stories[course.id].passive_from = play.today - days(75) if long_ago else None
        for course in cases[meetings + 4 : meetings + 6]:
            stories[course.id].has_plan = False


def _known(play: Play, person: Person, role: str) -> list[Course]:
    """Cases that somebody has had for some weeks, in no order that means anything."""
    found = [
        course
        for course in play.cases_of(person, role, play.today)
        if play.now[course.id, role].day < play.today - days(45)
    ]
    return sorted(found, key=lambda course: (course.citizen.id * 7919) % 1009)


def forget_outcomes(organisation: Organisation, talks: dict[int, list[Talk]]) -> None:
    """Two conversations of the last days whose outcome the caseworker has not registered yet."""
    caseworker, today = organisation.signed_in["caseworker"], organisation.today
    recent = [
        talk
        for own in talks.values()
        for talk in own
        if talk.person is caseworker and at(today - days(16)) < talk.starts_at < at(today) and talk.outcome == "held"
    ]
    for talk in recent[-2:]:
        talk.outcome, talk.agreed, talk.ended_at = "", "", None


def lately_activity_ready(play: Play, talks: dict[int, list[Talk]]) -> None:
    """One of the caseworker's citizens came from sickness benefit two days ago: the law's week for a first conversation
    in the new contact course has begun."""
    since = last_open_day(play.today - days(2))
    for course in play.cases_of(play.organisation.signed_in["caseworker"], CaseRole.CASEWORKER, play.today):
        met = any(talk.outcome == "held" and talk.starts_at >= at(since) for talk in talks[course.id])
        length = (since - course.opened_on).days
        if course.groups == [("activity_ready", course.opened_on)] and 120 <= length <= 330 and not met:
            course.groups = [("sick", course.opened_on), ("activity_ready", since)]
            return


def not_yet_spoken(play: Play, talks: dict[int, list[Talk]], making: Talks) -> None:
    """The newest of the caseworker's cases waits for its first conversation, which is planned."""
    caseworker = play.organisation.signed_in["caseworker"]
    cases = play.cases_of(caseworker, CaseRole.CASEWORKER, play.today - days(1))
    own = [course for course in cases if len(play.of_course[course.id]) == 1]
    newest = max(own, key=lambda course: (course.opened_on, course.id), default=None)
    if newest is None:
        return
    starts_at = making.diary.book(caseworker, open_day(play.today + days(3)))
    registered = max(at(newest.opened_on, 9), starts_at - days(9))
    registered = min(registered, at(play.today, 7, 50))
    purpose = making.stories.purpose("first")
    first = Talk(newest, caseworker, "first", "office", purpose, starts_at, registered, caseworker)
    talks[newest.id] = [talk for talk in talks[newest.id] if talk.outcome == "cancelled"] + [first]


def meet_partner(
    organisation: Organisation, joined: list[Participation], talks: dict[int, list[Talk]], making: Talks
) -> None:
    """The partner meets one of those in the project today."""
    partner = organisation.signed_in["partner"]
    running = [one for one in joined if one.project == "project_inside" and one.end is None and one.person is None]
    for one in running[:1]:
        course = one.course
        starts_at = making.diary.book(partner, organisation.today, exactly=True)
        registered = starts_at - days(5)
        talk = Talk(course, partner, "other", "walk", "Gåtur og snak om den næste uge", starts_at, registered, partner)
        talks[course.id].append(talk)
