"""The pages about citizens in a browser: Danish and English, wide and on a phone, full and empty, with and without
scripts, against axe."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from tests.browser import DESKTOP, PHONE, Open, check_axe, check_page, no_sideways_scroll, screenshot
from tests.citizens.people import person
from tests.factories import Factory
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import Role
from tovholder.audit.models import Basis, Lookup, Seen
from tovholder.casework.models import AccessGrant, Case
from tovholder.citizens.models import Benefit, BenefitSpell, Citizen, ContactDetails, TargetGroup, TargetGroupSpell

pytestmark = pytest.mark.browser

#: Test numbers: the day of birth is raised by 60.
SAMIRA, BO = "6404870017", "6101901234"


@pytest.fixture
def holder(make: Factory) -> Staff:
    return make.staff("Ole Ravn", unit=make.unit("Jobcenter Øst"))


@pytest.fixture
def samira(make: Factory, holder: Staff) -> Citizen:
    """With a long life in the system."""
    citizen = person(
        make,
        "Samira",
        "Al-Khatib",
        cpr=SAMIRA,
        born_on=dt.date(1987, 4, 4),
        town="Odense SØ",
        postcode="5220",
        address="Vollsmose Allé 12, 3. tv.",
        phone="12 34 56 78",
        email="samira@demo.example",
        interpreter_language="arabisk",
    )
    ContactDetails.objects.create(
        citizen=citizen,
        valid_from=timezone.now() - dt.timedelta(days=400),
        city="Fredericia",
        postcode="7000",
        address="Danmarksgade 3",
        phone="87 65 43 21",
    )
    make.case(citizen=citizen, held_by=holder)
    BenefitSpell.objects.create(
        citizen=citizen,
        benefit=Benefit.objects.get(code="sygedagpenge"),
        start=dt.date(2024, 2, 1),
        end=dt.date(2025, 1, 1),
    )
    BenefitSpell.objects.create(
        citizen=citizen, benefit=Benefit.objects.get(code="kontanthjaelp"), start=dt.date(2025, 1, 1)
    )
    TargetGroupSpell.objects.create(
        citizen=citizen, target_group=TargetGroup.objects.get(code="6.3"), start=dt.date(2025, 1, 1)
    )
    return citizen


def look(page: Page, name: str) -> None:
    screenshot(page, name)
    no_sideways_scroll(page)
    check_axe(page)


def test_the_search_page(make: Factory, open_as: Open, holder: Staff) -> None:
    check_page(open_as, holder, reverse("citizens:search"), "search-empty")


@pytest.mark.parametrize(("width", "language"), [(DESKTOP, "da"), (PHONE, "en")])
def test_what_a_search_finds(
    make: Factory, open_as: Open, holder: Staff, samira: Citizen, width: int, language: str
) -> None:
    other = make.staff("Mette Krogh", unit=make.unit("Unge og uddannelse"))
    make.case(citizen=person(make, "Sami", "Aagaard", born_on=dt.date(2001, 5, 5), town="Middelfart"), held_by=other)
    make.case(citizen=person(make, "Samuel", "Skjult", cpr=BO, town="Hemmeligby", protected=True), held_by=other)
    make.case(citizen=person(make, "Samson", "Østergaard", town="Bogense"), unit=make.unit("Virksomhedsservice"))
    person(make, "Sam", "Nygaard", born_on=dt.date(1990, 1, 1))
    page = open_as(holder, reverse("citizens:search"), width=width, language=language)
    page.fill("main input[name=q]", "sam")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hits")
    assert page.url.endswith(reverse("citizens:search"))
    look(page, f"search-hits-{width}-{language}")
    page.fill("main input[name=q]", "010190-1234")
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer .empty")
    assert "0101" not in page.url
    look(page, f"search-nobody-{width}-{language}")


def test_a_citizen_is_registered_and_a_case_opened(make: Factory, open_as: Open, holder: Staff) -> None:
    person(make, "Bo", "Prøve", born_on=dt.date(1990, 1, 1), town="Odense")
    page = open_as(holder, reverse("citizens:new"))
    look(page, "new-empty")
    page.fill("[name=given_name]", "Bo")
    page.fill("[name=family_name]", "Prøve")
    page.fill("[name=born_on]", "1990-01-01")
    page.click("main form.panel button[type=submit]")
    page.wait_for_selector(".hits")
    look(page, "new-known")
    page.check("[name=is_another]")
    page.click("main form.panel button[type=submit]")
    page.wait_for_selector("[name=holder]")
    look(page, "open-case")
    page.click("main form.panel button[type=submit]")
    page.wait_for_url("**/cases/*/")
    assert Case.objects.get().citizen.name == "Bo Prøve"


def test_opening_a_case_on_a_phone(make: Factory, open_as: Open, holder: Staff) -> None:
    where = reverse("casework:open_case", args=[person(make, "Bo", "Prøve", town="Odense").pk])
    look(open_as(holder, where, width=PHONE, language="en"), "open-case-360")


def test_the_details(make: Factory, open_as: Open, holder: Staff, samira: Citizen) -> None:
    check_page(open_as, holder, reverse("citizens:edit", args=[samira.pk]), "edit")


def test_the_number_comes_in_its_place_and_without_scripts_on_a_page(
    make: Factory, open_as: Open, holder: Staff, samira: Citizen
) -> None:
    where = reverse("citizens:edit", args=[samira.pk])
    page = open_as(holder, where)
    page.click("form[hx-post] button")
    page.wait_for_selector(".cpr")
    assert page.inner_text("#cpr") == "640487-0017"
    assert page.url.endswith(where)
    plain = open_as(holder, where, scripts=False)
    plain.click("form[hx-post] button")
    assert "640487-0017" in plain.inner_text("main")
    assert "6404" not in plain.url
    assert Lookup.objects.filter(citizen=samira, seen=Seen.CPR).count() == 2


def test_somebody_else_was_quicker(make: Factory, open_as: Open, holder: Staff, samira: Citizen) -> None:
    page = open_as(holder, reverse("citizens:edit", args=[samira.pk]))
    ContactDetails.objects.create(
        citizen=samira,
        valid_from=timezone.now() - dt.timedelta(minutes=1),
        city="Odense SØ",
        postcode="5220",
        address="Bøgeparken 7",
        phone="12 34 56 78",
        registered_by=make.staff("Mette Krogh"),
    )
    page.fill("#contact_phone", "11 22 33 44")
    page.click("form[action$='/contact/'] button")
    page.wait_for_selector(".alert-warning")
    assert page.input_value("#contact_phone") == "11 22 33 44"
    assert "Mette Krogh" in page.inner_text(".alert-warning")
    look(page, "edit-meanwhile")


def test_what_a_citizen_lives_on(make: Factory, open_as: Open, holder: Staff, samira: Citizen) -> None:
    where = reverse("citizens:spells", args=[samira.pk])
    check_page(open_as, holder, where, "spells")
    page = open_as(holder, where)
    page.select_option("#target-group_code", label="6.2 Jobparat kontanthjælpsmodtager (til 1. jan. 2027)")
    page.click("form[action$='/target-group/'] button")
    page.wait_for_selector("button[name=end_previous]")
    look(page, "spells-overlap")
    page.click("button[name=end_previous]")
    page.wait_for_selector(".alert-success")
    assert TargetGroupSpell.objects.on(timezone.localdate()).get(citizen=samira).target_group.code == "6.2"


def test_periods_where_none_are(make: Factory, open_as: Open, holder: Staff) -> None:
    citizen = person(make, "Bo", "Prøve")
    make.case(citizen=citizen, held_by=holder)
    check_page(open_as, holder, reverse("citizens:spells", args=[citizen.pk]), "spells-empty")


def test_who_has_looked(make: Factory, open_as: Open, holder: Staff, samira: Citizen) -> None:
    curious, now = make.staff("Mette Krogh"), timezone.now()
    for number, seen in enumerate([Seen.CASE, Seen.CPR, Seen.SEARCH, Seen.EXPORT] * 15):
        Lookup.objects.create(
            citizen=samira,
            staff=curious if number % 3 else holder,
            at=now - dt.timedelta(hours=number * 5),
            seen=seen,
            basis=Basis.REASON if number % 3 else Basis.PARTICIPANT,
            reason="Dækker for Ole, der er syg; borgeren ringede om sin ydelse" if number % 3 else "",
        )
    check_page(open_as, holder, reverse("audit:lookups", args=[samira.pk]), "lookups")
    check_page(open_as, holder, reverse("audit:mine"), "mine")
    check_page(open_as, make.staff(), reverse("audit:mine"), "mine-empty")


def test_the_reasons_given(make: Factory, open_as: Open, holder: Staff, samira: Citizen) -> None:
    leader = make.staff("Lis Leder", unit=holder.memberships.get().unit, role=Role.TEAM_LEADER)
    check_page(open_as, leader, reverse("casework:reasons"), "reasons-empty")
    now = timezone.now()
    for hours in (300, 30, 1):
        AccessGrant.objects.create(
            case=samira.cases.get(),
            staff=make.staff("Mette Krogh"),
            granted_at=now - dt.timedelta(hours=hours),
            reason="Vagttelefon: borgeren spørger til sin næste samtale",
            until=now + dt.timedelta(hours=12 - hours),
        )
    check_page(open_as, leader, reverse("casework:reasons"), "reasons")
