"""Lists without a mouse, choosing several, and typed text that is not lost. The page is /kit/."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import Open

pytestmark = pytest.mark.browser

ROW = "document.activeElement.closest('tbody > tr')?.rowIndex"


@pytest.fixture
def kit(open_as: Open, make: Any) -> Page:
    return open_as(make.staff(), "/kit/")


def first_row(page: Page) -> None:
    page.locator(".grid[data-keys] tbody tr").first.focus()


def chosen(page: Page) -> list[bool]:
    return [box.is_checked() for box in page.locator(".grid[data-keys] tbody .select input").all()]


def test_a_letter_typed_elsewhere_moves_nothing(kit: Page) -> None:
    kit.locator("#id_agreed").focus()
    kit.keyboard.type("jjxk")
    assert kit.locator("#id_agreed").input_value().count("jjxk") == 1
    assert not any(chosen(kit))


def test_letters_and_arrows_move_between_rows_and_stop_at_the_ends(kit: Page) -> None:
    first_row(kit)
    visited = []
    for key in ("j", "ArrowDown", "k", "ArrowUp", "ArrowUp", "End", "j", "Home"):
        kit.keyboard.press(key)
        visited.append(kit.evaluate(ROW))
    assert visited == [2, 3, 2, 1, 1, 5, 5, 1]


def test_a_list_is_one_stop_of_the_tab_key_and_keeps_its_place(kit: Page) -> None:
    first_row(kit)
    kit.keyboard.press("j")
    kit.locator("#id_agreed").focus()
    stops = kit.locator(".grid[data-keys] tbody tr[tabindex='0']")
    assert stops.count() == 1
    assert stops.evaluate("row => row.rowIndex") == 2


def test_enter_opens_the_row(kit: Page) -> None:
    first_row(kit)
    kit.evaluate("""document.querySelector(".grid[data-keys] tbody a").href = "/help/" """)
    kit.keyboard.press("Enter")
    kit.wait_for_url("**/help/")


def test_x_and_space_choose_and_the_bar_counts(kit: Page) -> None:
    bar = kit.locator(".bulk-bar")
    assert not bar.is_visible()
    first_row(kit)
    kit.keyboard.press("x")
    kit.keyboard.press("j")
    kit.keyboard.press(" ")
    assert chosen(kit) == [True, True, False, False, False]
    assert bar.inner_text().startswith("2 valgt")
    kit.keyboard.press("x")
    kit.keyboard.press("k")
    kit.keyboard.press("x")
    assert not bar.is_visible()


def test_choosing_all_and_a_stretch(kit: Page) -> None:
    boxes = kit.locator(".grid[data-keys] tbody .select input")
    every = kit.locator("[data-select-all]")
    boxes.nth(1).click()
    assert every.evaluate("box => box.indeterminate")
    boxes.nth(3).click(modifiers=["Shift"])
    assert chosen(kit) == [False, True, True, True, False]
    every.click()
    assert all(chosen(kit))
    every.click()
    assert not any(chosen(kit))


def test_without_scripts_the_bar_is_there_from_the_start(open_as: Open, make: Any) -> None:
    page = open_as(make.staff(), "/kit/", scripts=False)
    assert page.locator(".bulk-bar button").first.is_visible()


@pytest.fixture
def asked(kit: Page) -> list[str]:
    """What the browser asked; it is answered with yes. The form with faults, which always asks, is taken away."""
    heard: list[str] = []
    kit.on("dialog", lambda dialog: (heard.append(dialog.type), dialog.accept()))
    kit.evaluate("document.querySelector('.form-errors').closest('form').remove()")
    return heard


def leave(page: Page) -> None:
    page.goto(page.url.split("/kit/")[0] + "/help/")


def test_the_browser_asks_before_typed_text_is_thrown_away(kit: Page, asked: list[str]) -> None:
    kit.click("#id_new-agreed")
    kit.keyboard.type("Ring på mandag")
    leave(kit)
    assert asked == ["beforeunload"]


def test_what_a_form_with_faults_still_holds_counts_as_unsaved(open_as: Open, make: Any) -> None:
    page = open_as(make.staff(), "/kit/")
    heard: list[str] = []
    page.on("dialog", lambda dialog: (heard.append(dialog.type), dialog.accept()))
    page.click("h1")
    leave(page)
    assert heard == ["beforeunload"]


def test_a_search_that_was_typed_is_no_loss(kit: Page, asked: list[str]) -> None:
    kit.click("#id_text")
    kit.keyboard.type("Bo")
    leave(kit)
    assert asked == []


def test_sending_the_text_asks_nothing_and_can_be_done_from_the_keyboard(kit: Page, asked: list[str]) -> None:
    kit.click("#id_new-agreed")
    kit.keyboard.type("Ring på mandag")
    kit.keyboard.press("Control+Enter")
    kit.wait_for_url("**new-agreed=Ring**")
    assert asked == []
