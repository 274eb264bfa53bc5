"""Two-step sign-in: an authenticator app, recovery codes, and passkeys in a real browser."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Page

from tests.browser import Open, check_axe, no_sideways_scroll, screenshot
from tests.factories import PASSWORD, Factory
from tovholder.accounts.models import SignIn, Staff


@pytest.fixture(autouse=True)
def nobody_has_tried_yet(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def code_now(secret: str) -> str:
    """What an authenticator app shows."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def confirm(client: Client) -> None:
    """Shows once more who one is, as every change of how one signs in asks."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def set_up_the_app(client: Client) -> tuple[str, list[str]]:
    """The secret that the app keeps, and the recovery codes."""
    confirm(client)
    shown = client.get("/account/2fa/totp/activate/").text
    secret = re.findall(r'class="secret">([A-Z2-7]+)<', shown)[0]
    done = client.post("/account/2fa/totp/activate/", {"code": code_now(secret)})
    codes = re.findall(r"<code>(\d{8})</code>", client.get(done["Location"]).text)
    return secret, codes


@pytest.fixture
def anne(make: Factory) -> Staff:
    return make.staff("Anne And", email="anne@staff.example", password=True)


@pytest.fixture
def at_home(anne: Staff) -> Client:
    client = Client()
    client.force_login(anne)
    return client


def sign_in(client: Client) -> str:
    return client.post("/sign-in/", {"login": "anne@staff.example", "password": PASSWORD})["Location"]


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_how_one_signs_in_is_changed_only_after_showing_once_more_who_one_is(at_home: Client) -> None:
    for path in ["totp/activate/", "webauthn/add/", "recovery-codes/generate/"]:
        assert at_home.get(f"/account/2fa/{path}")["Location"].startswith("/account/reauthenticate/")
    wrong = at_home.post("/account/reauthenticate/", {"password": "en helt forkert adgangskode"})
    assert "Adgangskoden er forkert." in wrong.text
    assert at_home.get("/account/2fa/totp/activate/").status_code == 302


def test_a_wrong_code_does_not_set_up_the_app(at_home: Client, anne: Staff) -> None:
    confirm(at_home)
    at_home.get("/account/2fa/totp/activate/")
    assert "Koden er forkert" in at_home.post("/account/2fa/totp/activate/", {"code": "000000"}).text
    assert not Authenticator.objects.filter(user=anne).exists()


def test_the_password_alone_is_not_enough_any_more(at_home: Client, client: Client, anne: Staff) -> None:
    secret, codes = set_up_the_app(at_home)
    assert len(codes) == 10
    assert sign_in(client) == "/account/2fa/authenticate/"
    assert not is_signed_in(client)
    assert "Koden er forkert" in client.post("/account/2fa/authenticate/", {"code": "000000"}).text
    assert not is_signed_in(client)
    client.post("/account/2fa/authenticate/", {"code": code_now(secret)})
    assert is_signed_in(client)
    rows = SignIn.objects.filter(staff=anne).order_by("pk").values_list("how", "refused")
    assert list(rows) == [("app", "wrong_code"), ("app", "")]


def test_the_secret_does_not_lie_open_in_the_database(at_home: Client, anne: Staff) -> None:
    secret, codes = set_up_the_app(at_home)
    stored = " ".join(str(data) for data in Authenticator.objects.filter(user=anne).values_list("data", flat=True))
    assert stored
    assert secret not in stored
    assert not any(code in stored for code in codes)


def test_a_new_secret_key_of_the_house_locks_nobody_out(at_home: Client, client: Client, settings: Any) -> None:
    secret, _codes = set_up_the_app(at_home)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "en ny hemmelig nøgle" * 3
    sign_in(client)
    client.post("/account/2fa/authenticate/", {"code": code_now(secret)})
    assert is_signed_in(client)


def test_a_recovery_code_works_once(at_home: Client, anne: Staff) -> None:
    _secret, codes = set_up_the_app(at_home)
    for expected in [True, False]:
        client = Client()
        sign_in(client)
        client.post("/account/2fa/authenticate/", {"code": codes[0]})
        assert is_signed_in(client) is expected
    assert SignIn.objects.filter(staff=anne, how="recovery_code", refused="").count() == 1


def test_after_five_wrong_codes_the_door_is_shut(at_home: Client, client: Client) -> None:
    secret, _codes = set_up_the_app(at_home)
    sign_in(client)
    for _attempt in range(5):
        assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    refused = client.post("/account/2fa/authenticate/", {"code": code_now(secret)})
    assert refused.status_code == 429
    assert "Vent fem minutter" in refused.text
    assert not is_signed_in(client)


def test_the_app_is_given_up_again(at_home: Client, client: Client, anne: Staff) -> None:
    set_up_the_app(at_home)
    at_home.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=anne).exists()
    assert sign_in(client) == "/"


def virtual_key(page: Page) -> None:
    """A passkey device that says yes to everything, as Chromium has one for tests."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.browser
