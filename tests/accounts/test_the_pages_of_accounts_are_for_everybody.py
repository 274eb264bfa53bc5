"""The pages of signing in and of administration: without violations of accessibility, on a desk and on a telephone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.browser import DESKTOP, PHONE, Open, check_axe, no_sideways_scroll, screenshot
from tests.factories import PASSWORD, Factory
from tovholder.accounts.models import Staff, Unit, UnitKind
from tovholder.accounts.rights import Role
from tovholder.accounts.sign_ins import record

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", [DESKTOP, PHONE])]


@pytest.fixture
def unit(make: Factory) -> Unit:
    centre = make.unit("Arbejdsmarked", kind=UnitKind.DEPARTMENT)
    make.unit("Team Sygedagpenge", parent=centre)
    project = make.unit("Udviklingsprojektet Flere skridt", parent=make.unit("Team Aktiv", parent=centre))
    for name, role in [
        ("Åse Ågård", Role.TEAM_LEADER),
        ("Mohammed Al-Hassan Christoffersen", Role.CASEWORKER),
        ("Bo Bech", Role.JOB_CONSULTANT),
    ]:
        make.staff(name, unit=project, role=role)
    return project


@pytest.fixture
def admin(make: Factory, unit: Unit) -> Staff:
    cache.clear()
    staff = make.staff(
        "Anne Administrator",
        email="anne.administrator@by.example",
        unit=unit,
        role=Role.ADMINISTRATOR,
        password=True,
    )
    make.member(staff, unit, Role.CASEWORKER, to=dt.date(2024, 1, 1))
    make.staff("Ole Olsen", unit=unit, is_active=False)
    make.staff("Ny Medarbejder", unit=unit, password_set_by_other_at=timezone.now())
    for hours, refused in [(30, ""), (6, "wrong_password"), (5, "")]:
        record(staff=staff, how="password", at=timezone.now() - dt.timedelta(hours=hours), refused=refused)
    return staff


def test_the_sign_in_page(open_as: Open, width: int, admin: Staff) -> None:
    page = open_as(None, "/sign-in/", width=width)
    check_axe(page)
    no_sideways_scroll(page)
    screenshot(page, f"sign-in-{width}")
    page.get_by_label("E-mail").fill("anne.administrator@by.example")
    page.get_by_label("Adgangskode").fill("forkert")
    page.keyboard.press("Enter")
    page.get_by_text("E-mailen eller adgangskoden er forkert.").wait_for()
    check_axe(page)
    screenshot(page, f"sign-in-wrong-{width}")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/sign-in/" not in address)


def test_every_page_folded_and_unfolded(open_as: Open, width: int, admin: Staff, unit: Unit) -> None:
    bo = Staff.objects.get(name="Bo Bech")
    paths = {
        "rights": "/rights/",
        "account": "/account/",
        "staff-list": "/staff/?active=all",
        "staff": f"/staff/{bo.pk}/",
        "new-staff": "/staff/new/",
        "give-password": f"/staff/{bo.pk}/password/",
        "end-role": f"/staff/memberships/{bo.memberships.get().pk}/",
        "sign-ins": "/staff/sign-ins/",
        "units": "/staff/units/?closed=1",
        "unit": f"/staff/units/{unit.pk}/",
        "new-unit": "/staff/units/new/",
        "two-step": "/account/2fa/",
        "password": "/account/password/",
        "passkeys": "/account/2fa/webauthn/",
        "sign-out": "/sign-out/",
    }
    page = open_as(admin, "/account/", width=width)
    house = page.url.removesuffix("/account/")
    for name, path in paths.items():
        page.goto(house + path)
        for fold in page.locator("main details.fold > summary").all():
            fold.click()
        check_axe(page)
        no_sideways_scroll(page)
        screenshot(page, f"{name}-{width}")
