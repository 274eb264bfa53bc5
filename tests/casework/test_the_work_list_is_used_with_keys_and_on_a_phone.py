"""The work list and My day in a browser: accessible, narrow, by keyboard, with and without scripts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import check_axe, check_page, no_sideways_scroll
from tests.factories import Factory
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import Role
from tovholder.casework.models import Plan, PlanStep, Reminder

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


@pytest.fixture
def busy(make: Factory) -> Staff:
    """A leader with cases of every kind: long names, a vacancy, steps, reminders, meetings."""
    unit = make.unit("Team Job og Udvikling, Vest")
    me = make.staff("Ida Holm", unit=unit, role=Role.TEAM_LEADER)
    make.member(me, unit, Role.CASEWORKER)
    now = timezone.now()
    for number, name in enumerate(("Ane", "Bo", "Cæcilie Alexandra Dorthea", "Dan", "Eva")):
        case = make.case(held_by=me, citizen=make.citizen(name, "Østergaard-Kjærgaard"))
        make.conversation(case, starts_at=now - dt.timedelta(days=20 * number), held=True, staff=me)
        plan = Plan.objects.create(case=case)
        PlanStep.objects.create(
            plan=plan,
            text="Få en aftale med den praktiserende læge",
            turn="other",
            turn_name="Praktiserende læge Marianne Frederiksen",
            due_on=now.date() - dt.timedelta(days=number),
            agreed_at=now,
        )
        Reminder.objects.create(case=case, staff=me, due_on=timezone.localdate(), text="Ring")
    make.case(held_by=None, unit=unit)
    return me


def test_the_pages_are_accessible_full_and_empty(open_as: Open, busy: Staff, make: Factory) -> None:
    unit = busy.memberships.first()
    assert unit
    for name, path in (
        ("my-day", "/"),
        ("work-list", "/cases/"),
        ("work-list-filtered", "/cases/?flag=other"),
        ("work-list-unit", f"/cases/?scope={unit.unit_id}"),
        ("work-list-nothing-fits", "/cases/?flag=protected"),
    ):
        check_page(open_as, busy, path, name)
    new_here = make.staff()
    for name, path in (("my-day-empty", "/"), ("work-list-empty", "/cases/")):
        check_page(open_as, new_here, path, name)


def test_a_row_is_reached_and_opened_by_keyboard(open_as: Open, busy: Staff) -> None:
    page = open_as(busy, "/cases/", language="en")
    page.locator("table.grid tbody tr").first.focus()
    page.keyboard.press("j")
    name = page.locator("table.grid tbody tr").nth(1).locator("th a").inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_a_status_filters_without_a_new_page_and_the_address_follows(open_as: Open, busy: Staff) -> None:
    page = open_as(busy, "/cases/", language="en")
    page.get_by_role("link", name="Waits for somebody else").click()
    expect(page.get_by_role("link", name="Waits for somebody else")).to_have_attribute("aria-current", "true")
    assert "flag=other" in page.url
    expect(page.locator(".list-count")).to_contain_text("5")
    page.go_back()
    expect(page.locator(".list-count")).to_contain_text("5")


def test_selecting_rows_brings_up_what_can_be_done_with_them(open_as: Open, busy: Staff) -> None:
    page = open_as(busy, "/cases/", language="en")
    bar = page.locator(".bulk-bar")
    expect(bar).to_be_hidden()
    page.get_by_role("checkbox", name="Select all on this page").check()
    expect(bar).to_contain_text("5")
    bar.get_by_role("button", name="Set a reminder").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set a reminder")
    check_axe(page)
    no_sideways_scroll(page)


def test_everything_works_without_scripts(open_as: Open, busy: Staff) -> None:
    page = open_as(busy, "/cases/", language="en", scripts=False)
    page.get_by_role("link", name="Waits for somebody else").click()
    assert "flag=other" in page.url
    page.locator("tbody .select input").first.check()
    page.get_by_role("button", name="Set a reminder").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set a reminder")
