"""What is used daily stands in one row on a usual screen, in both languages; the rest is one click away."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import DESKTOP, Open, check_axe
from tovholder.accounts.rights import Role
from tovholder.web.navigation import MOST_IN_A_ROW, Link, Menu


def menu(daily: int, seldom: int, current: str = "") -> Menu:
    links = [Link(f"d{number}", "/", f"d{number}" == current) for number in range(daily)]
    return Menu([*links, *(Link(f"s{number}", "/", f"s{number}" == current, seldom=True) for number in range(seldom))])


def test_a_short_menu_hides_nothing() -> None:
    short = menu(MOST_IN_A_ROW - 2, 2)
    assert (len(short.row), short.more) == (MOST_IN_A_ROW, [])


def test_a_long_one_keeps_what_is_opened_seldom_under_more_and_says_when_one_is_there() -> None:
    long = menu(8, 3, current="s1")
    assert [link.label for link in long.more] == ["s0", "s1", "s2"]
    assert len(long.row) == 8
    assert long.is_more_current
    assert not menu(8, 3, current="d1").is_more_current


@pytest.mark.browser
@pytest.mark.parametrize("role", list(Role))
def test_every_role_s_menu_fits(open_as: Open, make: Any, role: Role) -> None:
    staff = make.staff(role=role)
    for language in ("da", "en"):
        page = open_as(staff, "/help/", width=DESKTOP, language=language)
        tops = page.eval_on_selector_all(
            ".menu > .menu-list > li", "all => all.map((one) => Math.round(one.getBoundingClientRect().top))"
        )
        assert len(set(tops)) == 1, f"{role.value} in {language}: {tops}"
        right = page.eval_on_selector_all(
            ".menu > .menu-list > li", "all => Math.max(...all.map((one) => one.getBoundingClientRect().right))"
        )
        assert right <= DESKTOP


@pytest.mark.browser
def test_what_is_under_more_opens_with_the_keyboard(open_as: Open, make: Any) -> None:
    page = open_as(make.staff(role=Role.TEAM_LEADER), "/help/", language="en")
    more = page.locator(".menu summary")
    more.focus()
    page.keyboard.press("Enter")
    link = page.locator(".menu .drop-body a", has_text="Rules")
    link.wait_for()
    check_axe(page)
    link.click()
    page.locator(".menu summary.current").wait_for()
