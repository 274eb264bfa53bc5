"""Name, how to reach somebody, numbers: what was before stays, and two people do not overwrite one another."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from tests.citizens.people import NUMBER, person, signed_in
from tests.factories import LONG_AGO, Factory
from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.acts import Refused
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Role
from tovholder.audit.history import changes
from tovholder.audit.models import Basis, Lookup, Seen
from tovholder.casework.models import AccessGrant
from tovholder.citizens.actions.contact import Contact, change_contact
from tovholder.citizens.actions.numbers import give_number
from tovholder.citizens.actions.people import correct_person
from tovholder.citizens.cpr import parse
from tovholder.citizens.models import Citizen, ContactDetails, Identity

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F11")]


@pytest.fixture
def citizen(make: Factory) -> Citizen:
    return person(make, "Bo", "Prøve", cpr=NUMBER, born_on=dt.date(1990, 1, 1), town="Odense")


@pytest.fixture
def holder(make: Factory, citizen: Citizen, today: dt.date) -> Actor:
    staff = make.staff("Ole Ravn")
    make.case(citizen=citizen, held_by=staff)
    return make.actor(staff, today)


@pytest.fixture
def asking(holder: Actor, citizen: Citizen, now: dt.datetime) -> dict[str, Any]:
    return {"actor": holder, "citizen_id": citizen.pk, "now": now, "today": now.date()}


# Who may not


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.ADMINISTRATOR, Role.ANALYST])
def test_who_does_not_see_the_case_corrects_nothing(
    make: Factory, asking: dict[str, Any], citizen: Citizen, today: dt.date, role: str
) -> None:
    stranger = make.actor(make.staff(role=role), today)
    with pytest.raises(NotAllowed):
        correct_person(**asking | {"actor": stranger}, version=1, given_name="X", family_name="Y")
    citizen.refresh_from_db()
    assert citizen.name == "Bo Prøve"


def test_a_stated_reason_opens_for_reading_only(
    make: Factory, asking: dict[str, Any], citizen: Citizen, now: dt.datetime
) -> None:
    staff = make.staff()
    case = citizen.cases.get()
    AccessGrant.objects.create(
        case=case, staff=staff, reason="dækker for en kollega", granted_at=now, until=now + dt.timedelta(hours=1)
    )
    with pytest.raises(NotAllowed):
        change_contact(**asking | {"actor": make.actor(staff, now.date())}, read_id=None, contact=Contact(city="Vejle"))


def test_the_page_of_somebody_elses_citizen_is_refused_and_nothing_is_logged(make: Factory, citizen: Citizen) -> None:
    make.case(citizen=citizen, held_by=make.staff())
    response = signed_in(make.staff()).get(reverse("citizens:edit", args=[citizen.pk]))
    assert response.status_code == 403
    assert "Odense" not in response.content.decode()
    assert not Lookup.objects.exists()


# Names


def test_a_new_name_leaves_the_former_in_the_history(asking: dict[str, Any], citizen: Citizen, holder: Actor) -> None:
    correct_person(**asking, version=1, given_name="Bo", family_name="Ny-Prøve")
    citizen.refresh_from_db()
    assert (citizen.name, citizen.version) == ("Bo Ny-Prøve", 2)
    change = changes(Citizen, citizen.pk)[0]
    assert [(field.was, field.became) for field in change.fields if field.field == "family_name"] == [
        ("Prøve", "Ny-Prøve")
    ]
    assert change.who == "Ole Ravn"


def test_a_birth_date_that_a_number_gives_is_not_typed_over(asking: dict[str, Any], citizen: Citizen) -> None:
    correct_person(**asking, version=1, given_name="Bo", family_name="Prøve", born_on=dt.date(1950, 5, 5))
    citizen.refresh_from_db()
    assert citizen.born_on == dt.date(1990, 1, 1)


def test_the_second_of_two_writers_is_stopped(asking: dict[str, Any], citizen: Citizen) -> None:
    correct_person(**asking, version=1, given_name="Bo", family_name="Første")
    with pytest.raises(ChangedMeanwhile):
        correct_person(**asking, version=1, given_name="Bo", family_name="Anden")
    citizen.refresh_from_db()
    assert citizen.family_name == "Første"


def test_the_second_of_two_writers_sees_was_and_is_and_loses_nothing(
    make: Factory, asking: dict[str, Any], citizen: Citizen, holder: Actor
) -> None:
    from tovholder.accounts.models import Staff

    client = signed_in(Staff.objects.get(pk=holder.staff_id))
    first_read = client.get(reverse("citizens:edit", args=[citizen.pk])).context["forms"]["person"]
    correct_person(**asking, version=1, given_name="Bodil", family_name="Prøve")
    sent = {"version": first_read.initial["version"], "given_name": "Bo", "family_name": "Min tekst"}
    response = client.post(reverse("citizens:person", args=[citizen.pk]), sent)
    shown = response.content.decode()
    assert response.status_code == 409
    assert 'value="Min tekst"' in shown
    assert "Ole Ravn" in shown
    assert [(field.was, field.became) for field in response.context["meanwhile"].fields] == [("Bo", "Bodil")]
    # What is shown now is what is read now: saving again saves.
    again = client.post(reverse("citizens:person", args=[citizen.pk]), sent | {"version": 2})
    assert again.status_code == 302
    citizen.refresh_from_db()
    assert citizen.family_name == "Min tekst"


# How to reach somebody


def test_a_change_is_a_new_row_from_now_on(asking: dict[str, Any], citizen: Citizen, now: dt.datetime) -> None:
    before = ContactDetails.objects.get()
    ContactDetails.objects.filter(pk=before.pk).update(valid_from=now - dt.timedelta(days=10))
    row = change_contact(**asking, read_id=before.pk, contact=Contact(city="Vejle", phone="12345678"))
    assert row is not None
    assert (row.city, row.valid_from) == ("Vejle", now)
    assert list(ContactDetails.objects.values_list("city", flat=True)) == ["Vejle", "Odense"]


def test_saving_without_a_change_writes_nothing(asking: dict[str, Any], now: dt.datetime) -> None:
    before = ContactDetails.objects.get()
    ContactDetails.objects.filter(pk=before.pk).update(valid_from=now - dt.timedelta(days=10))
    change_contact(**asking, read_id=before.pk, contact=Contact(city="Odense"))
    assert ContactDetails.objects.count() == 1


def test_the_second_to_change_how_somebody_is_reached_sees_what_the_first_wrote(
    make: Factory, citizen: Citizen, holder: Actor
) -> None:
    from tovholder.accounts.models import Staff

    client = signed_in(Staff.objects.get(pk=holder.staff_id))
    read = ContactDetails.objects.get()
    where = reverse("citizens:contact", args=[citizen.pk])
    assert client.post(where, {"read_id": read.pk, "city": "Vejle"}).status_code == 302
    response = client.post(where, {"read_id": read.pk, "city": "Kolding", "phone": "12 34 56 78"})
    assert response.status_code == 409
    assert [(field.was, field.became) for field in response.context["meanwhile"].fields] == [("Odense", "Vejle")]
    assert 'value="Kolding"' in response.content.decode()
    latest = ContactDetails.objects.first()
    assert latest is not None
    assert f'name="read_id" value="{latest.pk}"' in response.content.decode()
    assert latest.city == "Vejle"


# Numbers


def test_a_number_of_somebody_else_is_refused(make: Factory, asking: dict[str, Any]) -> None:
    person(make, "Ib", "Anden", cpr="0101904321")
    with pytest.raises(Refused, match=r".+"):
        give_number(**asking, version=1, number=parse("0101904321"), valid_from=dt.date(2026, 1, 1))
    assert Identity.objects.filter(citizen=asking["citizen_id"]).count() == 1


@pytest.mark.parametrize("day", [dt.date(2027, 1, 1), LONG_AGO, dt.date(1980, 1, 1)])
def test_a_number_begins_after_the_one_before_and_not_ahead(asking: dict[str, Any], day: dt.date) -> None:
    with pytest.raises(Refused):
        give_number(**asking, version=1, number=parse("0202904321"), valid_from=day)


def test_a_new_number_holds_from_a_day_and_moves_the_birth_date(asking: dict[str, Any], citizen: Citizen) -> None:
    give_number(**asking, version=1, number=parse("0202904321"), valid_from=dt.date(2026, 11, 1))
    citizen.refresh_from_db()
    assert citizen.born_on == dt.date(1990, 2, 2)
    assert list(Identity.objects.order_by("valid_from").values_list("cpr", flat=True)) == [NUMBER, "0202904321"]


def test_a_number_is_never_in_the_history(asking: dict[str, Any], citizen: Citizen) -> None:
    give_number(**asking, version=1, number=parse("0202904321"), valid_from=dt.date(2026, 11, 1))
    assert "0202904321" not in repr(changes(Citizen, citizen.pk))


# Show the number


def test_showing_the_number_is_logged_with_its_ground(make: Factory, citizen: Citizen) -> None:
    staff = make.staff()
    case = make.case(citizen=citizen, held_by=staff)
    response = signed_in(staff).post(reverse("citizens:cpr", args=[citizen.pk]), headers={"hx-request": "true"})
    assert response.content.decode().strip().endswith("010190-1234</span>")
    row = Lookup.objects.get()
    assert (row.seen, row.basis, row.case_id, row.staff_id) == (Seen.CPR, Basis.PARTICIPANT, case.pk, staff.pk)


def test_the_number_comes_only_to_a_post_by_somebody_who_sees_the_case(make: Factory, citizen: Citizen) -> None:
    holder = make.staff()
    make.case(citizen=citizen, held_by=holder)
    where = reverse("citizens:cpr", args=[citizen.pk])
    assert signed_in(holder).get(where).status_code == 405
    for staff in (make.staff(), make.staff(role=Role.ADMINISTRATOR), make.staff(role=Role.EXTERNAL_PARTNER)):
        response = signed_in(staff).post(where)
        assert response.status_code == 403
        assert "1234" not in response.content.decode()
    assert not Lookup.objects.exists()


def test_a_reason_that_was_given_is_logged_with_the_number(make: Factory, citizen: Citizen) -> None:
    from django.utils import timezone

    staff = make.staff()
    case = make.case(citizen=citizen, held_by=make.staff())
    now = timezone.now()
    AccessGrant.objects.create(
        case=case, staff=staff, reason="vagttelefon", granted_at=now, until=now + dt.timedelta(hours=1)
    )
    response = signed_in(staff).post(reverse("citizens:cpr", args=[citizen.pk]))
    assert "010190-1234" in response.content.decode()
    row = Lookup.objects.get()
    assert (row.basis, row.reason) == (Basis.REASON, "vagttelefon")


def test_opening_the_details_is_logged(make: Factory, citizen: Citizen) -> None:
    staff = make.staff()
    case = make.case(citizen=citizen, held_by=staff)
    shown = signed_in(staff).get(reverse("citizens:edit", args=[citizen.pk])).content.decode()
    assert "010190-••••" in shown
    assert "1234" not in shown
    row = Lookup.objects.get()
    assert (row.seen, row.basis, row.case_id) == (Seen.DETAILS, Basis.PARTICIPANT, case.pk)


# Protection


def test_who_protects_a_citizen_may_by_that_lose_sight_of_them(make: Factory, citizen: Citizen) -> None:
    unit = make.unit()
    make.case(citizen=citizen, held_by=make.staff(unit=unit))
    colleague = signed_in(make.staff(unit=unit))
    assert colleague.get(reverse("citizens:edit", args=[citizen.pk])).status_code == 200
    response = colleague.post(reverse("citizens:protect", args=[citizen.pk]), {"start": "2026-01-01"})
    assert response["Location"] == reverse("citizens:search")
    assert colleague.get(reverse("citizens:edit", args=[citizen.pk])).status_code == 403


def test_protection_ends_on_a_day(make: Factory, citizen: Citizen) -> None:
    staff = make.staff()
    make.case(citizen=citizen, held_by=staff)
    client = signed_in(staff)
    client.post(reverse("citizens:protect", args=[citizen.pk]), {"start": "2026-01-01"})
    row = citizen.address_protections.get()
    where = reverse("citizens:unprotect", args=[citizen.pk, row.pk])
    assert client.post(where, {"version": 1, "end": "2026-01-01"}).status_code == 422
    assert client.post(where, {"version": 1, "end": "2026-02-01"}).status_code == 302
    row.refresh_from_db()
    assert row.end == dt.date(2026, 2, 1)


def test_a_second_protection_in_the_same_time_is_refused(make: Factory, citizen: Citizen) -> None:
    staff = make.staff()
    make.case(citizen=citizen, held_by=staff)
    client = signed_in(staff)
    where = reverse("citizens:protect", args=[citizen.pk])
    assert client.post(where, {"start": "2026-01-01"}).status_code == 302
    assert client.post(where, {"start": "2026-03-01"}).status_code == 422
    assert citizen.address_protections.count() == 1
