"""What support costs by week, what a goal is worth, what an investment must achieve, from prices that are typed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from playwright.sync_api import expect

from tests.browser import Open, check_axe, check_page
from tests.factories import Factory
from tests.plans.conftest import Writer
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import RIGHTS, Right, Role
from tovholder.plans import economy
from tovholder.plans.actions.economy import Assumed, set_assumptions
from tovholder.plans.models import Assumptions, EmploymentPlan
from tovholder.plans.queries.economy import history
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


def save(client: Client, plan: EmploymentPlan, **typed: str) -> Any:
    told = ASK | {"price": "4.000", "reason": "Budget 2027, bilag 3", "version": "0"} | typed
    return client.post(f"/plans/{plan.pk}/economy/save/", told)


@pytest.mark.parametrize("role", [role for role in Role if Right.SET_ECONOMY not in RIGHTS[role]])
def test_who_may_not_set_assumptions_is_refused(make: Factory, write: Writer, role: Role, now: dt.datetime) -> None:
    plan, staff = write.plan(), make.staff(role=role)
    other = Client()
    other.force_login(staff)
    assert save(other, plan).status_code == 403
    with pytest.raises(NotAllowed):
        set_assumptions(
            actor=make.actor(staff, now.date()), plan_id=plan.pk, assumed=Assumed(DAY), reason="x", version=0, now=now
        )
    assert not Assumptions.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"reason": " "}, "Dette felt er påkrævet"),
        ({"price": "-1"}, "større end eller lig 0"),
        ({"weeks": "0"}, "større end eller lig 1"),
        ({"on": "i går"}, "gyldig dato"),
    ],
)
def test_assumptions_that_cannot_be_are_refused_and_nothing_is_kept(
    client: Client, write: Writer, typed: dict[str, str], words: str
) -> None:
    answer = save(client, write.plan(), **typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Assumptions.objects.exists()


def test_trying_out_keeps_nothing(client: Client, write: Writer) -> None:
    plan = write.plan()
    page = client.get(f"/plans/{plan.pk}/economy/", ASK | {"price": "4.000"}).content.decode()
    assert "Lad disse forudsætninger gælde" in page
    assert not Assumptions.objects.exists()
    assert "Der vises ingen kroner" in client.get(f"/plans/{plan.pk}/economy/").content.decode()


def test_saved_assumptions_hold_with_who_when_and_why(client: Client, write: Writer, analyst: Staff) -> None:
    plan = write.plan()
    assert save(client, plan, investment="250.000,50").status_code == 302
    held = plan.assumptions.get()
    assert (held.price, held.investment) == (Decimal(4000), Decimal("250000.50"))
    assert (held.registered_by, held.reason) == (analyst, "Budget 2027, bilag 3")
    page = client.get(f"/plans/{plan.pk}/economy/").content.decode()
    assert "3.200" in page, "four fifths of 4,000 after a year, without anything in the address"
    assert "Forudsætninger sat af Ane Analytiker: Budget 2027, bilag 3" in page
    tried = client.get(f"/plans/{plan.pk}/economy/", ASK | {"price": "5.000"}).content.decode()
    assert "Prøvet, ikke gemt." in tried
    assert "4.000" in tried, "the history stands beside it"
    assert plan.assumptions.count() == 1


def test_changed_assumptions_leave_those_before_in_the_history(client: Client, write: Writer) -> None:
    plan = write.plan()
    save(client, plan)
    assert save(client, plan, price="4.100", version="1", reason="Regulering 2028").status_code == 302
    now, before = history(plan)
    assert (now.row.price, before.row.price) == (4100, 4000)
    assert now.changed == {"price"}
    page = client.get(f"/plans/{plan.pk}/economy/").content.decode()
    assert "Budget 2027, bilag 3" in page
    assert "Regulering 2028" in page
    with pytest.raises(ProgrammingError), transaction.atomic():
        Assumptions.objects.update(price=1)


def test_of_two_at_once_the_second_is_told(client: Client, write: Writer) -> None:
    plan = write.plan()
    save(client, plan)
    answer = save(client, plan, price="9.000")
    assert answer.status_code == 422
    assert "En anden har rettet det, mens du havde det åbent" in answer.content.decode()
    assert plan.assumptions.get().price == 4000
    assert 'name="version" value="1"' in answer.content.decode(), "sent once more it goes through"


def test_the_same_again_is_no_change_and_a_closed_plan_takes_none(client: Client, write: Writer) -> None:
    plan = write.plan()
    save(client, plan)
    assert save(client, plan, version="1").status_code == 422
    write.decide(plan)
    write.move(plan, "close")
    assert "lukket" in save(client, plan, version="1", price="1").content.decode()
    assert plan.assumptions.count() == 1
    assert "Lad disse forudsætninger gælde" not in client.get(f"/plans/{plan.pk}/economy/", ASK).content.decode()


def test_the_page_of_the_economy_is_for_everybody(open_as: Open, analyst: Staff, write: Writer, client: Client) -> None:
    plan = write.plan()
    save(client, plan)
    check_page(open_as, analyst, f"/plans/{plan.pk}/economy/", "economy")
    page = open_as(analyst, f"/plans/{plan.pk}/economy/")
    page.get_by_label("Pris for en uge på forsørgelse").fill("5000")
    page.get_by_role("button", name="Prøv").click()
    expect(page.get_by_text("Prøvet, ikke gemt.")).to_be_visible()
    check_axe(page)
    page.get_by_label("Hvor de kommer fra").fill("Ny pris")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Forudsætninger sat af Ane Analytiker: Ny pris")).to_be_visible()
    assert plan.assumptions.first().price == 5000  # type: ignore[union-attr]


def test_it_stands_on_no_page_of_a_case() -> None:
    from pathlib import Path

    import tovholder

    house = Path(tovholder.__file__).parent
    for room in ("casework", "citizens"):
        told = "".join(file.read_text() for file in (house / room).rglob("*.py"))
        assert "reimbursement" not in told
        assert "plans.economy" not in told
        assert "Assumptions" not in told
