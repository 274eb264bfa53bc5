"""The history of a row says who changed it and by which act; what nobody changed has no line."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from tests.factories import Factory
from tovholder.accounts.models import Membership, Staff
from tovholder.accounts.rights import Role
from tovholder.accounts.seen import seen
from tovholder.audit.history import changes

pytestmark = pytest.mark.requirement("F17")


@pytest.fixture
def admin(make: Factory, client: Client) -> Staff:
    staff = make.staff("Anne And", role=Role.ADMINISTRATOR)
    client.force_login(staff)
    return staff


def test_what_a_page_changes_is_kept_with_the_person_and_the_act(make: Factory, client: Client, admin: Staff) -> None:
    bo = make.staff("Bo Bek", email="bo@staff.example")
    form = {"name": "Bo Bech", "email": "bo@staff.example", "phone": "", "mark": seen(bo)}
    client.post(f"/staff/{bo.pk}/", form)
    (change,) = changes(Staff, bo.pk)
    assert (change.who, change.action) == ("Anne And", "correct_staff")
    assert [(field.field, field.was, field.became) for field in change.fields] == [("name", "Bo Bek", "Bo Bech")]


def test_every_act_names_itself(make: Factory, client: Client, admin: Staff) -> None:
    bo = make.staff()
    membership = bo.memberships.get()
    client.post(f"/staff/{bo.pk}/password/")
    client.post(f"/staff/{bo.pk}/deactivate/")
    client.post(f"/staff/{bo.pk}/reactivate/")
    client.post(f"/staff/memberships/{membership.pk}/", {"valid_to": "2031-12-31", "mark": seen(membership)})
    acts = [change.action for change in changes(Staff, bo.pk)]
    assert acts == ["reactivate_staff", "deactivate_staff", "set_one_time_password"]
    assert [change.action for change in changes(Membership, membership.pk)] == ["end_membership"]
    assert {change.who for change in changes(Staff, bo.pk)} == {"Anne And"}


def test_neither_a_password_nor_a_sign_in_is_in_the_history(make: Factory, client: Client) -> None:
    staff = make.staff(password=True)
    client.force_login(staff)
    assert changes(Staff, staff.pk) == []
    columns = {field.name for field in Staff.history.rel.related_model._meta.fields}  # type: ignore[attr-defined]
    assert "password" not in columns


def test_a_change_outside_any_page_has_nobody(make: Factory, now: dt.datetime) -> None:
    staff = make.staff()
    Staff.objects.filter(pk=staff.pk).update(name="Et nyt navn")
    (change,) = changes(Staff, staff.pk)
    assert change.who == ""
