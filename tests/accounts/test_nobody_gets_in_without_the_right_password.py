"""Signing in: what is refused, what is told, what is recorded, and when the door is shut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from tests.factories import PASSWORD, Factory
from tovholder.accounts.models import SignIn, SignInRefusal, Staff
from tovholder.accounts.rights import Role

WRONG = "en helt forkert adgangskode"


@pytest.fixture(autouse=True)
def nobody_has_tried_yet(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, email: str, password: str, **headers: str) -> HttpResponse:
    return client.post("/sign-in/", {"login": email, "password": password}, headers=headers)


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_a_wrong_password_and_an_unknown_e_mail_are_told_apart_by_nobody(make: Factory, client: Client) -> None:
    make.staff(email="anne@staff.example", password=True)
    known, unknown = sign_in(client, "anne@staff.example", WRONG), sign_in(client, "ukendt@staff.example", WRONG)
    assert "E-mailen eller adgangskoden er forkert." in known.text
    assert "E-mailen eller adgangskoden er forkert." in unknown.text
    assert not is_signed_in(client)


def test_somebody_deactivated_is_told_so_only_after_the_right_password(make: Factory, client: Client) -> None:
    make.staff(email="anne@staff.example", password=True, is_active=False)
    assert "lukket din adgang" not in sign_in(client, "anne@staff.example", WRONG).text
    refused = sign_in(client, "anne@staff.example", PASSWORD)
    assert refused.status_code == 403
    assert "lukket din adgang" in refused.text
    assert not is_signed_in(client)


def test_after_five_wrong_passwords_even_the_right_one_waits_five_minutes(make: Factory, client: Client) -> None:
    make.staff(email="anne@staff.example", password=True)
    for _attempt in range(5):
        assert sign_in(client, "anne@staff.example", WRONG).status_code == 200
    refused = sign_in(client, "anne@staff.example", PASSWORD)
    assert refused.status_code == 429
    assert "For mange forsøg" in refused.text
    assert "Vent fem minutter" in refused.text
    assert not is_signed_in(client)


def test_another_port_or_name_in_the_address_does_not_open_the_door_again(make: Factory, client: Client) -> None:
    make.staff(email="anne@staff.example", password=True)
    for number in range(5):
        sign_in(client, "anne@staff.example", WRONG, host=f"localhost:{number + 1}")
    assert sign_in(client, "anne@staff.example", PASSWORD, host="127.0.0.1:99").status_code == 429


def test_the_door_shut_for_one_is_open_for_the_others(make: Factory, client: Client) -> None:
    make.staff(email="anne@staff.example", password=True)
    make.staff(email="bo@staff.example", password=True)
    for _attempt in range(6):
        sign_in(client, "anne@staff.example", WRONG)
    assert sign_in(client, "bo@staff.example", PASSWORD).status_code == 302


def test_guessing_at_many_e_mails_from_one_place_is_shut_too(make: Factory, client: Client, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip,5/5m/key"}  # type: ignore[attr-defined]
    for number in range(3):
        assert sign_in(client, f"{number}@staff.example", WRONG).status_code == 200
    assert sign_in(client, "andre@staff.example", WRONG).status_code == 429


def test_too_many_posts_to_the_page_from_one_place_end_on_the_same_page(client: Client, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}  # type: ignore[attr-defined]
    for _attempt in range(2):
        sign_in(client, "x@staff.example", "")
    refused = sign_in(client, "x@staff.example", "")
    assert refused.status_code == 429
    assert "For mange forsøg" in refused.text


def test_behind_a_proxy_the_place_is_where_the_person_is_and_not_what_they_claim(
    client: Client, settings: object, db: None
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/m/ip"}  # type: ignore[attr-defined]
    for number in range(2):
        sign_in(client, "x@staff.example", WRONG, x_forwarded_for=f"10.0.0.{number}, 192.0.2.7")
    assert sign_in(client, "x@staff.example", WRONG, x_forwarded_for="10.0.0.9, 192.0.2.7").status_code == 429
    assert sign_in(client, "x@staff.example", WRONG, x_forwarded_for="192.0.2.8").status_code == 200


def test_the_right_password_lets_one_in_whatever_the_case_of_the_e_mail(make: Factory, client: Client) -> None:
    make.staff(email="anne@staff.example", password=True)
    assert sign_in(client, " Anne@Staff.Example ", PASSWORD).status_code == 302
    assert is_signed_in(client)


def test_those_without_cases_begin_where_their_own_work_is(make: Factory, client: Client) -> None:
    make.staff(email="anne@staff.example", password=True, role=Role.ADMINISTRATOR)
    assert sign_in(client, "anne@staff.example", PASSWORD)["Location"] != "/"


def test_one_comes_back_to_the_page_one_wanted(make: Factory, client: Client) -> None:
    make.staff(email="anne@staff.example", password=True)
    wanted = client.get("/rights/")
    assert wanted["Location"] == "/sign-in/?next=/rights/"
    back = client.post("/sign-in/", {"login": "anne@staff.example", "password": PASSWORD, "next": "/rights/"})
    assert back["Location"] == "/rights/"


def test_one_is_not_sent_to_another_site(make: Factory, client: Client) -> None:
    make.staff(email="anne@staff.example", password=True)
    form = {"login": "anne@staff.example", "password": PASSWORD, "next": "https://ondt.example/"}
    assert "ondt.example" not in client.post("/sign-in/", form)["Location"]


def test_every_sign_in_and_every_failed_one_is_recorded_without_what_was_typed(make: Factory, client: Client) -> None:
    staff = make.staff(email="anne@staff.example", password=True)
    closed = make.staff(email="bo@staff.example", password=True, is_active=False)
    sign_in(client, "ukendt@staff.example", WRONG)
    sign_in(client, "anne@staff.example", WRONG)
    sign_in(client, "bo@staff.example", PASSWORD)
    sign_in(client, "anne@staff.example", PASSWORD)
    rows = list(SignIn.objects.order_by("pk").values_list("staff", "how", "refused"))
    assert rows == [
        (None, "password", SignInRefusal.WRONG_PASSWORD),
        (staff.pk, "password", SignInRefusal.WRONG_PASSWORD),
        (closed.pk, "password", SignInRefusal.DEACTIVATED),
        (staff.pk, "password", ""),
    ]
    assert {field.name for field in SignIn._meta.fields} == {"id", "staff", "at", "how", "refused"}


def test_an_attempt_at_a_shut_door_is_recorded_as_such(make: Factory, client: Client) -> None:
    staff = make.staff(email="anne@staff.example", password=True)
    for _attempt in range(6):
        sign_in(client, "anne@staff.example", WRONG)
    assert SignIn.objects.filter(staff=staff, refused=SignInRefusal.TOO_MANY).count() == 1


def test_one_is_told_that_others_tried(make: Factory, client: Client) -> None:
    make.staff(email="anne@staff.example", password=True)
    for _attempt in range(3):
        sign_in(client, "anne@staff.example", WRONG)
    sign_in(client, "anne@staff.example", PASSWORD)
    assert "3 mislykkede forsøg" in client.get("/account/").text


def test_the_person_and_the_administrator_see_when_somebody_last_signed_in(make: Factory, client: Client) -> None:
    make.staff("Anne And", email="anne@staff.example", password=True)
    sign_in(client, "anne@staff.example", WRONG)
    sign_in(client, "anne@staff.example", PASSWORD)
    own = client.get("/account/").text
    assert "forkert e-mail eller adgangskode" in own
    client.force_login(make.staff(role=Role.ADMINISTRATOR))
    assert "Anne And" in client.get("/staff/sign-ins/").text
    assert "forkert e-mail eller adgangskode" in client.get("/staff/sign-ins/?failed=1").text


def test_nobody_signs_up_and_no_password_is_sent_by_mail(client: Client, db: None) -> None:
    for path in [
        "/signup/",
        "/sign-up/",
        "/accounts/signup/",
        "/account/signup/",
        "/password/reset/",
        "/account/email/",
    ]:
        assert client.get(path).status_code == 404
    assert Staff.objects.count() == 0
