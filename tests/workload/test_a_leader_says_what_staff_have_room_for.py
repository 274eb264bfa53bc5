"""Capacity with its dates, languages and fields of the staff; the load of a unit against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from tests.browser import Open, check_page
from tests.factories import Factory
from tests.workload.house import House
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.rights import Role
from tovholder.casework.errors import Refused
from tovholder.workload.actions.cases import weigh_case
from tovholder.workload.actions.staff import set_languages, set_specialties
from tovholder.workload.languages import code_of, name_of, read
from tovholder.workload.models import Capacity, Specialty, StaffLanguage
from tovholder.workload.queries.staff import loads_of, room_of, skills_of
from tovholder.workload.queries.units import load_of


def test_only_the_leader_of_the_unit_or_an_administrator_says_it(house: House) -> None:
    stranger = house.make.staff(role=Role.TEAM_LEADER)
    for staff in (house.anna, house.bo, stranger):
        with pytest.raises(NotAllowed):
            house.has_room(house.anna, "30", **house.by(staff))
        with pytest.raises(NotAllowed):
            set_specialties(**house.by(staff), today=house.today, staff_id=house.anna.pk, specialties=[])
    house.has_room(house.anna, "30")
    house.has_room(house.bo, "25", **house.by(house.admin))
    assert room_of([house.anna.pk, house.bo.pk], house.today) == {house.anna.pk: 30, house.bo.pk: 25}


def test_nobody_has_room_where_they_are_no_caseworker(house: House) -> None:
    with pytest.raises(Refused):
        house.has_room(house.make.staff(), "30")
    with pytest.raises(Refused):
        house.has_room(house.make.staff(unit=house.unit, role=Role.JOB_CONSULTANT), "30")
    with pytest.raises(Refused):
        house.has_room(house.anna, "-1")
    assert not Capacity.objects.exists()


def test_part_time_from_a_day_is_a_fact(house: House) -> None:
    house.has_room(house.anna, "30")
    house.has_room(house.anna, "24", dt.date(2026, 12, 1), reason="30 timer fra december")
    house.has_room(house.anna, None, dt.date(2027, 2, 1), reason="Under oplæring i noget andet")
    days = (dt.date(2026, 2, 1), house.today, dt.date(2026, 12, 1), dt.date(2027, 2, 1))
    assert [room_of([house.anna.pk], day).get(house.anna.pk) for day in days] == [None, 30, 24, None]


def test_who_has_left_the_unit_has_no_room_there(house: House) -> None:
    house.has_room(house.anna, "30")
    house.anna.memberships.update(valid_to=house.today)
    assert room_of([house.anna.pk], house.today) == {}


def test_everybody_says_their_own_languages_and_nobody_elses(house: House) -> None:
    mine = {"staff_id": house.anna.pk, "today": house.today}
    with pytest.raises(NotAllowed):
        set_languages(**house.by(house.bo), **mine, languages=["ar"])
    with pytest.raises(Refused):
        set_languages(**house.by(house.anna), **mine, languages=["x" * 41])
    set_languages(**house.by(house.anna), **mine, languages=["ar", "pl"])
    set_languages(**house.by(house.leader), **{**mine, "today": house.today + dt.timedelta(days=9)}, languages=["ar"])
    rows = {row.language: row.end for row in StaffLanguage.objects.all()}
    assert rows == {"ar": None, "pl": house.today + dt.timedelta(days=9)}
    assert skills_of([house.anna.pk], house.today)[house.anna.pk].languages == {"ar", "pl"}


def test_a_language_is_the_same_whoever_wrote_it() -> None:
    assert {code_of(word) for word in ("Arabisk", " arabic ", "ARABISK")} == {"ar"}
    assert (code_of("farsi"), code_of("persisk")) == ("fa", "fa")
    assert (name_of("ar", "da"), name_of("ar", "en")) == ("arabisk", "Arabic")
    assert code_of("Dansk  tegnsprog") == name_of("dansk tegnsprog") == "dansk tegnsprog"
    assert read("arabisk, Polish; \n arabic,") == ["ar", "pl"]


def test_the_load_of_a_unit_is_weight_against_room(house: House) -> None:
    house.group_weighs("6.3", "1.5")
    heavy, usual = house.case("6.3"), house.case()
    house.case("6.3", held_by=house.bo)
    actor = house.in_case(house.anna, usual)
    weigh_case(**actor, weight=Decimal("0.4"), valid_from=house.today, reason="Venter på uddannelse")
    house.has_room(house.anna, "1.5")
    assert loads_of([house.anna.pk, house.bo.pk, 0], house.now, house.today) == {
        house.anna.pk: Decimal("1.9"),
        house.bo.pk: Decimal("1.5"),
        0: 0,
    }
    load = load_of(house.unit, [house.unit.pk], house.moment(house.leader))
    anna = next(one for one in load.people if one.staff_id == house.anna.pk)
    assert (anna.load.cases, anna.load.weight, anna.load.over, anna.load.percent) == (
        2,
        Decimal("1.9"),
        Decimal("0.4"),
        127,
    )
    assert load.people[0] == anna
    assert (load.whole.weight, load.whole.room) == (Decimal("3.4"), Decimal("1.5"))
    assert {one.name for one in load.people} == {"Anna Holm", "Bo Ravn"}
    assert heavy.pk != usual.pk


def test_it_is_counted_in_as_many_queries_whatever_the_unit_holds(
    house: House, django_assert_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    for count in (1, 9):
        for _number in range(count):
            staff = house.make.staff(unit=house.unit)
            house.case("6.3", held_by=staff)
            house.has_room(staff, "20")
            set_languages(**house.by(house.leader), today=house.today, staff_id=staff.pk, languages=["ar"])
        with django_assert_num_queries(8):
            load_of(house.unit, [house.unit.pk], house.moment(house.leader))


def test_the_leader_follows_the_unit_page_to_the_person(make: Factory, client: Client) -> None:
    house = House(make, timezone.now())
    house.case("6.3")
    client.force_login(house.leader)
    assert f"/room/{house.anna.pk}/" in client.get(f"/units/{house.unit.pk}/").content.decode()
    said = {"capacity-unit": house.unit.pk, "capacity-weight": "30", "capacity-valid_from": "2026-03-01"}
    assert client.post(f"/room/{house.anna.pk}/capacity/", said).status_code == 422
    told = {**said, "capacity-reason": "37 timer"}
    assert client.post(f"/room/{house.anna.pk}/capacity/", told).status_code == 302
    known = Specialty.objects.get(name_da="Unge")
    answer = client.post(f"/room/{house.anna.pk}/fields/", {"specialties-specialties": [known.pk]})
    assert answer.status_code == 302
    assert "Unge" in client.get(f"/units/{house.unit.pk}/").content.decode()
    client.force_login(house.anna)
    assert client.post(f"/room/{house.anna.pk}/languages/", {"languages-languages": "arabisk"}).status_code == 302
    assert "arabisk" in client.get(f"/room/{house.anna.pk}/").content.decode()
    assert client.get(f"/room/{house.bo.pk}/").status_code == 404
    assert client.post(f"/room/{house.anna.pk}/capacity/", told).status_code == 403
    assert f"/room/{house.anna.pk}/" in client.get("/account/").content.decode()


@pytest.mark.browser
def test_load_and_room_are_seen_by_everybody(open_as: Open, make: Factory) -> None:
    house = House(make, timezone.now())
    house.group_weighs("6.3", "1.5")
    for held_by, cases in ((house.anna, 5), (house.bo, 2)):
        for _number in range(cases):
            house.case("6.3", held_by=held_by)
    house.has_room(house.anna, "6")
    house.has_room(house.bo, "5")
    set_languages(**house.by(house.leader), today=house.today, staff_id=house.anna.pk, languages=["ar", "pl"])
    check_page(open_as, house.leader, f"/units/{house.unit.pk}/", "unit-load")
    check_page(open_as, house.leader, f"/room/{house.anna.pk}/", "person-room")
    check_page(open_as, house.anna, f"/room/{house.anna.pk}/", "own-room")
