"""Writes the organisation and the citizens into rows."""

from __future__ import annotations

import random

from tovholder.accounts.models import Membership, Staff, Unit, UnitKind
from tovholder.citizens.models import AddressProtection, BenefitSpell, ContactDetails, Identity, TargetGroupSpell
from tovholder.citizens.models import Citizen as CitizenRow
from tovholder.demo import organisation as org
from tovholder.demo import sizes
from tovholder.demo.calendar import at, days, last_open_day
from tovholder.demo.citizens import Citizen, Course, periods
from tovholder.demo.cpr import test_number
from tovholder.demo.names import Names
from tovholder.demo.organisation import Organisation
from tovholder.demo.rows import Tables

#: Nobody signs in with it; those who may get theirs when the rows are loaded.
NO_PASSWORD = "!demo"


class Writer:
    def __init__(self, rng: random.Random, organisation: Organisation, tables: Tables) -> None:
        self.rng = rng
        self.organisation = organisation
        self.today = organisation.today
        self.tables = tables

    def organisation_rows(self) -> None:
        organisation, tables = self.organisation, self.tables
        named = {
            "root": (f"{org.MUNICIPALITY}, Beskæftigelse", UnitKind.DEPARTMENT, None),
            **org.OLD_UNITS,
            **org.NEW_UNITS,
            "project_outside": ("Med i Fællesskabet", UnitKind.PROJECT, "root"),
            "project_inside": ("Første Skridt", UnitKind.PROJECT, "development"),
        }
        for key in organisation.units:
            name, kind, parent = named[key]
            tables[Unit].add(
                name=name,
                kind=kind,
                parent_id=organisation.units[parent] if parent else None,
                opened_on=organisation.opened(key),
                closed_on=organisation.closed(key),
            )
        for person in organisation.people:
            tables[Staff].add(
                password=NO_PASSWORD,
                email=person.email,
                name=person.name,
                phone=person.phone,
                is_active=person.works_on(self.today),
            )
        for post in organisation.posts:
            for person in post.people:
                self._memberships(post, person)

    def _memberships(self, post: org.Post, person: org.Person) -> None:
        moved = self.organisation.reorganised
        spans = [(post.old, person.joined, person.left)]
        if post.old != post.new and person.joined < moved and (person.left is None or person.left > moved):
            spans = [(post.old, person.joined, moved), (post.new, moved, person.left)]
        elif person.joined >= moved:
            spans = [(post.new, person.joined, person.left)]
        for unit, start, end in spans:
            self.tables[Membership].add(
                staff_id=person.id,
                unit_id=self.organisation.units[unit],
                role=post.role,
                valid_from=max(start, self.organisation.opened(unit)),
                valid_to=end,
            )

    def citizen(self, citizen: Citizen, names: Names, used: set[str], codes: dict[str, dict[str, int]]) -> None:
        rng, tables = self.rng, self.tables
        first = citizen.courses[0]
        begins = at(first.opened_on, 8, 30)
        tables[CitizenRow].add(
            given_name=citizen.given_name,
            family_name=citizen.family_name,
            born_on=citizen.born_on,
            registered_at=begins,
        )
        number = test_number(rng, citizen.born_on, citizen.is_woman, used)
        tables[Identity].add(citizen_id=citizen.id, cpr=number, valid_from=first.opened_on, registered_at=begins)
        moments = [begins]
        if rng.random() < 0.16 and (self.today - first.opened_on).days > 200:
            moved = first.opened_on + days(rng.randint(100, (self.today - first.opened_on).days - 20))
            moments.append(at(last_open_day(moved), 9))
        phone, email = names.phone(), ""
        if rng.random() < 0.7:
            email = f"{_plain(citizen.given_name)}.{_plain(citizen.family_name)}{citizen.id % 97}@borger.example"
        for moment in moments:
            address, postcode, city = names.address(citizen.district)
            tables[ContactDetails].add(
                citizen_id=citizen.id,
                valid_from=moment,
                address=address,
                postcode=postcode,
                city=city,
                phone=phone if rng.random() < 0.96 else "",
                email=email,
                interpreter_language=citizen.language,
                registered_at=moment,
            )
        if citizen.protected_from:
            tables[AddressProtection].add(
                citizen_id=citizen.id, start=citizen.protected_from, registered_at=at(citizen.protected_from, 9)
            )
        for benefit, start, end in periods(citizen, self.today):
            tables[BenefitSpell].add(
                citizen_id=citizen.id,
                benefit_id=codes["benefit"][benefit],
                start=start,
                end=end,
                registered_at=at(start, 10),
            )
        for course in citizen.courses:
            self._target_groups(course, codes["target_group"])

    def _target_groups(self, course: Course, codes: dict[str, int]) -> None:
        ends = [since for _key, since in course.groups[1:]] + [course.closed_on]
        for (key, since), end in zip(course.groups, ends, strict=True):
            if (code := sizes.GROUPS[key].code) and (end is None or end > since):
                self.tables[TargetGroupSpell].add(
                    citizen_id=course.citizen.id,
                    target_group_id=codes[code],
                    start=since,
                    end=end,
                    registered_at=at(since, 10),
                )


def _plain(name: str) -> str:
    table = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "o", "ü": "u", " ": "."})
    return name.lower().translate(table)
