"""Register a citizen once: with the number or the birth date, with a warning when the person seems to be known."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from tests.citizens.people import NUMBER, person, signed_in
from tests.factories import Factory
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.acts import Refused
from tovholder.accounts.rights import Role
from tovholder.audit.models import Lookup, Seen
from tovholder.citizens.actions.contact import Contact
from tovholder.citizens.actions.people import AlreadyKnown, create_citizen
from tovholder.citizens.cpr import parse
from tovholder.citizens.models import AddressProtection, Citizen, ContactDetails, Identity

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F11")]

BORN = dt.date(1990, 1, 1)


def create(make: Factory, now: dt.datetime, *, role: str = Role.CASEWORKER, **wanted: Any) -> Citizen:
    values: dict[str, Any] = {
        "given_name": "Bo",
        "family_name": "Prøve",
        "number": None,
        "born_on": None,
        "contact": Contact(),
    }
    actor = make.actor(make.staff(role=role), now.date())
    return create_citizen(actor=actor, now=now, today=now.date(), **values | wanted)


@pytest.mark.parametrize("role", [Role.JOB_CONSULTANT, Role.ANALYST, Role.ADMINISTRATOR, Role.EXTERNAL_PARTNER])
def test_who_may_not_open_cases_registers_nobody(make: Factory, now: dt.datetime, role: str) -> None:
    with pytest.raises(NotAllowed):
        create(make, now, role=role)
    assert not Citizen.objects.exists()


def test_a_citizen_has_a_last_name(make: Factory, now: dt.datetime) -> None:
    with pytest.raises(Refused):
        create(make, now, family_name="  ")


def test_nobody_is_born_tomorrow(make: Factory, now: dt.datetime) -> None:
    with pytest.raises(Refused):
        create(make, now, born_on=now.date() + dt.timedelta(days=1))


@pytest.mark.parametrize("contact", [Contact(postcode="70000"), Contact(postcode="ABCD"), Contact(email="bo@")])
def test_contact_details_that_reach_nobody_are_refused_and_nothing_is_kept(
    make: Factory, now: dt.datetime, contact: Contact
) -> None:
    with pytest.raises(Refused):
        create(make, now, contact=contact)
    assert not Citizen.objects.exists()


def test_a_number_that_is_registered_is_that_person(make: Factory, now: dt.datetime) -> None:
    known = person(make, "Bodil", "Anden", cpr=NUMBER)
    with pytest.raises(AlreadyKnown) as refused:
        create(make, now, number=parse(NUMBER), is_another=True)
    assert (refused.value.citizen_ids, refused.value.is_certain) == ((known.pk,), True)
    assert Citizen.objects.count() == 1


def test_the_same_name_and_birth_date_may_be_the_same_person(make: Factory, now: dt.datetime) -> None:
    known = person(make, "bo", "PRØVE", born_on=BORN)
    with pytest.raises(AlreadyKnown) as refused:
        create(make, now, born_on=BORN)
    assert (refused.value.citizen_ids, refused.value.is_certain) == ((known.pk,), False)
    assert create(make, now, born_on=BORN, is_another=True).pk != known.pk


def test_the_same_name_with_another_birth_date_is_another_person(make: Factory, now: dt.datetime) -> None:
    person(make, "Bo", "Prøve", born_on=dt.date(1991, 1, 1))
    assert create(make, now, born_on=BORN).born_on == BORN


def test_the_number_says_when_somebody_was_born(make: Factory, now: dt.datetime) -> None:
    citizen = create(make, now, number=parse(NUMBER), born_on=dt.date(1950, 5, 5))
    identity = Identity.objects.get(citizen=citizen)
    assert (citizen.born_on, identity.cpr, identity.valid_from) == (BORN, NUMBER, BORN)
    assert identity.registered_by_id == citizen.registered_by_id


def test_what_is_known_is_kept_with_who_registered_it_and_when(make: Factory, now: dt.datetime) -> None:
    contact = Contact(address=" Nygade  1 ", postcode="7000", city="Fredericia", interpreter_language="tigrinya")
    citizen = create(make, now, given_name=" Bo  Emil ", born_on=BORN, contact=contact, is_protected=True)
    details = ContactDetails.objects.get(citizen=citizen)
    assert citizen.given_name == "Bo Emil"
    assert (details.address, details.city, details.interpreter_language) == ("Nygade 1", "Fredericia", "tigrinya")
    assert (details.valid_from, details.registered_by_id) == (now, citizen.registered_by_id)
    protection = AddressProtection.objects.get(citizen=citizen)
    assert (protection.start, protection.end) == (now.date(), None)


def test_nothing_known_of_how_to_reach_somebody_is_no_row(make: Factory, now: dt.datetime) -> None:
    create(make, now, born_on=BORN)
    assert not ContactDetails.objects.exists()


def test_of_two_who_register_a_number_at_the_same_moment_one_is_told(
    make: Factory, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other's row comes between the question and the answer; PostgreSQL meets no error that it would write out."""
    person(make, "Bodil", "Anden", cpr=NUMBER)
    asked = Identity.objects.filter
    asked_once: list[bool] = []

    def answer(**which: Any) -> Any:
        first = not asked_once
        asked_once.append(True)
        return Identity.objects.none() if first else asked(**which)

    monkeypatch.setattr(Identity.objects, "filter", answer)
    with pytest.raises(Refused):
        create(make, now, number=parse(NUMBER))
    assert Citizen.objects.count() == 1


