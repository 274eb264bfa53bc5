"""A session ends: after a day, after a while without a request, with the browser, and with the person's access."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.factories import PASSWORD, Factory
from tovholder.accounts.actions.staff import deactivate_staff, reactivate_staff, set_one_time_password
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import Role
from tovholder.accounts.sessions import SEEN_AT, SIGNED_IN_AT

HOUR = 3600


def signed_in(make: Factory, **fields: object) -> tuple[Staff, Client]:
    staff, client = make.staff(**fields), Client()  # type: ignore[arg-type]
    client.force_login(staff)
    return staff, client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def let_pass(client: Client, seconds: float, *, only: str = "") -> None:
    """As if the sign-in and the last request lay that much further back."""
    session = client.session
    for key in [only] if only else [SIGNED_IN_AT, SEEN_AT]:
        session[key] -= seconds
    session.save()


def test_a_session_ends_after_eight_hours_however_busy_it_is(make: Factory) -> None:
    _staff, client = signed_in(make)
    let_pass(client, 8 * HOUR - 60, only=SIGNED_IN_AT)
    assert is_in(client)
    let_pass(client, 120, only=SIGNED_IN_AT)
    assert not is_in(client)
    assert "efter en lang dag" in client.get("/sign-in/").text


def test_a_session_ends_after_an_hour_without_a_request(make: Factory) -> None:
    _staff, client = signed_in(make)
    let_pass(client, 59 * 60)
    assert is_in(client)
    let_pass(client, 62 * 60)
    assert not is_in(client)
    assert "ikke var sket noget" in client.get("/sign-in/").text


def test_the_idle_minutes_are_a_setting(make: Factory, settings: object) -> None:
    settings.IDLE_MINUTES = 30  # type: ignore[attr-defined]
    _staff, client = signed_in(make)
    let_pass(client, 32 * 60)
    assert not is_in(client)


def test_every_request_counts_as_a_sign_of_life(make: Factory) -> None:
    _staff, client = signed_in(make)
    for _half_hour in range(4):
        let_pass(client, 30 * 60)
        assert is_in(client)


def test_reading_writes_the_session_at_most_once_a_minute(make: Factory) -> None:
    _staff, client = signed_in(make)
    seen = client.session[SEEN_AT]
    client.get("/account/")
    assert client.session[SEEN_AT] == seen


def test_the_session_that_ended_is_gone_from_the_server(make: Factory) -> None:
    _staff, client = signed_in(make)
    key = client.session.session_key
    let_pass(client, 2 * HOUR)
    client.get("/account/")
    assert not Session.objects.filter(pk=key).exists()


def test_a_session_without_its_times_has_ended(make: Factory) -> None:
    _staff, client = signed_in(make)
    session = client.session
    del session[SIGNED_IN_AT]
    session.save()
    assert not is_in(client)


def test_the_cookie_ends_with_the_browser(make: Factory) -> None:
    make.staff(email="anne@staff.example", password=True)
    client = Client()
    client.post("/sign-in/", {"login": "anne@staff.example", "password": PASSWORD})
    cookie = client.cookies[configured.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == ""
    assert cookie["expires"] == ""
    assert cookie["httponly"]


def test_signing_out_ends_the_session_on_the_server(make: Factory) -> None:
    _staff, client = signed_in(make)
    key = client.session.session_key
    assert client.get("/sign-out/").status_code == 200  # asks first
    assert is_in(client)
    client.post("/sign-out/")
    assert not Session.objects.filter(pk=key).exists()
    client.cookies[configured.SESSION_COOKIE_NAME] = key
    assert not is_in(client)


def test_a_deactivated_persons_sessions_end_and_stay_ended_when_they_are_let_in_again(
    make: Factory, now: dt.datetime, today: dt.date
) -> None:
    staff, client = signed_in(make)
    admin = make.actor(make.staff(role=Role.ADMINISTRATOR), today)
    deactivate_staff(actor=admin, staff_id=staff.pk, now=timezone.now(), today=today)
    assert not is_in(client)
    reactivate_staff(actor=admin, staff_id=staff.pk)
    assert not is_in(client)


def test_a_password_from_another_ends_the_sessions(make: Factory, today: dt.date) -> None:
    staff, client = signed_in(make)
    admin = make.actor(make.staff(role=Role.ADMINISTRATOR), today)
    set_one_time_password(actor=admin, staff_id=staff.pk, password="kade-fomi-tuba-ripe", now=timezone.now())
    assert not is_in(client)


def test_changing_ones_password_ends_the_other_sessions_and_not_this_one(make: Factory) -> None:
    staff = make.staff(password=True)
    here, elsewhere = Client(), Client()
    here.force_login(staff)
    elsewhere.force_login(staff)
    new = "en ganske anden adgangskode"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/account/password/", form).status_code == 302
    assert is_in(here)
    assert not is_in(elsewhere)


@pytest.mark.parametrize(("header", "status"), [({}, 302), ({"HX-Request": "true"}, 204)])
def test_a_part_of_a_page_does_not_become_the_sign_in_page(
    client: Client, header: dict[str, str], status: int, db: None
) -> None:
    response = client.get("/account/", headers={**header, "HX-Current-URL": "http://testserver/rights/?a=1"})
    assert response.status_code == status
    if header:
        assert response["HX-Redirect"] == "/sign-in/?next=/rights/%3Fa%3D1"


def test_what_was_posted_after_the_end_leads_back_to_its_page_and_not_to_its_address(client: Client, db: None) -> None:
    response = client.post("/staff/1/deactivate/", headers={"Referer": "http://testserver/staff/1/"})
    assert response["Location"] == "/sign-in/?next=/staff/1/"
    elsewhere = client.post("/staff/1/deactivate/", headers={"Referer": "https://ondt.example/staff/"})
    assert elsewhere["Location"] == "/sign-in/?next=/"
