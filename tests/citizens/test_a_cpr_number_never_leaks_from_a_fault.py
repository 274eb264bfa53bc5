"""A CPR number that somebody typed stands in no address, log line, message of a fault, report or mail."""

from __future__ import annotations

import io
import logging
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from tests.citizens.people import NUMBER, person, signed_in
from tests.factories import Factory
from tovholder.citizens.models import Citizen

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F13")]

FORMS = ["0101901234", "010190-1234", "010190 1234"]


def holds_number(text: str) -> bool:
    return any(number in text for number in FORMS)


def breaks(*_: Any, **__: Any) -> None:
    typed = "010190-1234"
    raise RuntimeError(f"something went wrong with {typed} and 0101901234")


@pytest.fixture
def broken(make: Factory, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Somebody signed in, for whom every search fails with the number in the fault's message."""
    monkeypatch.setattr("tovholder.citizens.views.search.find", breaks)
    client = signed_in(make.staff())
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("typed", FORMS)
def test_a_failing_page_and_its_log_say_nothing(broken: Client, log: io.StringIO, typed: str) -> None:
    response = broken.post(reverse("citizens:search"), {"q": typed})
    assert response.status_code == 500
    assert not holds_number(response.content.decode())
    assert "something went wrong" in log.getvalue()
    assert not holds_number(log.getvalue())


@pytest.mark.parametrize("debug", [True, False])
def test_neither_the_debug_page_nor_the_mail_to_administrators_says_it(
    broken: Client, debug: bool, log: io.StringIO
) -> None:
    from django.utils.log import AdminEmailHandler

    handler = AdminEmailHandler(include_html=True)
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        with override_settings(DEBUG=debug, ADMINS=[("Drift", "drift@demo.example")]):
            response = broken.post(reverse("citizens:search"), {"q": "010190-1234", "secret_note": "0101901234"})
    finally:
        logger.removeHandler(handler)
    assert response.status_code == 500
    assert not holds_number(response.content.decode())
    (message,) = mail.outbox
    written = message.subject + str(message.body) + "".join(str(part) for part, _kind in message.alternatives)  # type: ignore[attr-defined]
    assert "secret_note" in written
    assert not holds_number(written)


def test_a_page_that_is_not_there_says_nothing(make: Factory, log: io.StringIO) -> None:
    client = signed_in(make.staff())
    response = client.post(reverse("citizens:contact", args=[999_999]), {"address": "010190-1234"})
    assert response.status_code == 404
    assert not holds_number(response.content.decode())
    assert not holds_number(log.getvalue())


@pytest.mark.parametrize("typed", ["310290-1234", "010190-12345"])
def test_what_is_wrong_with_a_number_is_said_without_the_number(make: Factory, log: io.StringIO, typed: str) -> None:
    client = signed_in(make.staff())
    response = client.post(reverse("citizens:new"), {"number": typed, "family_name": "Prøve"})
    assert response.status_code == 422
    form = response.context["form"]
    assert form.errors["number"]
    assert not holds_number(str(form.errors))
    assert not holds_number(log.getvalue())


def test_a_number_that_is_taken_is_told_without_the_number(make: Factory, log: io.StringIO) -> None:
    person(make, "Bo", "Prøve", cpr=NUMBER)
    client = signed_in(make.staff())
    response = client.post(reverse("citizens:new"), {"number": "010190-1234", "family_name": "Prøve"})
    assert response.status_code == 409
    without_the_field = response.content.decode().replace('value="010190-1234"', "")
    assert not holds_number(without_the_field)
    assert not holds_number(log.getvalue())


def test_registering_a_citizen_leaves_the_number_in_no_address(make: Factory, log: io.StringIO) -> None:
    client = signed_in(make.staff())
    response = client.post(reverse("citizens:new"), {"number": "010190-1234", "family_name": "Prøve"})
    citizen = Citizen.objects.get()
    assert response["Location"] == reverse("casework:open_case", args=[citizen.pk])
    assert not holds_number(log.getvalue())
    assert not holds_number(client.get(response["Location"]).content.decode())


def test_pages_with_a_number_in_them_are_not_kept_by_a_browser(make: Factory) -> None:
    citizen = person(make, "Bo", "Prøve", cpr=NUMBER)
    staff = make.staff()
    make.case(citizen=citizen, held_by=staff)
    client = signed_in(staff)
    for response in (
        client.post(reverse("citizens:search"), {"q": "010190-1234"}),
        client.post(reverse("citizens:cpr", args=[citizen.pk])),
        client.get(reverse("citizens:edit", args=[citizen.pk])),
    ):
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]


def test_printing_what_knows_a_number_does_not_show_it(make: Factory) -> None:
    citizen = person(make, "Bo", "Prøve", cpr=NUMBER)
    identity = citizen.identities.get()
    assert not holds_number(f"{identity} {identity!r}")
