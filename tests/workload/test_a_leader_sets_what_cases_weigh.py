"""A dated table of weights by target group, with who set them and why; and the list of fields."""

from __future__ import annotations

import datetime as dt
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
from tovholder.citizens.models import TargetGroup
from tovholder.workload.actions.weights import add_specialty, end_specialty
from tovholder.workload.models import GroupWeight, Specialty
from tovholder.workload.queries.table import specialties_on, table_on


def test_a_caseworker_does_not(house: House) -> None:
    with pytest.raises(NotAllowed):
        house.group_weighs("6.3", "1.5", **house.by(house.anna))
    with pytest.raises(NotAllowed):
        add_specialty(actor=house.by(house.anna)["actor"], name_da="Psykiatri", name_en="", today=house.today)


@pytest.mark.parametrize("weight", ["-0.1", "20.1", "1.55"])
def test_a_weight_is_tenths_from_nothing_to_twenty(house: House, weight: str) -> None:
    with pytest.raises(Refused):
        house.group_weighs("6.3", weight)


def test_it_is_said_why(house: House) -> None:
    with pytest.raises(Refused) as refused:
        house.group_weighs("6.3", "1.5", reason="  ")
    assert len(refused.value.faults) == 1
    assert not GroupWeight.objects.exists()


def test_a_case_of_which_nothing_is_said_weighs_one(house: House) -> None:
    assert house.weight(house.case()) == house.weight(house.case("6.1")) == 1


def test_a_weight_holds_from_its_day_and_the_one_before_stays(house: House) -> None:
    case, other = house.case("6.3"), house.case("6.1")
    house.group_weighs("6.3", "1.5")
    house.group_weighs("6.3", "1.8", dt.date(2026, 12, 1), reason="Flere møder fra december", **house.by(house.admin))
    days = (dt.date(2026, 2, 28), dt.date(2026, 3, 1), house.today, dt.date(2026, 12, 1))
    assert [house.weight(case, day) for day in days] == [1, Decimal("1.5"), Decimal("1.5"), Decimal("1.8")]
    assert house.weight(other) == 1
    line = next(line for line in table_on(house.today) if line.group.code == "6.3")
    assert [(row.weight, row.registered_by) for row in line.rows] == [
        (Decimal("1.8"), house.admin),
        (Decimal("1.5"), house.leader),
    ]
    assert line.weight == Decimal("1.5")


def test_a_slip_is_put_right_from_the_same_day_and_still_seen(house: House) -> None:
    case = house.case("6.3")
    house.group_weighs("6.3", "15")
    house.group_weighs("6.3", "1.5", reason="Kommaet manglede")
    assert house.weight(case) == Decimal("1.5")
    assert GroupWeight.objects.count() == 2


def test_the_weight_follows_the_group_that_the_citizen_is_in(house: House) -> None:
    case = house.case("6.3")
    house.group_weighs("6.3", "1.5")
    house.group_weighs("6.6", "0.7")
    changed = dt.date(2026, 11, 1)
    case.citizen.target_group_spells.update(end=changed)
    case.citizen.target_group_spells.create(target_group=TargetGroup.objects.get(code="6.6"), start=changed)
    assert [house.weight(case, changed - dt.timedelta(days=1)), house.weight(case)] == [Decimal("1.5"), Decimal("0.7")]


def test_a_field_is_added_ended_and_taken_up_again(house: House) -> None:
    actor = house.by(house.leader)["actor"]
    row = add_specialty(actor=actor, name_da="Psykiatri", name_en="Psychiatry", today=house.today)
    with pytest.raises(Refused):
        add_specialty(actor=actor, name_da="psykiatri", name_en="", today=house.today)
    tomorrow = house.today + dt.timedelta(days=1)
    end_specialty(actor=actor, specialty_id=row.pk, today=tomorrow)
    assert row not in specialties_on(tomorrow)
    with pytest.raises(Refused):
        end_specialty(actor=actor, specialty_id=row.pk, today=tomorrow)
    assert add_specialty(actor=actor, name_da="Psykiatri", name_en="", today=tomorrow).pk == row.pk
    assert row in specialties_on(tomorrow)


def test_the_leader_does_it_on_the_page_and_a_caseworker_reads_it(make: Factory, client: Client) -> None:
    leader, caseworker = make.staff(role=Role.TEAM_LEADER), make.staff()
    group = TargetGroup.objects.get(code="6.3")
    said = {"target_group": group.pk, "weight": "1.5", "valid_from": "2026-03-01", "reason": "Talt op i uge 8"}
    client.force_login(caseworker)
    assert client.post("/weights/", said).status_code == 403
    client.force_login(leader)
    assert client.post("/weights/", {**said, "weight": "-1"}).status_code == 422
    assert client.post("/weights/", said).status_code == 302
    assert client.post("/weights/fields/", {"name_da": "Psykiatri"}).status_code == 302
    field = Specialty.objects.get(name_da="Psykiatri")
    client.force_login(caseworker)
    page = client.get("/weights/").content.decode()
    assert "Talt op i uge 8" in page
    assert "siger intet om borgeren" in page
    assert "Fastsæt en vægt" not in page
    assert client.post(f"/weights/fields/{field.pk}/end/").status_code == 403
    client.force_login(leader)
    assert client.post(f"/weights/fields/{field.pk}/end/").status_code == 302
    assert field not in specialties_on(timezone.localdate())


@pytest.mark.browser
def test_the_table_is_for_everybody(open_as: Open, make: Factory) -> None:
    house = House(make, timezone.now())
    house.group_weighs("6.3", "1.5", source="Tidsregistrering i uge 8")
    house.group_weighs("6.3", "1.7", house.today + dt.timedelta(days=20), reason="Flere møder")
    check_page(open_as, house.leader, "/weights/", "weights")
