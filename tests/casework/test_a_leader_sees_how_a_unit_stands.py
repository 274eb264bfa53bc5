"""The page of a unit: who holds the cases, what nobody holds, shifts, reasons given; names only for leaders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests.factories import Factory
from tovholder.accounts.models import Staff, Unit
from tovholder.audit.models import Basis, Lookup
from tovholder.casework.contributions import Moment
from tovholder.casework.models import AccessGrant, CaseRole
from tovholder.casework.queries import units
from tovholder.citizens.models import AddressProtection, Citizen

pytestmark = pytest.mark.requirement("F3")
DAY = dt.timedelta(days=1)


class House:
    """A department with two teams. Anna holds two cases and one nobody holds; Kim is gone and holds one."""

    def __init__(self, make: Factory) -> None:
        self.now = timezone.now()
        self.make = make
        self.department = make.unit("Job og Udvikling", kind="department")
        self.north = make.unit("Team Nord", parent=self.department)
        self.south = make.unit("Team Syd", parent=self.department)
        self.anna = make.staff("Anna Friis", unit=self.north)
        self.bo = make.staff("Bo Lund", unit=self.north)
        self.kim = make.staff("Kim Gået", unit=self.north, is_active=False)
        self.leader = make.staff("Lis Leder", unit=self.north, role="team_leader")
        for _ in range(2):
            make.case(held_by=self.anna, citizen=make.citizen("Else", "Holt"))
        make.case(held_by=self.kim)
        self.shifted = make.case(held_by=self.anna, citizen=make.citizen("Vera", "Vakant"))
        make.assign(self.shifted, self.bo, at=self.now - 20 * DAY, cause="sickness", planned=False)
        make.assign(self.shifted, None, at=self.now - 9 * DAY, cause="resignation", planned=False)
        old = dt.date(2020, 1, 1)
        closed = make.case(held_by=self.anna, opened_on=old, closed_on=dt.date(2026, 9, 1), close_reason="work")
        make.assign(closed, self.bo, at=self.now - 700 * DAY, cause="balance", planned=True)
        self.elsewhere = make.case(held_by=make.staff(unit=self.south))

    def moment(self, staff: Staff) -> Moment:
        today = timezone.localdate(self.now)
        return Moment(actor=self.make.actor(staff, today), now=self.now, today=today)


@pytest.fixture
def house(make: Factory) -> House:
    return House(make)


def get(client: Client, staff: Staff, path: str) -> Any:
    client.force_login(staff)
    client.cookies["tovholder_language"] = "en"
    with translation.override("en"):
        return client.get(path)


@pytest.mark.parametrize("role", ["caseworker", "job_consultant", "external_partner"])
def test_those_who_only_hold_cases_do_not_see_it(client: Client, house: House, make: Factory, role: str) -> None:
    person = make.staff(unit=house.north, role=role)
    assert get(client, person, f"/units/{house.north.pk}/").status_code == 403
    assert get(client, person, "/units/").status_code == 403


def test_a_leader_does_not_see_how_another_unit_stands(client: Client, house: House) -> None:
    assert get(client, house.leader, f"/units/{house.south.pk}/").status_code == 403
    assert get(client, house.leader, "/units/0/").status_code == 404


def test_an_analyst_sees_counts_and_no_citizen(client: Client, house: House, make: Factory) -> None:
    analyst = make.staff(unit=house.department, role="analyst")
    page = get(client, analyst, f"/units/{house.department.pk}/").content.decode()
    assert "A case" in page
    for hidden in ["Vakant", "Holt", f"/cases/{house.shifted.pk}/", "Opened with a reason"]:
        assert hidden not in page


def test_a_leader_sees_names_and_who_asked_to_see_a_case(client: Client, house: House, make: Factory) -> None:
    stranger = make.staff("Sif Vikar")
    AccessGrant.objects.create(
        case=house.shifted, staff=stranger, reason="Vikar for en syg kollega", granted_at=house.now, until=house.now
    )
    AccessGrant.objects.create(case=house.elsewhere, staff=stranger, reason="Ikke herfra", until=house.now)
    AddressProtection.objects.create(citizen=house.shifted.citizen, start=dt.date(2026, 1, 1))
    page = get(client, house.leader, f"/units/{house.north.pk}/").content.decode()
    for shown in ["Vera Vakant", "Sif Vikar", "Vikar for en syg kollega", "Protected address", "Resignation"]:
        assert shown in page
    assert "Ikke herfra" not in page
    assert Lookup.objects.filter(citizen=house.shifted.citizen, staff=house.leader, basis=Basis.LEADER).exists()


def test_the_counts_are_those_of_open_cases_now(house: House) -> None:
    tree = units.read_tree()
    moment = house.moment(house.leader)
    counted = units.count(tree.below(house.department.pk), moment)
    north = counted.standing([house.north.pk])
    assert (north.open_cases, north.vacant, north.gone, north.shifts_12m) == (4, 1, 1, 1)
    both = counted.standing(tree.below(house.department.pk))
    assert (both.open_cases, both.vacant, both.shifts_12m) == (5, 1, 1)


def test_everybody_of_the_unit_is_there_with_their_cases_and_who_is_gone_comes_first(house: House) -> None:
    house.make.assign(house.elsewhere, house.bo, at=house.now - DAY, role=CaseRole.COORDINATING, unit=house.north)
    moment = house.moment(house.leader)
    people = units.people(house.north, units.count([house.north.pk], moment), moment)
    assert [(person.name, person.cases, person.other_roles, person.is_gone) for person in people] == [
        ("Kim Gået", 1, 0, True),
        ("Anna Friis", 2, 0, False),
        ("Bo Lund", 0, 1, False),
        ("Lis Leder", 0, 0, False),
    ]


def test_vacancies_stand_by_how_long_they_have_lasted(house: House) -> None:
    longer = house.make.case(unit=house.north)
    moment = house.moment(house.leader)
    found = list(units.vacancies([house.north.pk], moment))
    assert [row.case for row in found] == [longer, house.shifted]
    assert found[1].since == house.now - 9 * DAY


def test_a_closed_unit_is_listed_while_it_has_open_cases(client: Client, house: House) -> None:
    Unit.objects.update(closed_on=timezone.localdate(house.now))
    department = house.make.staff(unit=house.department, role="team_leader")
    page = get(client, department, "/units/").content.decode()
    assert "Team Nord" in page
    house.elsewhere.assignments.all().delete()
    assert "Team Syd" not in get(client, department, "/units/").content.decode()


def test_the_page_takes_as_many_queries_whatever_it_shows(
    client: Client,
    house: House,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    for number in range(30):
        house.make.case(unit=house.north, citizen=Citizen.objects.create(family_name=f"Nr {number}"))
    client.force_login(house.leader)
    with django_assert_max_num_queries(23):
        page = client.get(f"/units/{house.north.pk}/")
    assert page.status_code == 200
    with django_assert_max_num_queries(9):
        assert client.get("/units/").status_code == 200
