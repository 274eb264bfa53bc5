"""/kit/ shows every part in every state; with help and the statement it can be read by everybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.browser import PHONE, Open, check_axe, check_page, no_sideways_scroll, screenshot


def test_who_is_not_signed_in_does_not_see_the_kit(client: Client, db: None) -> None:
    assert client.get("/kit/").status_code == 302


@pytest.mark.parametrize("address", ["/help/", "/accessibility/"])
def test_help_is_for_everybody(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.browser
@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("width", [PHONE, 1280])
def test_every_part_can_be_used_by_everybody(open_as: Open, make: Any, width: int, language: str) -> None:
    page = open_as(make.staff("Karen Kjærgaard"), "/kit/", width=width, language=language)
    screenshot(page, f"kit-{width}-{language}")
    no_sideways_scroll(page)
    check_axe(page)


@pytest.mark.browser
@pytest.mark.parametrize("address", ["/help/", "/accessibility/"])
def test_help_can_be_read_by_everybody(open_as: Open, make: Any, address: str) -> None:
    check_page(open_as, make.staff(), address, address.strip("/"))
