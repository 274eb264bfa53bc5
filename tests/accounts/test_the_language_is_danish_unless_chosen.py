"""A person's choice of language stays; without one, pages are Danish whatever the browser says."""

from __future__ import annotations

from django.conf import settings
from django.test import Client

from tests.factories import Factory


def test_an_english_browser_gets_danish(client: Client, db: None) -> None:
    shown = client.get("/sign-in/", headers={"accept-language": "en-US,en;q=0.9"})
    assert '<html lang="da">' in shown.text
    assert "Log ind" in shown.text


def test_nonsense_in_the_cookie_is_danish_too(client: Client, db: None) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "tlh"
    assert '<html lang="da">' in client.get("/sign-in/").text


def test_the_choice_stays_when_one_has_signed_out_and_in_and_the_browser_was_closed(
    client: Client, make: Factory
) -> None:
    staff = make.staff()
    client.force_login(staff)
    assert "Min konto" in client.get("/account/").text
    back = client.post("/language/", {"language": "en", "next": "/account/"})
    assert back["Location"] == "/account/"
    assert "My account" in client.get("/account/").text
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME]["max-age"] == 365 * 24 * 60 * 60
    client.post("/sign-out/")
    assert '<html lang="en">' in client.get("/sign-in/").text


def test_choosing_does_not_lead_to_another_site(client: Client, db: None) -> None:
    answer = client.post("/language/", {"language": "en", "next": "https://ondt.example/"})
    assert "ondt.example" not in answer["Location"]
