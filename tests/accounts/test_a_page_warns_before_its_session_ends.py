"""Nobody who types is signed out; who is away is asked first (WCAG 2.2.1)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import Open, check_axe, screenshot
from tests.factories import Factory

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_as: Open, make: Factory) -> Page:
    """A page whose clock the test moves."""
    opened = open_as(make.staff(), "/account/")
    opened.clock.install()
    opened.reload()
    return opened


def test_who_is_away_is_asked_and_may_stay(page: Page) -> None:
    page.clock.fast_forward("57:00")
    assert not page.locator("dialog").is_visible()
    page.clock.fast_forward("01:30")
    page.get_by_role("dialog", name="Er du der stadig?").wait_for()
    check_axe(page)
    screenshot(page, "session-ending", full=False)
    with page.expect_response("**/account/stay/") as answer:
        page.get_by_role("button", name="Forbliv logget ind").click()
    assert answer.value.status == 204
    page.clock.fast_forward("30:00")
    assert not page.locator("dialog").is_visible()


def test_who_stays_away_is_told_that_it_has_ended(page: Page) -> None:
    page.clock.fast_forward("01:05:00")
    page.get_by_text("Du er blevet logget ud. Kopiér").wait_for()
    check_axe(page)


def test_typing_is_a_sign_of_life(page: Page) -> None:
    for _quarter in range(6):
        page.clock.fast_forward("15:00")
        with page.expect_response("**/account/stay/"):
            page.get_by_label("Telefon").press_sequentially("1")
    assert not page.locator("dialog").is_visible()


def test_typing_much_asks_little(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/stay/") else None)
    for _second in range(20):
        page.clock.fast_forward(1000)
        page.get_by_label("Telefon").press_sequentially("1")
    assert asked == []


def test_the_end_of_a_long_day_is_announced(page: Page) -> None:
    for _hour in range(9):
        page.clock.fast_forward("52:00")
        page.get_by_label("Telefon").press_sequentially("1")
    page.clock.fast_forward("05:00")
    page.get_by_text("Gem det, du er ved at skrive.").wait_for()
