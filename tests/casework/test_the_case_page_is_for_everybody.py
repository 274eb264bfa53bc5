"""The page of a case in a browser: accessible in every state, on a phone, in both languages, for every reader."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests.browser import DESKTOP, PHONE, Open, check_axe, no_sideways_scroll, screenshot
from tests.casework.stories import Story, long_story, protect
from tests.factories import Factory
from tovholder.casework.forms.conversations import key_of
from tovholder.casework.models import Case, Conversation, PlanStep

pytestmark = pytest.mark.browser


@pytest.fixture
def story(make: Factory, open_as: Open) -> Story:
    return long_story(make, timezone.now())


def address(story: Story, query: str = "") -> str:
    return f"/cases/{story.case.pk}/{query}"


def check(page: Page) -> None:
    check_axe(page)
    no_sideways_scroll(page)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_full_case(open_as: Open, story: Story, width: int, language: str) -> None:
    page = open_as(story.holder, address(story), width=width, language=language)
    check(page)
    screenshot(page, f"case-full-{width}-{language}")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_an_empty_case(make: Factory, open_as: Open, width: int) -> None:
    staff = make.staff()
    page = open_as(staff, f"/cases/{make.case(held_by=staff).pk}/", width=width)
    check(page)
    screenshot(page, f"case-empty-{width}")


def test_every_form_and_every_fault(open_as: Open, story: Story) -> None:
    page = open_as(story.holder, address(story), language="en", width=PHONE)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("alert").wait_for()
    page.locator(".form-errors:focus").wait_for()
    check(page)
    for tab in ("Note", "Plan a conversation", "Reminder"):
        page.locator(".tab-row").get_by_role("link", name=tab, exact=True).click()
        page.locator(".tab-row a[aria-current]", has_text=tab).wait_for()
        check(page)
    for query in ("?edit=goal", "?edit=step", f"?edit=drop&step={story.steps[0].pk}", "?register=missed&conversation="):
        page = open_as(story.holder, address(story, query + (str(story.planned.pk) if query[-1] == "=" else "")))
        check(page)


def test_the_closed_the_protected_the_narrowed_and_the_one_with_a_reason(
    make: Factory, open_as: Open, story: Story
) -> None:
    check(open_as(story.partner, address(story), width=PHONE))
    protect(story, timezone.localdate())
    check(open_as(story.leader, address(story)))
    stranger = make.staff()
    page = open_as(stranger, address(story), language="en", width=PHONE)
    check(page)
    page.get_by_label("Why do you need to see the case?").fill("Borgeren står i modtagelsen")
    page.get_by_role("button", name="Open the case").click()
    page.get_by_text("Opened with a reason").wait_for()
    check(page)
    Case.objects.filter(pk=story.case.pk).update(closed_on=timezone.localdate(), close_reason="work")
    check(open_as(story.holder, address(story)))


@pytest.mark.parametrize("name", ["history/", "plan/", "assign/", "participants/", "close/"])
def test_the_pages_around_it(open_as: Open, story: Story, name: str) -> None:
    page = open_as(story.leader, address(story, name), width=PHONE)
    check(page)
    assert page.locator("h1").count() == 1


def test_the_cpr_number_is_shown_in_place_and_gone_after_a_reload(open_as: Open, story: Story) -> None:
    page = open_as(story.holder, address(story), language="en")
    page.get_by_role("button", name="Show the CPR number").click()
    page.get_by_text("640487-0017").wait_for()
    check_axe(page)
    assert "0017" not in page.url
    page.reload()
    assert page.get_by_text("640487-0017").count() == 0


def test_a_date_that_is_typed_takes_the_place_of_the_button(open_as: Open, story: Story) -> None:
    page = open_as(story.holder, address(story), language="en")
    page.get_by_role("radio", name="in 2 weeks").click()
    page.locator("[name=ahead_on]").fill("2030-01-07")
    assert page.locator("[name=ahead]:checked").count() == 0
    page.get_by_role("radio", name="in 1 week").click()
    assert page.locator("[name=ahead_on]").input_value() == ""


def test_the_timeline_is_filtered_and_turned_without_losing_what_is_being_written(open_as: Open, story: Story) -> None:
    page = open_as(story.holder, address(story), language="en")
    page.get_by_label("What was agreed").fill("Ikke færdig endnu")
    page.get_by_role("link", name="Older", exact=True).click()
    page.get_by_role("link", name="Newer").wait_for()
    page.locator("#timeline-kind").select_option("note")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("link", name="Show everything").wait_for()
    assert page.locator(".story-conversation").count() == 0
    assert page.get_by_label("What was agreed").input_value() == "Ikke færdig endnu"
    check_axe(page)


def test_a_step_is_ticked_and_rewritten_in_place(open_as: Open, story: Story) -> None:
    page = open_as(story.holder, address(story), language="en")
    page.get_by_role("button", name=f"Done: {story.steps[1].text}").click()
    page.get_by_text("The step is done.").wait_for()
    page.locator("#plan-heading:focus").wait_for()
    page.get_by_role("link", name=re.compile(f"^Change ?: {story.steps[0].text}")).click()
    field = page.locator(".plan-form textarea")
    field.wait_for()
    page.locator(".plan-form textarea:focus").wait_for()
    field.fill("Finde et bageri")
    page.locator(".plan-form").get_by_role("button", name="Save").click()
    page.get_by_text("The step is rewritten.").wait_for()
    check_axe(page)
    assert PlanStep.objects.filter(text="Finde et bageri", ended_at=None).exists()


@pytest.mark.requirement("F11")
def test_two_browsers_the_second_sees_what_changed_and_saves_on_top(make: Factory, open_as: Open, story: Story) -> None:
    def write(page: Page, words: str) -> None:
        page.get_by_label("What was agreed").fill(words)
        page.get_by_role("radio", name="in 2 weeks").click()

    colleague: Any = make.staff("Else Toft", unit=story.unit)
    first = open_as(story.holder, address(story), language="en")
    second = open_as(colleague, address(story), language="en", width=PHONE)
    assert second.locator(f"[value='{key_of(story.planned)}']").is_checked()
    write(second, "Vi ses i praktikken")
    write(first, "Hun ringer selv")
    first.get_by_role("button", name="Save").click()
    first.get_by_text("The conversation is registered.").wait_for()
    second.get_by_role("button", name="Save").click()
    second.get_by_text("Somebody changed this while you wrote").wait_for()
    second.locator(".conflict:focus").wait_for()
    assert "Mette Krogh" in second.locator(".conflict").inner_text()
    assert "Hun ringer selv" in second.locator(".conflict").inner_text()
    assert second.get_by_label("What was agreed").input_value() == "Vi ses i praktikken"
    check(second)
    screenshot(second, "case-conflict")
    second.get_by_role("button", name="Save on top of it").click()
    second.get_by_text("The conversation is registered.").wait_for()
    second.locator("#now-heading:focus").wait_for()
    assert second.evaluate("scrollY") < 200
    assert Conversation.objects.get(pk=story.planned.pk).agreed == "Vi ses i praktikken"
