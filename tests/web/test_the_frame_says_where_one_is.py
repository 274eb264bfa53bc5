"""The frame of every page: menu, search, language, who is signed in; with and without scripts, on a phone too."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.test import Client
from django.urls import include, path

from tests.browser import PHONE, Open, check_axe, no_sideways_scroll, screenshot
from tovholder.accounts.permissions import page as signed_in
from tovholder.accounts.rights import Role
from tovholder.web import context, navigation
from tovholder.web.navigation import Entry, Link, links


@signed_in()
def somewhere(request: HttpRequest) -> HttpResponse:
    return render(request, "web/help.html")


@signed_in()
def said(request: HttpRequest) -> HttpResponse:
    messages.success(request, "It is <saved>.")
    return redirect("/help/")


urlpatterns = [
    path("t/cases/", somewhere, name="t_cases"),
    path("t/cases/17/", somewhere, name="t_case"),
    path("t/find/", somewhere, name="t_find"),
    path("t/said/", said),
    path("", include("tovholder.config.urls")),
]
pytestmark = pytest.mark.urls(__name__)
handler404 = "tovholder.web.errors.not_found"


@pytest.fixture(autouse=True)
def menu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", [])
    navigation.add(Entry("Staff", "web:kit", "manage_staff", order=3))
    navigation.add(Entry("Cases", "t_cases", order=1))
    navigation.add(Entry("Not built yet", "no:such", order=2))
    monkeypatch.setattr(context, "SEARCH", Entry("", "t_find", "find_citizen"))


def test_the_menu_leaves_out_what_does_not_exist_and_marks_where_one_is() -> None:
    entries = [Entry("All", "t_cases"), Entry("None", "no:such"), Entry("Help", "web:help")]
    assert links(entries, "/t/cases/17/") == [Link("All", "/t/cases/", True), Link("Help", "/help/", False)]
    assert [link.current for link in links(entries, "/elsewhere/")] == [False, False]


def test_the_menu_shows_only_what_one_has_the_right_to(client: Client, make: Any) -> None:
    client.force_login(make.staff())
    shown = client.get("/t/cases/17/").content.decode()
    assert '<a href="/t/cases/" aria-current="page">Cases</a>' in shown
    assert "/kit/" not in shown


def test_the_search_box_is_there_for_those_who_may_find_citizens(client: Client, make: Any) -> None:
    client.force_login(make.staff(role=Role.ADMINISTRATOR))
    assert "/t/find/" not in client.get("/help/").content.decode()
    client.force_login(make.staff(role=Role.CASEWORKER))
    assert (
        '<form class="search-box" role="search" method="post" action="/t/find/">'
        in client.get("/help/").content.decode()
    )


def test_a_message_is_shown_once_and_escaped(client: Client, make: Any) -> None:
    client.force_login(make.staff())
    assert "It is &lt;saved&gt;." in client.get("/t/said/", follow=True).content.decode()
    assert "saved" not in client.get("/help/").content.decode()


def test_no_page_has_scripts_or_handlers_in_its_html(client: Client, make: Any) -> None:
    client.force_login(make.staff())
    shown = client.get("/kit/").content.decode()
    source_of_examples = shown.count("&lt;script")
    assert shown.count("<script ") == shown.count('.js" defer></script>') > 0
    assert source_of_examples == 0
    for handler in (" onclick=", " onload=", " onchange=", "javascript:", "hx-on"):
        assert handler not in shown


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_the_language_is_changed_and_one_stays_where_one_was(open_as: Open, make: Any, scripts: bool) -> None:
    page = open_as(make.staff(), "/help/?part=keys", scripts=scripts)
    page.click("text=English")
    assert page.locator("h1").inner_text() == "Help"
    assert page.url.endswith("/help/?part=keys")
    assert page.locator("html").get_attribute("lang") == "en"
    page.click("text=Dansk")
    assert page.locator("h1").inner_text() == "Hjælp"


@pytest.mark.browser
def test_the_menu_on_a_phone_folds_out_without_scripts(open_as: Open, make: Any) -> None:
    page = open_as(make.staff("Karen Kjærgaard"), "/t/cases/", width=PHONE, scripts=False)
    link = page.locator("nav a:visible", has_text="Cases")
    assert link.count() == 0
    page.click(".menu-phone summary")
    assert link.count() == 1
    no_sideways_scroll(page)


@pytest.mark.browser
def test_one_signs_out_from_the_header(open_as: Open, make: Any) -> None:
    page = open_as(make.staff("Karen Kjærgaard"), "/help/")
    page.click("text=Karen Kjærgaard")
    page.click("text=Log ud")
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + "/kit/")
    assert "/sign-in/" in page.url


@pytest.mark.browser
def test_the_first_tab_leads_past_the_header(open_as: Open, make: Any) -> None:
    page = open_as(make.staff(), "/help/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skipnav"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


@pytest.mark.browser
@pytest.mark.parametrize("width", [PHONE, 800, 1280])
def test_the_whole_frame_can_be_used_by_everybody(open_as: Open, make: Any, width: int) -> None:
    page = open_as(make.staff("Karen Kjærgaard"), "/t/cases/", width=width)
    page.click(".menu-phone summary" if width == PHONE else ".drop summary")
    screenshot(page, f"frame-{width}")
    check_axe(page)
    no_sideways_scroll(page)
