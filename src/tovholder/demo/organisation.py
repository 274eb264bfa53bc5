"""The municipality's units before and after the reorganisation, its posts, and who has had them when.

As in Fredericia on 1 January 2019, those who work with activity-ready citizens are gathered in one department, *Job og
Udvikling*; the old departments close and new ones open on the same day.
"""

from __future__ import annotations

import datetime as dt
import random
import unicodedata
from dataclasses import dataclass, field

from tovholder.accounts.models import UnitKind
from tovholder.accounts.rights import Role
from tovholder.demo import names, sizes
from tovholder.demo.calendar import days

MUNICIPALITY = "Rolfsund Kommune"
DOMAIN = "rolfsund.example"

#: key → name, kind, parent; first those that close at the reorganisation, then those that open.
OLD_UNITS = {
    "old_cash_department": ("Kontanthjælp og Ressourcer", UnitKind.DEPARTMENT, "root"),
    "old_cash": ("Team Kontanthjælp", UnitKind.TEAM, "old_cash_department"),
    "old_resource": ("Team Ressourcer", UnitKind.TEAM, "old_cash_department"),
    "old_growth_department": ("Dagpenge og Vækst", UnitKind.DEPARTMENT, "root"),
    "old_insured": ("Team Dagpenge", UnitKind.TEAM, "old_growth_department"),
    "old_companies": ("Team Virksomhedsservice", UnitKind.TEAM, "old_growth_department"),
    "old_sick_department": ("Sygedagpenge og Fastholdelse", UnitKind.DEPARTMENT, "root"),
    "old_sick": ("Team Sygedagpenge", UnitKind.TEAM, "old_sick_department"),
    "old_young_department": ("Ungeindsatsen", UnitKind.DEPARTMENT, "root"),
    "old_young": ("Team Unge", UnitKind.TEAM, "old_young_department"),
}
NEW_UNITS = {
    "development": ("Job og Udvikling", UnitKind.DEPARTMENT, "root"),
    "east": ("Udvikling Øst", UnitKind.TEAM, "development"),
    "west": ("Udvikling Vest", UnitKind.TEAM, "development"),
    "young": ("Unge og Uddannelse", UnitKind.TEAM, "development"),
    "companies": ("Job og Virksomhed", UnitKind.DEPARTMENT, "root"),
    "insured": ("Team A-dagpenge", UnitKind.TEAM, "companies"),
    "job_ready": ("Jobklar og Virksomhed", UnitKind.TEAM, "companies"),
    "sick": ("Sygdom og Fleksjob", UnitKind.TEAM, "companies"),
}
#: Where the caseworkers of today's teams came from.
ORIGIN = {
    "east": ["old_cash", "old_cash", "old_cash", "old_resource", "old_cash", "old_resource"],
    "west": ["old_cash", "old_cash", "old_resource", "old_cash", "old_sick", "old_cash"],
    "young": ["old_young", "old_young", "old_young", "old_young", "old_young", "old_sick"],
    "insured": ["old_insured"],
    "job_ready": ["old_cash", "old_cash", "old_cash", "old_insured", "old_cash"],
    "sick": ["old_sick", "old_sick", "old_resource", "old_sick"],
}


@dataclass
class Absence:
    start: dt.date
    end: dt.date  #: the first day back
    kind: str  #: `sickness` or `leave`


@dataclass
class Person:
    """Somebody who works here, or did."""

    id: int
    name: str
    email: str
    phone: str
    joined: dt.date
    left: dt.date | None = None
    absences: list[Absence] = field(default_factory=list)
    keeps: bool = False  #: one of the sign-ins: stays, and is here today

    def works_on(self, day: dt.date) -> bool:
        return self.joined <= day and (self.left is None or day < self.left)

    def is_here_on(self, day: dt.date) -> bool:
        return self.works_on(day) and not any(away.start <= day < away.end for away in self.absences)


@dataclass
class Post:
    """A place in the organisation, in a unit before the reorganisation and one after it, and who has had it."""

    role: Role
    old: str
    new: str
    people: list[Person] = field(default_factory=list)
    vacated: list[int] = field(default_factory=list)  #: cases that wait for the next one


