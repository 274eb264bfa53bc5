"""Goals move up and down among those that they stand with: without scripts, and the second of two is told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.browser import Open, check_page
from tests.factories import Factory
from tests.plans.conftest import Writer
from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.acts import Refused
from tovholder.accounts.models import Staff
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import RIGHTS, Right, Role
from tovholder.plans.actions.goals import drop_goal
from tovholder.plans.actions.order import move_goal
from tovholder.plans.content.compose import goals_of
from tovholder.plans.models import EmploymentPlan, Goal

pytestmark = pytest.mark.requirement("H2")


@pytest.fixture
def plan(write: Writer) -> EmploymentPlan:
    """Three long-term goals; the first has two yearly ones under it."""
    found = write.plan()
    tops = [write.goal(found, title, direction="followed", horizon="long") for title in ("A", "B", "C")]
    for title in ("A1", "A2"):
        write.goal(found, title, direction="followed", parent_id=tops[0].pk)
    return found


def titles(plan: EmploymentPlan) -> str:
    return " ".join(goal.title for goal in goals_of(plan))


def row(plan: EmploymentPlan, title: str) -> Goal:
    return plan.goals.get(title=title)


def move(actor: Actor, plan: EmploymentPlan, title: str, *order: str, up: bool = True) -> None:
    seen = [row(plan, one).pk for one in order]
    move_goal(actor=actor, goal_id=row(plan, title).pk, up=up, order=seen)


@pytest.mark.parametrize("role", [role for role in Role if Right.WRITE_PLANS not in RIGHTS[role]])
def test_who_may_not_write_plans_moves_nothing(make: Factory, plan: EmploymentPlan, role: Role, today: dt.date) -> None:
    with pytest.raises(NotAllowed):
        move(make.actor(make.staff(role=role), today), plan, "B", "A", "B", "C")


def test_nothing_is_moved_beyond_the_end_or_in_a_closed_plan(plan: EmploymentPlan, actor: Actor, write: Writer) -> None:
    for title, up in (("A", True), ("C", False)):
        with pytest.raises(Refused):
            move(actor, plan, title, "A", "B", "C", up=up)
    write.decide(plan)
    write.move(plan, "close")
    with pytest.raises(Refused):
        move(actor, plan, "B", "A", "B", "C")
    assert titles(plan) == "A A1 A2 B C"


def test_the_second_of_two_is_told_and_moves_nothing(plan: EmploymentPlan, actor: Actor) -> None:
    move(actor, plan, "B", "A", "B", "C")
    with pytest.raises(ChangedMeanwhile):
        move(actor, plan, "C", "A", "B", "C")
    assert titles(plan) == "B A A1 A2 C"


def test_a_goal_takes_those_under_it_along(plan: EmploymentPlan, actor: Actor) -> None:
    move(actor, plan, "A", "A", "B", "C", up=False)
    assert titles(plan) == "B A A1 A2 C"
    move(actor, plan, "A2", "A1", "A2")
    assert titles(plan) == "B A A2 A1 C", "yearly goals change places under their own"


def test_what_the_goal_says_is_not_touched_and_the_history_keeps_the_move(
    plan: EmploymentPlan, actor: Actor, write: Writer
) -> None:
    write.decide(plan)
    before = {goal.pk: goal.version for goal in plan.goals.all()}
    move(actor, plan, "C", "A", "B", "C")
    assert titles(plan) == "A A1 A2 C B", "a decided plan too, without a reason"
    assert {goal.pk: goal.version for goal in plan.goals.all()} == before
    was = row(plan, "C").history.order_by("pgh_id").last()
    assert (was.position, was.pgh_context["action"]) == (3, "move_goal")


def test_a_goal_that_is_given_up_is_in_nobodys_way(plan: EmploymentPlan, actor: Actor, today: dt.date) -> None:
    gone = row(plan, "B")
    drop_goal(actor=actor, goal_id=gone.pk, version=gone.version, because="Opgivet", today=today)
    move(actor, plan, "C", "A", "C")
    assert titles(plan) == "C A A1 A2"
    with pytest.raises(ChangedMeanwhile):
        move_goal(actor=actor, goal_id=gone.pk, up=True, order=[gone.pk])


def test_a_new_goal_comes_last_after_any_moving(plan: EmploymentPlan, actor: Actor, write: Writer) -> None:
    move(actor, plan, "C", "A", "B", "C")
    write.goal(plan, "D", direction="followed")
    assert titles(plan) == "A A1 A2 C B D"


def test_nonsense_moves_nothing_and_a_stale_page_says_so(plan: EmploymentPlan, analyst: Staff) -> None:
    client = Client()
    client.force_login(analyst)
    address = f"/plans/{plan.pk}/order/"
    assert client.post(address, {"goal": "x"}).status_code == 302
    assert client.post(address, {"goal": "999999", "order": "1", "way": "up"}).status_code == 404
    answer = client.post(address, {"goal": str(row(plan, "B").pk), "order": "1,2,3", "way": "up"})
    assert answer.status_code == 409
    assert "ændrede rækkefølgen, mens du havde den åben" in answer.content.decode()
    assert titles(plan) == "A A1 A2 B C"


@pytest.mark.parametrize("scripts", [True, False])
def test_it_is_done_with_the_keyboard_with_and_without_scripts(
    open_as: Open, plan: EmploymentPlan, analyst: Staff, scripts: bool
) -> None:
    page = open_as(analyst, f"/plans/{plan.pk}/order/", scripts=scripts)
    page.get_by_role("button", name="Op: C").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("“C” er nu nummer 2 af 3.")).to_be_visible()
    expect(page.get_by_role("button", name="Op: C")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("“C” er nu nummer 1 af 3.")).to_be_visible()
    expect(page.get_by_role("button", name="Ned: C")).to_be_focused()
    assert titles(plan) == "C A A1 A2 B"


def test_the_page_is_for_everybody(open_as: Open, plan: EmploymentPlan, analyst: Staff) -> None:
    check_page(open_as, analyst, f"/plans/{plan.pk}/order/", "plan-order")
