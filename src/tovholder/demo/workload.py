"""What cases weigh, what staff have room for, speak and know, and what cases ask for. All of it is a guess."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from tovholder.accounts.rights import Role
from tovholder.casework.models import CaseRole
from tovholder.demo import sizes
from tovholder.demo.calendar import at, days, last_open_day
from tovholder.demo.citizens import Course
from tovholder.demo.holders import Play
from tovholder.demo.organisation import Person, Post
from tovholder.demo.rows import Tables
from tovholder.workload.languages import code_of
from tovholder.workload.models import (
    USUAL,
    Capacity,
    CaseSpecialty,
    CaseWeight,
    GroupWeight,
    StaffLanguage,
    StaffSpecialty,
)

#: Target group → what its cases weigh from the reorganisation on. Work that a team agreed on, as a municipality would.
WEIGHTS = {"6.1": "0.6", "6.2": "0.8", "6.3": "1.2", "6.5": "1.2", "6.7": "1.3", "6.8": "1.3", "6.12": "0.5"}
WHY = "Aftalt i lederkredsen efter to ugers tidsregistrering"
SOURCE = "Tidsregistrering i seks teams"
#: Counted again in a spring; from then on.
COUNTED_AGAIN = {"6.3": "1.3", "6.4": "0.9"}
AGAIN = "Talt op igen: flere møder med andre myndigheder end ventet"

#: Of the open cases so many have a weight of their own, and with what reasons.
OWN = 0.04
REASONS = (
    ("2", "Samarbejde med fem myndigheder, møde hver uge"),
    ("1.8", "Rehabiliteringsmøde forberedes, mange parter"),
    ("1.5", "Lange køreture til hvert møde"),
    ("0.5", "Venter på start på uddannelse; kun opfølgning"),
    ("0.6", "Deltager på fuld tid, opfølgning hver tredje måned"),
)
#: Group → what its cases ask for, how many of them, and of those how many need it.
ASKS = {
    "young": ("Unge", 0.06, 0.0),
    "education_ready": ("Unge", 0.04, 0.0),
    "sick": ("Sygemeldte", 0.1, 0.2),
    "flex_job": ("Fleksjob", 0.2, 0.3),
    "insured": ("Akademikere", 0.03, 0.0),
    "self_supporting": ("Integration", 0.3, 0.0),
    "job_ready": ("Selvstændige", 0.02, 0.0),
}
#: Team → what its people know besides by chance.
KNOWN = {
    "young": ("Unge",),
    "insured": ("Akademikere", "Selvstændige"),
    "sick": ("Sygemeldte", "Fleksjob"),
    "job_ready": ("Selvstændige", "Integration"),
    "east": ("Fleksjob", "Integration"),
    "west": ("Fleksjob", "Integration"),
}
LANGUAGES = ("engelsk", "tysk", "arabisk", "tyrkisk", "polsk", "ukrainsk", "persisk", "somali", "bosnisk")
#: Somebody has room for so much more than an even share of what a full team would carry; one in six works part time.
ROOM, PART_TIME, HOURS = 1.3, 1 / 6, Decimal("0.8")


class Workload:
    def __init__(self, rng: random.Random, play: Play, tables: Tables, codes: Mapping[str, Mapping[str, int]]) -> None:
        self.rng, self.play, self.tables, self.codes = rng, play, tables, codes
        self.organisation, self.today = play.organisation, play.today
        self.counted_again = max(dt.date(self.today.year, 4, 1) - days(365 * (self.today.month < 4)), self._began)
        self.own: dict[int, Decimal] = {}

    @property
    def _began(self) -> dt.date:
        return self.organisation.reorganised

    def rows(self) -> None:
        self._table()
        for course in self.play.courses:
            if self.play.is_open(course, self.today) and (holder := self.play.holder(course)):
                self._case(course, holder)
        self._staff()

    def _table(self) -> None:
        leader = self.organisation.leader_of("development", self.today)
        for since, weights, why in (
            (self._began, WEIGHTS, WHY),
            (self.counted_again, COUNTED_AGAIN, AGAIN),
        ):
            for code, weight in weights.items():
                self.tables[GroupWeight].add(
                    target_group_id=self.codes["target_group"][code],
                    weight=Decimal(weight),
                    valid_from=since,
                    reason=why,
                    source=SOURCE,
                    registered_at=at(last_open_day(since - days(14)), 10),
                    registered_by_id=leader.id,
                )

    def _case(self, course: Course, holder: Person) -> None:
        since = max(course.opened_on, self.today - days(self.rng.randint(5, 250)), holder.joined)
        registered = at(last_open_day(since), 13)
        if self.rng.random() < OWN:
            weight, reason = self.rng.choice(REASONS)
            self.own[course.id] = Decimal(weight)
            self.tables[CaseWeight].add(
                case_id=course.id,
                weight=self.own[course.id],
                valid_from=since,
                reason=reason,
                registered_at=registered,
                registered_by_id=holder.id,
            )
        field, share, needed = ASKS.get(course.group, ("", 0.0, 0.0))
        if self.rng.random() < share:
            self.tables[CaseSpecialty].add(
                case_id=course.id,
                specialty_id=self.codes["specialty"][field],
                is_needed=self.rng.random() < needed,
                start=since,
                registered_at=registered,
                registered_by_id=holder.id,
            )

    def weight_of(self, course: Course) -> Decimal:
        """What a case weighs today."""
        code = sizes.GROUPS[course.group].code
        return self.own.get(course.id) or Decimal(COUNTED_AGAIN.get(code) or WEIGHTS.get(code) or USUAL)

    def _caseworkers(self) -> Iterator[tuple[Post, Person]]:
        for post in self.organisation.posts:
            for person in post.people:
                if post.role == Role.CASEWORKER and person.works_on(self.today):
                    yield post, person

    def _staff(self) -> None:
        teams: dict[str, Decimal] = defaultdict(Decimal)
        posts: dict[str, int] = defaultdict(int)
        for post in self.organisation.posts:
            if post.role == Role.CASEWORKER:
                posts[self.organisation.unit_of(post, self.today)] += 1
        for post, person in self._caseworkers():
            held = self.play.cases_of(person, CaseRole.CASEWORKER, self.today)
            teams[self.organisation.unit_of(post, self.today)] += sum(
                (self.weight_of(course) for course in held), Decimal(0)
            )
        for post, person in self._caseworkers():
            team = self.organisation.unit_of(post, self.today)
            full = max(10, round(float(teams[team]) / posts[team] * ROOM / 5) * 5)
            self._person(person, team, Decimal(full))

    def _person(self, person: Person, team: str, full: Decimal) -> None:
        rng, leader = self.rng, self.organisation.leader_of(team, self.today)
        since = max(person.joined, self.organisation.opened(team))
        said = {"staff_id": person.id, "unit_id": self.organisation.units[team], "registered_by_id": leader.id}
        self.tables[Capacity].add(
            **said, weight=full, valid_from=since, reason="37 timer", registered_at=at(last_open_day(since), 9)
        )
        if rng.random() < PART_TIME and not person.keeps:
            down = max(since + days(30), self.today - days(rng.randint(30, 300)))
            if down < self.today:
                self.tables[Capacity].add(
                    **said,
                    weight=full * HOURS,
                    valid_from=down,
                    reason="30 timer om ugen",
                    registered_at=at(last_open_day(down - days(10)), 9),
                )
        # Whoever signs in as caseworker speaks something, so that its page shows it.
        spoken = rng.sample(LANGUAGES, k=rng.choice((0, 0, 1, 1, 2)) or int(person.keeps))
        for language in spoken:
            self.tables[StaffLanguage].add(
                staff_id=person.id,
                language=code_of(language),
                start=since,
                registered_at=at(last_open_day(since), 11),
                registered_by_id=person.id,
            )
        for field in KNOWN.get(team, ()):
            if rng.random() < 0.55:
                self.tables[StaffSpecialty].add(
                    staff_id=person.id,
                    specialty_id=self.codes["specialty"][field],
                    start=since,
                    registered_at=at(last_open_day(since), 11),
                    registered_by_id=leader.id,
                )
