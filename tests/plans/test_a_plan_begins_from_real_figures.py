"""Type a municipality, and a plan of its published figures is proposed; people decide what is to be reached."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.browser import DESKTOP, PHONE, Open, check_axe, no_sideways_scroll, screenshot
from tests.plans.conftest import Publish, months
from tovholder.accounts.models import Staff
from tovholder.figures.published import areas
from tovholder.figures.published.months import Month
from tovholder.plans.models import EmploymentPlan
from tovholder.plans.queries.propose import USUAL, common_month, propose
from tovholder.published import queries as publications

ASK = {"municipality": "Lyngby-Taarbæk", "first_year": "2026", "last_year": "2026", "baseline": "2025-12"}

ECONOMY = {"kind": "state_share", "on": "2026-11-18", "price": "4000", "first_week": "1", "weeks": "60",
           "at_week": "53", "people": "3", "investment": "90000"}  # fmt: skip


@pytest.fixture
def client(analyst: Staff) -> Client:
    signed_in = Client()
    signed_in.force_login(analyst)
    return signed_in


def test_without_published_figures_it_says_what_to_do(client: Client) -> None:
    page = client.get("/plans/new/", ASK).content.decode()
    assert "Hent først filen fra Jobindsats" in page
    assert "/plans/new/empty/" in page


@pytest.mark.parametrize(("change", "words"), [
    ({"municipality": "Atlantis"}, "Vælg en af de 98"),
    ({"municipality": "000"}, "Vælg en af de 98"),
    ({"last_year": "2025"}, "ligger ikke før"),
    ({"target": "2025-12"}, "ikke efter udgangspunktets"),
    ({"baseline": "i fjor"}, "2026-07"),
])  # fmt: skip
def test_what_cannot_be_is_said_beside_the_field(client: Client, publish: Publish, change: dict, words: str) -> None:
    publish({("173", "unemployment.total"): months("2025M12", 700)})
    answer = client.get("/plans/new/", ASK | change)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_month_without_figures_gives_no_baseline_and_invents_none(client: Client, publish: Publish) -> None:
    publish({("173", "unemployment.total"): months("2025M10", 700, 710)})
    page = client.get("/plans/new/", ASK).content.decode()
    assert "november 2025" in page
    assert (
        client.post("/plans/new/?" + query(ASK), {"title": "Plan", "follow-unemployment.total": "on"}).status_code
        == 302
    )
    goal = EmploymentPlan.objects.get().goals.get()
    page = client.get(f"/plans/goals/{goal.pk}/").content.decode()
    assert "Der er intet tal for udgangspunktet, december 2025" in page


def query(asked: dict[str, str]) -> str:
    from urllib.parse import urlencode

    return urlencode(asked)


def test_nothing_is_chosen_nothing_is_made(client: Client, publish: Publish) -> None:
    publish({("173", "unemployment.total"): months("2025M12", 700)})
    answer = client.post("/plans/new/?" + query(ASK), {"title": "Plan"})
    assert answer.status_code == 422
    assert "mindst ét tal" in answer.content.decode()
    assert not EmploymentPlan.objects.exists()


def test_the_machine_decides_nothing(client: Client, publish: Publish) -> None:
    publish({("173", "unemployment.total"): months("2025M12", 700, 690)})
    client.post("/plans/new/?" + query(ASK), {"title": "Plan", "follow-unemployment.total": "on"})
    goal = EmploymentPlan.objects.get().goals.get()
    assert (goal.percent, goal.persons, goal.level) == (None, None, None)
    assert "ikke fastsat endnu" in client.get(f"/plans/{goal.plan_id}/").content.decode()


@pytest.mark.requirement("L1")
def test_lyngby_taarbaek_gets_a_plan_of_its_real_figures(client: Client, real: int) -> None:
    page = client.get("/plans/new/", ASK).content.decode()
    assert "159" in page, "long-term unemployed in December 2025"
    reach = {"follow-longterm.total": "on", "reach-longterm.total": "−12", "follow-ordinaryHours.share": "on",
             "reach-ordinaryHours.share": "16,5"}  # fmt: skip
    client.post("/plans/new/?" + query(ASK), {"title": "Beskæftigelsesplan 2026", **reach})
    plan = EmploymentPlan.objects.get()
    assert plan.area == "173"
    assert {goal.indicator: (goal.percent, goal.level, goal.direction) for goal in plan.goals.all()} == {
        "longterm.total": (-12, None, "at_most"),
        "ordinaryHours.share": (None, 16.5, "at_least"),
    }
    page = client.get(f"/plans/{plan.pk}/").content.decode()
    for words in ("højst 140", "juli 2026", "juni 2026", "+25 (+15,7 %)", "mindst 16,5"):
        assert words in page, words
    goal = plan.goals.get(indicator="longterm.total")
    page = client.get(f"/plans/goals/{goal.pk}/").content.decode()
    for words in ("Greve", "Region Hovedstaden", "17.208", "Prognose for", "tabel y25i09", "tidligere prognoser"):
        assert words in page, words
    other = client.get(f"/plans/goals/{goal.pk}/?alike=1&criterion=size&region=1").content.decode()
    assert "Greve" not in other


def test_each_of_the_98_gets_its_proposal_from_its_own_figures(real: int) -> None:
    published = publications.of(real)
    for code, area in areas.MUNICIPALITIES.items():
        month = common_month(published, code)
        assert month is not None, area.name
        proposed = propose(published, code, month)
        assert proposed, area.name
        for one in proposed:
            assert one.value == published.series(one.indicator.id, code).at(month)
            assert one.latest is not None
            assert one.since is None or one.indicator.comparable(one.since, one.latest)
    usual = [one.indicator.id for one in propose(published, "173", Month.read("2025M12")) if one.is_usual]
    assert tuple(usual) == USUAL


@pytest.mark.browser
def test_the_pages_of_a_plan_are_for_everybody(open_as: Open, analyst: Staff, publish: Publish) -> None:
    values = [900.0 - 10 * step for step in range(14)]
    publish(
        {
            ("173", "unemployment.total"): months("2025M12", *values),
            ("000", "unemployment.total"): months("2025M12", *values),
        }
    )
    page = open_as(analyst, "/plans/")
    page.get_by_role("link", name="Begynd en plan").click()
    page.get_by_label("Kommune").fill("Lyngby-Taarbæk")
    page.get_by_label("Første år").fill("2026")
    page.get_by_label("Sidste år").fill("2026")
    page.get_by_label("Regn fra").fill("2025-12")
    page.get_by_role("button", name="Vis tallene").click()
    check_axe(page)
    page.get_by_label("Ændring i procent").first.fill("-10")
    page.get_by_role("button", name="Lav udkastet").click()
    page.get_by_role("link", name="1. Ledige").click()
    page.get_by_label("Kommentar").fill("Det går den rigtige vej")
    page.get_by_role("button", name="Gem").click()
    goal = EmploymentPlan.objects.get().goals.get()
    addresses = {"plan": f"/plans/{goal.plan_id}/", "goal": f"/plans/goals/{goal.pk}/", "list": "/plans/",
                 "goal-form": f"/plans/goals/{goal.pk}/change/", "status": f"/plans/{goal.plan_id}/status/",
                 "economy": f"/plans/{goal.plan_id}/economy/?{query(ECONOMY)}",
                 "start": "/plans/new/?" + query(ASK)}  # fmt: skip
    for name, address in addresses.items():
        for language, width in (("da", DESKTOP), ("en", PHONE)):
            page = open_as(analyst, address, width=width, language=language)
            screenshot(page, f"{name}-{width}")
            no_sideways_scroll(page)
            check_axe(page)
