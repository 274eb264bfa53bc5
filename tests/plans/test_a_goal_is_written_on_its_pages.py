"""Goals and plans are written on the pages, and what does not hold comes back with what was typed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from tests.factories import Factory
from tests.plans.conftest import Publish, Writer, months
from tovholder.accounts.actor import Actor
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import Role
from tovholder.plans.actions import plans as acts
from tovholder.plans.models import Comment, EmploymentPlan

pytestmark = pytest.mark.requirement("L1")
DEC = dt.date(2025, 12, 1)


@pytest.fixture
def client(analyst: Staff) -> Client:
    signed_in = Client()
    signed_in.force_login(analyst)
    return signed_in


@pytest.fixture
def leader(make: Factory) -> Client:
    signed_in = Client()
    signed_in.force_login(make.staff(role=Role.TEAM_LEADER))
    return signed_in


SAID = {
    "title": "Færre langtidsledige", "number": "5", "horizon": "year", "figure": "entered", "unit": "persons",
    "direction": "at_most", "baseline_month": "2025-12", "target_month": "2026-12", "percent": "−30 %",
    "persons": "-44", "definition": "80 pct. af 52 uger", "reason": "", "risks": "Flygtninge", "parent_id": "",
}  # fmt: skip
FEWER = {"direction": "at_most", "baseline_month": DEC, "target_month": dt.date(2026, 12, 1), "percent": -30.0}


def test_a_leader_reads_and_does_not_write(leader: Client, write: Writer) -> None:
    plan = write.plan()
    goal = write.goal(plan, direction="followed")
    for address in (f"/plans/{plan.pk}/", f"/plans/goals/{goal.pk}/", f"/plans/{plan.pk}/status/"):
        page = leader.get(address)
        assert page.status_code == 200
        assert '<form method="post" action="/plans' not in page.content.decode()
    assert leader.post(f"/plans/{plan.pk}/goals/new/", SAID).status_code == 403
    assert leader.get(f"/plans/{plan.pk}/economy/").status_code == 200


def test_a_goal_is_added_with_a_per_cent_and_a_number(client: Client, write: Writer) -> None:
    plan = write.plan()
    assert client.post(f"/plans/{plan.pk}/goals/new/", SAID).status_code == 302
    goal = plan.goals.get()
    assert (goal.percent, goal.persons, goal.baseline_month) == (-30, -44, DEC)
    entered = {"month": "2025-12", "value": "146", "source": "Jobindsats", "dated": "2026-02-01"}
    client.post(f"/plans/goals/{goal.pk}/values/", entered)
    page = client.get(f"/plans/goals/{goal.pk}/").content.decode()
    assert "højst 102" in page
    assert "Jobindsats" in page
    assert "Flygtninge" in page


@pytest.mark.parametrize(("change", "words"), [
    ({"target_month": "2025-11"}, "ikke efter udgangspunktets"),
    ({"percent": "tredive"}, "tal"),
    ({"title": ""}, "påkrævet"),
    ({"figure": "own:moon"}, "moon"),
    ({"baseline_month": "2025-13"}, "2026-07"),
])  # fmt: skip
def test_what_does_not_hold_comes_back_with_what_was_typed(
    client: Client, write: Writer, change: dict, words: str
) -> None:
    plan = write.plan()
    answer = client.post(f"/plans/{plan.pk}/goals/new/", SAID | change)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "Flygtninge" in page
    assert not plan.goals.exists()


@pytest.mark.parametrize(("typed", "value"), [("1.234", 1234), ("1.234,5", 1234.5), ("12,5", 12.5), ("12.5", 12.5)])
def test_numbers_are_typed_as_danes_write_them(client: Client, write: Writer, typed: str, value: float) -> None:
    goal = write.goal(write.plan(), direction="followed")
    client.post(
        f"/plans/goals/{goal.pk}/values/", {"month": "2025-12", "value": typed, "source": "x", "dated": "2026-02-01"}
    )
    assert goal.entered.get().value == value


def test_an_empty_value_is_not_known_and_not_zero(client: Client, write: Writer) -> None:
    goal = write.goal(write.plan(), direction="followed", baseline_month=DEC)
    client.post(
        f"/plans/goals/{goal.pk}/values/", {"month": "2025-12", "value": "", "source": "STAR", "dated": "2026-02-01"}
    )
    assert goal.entered.get().value is None
    assert "Ingen tal" in client.get(f"/plans/{goal.plan_id}/").content.decode()


def test_a_break_between_the_baseline_and_now_is_told_and_not_bridged(
    client: Client, write: Writer, publish: Publish
) -> None:
    publish({("173", "cashAssistance.persons"): months("2025M01", *[600.0] * 12)})
    plan = write.plan()
    goal = write.goal(plan, "Kontanthjælp", source="published", indicator="cashAssistance.persons",
                      baseline_month=dt.date(2025, 1, 1), target_month=dt.date(2026, 12, 1), percent=-5)  # fmt: skip
    page = client.get(f"/plans/goals/{goal.pk}/").content.decode()
    assert "Databrud i juli 2025" in page
    assert "Vælg et udgangspunkt fra juli 2025" in page
    assert "Databrud" in client.get(f"/plans/{plan.pk}/").content.decode()


def test_a_comment_is_kept_for_its_quarter(client: Client, write: Writer) -> None:
    goal = write.goal(write.plan(), direction="followed")
    address = f"/plans/goals/{goal.pk}/comment/2026Q2/"
    assert (
        client.post(
            address, {"text": "Faldet fortsætter", "proposal": "Flere jobformidlere", "version": "0"}
        ).status_code
        == 302
    )
    assert client.post(address, {"text": "Overskrevet", "version": "0"}).status_code == 422
    said = Comment.objects.get()
    assert (said.year, said.quarter, said.text) == (2026, 2, "Faldet fortsætter")
    assert client.post(f"/plans/goals/{goal.pk}/comment/2026Q5/", {"version": "0"}).status_code == 404


def test_what_is_said_of_a_plan_that_is_over_is_said_of_its_last_quarter(client: Client, write: Writer) -> None:
    """Not of the quarter that runs today, which no page of that plan would ever show."""
    goal = write.goal(write.plan(first_year=2015, last_year=2015), direction="followed", baseline_month=DEC)
    page = client.get(f"/plans/goals/{goal.pk}/").content.decode()
    assert f'action="/plans/goals/{goal.pk}/comment/2016Q1/"' in page
    answer = client.post(f"/plans/goals/{goal.pk}/comment/2015Q3/", {"text": "Som ventet.", "version": 0})
    assert answer.headers["Location"] == f"/plans/goals/{goal.pk}/?quarter=2015Q3"
    assert "1. kvartal 2016" in client.get(f"/plans/{goal.plan_id}/status/?quarter=2030Q1").content.decode()


def test_the_plan_goes_to_the_committee_and_is_decided_on_its_page(client: Client, write: Writer) -> None:
    plan = write.plan()
    address = f"/plans/{plan.pk}/move"
    client.post(f"{address}/send/", {"on": "2026-02-01"})
    assert client.post(f"{address}/decide/", {"on": "2026-02-24"}).status_code == 422
    client.post(f"{address}/decide/", {"on": "2026-02-24", "reference": "Sag 1"})
    page = client.get(f"/plans/{plan.pk}/").content.decode()
    assert "Besluttet" in page
    assert "Sag 1" in page
    assert client.post(f"/plans/{plan.pk}/goals/new/", SAID).status_code == 422, "a reason is asked for"
    client.post(f"/plans/{plan.pk}/goals/new/", SAID | {"why": "Udvalget ønskede det"})
    goal = plan.goals.get()
    client.post(f"/plans/goals/{goal.pk}/drop/", {"because": "Overhalet", "version": "1"})
    assert "Overhalet" in client.get(f"/plans/{plan.pk}/").content.decode()


def test_an_empty_plan_and_the_ministers_goals(client: Client) -> None:
    said = {
        "title": "Plan 2019",
        "municipality": "Halsnæs Kommune",
        "first_year": "2019",
        "last_year": "2022",
        "aim": "Job",
    }
    client.post("/plans/new/empty/", said)
    plan = EmploymentPlan.objects.get()
    assert plan.area == "260"
    client.post(f"/plans/{plan.pk}/minister/", {"number": "1", "text": "Flere i beskæftigelse"})
    assert "Flere i beskæftigelse" in client.get(f"/plans/{plan.pk}/").content.decode()
    client.post(f"/plans/{plan.pk}/change/", said | {"title": "Plan 2019-2022", "version": "1"})
    plan.refresh_from_db()
    assert plan.title == "Plan 2019-2022"


def test_figures_of_one_paper_are_entered_one_after_another(client: Client, write: Writer) -> None:
    """The baseline's month comes first; where the last figure stood is not typed again, also for the next goal."""
    plan = write.plan()
    goal, other = (write.goal(plan, title, **FEWER) for title in ("Første", "Andet"))
    page = client.get(f"/plans/goals/{goal.pk}/").content.decode()
    assert 'name="month" value="2025-12"' in page
    answer = client.post(
        f"/plans/goals/{goal.pk}/values/",
        {"month": "2025-12", "value": "535", "source": "Notat om niveauer", "dated": "2026-02-24"},
        follow=True,
    )
    for page in (answer.content.decode(), client.get(f"/plans/goals/{other.pk}/").content.decode()):
        assert 'value="Notat om niveauer"' in page
        assert 'name="dated" value="2026-02-24"' in page
        assert "<summary>Indtast et tal</summary>" in page[page.index('<details class="fold" open>') :][:80]
    assert 'name="month" value="2025-12"' not in answer.content.decode()