def test_a_passkey_is_added_and_signs_in_without_a_password(open_as: Open, anne: Staff) -> None:
    page = open_as(anne, "/account/2fa/webauthn/add/")
    virtual_key(page)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Bekræft").click()
    page.get_by_label("Hvad du kalder den").fill("Arbejdstelefon")
    page.get_by_label("Log ind med den alene").check()
    check_axe(page)
    screenshot(page, "passkey-add")
    page.get_by_role("button", name="Tilføj").click()
    page.get_by_role("heading", name="Nødkoder").wait_for()
    check_axe(page)
    screenshot(page, "recovery-codes")
    page.goto(page.url.split("/account/")[0] + "/account/2fa/webauthn/")
    assert page.get_by_role("row", name="Arbejdstelefon").get_by_text("uden adgangskode").is_visible()

    page.context.clear_cookies()
    page.goto(page.url.split("/account/")[0] + "/sign-in/")
    page.get_by_role("button", name="Log ind med en adgangsnøgle").click()
    page.wait_for_url(lambda address: "/sign-in/" not in address)
    assert SignIn.objects.filter(staff=anne, how="passkey", refused="").exists()


@pytest.mark.browser
def test_a_key_is_the_second_step_after_the_password(open_as: Open, anne: Staff) -> None:
    page = open_as(anne, "/account/2fa/webauthn/add/")
    virtual_key(page)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Bekræft").click()
    page.get_by_role("button", name="Tilføj").click()
    page.get_by_role("heading", name="Nødkoder").wait_for()

    page.context.clear_cookies()
    page.goto(page.url.split("/account/")[0] + "/sign-in/")
    page.get_by_label("E-mail").fill(anne.email)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Ét trin mere").wait_for()
    check_axe(page)
    no_sideways_scroll(page)
    screenshot(page, "second-step")
    page.get_by_role("button", name="Brug en adgangsnøgle").click()
    page.wait_for_url(lambda address: "/authenticate/" not in address)
    assert SignIn.objects.filter(staff=anne, how="security_key", refused="").exists()


@pytest.mark.browser
def test_somebody_who_cancels_is_told_so(open_as: Open, db: None) -> None:
    page = open_as(None, "/sign-in/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')) }")
    page.get_by_role("button", name="Log ind med en adgangsnøgle").click()
    page.get_by_text("Adgangsnøglen blev ikke brugt").wait_for()


@pytest.mark.browser
def test_the_app_is_set_up_by_a_picture_or_by_typing(open_as: Open, anne: Staff) -> None:
    page = open_as(anne, "/account/2fa/totp/activate/", width=360)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Bekræft").click()
    page.locator("img.qr").wait_for()
    check_axe(page)
    no_sideways_scroll(page)
    screenshot(page, "app-360")
    assert page.evaluate("document.querySelector('img.qr').naturalWidth") > 0, "the policy lets the picture be shown"