# The page


def test_the_page_asks_for_a_number_or_a_birth_date(make: Factory) -> None:
    response = signed_in(make.staff()).post(reverse("citizens:new"), {"family_name": "Prøve"})
    assert response.status_code == 422
    assert "born_on" in response.context["form"].errors


def test_the_page_shows_who_may_be_the_same_person_logs_it_and_takes_no_for_an_answer(make: Factory) -> None:
    known = person(make, "Bo", "Prøve", born_on=BORN)
    client = signed_in(make.staff())
    sent = {"given_name": "Bo", "family_name": "Prøve", "born_on": "1990-01-01", "phone": "12 34 56 78"}
    response = client.post(reverse("citizens:new"), sent)
    assert response.status_code == 409
    assert [hit.citizen_id for hit in response.context["hits"]] == [known.pk]
    assert 'value="12 34 56 78"' in response.content.decode()
    assert Lookup.objects.filter(citizen=known, seen=Seen.SEARCH).exists()
    again = client.post(reverse("citizens:new"), sent | {"is_another": "on"})
    assert again.status_code == 302
    assert Citizen.objects.count() == 2


@pytest.mark.parametrize(
    ("number", "word"),
    [("610190-1234", "test number"), ("010190-1235", "modulus 11"), ("010190-4321", "modulus 11")],
)
def test_an_unusual_number_is_registered_with_a_word_about_it(make: Factory, number: str, word: str) -> None:
    client = signed_in(make.staff())
    response = client.post(reverse("citizens:new"), {"number": number, "family_name": "Prøve"})
    assert response.status_code == 302
    said = [str(message) for message in response.wsgi_request._messages]  # type: ignore[attr-defined]
    assert any(word in text for text in said)
    assert Identity.objects.count() == 1


@pytest.mark.parametrize(
    ("looked_for", "name", "value"),
    [
        ("010190-1234", "number", "010190-1234"),
        ("jens peter sørensen", "family_name", "Sørensen"),
        ("jens peter sørensen", "given_name", "Jens Peter"),
        ("sørensen 02021990", "born_on", "1990-02-02"),
    ],
)
def test_a_search_that_found_nobody_is_where_registering_begins(
    make: Factory, looked_for: str, name: str, value: str
) -> None:
    shown = signed_in(make.staff()).post(reverse("citizens:new"), {"start": looked_for})
    assert shown.status_code == 200
    assert f'name="{name}" value="{value}"' in shown.content.decode()
    assert not Citizen.objects.exists()
