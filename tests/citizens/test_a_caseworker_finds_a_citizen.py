"""Find a citizen by name, birth date or CPR number: through a POST, in Danish order, and every hit is logged."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.citizens.people import NUMBER, person, signed_in
from tests.factories import Factory
from tovholder.accounts.rights import Role
from tovholder.audit.models import Basis, Lookup, Seen
from tovholder.citizens.cpr import Fault
from tovholder.citizens.models import Citizen, Identity
from tovholder.citizens.queries import search
from tovholder.citizens.queries.search import find, read_query

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F13")]

TODAY = dt.date(2026, 11, 18)


def found(typed: str) -> list[str]:
    ids = find(typed, today=TODAY).ids
    names = {citizen.pk: citizen.name for citizen in Citizen.objects.all()}
    return [names[pk] for pk in ids]


def ask(client: Client, typed: str, **more: Any) -> str:
    response = client.post(reverse("citizens:search"), {"q": typed, **more})
    assert response.status_code == 200
    return response.content.decode()


# What is refused


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR, Role.EXTERNAL_PARTNER])
def test_who_has_no_errand_with_citizens_finds_none(make: Factory, role: str) -> None:
    person(make, "Åse", "Sørensen")
    client = signed_in(make.staff(role=role))
    response = client.post(reverse("citizens:search"), {"q": "sørensen"})
    assert response.status_code == 403
    assert "Sørensen" not in response.content.decode()
    assert not Lookup.objects.exists()


def test_an_address_with_a_query_in_it_finds_nobody(make: Factory) -> None:
    person(make, "Åse", "Qvist")
    response = signed_in(make.staff()).get(reverse("citizens:search"), {"q": "qvist"})
    assert "Qvist" not in response.content.decode()
    assert not Lookup.objects.exists()


@pytest.mark.parametrize(("typed", "fault"), [("320190-1234", Fault.DATE), ("010190-123", Fault.LENGTH)])
def test_a_number_that_is_none_is_said_to_be_none(typed: str, fault: Fault) -> None:
    assert read_query(typed, today=TODAY).fault is fault


def test_one_letter_is_too_little(make: Factory) -> None:
    person(make, "Åse", "Sørensen")
    assert find("s", today=TODAY).asked.too_short
    assert found("s") == []


def test_more_people_than_one_can_choose_from_are_not_shown(make: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST", 2)
    for number in range(3):
        person(make, f"Jens {number}", "Hansen")
    answer = find("hansen", today=TODAY)
    assert (answer.ids, answer.too_many) == ((), True)
    client = signed_in(make.staff())
    assert "Write more of the name" in ask(client, "hansen")
    assert not Lookup.objects.exists()


# What is found


@pytest.mark.parametrize("typed", ["Åse", "åse", "Aase", "aase", "ÅSE", "sørensen åse", "aase soer", "A\u030ase"])
def test_a_name_is_found_however_its_letters_are_typed(make: Factory, typed: str) -> None:
    person(make, "Åse", "Sørensen")
    person(make, "Asta", "Sonne")
    assert found(typed) == ["Åse Sørensen"]


@pytest.mark.parametrize("typed", ["sør jens", "jens sør", "JENS SOER", "jen peter sørensen"])
def test_the_beginnings_of_words_in_any_order_are_enough(make: Factory, typed: str) -> None:
    person(make, "Jens Peter", "Sørensen")
    person(make, "Jens", "Hansen")
    assert found(typed) == ["Jens Peter Sørensen"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        (("Łukasz", "Şahin"), "lukasz sahin"),
        (("Anne-Marie", "O'Brien"), "marie brien"),
        (("H.C.", "Nguyễn"), "nguyen h c"),
        (("Zoë", "Müller"), "zoe müller"),
    ],
)
def test_names_from_elsewhere_are_found_without_their_accents(make: Factory, name: tuple[str, str], typed: str) -> None:
    person(make, *name)
    assert found(typed) == [" ".join(name)]


def test_names_come_in_danish_order(make: Factory) -> None:
    names = ["Åris", "Zeuthen", "Østergaard", "Aagaard", "Ærø", "Andersen", "Abel", "Ågren"]
    for name in names:
        person(make, "Test", name)
    assert [name.removeprefix("Test ") for name in found("test")] == [
        "Abel",
        "Andersen",
        "Zeuthen",
        "Ærø",
        "Østergaard",
        "Ågren",
        "Aagaard",
        "Åris",
    ]


@pytest.mark.parametrize("typed", ["010190-1234", "0101901234", " 010190 1234 "])
def test_a_cpr_number_finds_its_person_and_nobody_else(make: Factory, typed: str) -> None:
    person(make, "Bo", "Prøve", cpr=NUMBER)
    person(make, "Ib", "Prøve", cpr="0101901235")
    assert found(typed) == ["Bo Prøve"]


def test_a_number_that_a_person_once_had_still_finds_them(make: Factory) -> None:
    citizen = person(make, "Bo", "Prøve", cpr=NUMBER)
    Identity.objects.create(citizen=citizen, cpr="0101904321", valid_from=dt.date(2024, 1, 1))
    assert found("010190-1234") == found("010190-4321") == ["Bo Prøve"]


@pytest.mark.parametrize("typed", ["010190", "01-01-1990", "610190"])
def test_a_birth_date_finds_those_who_were_born_then(make: Factory, typed: str) -> None:
    person(make, "Bo", "Prøve", born_on=dt.date(1990, 1, 1))
    person(make, "Ib", "Prøve", born_on=dt.date(1990, 1, 2))
    assert found(typed) == ["Bo Prøve"]


def test_a_name_and_a_birth_date_narrow_each_other(make: Factory) -> None:
    person(make, "Bo", "Prøve", born_on=dt.date(1990, 1, 1))
    person(make, "Ib", "Prøve", born_on=dt.date(1990, 1, 2))
    person(make, "Bo", "Andersen", born_on=dt.date(1990, 1, 1))
    assert found("prøve 010190") == ["Bo Prøve"]


# What is shown


def test_a_hit_shows_who_it_is_and_leads_to_the_case(make: Factory) -> None:
    holder = make.staff("Ole Ravn", unit=make.unit("Team Øst"))
    citizen = person(make, "Bo", "Prøve", cpr=NUMBER, born_on=dt.date(1990, 1, 1), town="Fredericia")
    case = make.case(citizen=citizen, held_by=holder)
    shown = ask(signed_in(holder), "prøve")
    assert "Bo Prøve" in shown
    assert "Fredericia" in shown
    assert "years old" in shown
    assert "010190-••••" in shown
    assert "1234" not in shown
    assert "Ole Ravn, Team Øst" in shown
    assert f'href="{reverse("casework:case", args=[case.pk])}"' in shown


def test_somebody_elses_case_is_opened_with_a_reason(make: Factory) -> None:
    case = make.case(citizen=person(make, "Bo", "Prøve"), held_by=make.staff("Ole Ravn"))
    shown = ask(signed_in(make.staff()), "prøve")
    assert f'href="{reverse("casework:give_reason", args=[case.pk])}"' in shown
    assert f'href="{reverse("casework:case", args=[case.pk])}"' not in shown


def test_a_protected_citizen_shows_a_name_and_who_to_ask_and_no_more(make: Factory) -> None:
    holder = make.staff("Ole Ravn")
    citizen = person(make, "Bo", "Skjult", cpr=NUMBER, born_on=dt.date(1990, 1, 1), town="Hemmeligby", protected=True)
    make.case(citizen=citizen, held_by=holder)
    shown = ask(signed_in(make.staff()), "skjult")
    assert "Bo Skjult" in shown
    assert "Protected name and address" in shown
    assert "Ole Ravn" in shown
    for hidden in ("Hemmeligby", "010190", "years old"):
        assert hidden not in shown
    assert "••••••-••••" in shown


def test_who_takes_part_in_the_case_sees_a_protected_citizens_town(make: Factory) -> None:
    holder = make.staff("Ole Ravn")
    citizen = person(make, "Bo", "Skjult", cpr=NUMBER, town="Hemmeligby", protected=True)
    make.case(citizen=citizen, held_by=holder)
    shown = ask(signed_in(holder), "skjult")
    assert "Hemmeligby" in shown
    assert "010190-••••" in shown


def test_a_colleague_in_the_unit_does_not_see_a_protected_citizens_town(make: Factory) -> None:
    unit = make.unit()
    citizen = person(make, "Bo", "Skjult", town="Hemmeligby", protected=True)
    make.case(citizen=citizen, held_by=make.staff(unit=unit))
    assert "Hemmeligby" not in ask(signed_in(make.staff(unit=unit)), "skjult")


def test_a_citizen_without_a_case_can_be_given_one(make: Factory) -> None:
    citizen = person(make, "Bo", "Ny")
    shown = ask(signed_in(make.staff()), "ny")
    assert reverse("casework:open_case", args=[citizen.pk]) in shown


def test_nobody_found_leads_to_registering_them_without_a_number_in_an_address(make: Factory) -> None:
    shown = ask(signed_in(make.staff()), "010190-1234")
    assert "Register as a new citizen" in shown
    assert "?010190" not in shown


# What is logged


def test_each_hit_that_is_shown_is_logged_and_no_other(make: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tovholder.citizens.views.search.PER_PAGE", 2)
    citizens = [person(make, "Bo", f"Prøve {letter}") for letter in "ABC"]
    staff = make.staff()
    client = signed_in(staff)
    first = ask(client, "prøve")
    assert "1–2 of 3" in first
    assert "Prøve C" not in first
    logged = Lookup.objects.values_list("citizen", "staff", "seen", "basis")
    assert set(logged) == {(citizen.pk, staff.pk, Seen.SEARCH, Basis.SEARCH) for citizen in citizens[:2]}
    second = ask(client, "prøve", page="2")
    assert "Prøve C" in second
    assert "3–3 of 3" in second
    assert Lookup.objects.filter(citizen=citizens[2]).count() == 1


def test_a_page_beyond_the_last_is_the_last(make: Factory) -> None:
    person(make, "Bo", "Prøve")
    assert "Bo Prøve" in ask(signed_in(make.staff()), "prøve", page="99")


def test_the_number_of_queries_does_not_grow_with_the_hits(make: Factory, django_assert_num_queries: Any) -> None:
    staff = make.staff()
    client = signed_in(staff)
    make.case(citizen=person(make, "Bo", "Prøve", cpr=NUMBER, town="Fredericia"), held_by=staff)

    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            ask(client, "prøve")
        return len(captured)

    few = queries()
    for number in range(15):
        citizen = person(make, f"Bo {number}", "Prøve", town="Fredericia")
        make.case(citizen=citizen, held_by=make.staff())
    assert queries() == few
    assert few <= 9
