"""An administrator sets a one-time password; before it is changed it opens nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from tests.factories import PASSWORD, Factory
from tovholder.accounts.actions.staff import set_one_time_password
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.acts import Refused
from tovholder.accounts.models import Staff
from tovholder.accounts.passwords import one_time_password
from tovholder.accounts.rights import Role

OWN = "min helt egen adgangskode"


@pytest.fixture(autouse=True)
def nobody_has_tried_yet(db: None) -> None:
    cache.clear()


def given(make: Factory, now: dt.datetime) -> tuple[Staff, str]:
    staff, password = make.staff(email="bo@staff.example", password=True), one_time_password()
    admin = make.actor(make.staff(role=Role.ADMINISTRATOR), now.date())
    return set_one_time_password(actor=admin, staff_id=staff.pk, password=password, now=now), password


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_may_set_it(make: Factory, now: dt.datetime, role: Role) -> None:
    actor = make.actor(make.staff(role=role), now.date())
    with pytest.raises(NotAllowed):
        set_one_time_password(actor=actor, staff_id=make.staff().pk, password=one_time_password(), now=now)


def test_one_does_not_set_ones_own(make: Factory, now: dt.datetime) -> None:
    admin = make.actor(make.staff(role=Role.ADMINISTRATOR), now.date())
    with pytest.raises(Refused, match="Min konto"):
        set_one_time_password(actor=admin, staff_id=admin.staff_id, password=one_time_password(), now=now)


def test_a_weak_one_is_refused(make: Factory, now: dt.datetime) -> None:
    admin = make.actor(make.staff(role=Role.ADMINISTRATOR), now.date())
    with pytest.raises(Refused, match="12"):
        set_one_time_password(actor=admin, staff_id=make.staff().pk, password="kort", now=now)


def test_it_is_not_given_to_somebody_who_may_not_sign_in(make: Factory, now: dt.datetime) -> None:
    admin = make.actor(make.staff(role=Role.ADMINISTRATOR), now.date())
    closed = make.staff(is_active=False)
    with pytest.raises(Refused, match="kan ikke logge ind"):
        set_one_time_password(actor=admin, staff_id=closed.pk, password=one_time_password(), now=now)


def test_every_page_leads_to_the_change_until_it_is_done(make: Factory, client: Client, now: dt.datetime) -> None:
    staff, password = given(make, now)
    client.post("/sign-in/", {"login": staff.email, "password": password})
    for path in ["/account/", "/rights/", "/account/2fa/", "/account/2fa/totp/activate/"]:
        assert client.get(path)["Location"] == "/account/password/", path
    asked = client.get("/account/password/")
    assert "engangskode" in asked.text

    same = {"oldpassword": password, "password1": password, "password2": password}
    assert "Vælg en anden" in client.post("/account/password/", same).text
    other = {"oldpassword": PASSWORD, "password1": OWN, "password2": OWN}
    assert "ikke din nuværende" in client.post("/account/password/", other).text
    assert client.get("/account/").status_code == 302

    own = {"oldpassword": password, "password1": OWN, "password2": OWN}
    assert client.post("/account/password/", own).status_code == 302
    staff.refresh_from_db()
    assert staff.password_set_by_other_at is None
    assert client.get("/account/").status_code == 200


def test_one_may_give_up_and_sign_out_instead(make: Factory, client: Client, now: dt.datetime) -> None:
    staff, password = given(make, now)
    client.post("/sign-in/", {"login": staff.email, "password": password})
    client.post("/sign-out/")
    assert client.get("/account/")["Location"].startswith("/sign-in/")


def test_the_administrator_reads_it_once_and_it_is_nowhere_afterwards(make: Factory, client: Client) -> None:
    admin, staff = make.staff(role=Role.ADMINISTRATOR), make.staff("Bo Bech", email="bo@staff.example")
    client.force_login(admin)
    shown = client.post(f"/staff/{staff.pk}/password/")
    assert "no-store" in shown["Cache-Control"]
    password = shown.text.split('id="one-time-password">')[1].split("<")[0]
    assert Client().post("/sign-in/", {"login": "bo@staff.example", "password": password}).status_code == 302
    for path in [f"/staff/{staff.pk}/", f"/staff/{staff.pk}/password/", "/staff/"]:
        assert password not in client.get(path).text
    assert not any(password in str(value) for value in client.session.values())


def test_a_lost_telephone_is_forgotten_only_when_that_is_asked_for(make: Factory, now: dt.datetime) -> None:
    admin = make.actor(make.staff(role=Role.ADMINISTRATOR), now.date())
    staff = make.staff()
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={"secret": "x"})
    act = {"actor": admin, "staff_id": staff.pk, "now": now}
    set_one_time_password(**act, password=one_time_password())
    assert Authenticator.objects.filter(user=staff).exists()
    set_one_time_password(**act, password=one_time_password(), without_second_step=True)
    assert not Authenticator.objects.filter(user=staff).exists()


def test_one_time_passwords_are_not_repeated_and_strong_enough_for_the_rules(make: Factory, now: dt.datetime) -> None:
    made = {one_time_password() for _once in range(200)}
    assert len(made) == 200
    assert all(len(password) == 19 for password in made)
