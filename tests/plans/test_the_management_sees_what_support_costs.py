"""What support costs by week, what a goal is worth, what an investment must achieve, from prices that are typed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.factories import Factory
from tests.plans.conftest import Writer
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import RIGHTS, Right, Role
from tovholder.plans import economy
from tovholder.rules.book import Unknown
from tovholder.rules.reading import shipped

pytestmark = pytest.mark.requirement("L11")
DAY = dt.date(2026, 11, 18)
PRICE = Decimal(4000)
ASK = {"kind": "state_share", "on": "2026-11-18", "first_week": "1", "weeks": "52", "at_week": "53"}


def other_benefits() -> economy.Shares:
    return economy.shares(shipped(), economy.STATE, DAY)


def test_before_there_were_steps_there_is_no_figure() -> None:
    with pytest.raises(Unknown):
        economy.shares(shipped(), economy.STATE, dt.date(2015, 12, 31))


def test_the_municipality_bears_eighty_per_cent_after_a_year() -> None:
    """Lyngby-Taarbæk, page 21: the municipality finances 80 % for those on support for more than 12 months."""
    steps = [(step.first, step.last, int(step.share)) for step in other_benefits().steps]
    assert steps == [(1, 4, 20), (5, 26, 60), (27, 52, 70), (53, None, 80)]
    insured = economy.shares(shipped(), economy.UNEMPLOYMENT, DAY)
    assert [int(step.share) for step in insured.steps] == [20, 60, 70, 80]


def test_a_course_is_the_sum_of_its_weeks() -> None:
    found = economy.course(other_benefits(), 1, 60, PRICE)
    assert found.municipality == PRICE * (4 * 20 + 22 * 60 + 26 * 70 + 8 * 80) / 100
    assert found.total == 240_000
    assert found.municipality + found.state == found.total


def test_a_course_that_begins_late_costs_the_municipality_more() -> None:
    late = economy.course(other_benefits(), 53, 10, PRICE)
    assert late.municipality == Decimal(32_000)
    assert economy.course(other_benefits(), 1, 10, PRICE).municipality < late.municipality


def test_a_goal_reached_is_worth_its_people_for_a_year() -> None:
    assert economy.worth_a_year(other_benefits(), Decimal(44), 53, PRICE) == 44 * 52 * 3200


def test_an_investment_is_paid_back_by_whole_weeks() -> None:
    found = economy.payback(other_benefits(), Decimal(100_000), 53, PRICE)
    assert found.weeks == 32
    assert economy.payback(other_benefits(), Decimal(1), 53, PRICE).weeks == 1
    assert economy.payback(other_benefits(), Decimal(1), 53, Decimal(0)).weeks is None


@pytest.fixture
def client(analyst: Staff) -> Client:
    signed_in = Client()
    signed_in.force_login(analyst)
    return signed_in


@pytest.mark.parametrize("role", [role for role in Role if Right.SEE_ECONOMY not in RIGHTS[role]])
def test_it_is_for_the_management_alone(make: Factory, write: Writer, role: Role) -> None:
    other = Client()
    other.force_login(make.staff(role=role))
    assert other.get(f"/plans/{write.plan().pk}/economy/").status_code == 403


def test_no_kroner_are_shown_before_somebody_types_a_price(client: Client, write: Writer) -> None:
    page = client.get(f"/plans/{write.plan().pk}/economy/").content.decode()
    assert "Der vises ingen kroner" in page
    assert " kr." not in page[page.index("<main") :]


@pytest.mark.parametrize(("typed", "week"), [("4.000", "3.200"), ("4000", "3.200"), ("4.000,50", "3.200")])
def test_all_assumptions_are_typed_and_stand_on_the_page(client: Client, write: Writer, typed: str, week: str) -> None:
    plan = write.plan()
    goal: dict[str, Any] = {"direction": "at_most", "baseline_month": dt.date(2025, 12, 1),
                            "target_month": dt.date(2026, 12, 1), "persons": -44, "baseline_value": 146}  # fmt: skip
    write.goal(plan, "Langtidsledige", **goal)
    page = client.get(
        f"/plans/{plan.pk}/economy/", ASK | {"price": typed, "people": "10", "investment": "100.000"}
    ).content.decode()
    assert week in page
    assert "ikke bekræftet" in page, "how weeks are counted is from memory"
    assert f'value="{typed}"' in page


def test_a_day_before_the_steps_says_so(client: Client, write: Writer) -> None:
    page = client.get(f"/plans/{write.plan().pk}/economy/", ASK | {"on": "2015-01-01", "price": "1"}).content.decode()
    assert "gælder fra 1. januar 2016" in page
    assert client.get(f"/plans/{write.plan().pk}/economy/", ASK | {"on": "i går"}).status_code == 422


def test_it_stands_on_no_page_of_a_case() -> None:
    from pathlib import Path

    import tovholder

    house = Path(tovholder.__file__).parent
    for room in ("casework", "citizens"):
        told = "".join(file.read_text() for file in (house / room).rglob("*.py"))
        assert "reimbursement" not in told
        assert "plans.economy" not in told
