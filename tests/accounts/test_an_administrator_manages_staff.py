"""Staff are let in, given roles with dates, and let out; what may not be is refused in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from tests.factories import LONG_AGO, Factory
from tovholder.accounts.actions.memberships import add_membership, end_membership, withdraw_membership
from tovholder.accounts.actions.staff import add_staff, correct_staff, deactivate_staff, reactivate_staff
from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.acts import Refused
from tovholder.accounts.models import Membership, Staff, Unit
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Role
from tovholder.accounts.seen import seen

DAY = dt.timedelta(days=1)


@pytest.fixture
def unit(make: Factory) -> Unit:
    return make.unit("Team Aktiv")


@pytest.fixture
def admin(make: Factory, unit: Unit, today: dt.date) -> Actor:
    return make.actor(make.staff("Anne", unit=unit, role=Role.ADMINISTRATOR), today)


@pytest.fixture
def other_admin(make: Factory, unit: Unit, today: dt.date) -> Actor:
    return make.actor(make.staff("Ib", unit=unit, role=Role.ADMINISTRATOR), today)


def somebody_new(admin: Actor, unit: Unit, now: dt.datetime, **fields: Any) -> Staff:
    given = {"name": "Bo Bech", "email": "bo@staff.example", "role": Role.CASEWORKER, "unit_id": unit.pk}
    return add_staff(actor=admin, since=now.date(), now=now, **(given | fields))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_does_any_of_it(make: Factory, unit: Unit, now: dt.datetime, today: dt.date, role: Role) -> None:
    actor, other = make.actor(make.staff(role=role), today), make.staff()
    membership = other.memberships.get()
    for act in [
        lambda: somebody_new(actor, unit, now),
        lambda: correct_staff(actor=actor, staff_id=other.pk, name="x", email="x@x.dk", phone="", mark=seen(other)),
        lambda: deactivate_staff(actor=actor, staff_id=other.pk, now=now, today=today),
        lambda: reactivate_staff(actor=actor, staff_id=other.pk),
        lambda: add_membership(actor=actor, staff_id=other.pk, role=role, unit_id=unit.pk, valid_from=today),
        lambda: end_membership(
            actor=actor, membership_id=membership.pk, valid_to=today, mark=seen(membership), today=today
        ),
        lambda: withdraw_membership(actor=actor, membership_id=membership.pk, mark=seen(membership), today=today),
    ]:
        with pytest.raises(NotAllowed):
            act()


def test_an_e_mail_belongs_to_one_person_whatever_its_case(admin: Actor, unit: Unit, now: dt.datetime) -> None:
    somebody_new(admin, unit, now)
    with pytest.raises(Refused, match="allerede en med den e-mail"):
        somebody_new(admin, unit, now, email="BO@staff.example")


def test_a_mistyped_e_mail_lets_nobody_in(admin: Actor, unit: Unit, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="E-mail"):
        somebody_new(admin, unit, now, email="bo-at-staff")
    assert not Staff.objects.filter(name="Bo Bech").exists()


def test_somebody_new_is_something_from_a_day_and_signs_in_once_with_what_was_given(
    make: Factory, admin: Actor, unit: Unit, now: dt.datetime, today: dt.date
) -> None:
    staff = somebody_new(admin, unit, now, name="  Bo   Bech ", password="kade-fomi-tuba-ripe")
    assert staff.name == "Bo Bech"
    assert staff.password_set_by_other_at == now
    assert make.actor(staff, today).roles == {Role.CASEWORKER}
    assert make.actor(staff, today - DAY).roles == set()


def test_nobody_closes_their_own_access(admin: Actor, other_admin: Actor, now: dt.datetime, today: dt.date) -> None:
    with pytest.raises(Refused, match="egen adgang"):
        deactivate_staff(actor=admin, staff_id=admin.staff_id, now=now, today=today)


def test_the_last_administrator_stays(make: Factory, admin: Actor, now: dt.datetime, today: dt.date) -> None:
    from tovholder.accounts.actions.common import COMMAND_LINE

    with pytest.raises(Refused, match="ingen anden administrator"):
        deactivate_staff(actor=COMMAND_LINE, staff_id=admin.staff_id, now=now, today=today)
    mine = Membership.objects.get(staff=admin.staff_id)
    with pytest.raises(Refused, match="ingen anden administrator"):
        end_membership(actor=COMMAND_LINE, membership_id=mine.pk, valid_to=today, mark=seen(mine), today=today)


def test_nobody_ends_their_own_last_role_as_administrator(admin: Actor, other_admin: Actor, today: dt.date) -> None:
    mine = Membership.objects.get(staff=admin.staff_id)
    with pytest.raises(Refused, match="egen sidste rolle som administrator"):
        end_membership(actor=admin, membership_id=mine.pk, valid_to=today + DAY, mark=seen(mine), today=today)


def test_one_of_two_roles_as_administrator_may_be_ended(
    make: Factory, admin: Actor, other_admin: Actor, today: dt.date
) -> None:
    mine = Membership.objects.get(staff=admin.staff_id)
    make.member(Staff.objects.get(pk=admin.staff_id), make.unit(), Role.ADMINISTRATOR)
    ended = end_membership(actor=admin, membership_id=mine.pk, valid_to=today, mark=seen(mine), today=today)
    assert ended.valid_to == today


def test_an_administrator_who_leaves_next_month_does_not_count_for_afterwards(
    make: Factory, admin: Actor, other_admin: Actor, today: dt.date
) -> None:
    theirs = Membership.objects.get(staff=other_admin.staff_id)
    Membership.objects.filter(staff=admin.staff_id).update(valid_to=today + 30 * DAY)
    with pytest.raises(Refused, match="ingen anden administrator"):
        end_membership(actor=admin, membership_id=theirs.pk, valid_to=today + 60 * DAY, mark=seen(theirs), today=today)


def test_access_is_closed_and_opened_again_once_each(
    make: Factory, admin: Actor, now: dt.datetime, today: dt.date
) -> None:
    staff = make.staff()
    assert not deactivate_staff(actor=admin, staff_id=staff.pk, now=now, today=today).is_active
    with pytest.raises(Refused, match="i forvejen ikke"):
        deactivate_staff(actor=admin, staff_id=staff.pk, now=now, today=today)
    assert reactivate_staff(actor=admin, staff_id=staff.pk).is_active
    with pytest.raises(Refused, match="i forvejen"):
        reactivate_staff(actor=admin, staff_id=staff.pk)


@pytest.mark.parametrize(
    ("dates", "why"),
    [
        ({"valid_from": dt.date(2019, 1, 1)}, "blev oprettet"),
        ({"valid_from": dt.date(2026, 1, 1), "valid_to": dt.date(2026, 1, 1)}, "slutter, efter"),
        ({"valid_from": dt.date(2026, 12, 1)}, "sidste dag"),
        ({"valid_from": dt.date(2026, 1, 1), "valid_to": dt.date(2027, 1, 1)}, "sidste dag"),
        ({"valid_from": dt.date(2025, 1, 1), "valid_to": dt.date(2026, 2, 1)}, "allerede den rolle"),
    ],
)
def test_a_role_that_cannot_be_is_refused(make: Factory, admin: Actor, dates: dict[str, dt.date], why: str) -> None:
    closing = Unit.objects.create(name="Lukker", kind="team", opened_on=LONG_AGO, closed_on=dt.date(2026, 11, 30))
    staff = make.staff(unit=make.unit())
    if why == "allerede den rolle":
        make.member(staff, closing, Role.COORDINATOR, since=dt.date(2026, 1, 1), to=dt.date(2026, 6, 1))
    with pytest.raises(Refused, match=why):
        add_membership(actor=admin, staff_id=staff.pk, role=Role.COORDINATOR, unit_id=closing.pk, **dates)


def test_a_role_begins_and_ends_on_its_days(make: Factory, admin: Actor, unit: Unit, today: dt.date) -> None:
    staff = make.staff()
    ahead = add_membership(
        actor=admin, staff_id=staff.pk, role=Role.TEAM_LEADER, unit_id=unit.pk, valid_from=today + DAY
    )
    assert Role.TEAM_LEADER not in make.actor(staff, today).roles
    assert Role.TEAM_LEADER in make.actor(staff, today + DAY).roles
    end = {"actor": admin, "membership_id": ahead.pk, "today": today}
    ahead = end_membership(**end, valid_to=today + 3 * DAY, mark=seen(ahead))
    assert ahead.last_day == today + 2 * DAY
    assert Role.TEAM_LEADER not in make.actor(staff, today + 3 * DAY).roles
    assert end_membership(**end, valid_to=None, mark=seen(ahead)).valid_to is None


def test_two_administrators_change_one_role_and_the_second_is_told(
    make: Factory, admin: Actor, other_admin: Actor, today: dt.date
) -> None:
    membership = make.staff().memberships.get()
    mark = seen(membership)
    end_membership(actor=admin, membership_id=membership.pk, valid_to=today, mark=mark, today=today)
    with pytest.raises(ChangedMeanwhile) as told:
        end_membership(actor=other_admin, membership_id=membership.pk, valid_to=today + DAY, mark=mark, today=today)
    assert told.value.current.valid_to == today  # type: ignore[attr-defined]


def test_two_administrators_correct_one_name_and_the_second_is_told(
    make: Factory, admin: Actor, other_admin: Actor
) -> None:
    staff = make.staff("Bo Bek", email="bo@staff.example")
    mark, same = seen(staff), {"email": "bo@staff.example", "phone": ""}
    correct_staff(actor=admin, staff_id=staff.pk, name="Bo Bech", mark=mark, **same)
    with pytest.raises(ChangedMeanwhile):
        correct_staff(actor=other_admin, staff_id=staff.pk, name="Bo Beck", mark=mark, **same)


def test_signing_in_is_no_change_that_another_has_to_be_told_of(make: Factory, client: Client) -> None:
    staff = make.staff()
    mark = seen(staff)
    client.force_login(staff)
    staff.refresh_from_db()
    assert seen(staff) == mark


def test_a_mistake_is_taken_out_and_what_has_held_is_not(make: Factory, admin: Actor, today: dt.date) -> None:
    staff = make.staff()
    old = staff.memberships.get()
    with pytest.raises(Refused, match="Afslut den i stedet"):
        withdraw_membership(actor=admin, membership_id=old.pk, mark=seen(old), today=today)
    wrong = make.member(staff, old.unit, Role.TEAM_LEADER, since=today)
    withdraw_membership(actor=admin, membership_id=wrong.pk, mark=seen(wrong), today=today)
    assert list(staff.memberships.all()) == [old]
    assert Membership.history.rel.related_model.objects.filter(pgh_label="delete", staff=staff.pk).exists()


class TestOnThePages:
    @pytest.fixture
    def pages(self, client: Client, admin: Actor) -> Client:
        client.force_login(Staff.objects.get(pk=admin.staff_id))
        return client

    def test_somebody_is_let_in_with_one_form(self, pages: Client, unit: Unit, today: dt.date) -> None:
        form = {"name": "Bo Bech", "email": "Bo@Staff.example", "role": "caseworker", "unit": unit.pk}
        assert pages.post("/staff/new/", form).status_code == 422
        shown = pages.post("/staff/new/", form | {"since": "2026-01-01"})
        assert shown.status_code == 200
        assert "one-time-password" in shown.text
        assert Staff.objects.get(email="bo@staff.example").memberships.get().unit == unit

    def test_what_was_typed_is_kept_when_it_is_refused(self, pages: Client, make: Factory, unit: Unit) -> None:
        make.staff(email="bo@staff.example")
        form = {"name": "Bo Bech", "email": "bo@staff.example", "role": "caseworker", "unit": unit.pk}
        refused = pages.post("/staff/new/", form | {"since": "2026-01-01"})
        assert refused.status_code == 422
        assert "allerede en med den e-mail" in refused.text
        assert 'value="Bo Bech"' in refused.text

    def test_the_second_to_change_a_role_is_told_and_may_save_again(
        self, pages: Client, make: Factory, other_admin: Actor, today: dt.date
    ) -> None:
        membership = make.staff().memberships.get()
        address = f"/staff/memberships/{membership.pk}/"
        mark = seen(membership)
        end_membership(
            actor=other_admin, membership_id=membership.pk, valid_to=dt.date(2031, 1, 1), mark=mark, today=today
        )
        told = pages.post(address, {"valid_to": "2030-05-31", "mark": mark})
        assert told.status_code == 422
        assert "En anden har ændret dette" in told.text
        assert "31. december 2030" in told.text
        assert 'value="2030-05-31"' in told.text
        again = told.text.split('name="mark" value="')[1].split('"')[0]
        assert pages.post(address, {"valid_to": "2030-05-31", "mark": again}).status_code == 302
        membership.refresh_from_db()
        assert membership.last_day == dt.date(2030, 5, 31)

    def test_access_is_closed_from_the_page_and_the_reason_it_is_not_is_shown_there(
        self, pages: Client, make: Factory, admin: Actor
    ) -> None:
        staff = make.staff("Bo Bech")
        assert pages.get(f"/staff/{staff.pk}/deactivate/").status_code == 405
        assert "kan ikke længere logge ind" in pages.post(f"/staff/{staff.pk}/deactivate/", follow=True).text
        refused = pages.post(f"/staff/{admin.staff_id}/deactivate/")
        assert refused.status_code == 422
        assert "egen adgang" in refused.text

    def test_the_list_is_searched_filtered_and_paged_in_danish_order(
        self, pages: Client, make: Factory, unit: Unit, django_assert_max_num_queries: Any
    ) -> None:
        below = make.unit("Under", parent=unit)
        for name in ["Ærø Ø", "Østen Å", "Åse Ågård", "Zoe Z", "Adam A"]:
            make.staff(name, unit=below)
        make.staff("Gone Away", unit=below, is_active=False)
        shown = pages.get("/staff/", {"unit": unit.pk, "role": "caseworker"}).text
        places = [shown.index(name) for name in ["Adam A", "Zoe Z", "Ærø Ø", "Østen Å", "Åse Ågård"]]
        assert places == sorted(places)
        assert "Gone Away" not in shown
        assert "Gone Away" in pages.get("/staff/", {"active": "no"}).text
        assert "Åse Ågård" in pages.get("/staff/", {"q": "åse ÅGÅ"}).text
        assert "Zoe Z" not in pages.get("/staff/", {"q": "åse"}).text
        assert "Ingen er fundet" in pages.get("/staff/", {"q": "findes ikke"}).text
        for number in range(60):
            make.staff(f"Nr. {number:02}", unit=below)
        with django_assert_max_num_queries(12):
            assert "1–50 af" in pages.get("/staff/").text

    def test_what_is_not_understood_in_the_address_narrows_nothing(self, pages: Client) -> None:
        assert "Anne" in pages.get("/staff/?unit=x&role=king&page=99&active=maybe").text
