"""Who has had each post when: people leave and are followed after a while, fall ill (more in winter), go on leave."""

from __future__ import annotations

import datetime as dt
import random

from tovholder.accounts.rights import Role
from tovholder.demo.calendar import days
from tovholder.demo.organisation import Absence, Organisation, Person, Post

#: The sign-ins: address → name.
SIGN_INS = {
    "caseworker": "Karen Lindholm",
    "consultant": "Jonas Bach",
    "leader": "Birgitte Thorsen",
    "analyst": "Sofie Krogh",
    "admin": "Peter Vestergaard",
    "partner": "Nadia Holst",
}
#: Guesses. Years that somebody stays; long sickness per person and year; how it lies over the year; leave.
STAYS_YEARS, SICK_A_YEAR, LEAVE_A_YEAR = 8, 0.14, 0.03
SICK_BY_MONTH = {1: 26, 2: 24, 3: 17, 4: 8, 5: 5, 6: 3, 7: 2, 8: 4, 9: 6, 10: 9, 11: 14, 12: 20}


def first_of_month(day: dt.date) -> dt.date:
    """The first of the month after a day."""
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def fill_posts(organisation: Organisation) -> None:
    """Gives every post its people. Two caseworkers' posts are vacant today, and one becomes so next month."""
    rng = organisation.rng
    chosen = _sign_in_posts(organisation)
    vacant = {id(post): ahead for post, ahead in _vacant_posts(organisation, chosen)}
    for post in organisation.posts:
        _fill(organisation, post, sign_in=chosen.get(id(post)), vacant_since=vacant.get(id(post)))
    for person in organisation.people:
        if not person.keeps:
            person.absences = absences(rng, person, organisation.today)
    _somebody_is_ill_today(organisation)


def _sign_in_posts(organisation: Organisation) -> dict[int, str]:
    posts = organisation.posts

    def first(role: Role, unit: str) -> Post:
        return next(post for post in posts if post.role == role and post.new == unit)

    return {
        id(first(Role.CASEWORKER, "east")): "caseworker",
        id(first(Role.JOB_CONSULTANT, "job_ready")): "consultant",
        id(first(Role.TEAM_LEADER, "development")): "leader",
        id(first(Role.ANALYST, "root")): "analyst",
        id(first(Role.ADMINISTRATOR, "root")): "admin",
        id(first(Role.EXTERNAL_PARTNER, "project_inside")): "partner",
    }


def _vacant_posts(organisation: Organisation, chosen: dict[int, str]) -> list[tuple[Post, dt.date]]:
    today = organisation.today
    found = []
    for team, since in (
        ("east", today - days(23)),
        ("sick", today - days(58)),
        ("west", first_of_month(today)),
    ):
        post = [
            post
            for post in organisation.posts
            if post.new == team and post.role == Role.CASEWORKER and id(post) not in chosen
        ][-1]
        found.append((post, since))
    return found


def _fill(organisation: Organisation, post: Post, *, sign_in: str | None, vacant_since: dt.date | None) -> None:
    rng, today, start = organisation.rng, organisation.today, organisation.start
    begins = max(start, organisation.opened(post.old))
    joined = begins - days(rng.expovariate(1 / 1600)) if begins == start else begins
    joined = max(joined, organisation.opened(post.old))
    title = "jobfokus.example" if post.role == Role.EXTERNAL_PARTNER else ""
    since = _sign_in_since(organisation, sign_in) if sign_in else None
    while True:
        if since and since <= max(joined, begins):
            person = organisation.hire(since, SIGN_INS[sign_in or ""], f"{sign_in}@demo.example")
            person.keeps = True
            organisation.signed_in[sign_in or ""] = person
            post.people.append(person)
            return
        person = organisation.hire(joined, title=title)
        post.people.append(person)
        leaves = first_of_month(max(joined, start) + days(120 + rng.expovariate(1 / (STAYS_YEARS * 365))))
        # Nobody leaves around the reorganisation itself: who moves then is decided there.
        if abs((leaves - organisation.reorganised).days) < 45:
            leaves = first_of_month(organisation.reorganised + days(60))
        follows = leaves if rng.random() < 0.25 else first_of_month(leaves + days(rng.randint(10, 85)))
        if since:
            if leaves >= since - days(30):
                leaves = follows = since
        elif vacant_since:
            if leaves >= vacant_since - days(200):
                person.left = vacant_since
                return
        elif follows > today or leaves > today - days(20):
            return
        person.left = leaves
        joined = follows


def _sign_in_since(organisation: Organisation, sign_in: str) -> dt.date:
    """When those who sign in came: the leader with the reorganisation, the others some years ago."""
    if sign_in == "leader":
        return organisation.reorganised
    if sign_in == "partner":
        return organisation.project_days["project_inside"]
    return first_of_month(organisation.start + days({"caseworker": 900, "consultant": 1000}.get(sign_in, 300)))


def absences(rng: random.Random, person: Person, today: dt.date) -> list[Absence]:
    """Long absences up to today, none overlapping. What began before is over or goes on."""
    found: list[Absence] = []
    last = min(person.left or today, today)
    month = max(person.joined, today - days(5 * 365 + 2)).replace(day=1)
    while month < last:
        chance = SICK_A_YEAR * SICK_BY_MONTH[month.month] / sum(SICK_BY_MONTH.values())
        kind = "sickness" if rng.random() < chance else "leave" if rng.random() < LEAVE_A_YEAR / 12 else ""
        start = month + days(rng.randint(0, 27))
        length = 14 + min(180, rng.expovariate(1 / 45)) if kind == "sickness" else rng.randint(250, 330)
        free = not found or found[-1].end + days(30) < start
        if kind and free and person.joined + days(60) < start < last:
            end = start + days(length)
            found.append(Absence(start, min(end, person.left) if person.left else end, kind))
        month = first_of_month(month)
    # Two people are away today at most (see `_somebody_is_ill_today`); others are back by now.
    return [away for away in found if away.end <= today and away.end > away.start]


def _somebody_is_ill_today(organisation: Organisation) -> None:
    """One caseworker has been ill for five weeks, another since the day before yesterday."""
    today = organisation.today
    for team, since in (("east", today - days(36)), ("young", today - days(2))):
        post = [p for p in organisation.posts if p.new == team and p.role == Role.CASEWORKER][1]
        person = post.people[-1]
        person.absences = [away for away in person.absences if away.end < since - days(30)]
        person.absences.append(Absence(since, today + days(40), "sickness"))