class Organisation:
    """Units, posts and people from `start` to `today`. `reorganised` is the day of the reorganisation."""

    def __init__(self, rng: random.Random, today: dt.date, factor: float) -> None:
        self.rng = rng
        self.today = today
        self.start = today.replace(year=today.year - sizes.YEARS, day=min(today.day, 28))
        self.reorganised = dt.date(today.year - 1, 1, 1)
        #: The two projects: one outside the departments before the reorganisation, one inside after it.
        self.project_days = {
            "project_outside": self.reorganised - days(306),
            "project_inside": min(self.reorganised + days(243), today - days(60)),
        }
        self.units: dict[str, int] = {"root": 1}
        for key in [*OLD_UNITS, *NEW_UNITS, *self.project_days]:
            self.units[key] = len(self.units) + 1
        self.people: list[Person] = []
        self._names = names.Names(rng)
        self._emails: set[str] = set()
        self.posts = self._posts(factor)
        self.signed_in: dict[str, Person] = {}

    def _posts(self, factor: float) -> list[Post]:
        posts = []
        for team, number in sizes.CASEWORKERS.items():
            origins = ORIGIN[team]
            posts += [
                Post(Role.CASEWORKER, origins[index % len(origins)], team)
                for index in range(max(2, round(number * factor)))
            ]
        posts += [
            Post(Role.JOB_CONSULTANT, "old_companies", "job_ready")
            for _ in range(max(2, round(sizes.JOB_CONSULTANTS * factor)))
        ]
        posts += [
            Post(Role.TEAM_LEADER, old, new)
            for old, new in [
                ("old_cash", "east"),
                ("old_resource", "west"),
                ("old_young", "young"),
                ("old_insured", "insured"),
                ("old_companies", "job_ready"),
                ("old_sick", "sick"),
                ("old_cash_department", "development"),
                ("old_growth_department", "companies"),
            ]
        ]
        outside, inside = "project_outside", "project_inside"
        posts += [Post(role, outside, outside) for role in (Role.COORDINATOR, Role.CASEWORKER, Role.JOB_CONSULTANT)]
        posts += [Post(role, inside, inside) for role in (Role.COORDINATOR, Role.JOB_CONSULTANT)]
        posts += [Post(Role.EXTERNAL_PARTNER, project, project) for project in (outside, inside)]
        posts += [Post(Role.ANALYST, "root", "root"), Post(Role.ADMINISTRATOR, "root", "root")]
        return posts

    def opened(self, unit: str) -> dt.date:
        if unit in NEW_UNITS:
            return self.reorganised
        return self.project_days.get(unit, dt.date(self.start.year - 7, 1, 1))

    def closed(self, unit: str) -> dt.date | None:
        return self.reorganised if unit in OLD_UNITS else None

    def unit_of(self, post: Post, day: dt.date) -> str:
        return post.old if day < self.reorganised else post.new

    def hire(self, joined: dt.date, name: str = "", email: str = "", title: str = "") -> Person:
        name = name or self._names.of_staff()
        if not email:
            plain = unicodedata.normalize("NFKD", name.lower().translate(_ASCII)).encode("ascii", "ignore").decode()
            email = f"{plain.split()[0]}.{plain.split()[-1]}@{title or DOMAIN}"
            while email in self._emails:
                email = email.replace("@", f"{len(self._emails) % 9 + 1}@")
        self._emails.add(email)
        phone = f"10 {self.rng.randint(10, 99)} {self.rng.randint(10, 99)} {self.rng.randint(10, 99)}"
        person = Person(len(self.people) + 1, name, email, phone, joined)
        self.people.append(person)
        return person

    def member_of(self, unit: str, day: dt.date, *roles: Role) -> list[Person]:
        """Those who are at work in a unit on a day, in one of the roles, in the order of their posts."""
        return [
            person
            for post in self.posts
            if post.role in roles and self.unit_of(post, day) == unit
            for person in post.people
            if person.is_here_on(day)
        ]

    def leader_of(self, unit: str, day: dt.date) -> Person:
        """Who decides in a unit on a day: its leader or coordinator, else one above it, else the administrator."""
        parents = {key: parent for key, (_name, _kind, parent) in {**OLD_UNITS, **NEW_UNITS}.items()}
        parents |= {"project_outside": "root", "project_inside": "development"}
        while unit != "root":
            found = self.member_of(unit, day, Role.TEAM_LEADER, Role.COORDINATOR)
            if found:
                return found[0]
            unit = parents[unit]
        return self.posts[-1].people[0]

    def names(self) -> names.Names:
        return self._names


_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