def test_a_change_after_the_draft_stands_on_a_page_with_its_reason(client: Client, write: Writer) -> None:
    plan = write.plan()
    goal = write.goal(plan, "Færre langtidsledige", number="5", **FEWER)
    assert "Planen er et udkast" in client.get(f"/plans/{plan.pk}/changes/").content.decode()
    write.decide(plan)
    client.post(
        f"/plans/goals/{goal.pk}/change/",
        SAID | {"percent": "−12", "persons": "", "target_month": "2027-06", "version": goal.version, "why": "Høringen"},
    )
    write.now += dt.timedelta(hours=1)
    write.goal(plan, "Et til", direction="followed", reason="Ministeren vil det")
    page = client.get(f"/plans/{plan.pk}/changes/").content.decode()
    for words in ("Høringen", "Ane Analytiker", "−30 → <strong>−12", "december 2026 → <strong>juni 2027", "Et til",
                  "Ministeren vil det"):  # fmt: skip
        assert words in page
    assert "Høringen" in client.get(f"/plans/goals/{goal.pk}/").content.decode()
    assert f'href="/plans/{plan.pk}/changes/"' in client.get(f"/plans/{plan.pk}/").content.decode()


def test_a_ministers_goal_is_taken_away_again(client: Client, write: Writer, actor: Actor, now: dt.datetime) -> None:
    plan = write.plan()
    announced = [acts.add_ministers_goal(actor=actor, plan_id=plan.pk, number=number, text=f"Mål {number}", now=now)
                 for number in (1, 2)]  # fmt: skip
    client.post(f"/plans/ministers/{announced[0].pk}/remove/")
    write.decide(plan)
    refused = client.post(f"/plans/ministers/{announced[1].pk}/remove/", follow=True).content.decode()
    assert "hvorfor den ændres" in refused
    assert [one.number for one in plan.ministers_goals.all()] == [2]
    client.post(f"/plans/ministers/{announced[1].pk}/remove/", {"reason": "Ikke udmeldt"})
    assert not plan.ministers_goals.exists()
    assert "Ikke udmeldt" in client.get(f"/plans/{plan.pk}/changes/").content.decode()


def test_a_page_of_twelve_goals_takes_few_queries(
    client: Client, write: Writer, publish: Publish, django_assert_max_num_queries: object
) -> None:
    publish({("173", "unemployment.total"): months("2025M12", 700, 690)})
    plan = write.plan()
    for number in range(12):
        write.goal(plan, f"Mål {number}", source="published", indicator="unemployment.total", baseline_month=DEC,
                   target_month=dt.date(2026, 12, 1), percent=-number)  # fmt: skip
    client.get(f"/plans/{plan.pk}/")
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        client.get(f"/plans/{plan.pk}/")
