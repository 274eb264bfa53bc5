"""Tests in a real browser: sign in without the sign-in page, and what every page must hold.

    @pytest.mark.browser
    def test_…(open_as, make):
        page = open_as(make.staff(), "/cases/", width=PHONE)
        check_axe(page)
        no_sideways_scroll(page)

or, for both at once, in both languages, wide and narrow: `check_page(open_as, make.staff(), "/cases/", "cases")`.

`open_as` is a fixture. It brings the live server along, so the test is transactional without saying so: the server
runs in another thread and sees only what is committed, and Django empties every table after the test. What the
migrations filled (benefits, target groups) is put back before each such test, because the fixture asks for
`django_db_serialized_rollback`; a transactional test without a browser asks for
`@pytest.mark.django_db(transaction=True, serialized_rollback=True)`.

A script error, a refusal by the content security policy or a static file that is missing fails the test at its end.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Response

#: What a page is held against: WCAG 2.1 A and AA, as the Danish law asks, 2.2, and axe's best practices.
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
PHONE = 360
DESKTOP = 1280


Open = Callable[..., Page]


@pytest.fixture
def open_as(chromium: Browser, live_server: Any, django_db_serialized_rollback: None) -> Iterator[Open]:
    """`open_as(staff, "/path")` gives the page as that person sees it; nobody (None) is not signed in.

    `width` in pixels, `language` da or en, `scripts=False` for the page of somebody without JavaScript.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(
        staff: Any, path: str, *, width: int = DESKTOP, height: int = 900, language: str = "da", scripts: bool = True
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale="da-DK" if language == "da" else "en-GB",
            timezone_id=settings.TIME_ZONE,
            java_script_enabled=scripts,
        )
        contexts.append(context)
        if staff is not None:
            sign_in(context, staff, live_server.url)
        speak(context, language, live_server.url)
        page = context.new_page()
        watch(page, problems)
        page.goto(live_server.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems, problems


def watch(page: Page, problems: list[str]) -> None:
    """Notes what a person would not see: script errors, what the content policy refused, missing static files."""

    def on_response(response: Response) -> None:
        if settings.STATIC_URL in response.url and response.status >= 400:
            problems.append(f"{response.status} {response.url}")

    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("response", on_response)


def sign_in(context: BrowserContext, staff: Any, address: str) -> None:
    """Gives the browser the session of somebody who has signed in; no password is needed, so none has to be hashed."""
    client = Client()
    client.force_login(staff)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


def speak(context: BrowserContext, language: str, address: str) -> None:
    """Chooses the language of the pages: da or en."""
    context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}])


def check_axe(page: Page) -> None:
    """Fails with axe's own report when the page breaks a rule of accessibility."""
    page.wait_for_load_state()  # a click waits until the next page begins, not until it is there
    result = Axe().run(page, options=AXE_OPTIONS)
    assert result.violations_count == 0, result.generate_report()


def no_sideways_scroll(page: Page) -> None:
    """Fails, naming what sticks out, when the page is wider than the window."""
    page.wait_for_load_state()
    wider = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return null;
            return [...document.querySelectorAll("body *")]
                .filter((one) => one.getBoundingClientRect().right > width + 1 && !one.closest(".grid-region"))
                .slice(0, 5).map((one) => one.outerHTML.slice(0, 120));
        }"""
    )
    assert wider is None, f"the page is wider than the window: {wider}"


def check_page(open_as: Open, staff: Any, path: str, name: str) -> None:
    """All that every page must hold, with a picture of each: in Danish on a wide screen, in English on a phone."""
    for language, width in (("da", DESKTOP), ("en", PHONE)):
        page = open_as(staff, path, width=width, language=language)
        screenshot(page, f"{name}-{width}-{language}")
        no_sideways_scroll(page)
        check_axe(page)


def screenshot(page: Page, name: str, *, full: bool = True) -> None:
    """A picture for the one who looks at the pages; only when TOVHOLDER_SHOTS names a folder."""
    if folder := os.environ.get("TOVHOLDER_SHOTS"):
        page.wait_for_load_state()
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=full)
