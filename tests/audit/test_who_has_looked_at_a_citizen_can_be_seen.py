"""The log of look-ups: for those who see the case, itself logged, exported, and quick however long it gets."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import fastexcel
import pytest
from django.urls import reverse
from django.utils import timezone

from tests.citizens.people import person, signed_in
from tests.factories import Factory
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import Role
from tovholder.audit import queries
from tovholder.audit.models import Basis, Export, Lookup, Seen
from tovholder.audit.queries import Wanted, by_staff, matching, of_citizen, part
from tovholder.casework.models import AccessGrant
from tovholder.citizens.models import Citizen

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F13")]


@pytest.fixture
def citizen(make: Factory) -> Citizen:
    return person(make, "Bo", "Prøve")


@pytest.fixture
def holder(make: Factory, citizen: Citizen) -> Staff:
    staff = make.staff("Ole Ravn")
    make.case(citizen=citizen, held_by=staff)
    return staff


def looked(citizen: Citizen, staff: Staff, at: dt.datetime, seen: str = Seen.CASE, **fields: Any) -> Lookup:
    return Lookup.objects.create(
        citizen=citizen, staff=staff, at=at, seen=seen, **{"basis": Basis.PARTICIPANT, **fields}
    )


# Who may not


@pytest.mark.parametrize(
    "role", [Role.CASEWORKER, Role.TEAM_LEADER, Role.ADMINISTRATOR, Role.ANALYST, Role.JOB_CONSULTANT]
)
def test_who_does_not_see_the_case_does_not_see_who_looked(
    make: Factory, citizen: Citizen, holder: Staff, role: str
) -> None:
    looked(citizen, make.staff("Nysgerrig Person"), timezone.now())
    client = signed_in(make.staff(role=role))
    for response in (
        client.get(reverse("audit:lookups", args=[citizen.pk])),
        client.post(reverse("audit:export", args=[citizen.pk]), {"format": "csv"}),
    ):
        assert response.status_code == 403
        assert b"Nysgerrig" not in response.content
    assert Lookup.objects.count() == 1
    assert not Export.objects.exists()


def test_a_stated_reason_opens_the_case_but_not_the_log(make: Factory, citizen: Citizen, holder: Staff) -> None:
    staff, now = make.staff(), timezone.now()
    AccessGrant.objects.create(
        case=citizen.cases.get(), staff=staff, reason="vagt", granted_at=now, until=now + dt.timedelta(hours=1)
    )
    assert signed_in(staff).get(reverse("audit:lookups", args=[citizen.pk])).status_code == 403


def test_a_citizen_who_is_not_there_has_no_log(make: Factory) -> None:
    assert signed_in(make.staff()).get(reverse("audit:lookups", args=[999_999])).status_code == 404


# What is seen


def test_the_log_says_who_saw_what_on_what_ground_and_why(make: Factory, citizen: Citizen, holder: Staff) -> None:
    other = make.staff("Mette Krogh")
    looked(citizen, other, timezone.now(), basis=Basis.REASON, reason="dækker ved sygdom")
    looked(make.citizen("En", "Anden"), make.staff("Uvedkommende"), timezone.now())
    response = signed_in(holder).get(reverse("audit:lookups", args=[citizen.pk]))
    shown = response.content.decode()
    for text in ("Mette Krogh", "dækker ved sygdom", "gave a reason", "the case"):
        assert text in shown
    assert "Uvedkommende" not in shown


def test_looking_at_the_log_is_itself_a_look_up(citizen: Citizen, holder: Staff) -> None:
    signed_in(holder).get(reverse("audit:lookups", args=[citizen.pk]))
    row = Lookup.objects.get()
    assert (row.seen, row.staff, row.citizen, row.basis) == (Seen.LOOKUPS, holder, citizen, Basis.PARTICIPANT)


def test_the_log_is_filtered_by_what_by_whom_and_by_day(make: Factory, citizen: Citizen, now: dt.datetime) -> None:
    mette, ole = make.staff("Mette Krogh"), make.staff("Ole Ravn")
    looked(citizen, mette, now, Seen.CPR)
    looked(citizen, ole, now - dt.timedelta(days=1))
    looked(citizen, ole, now - dt.timedelta(days=9))

    def days(**wanted: Any) -> list[int]:
        found = matching(of_citizen(citizen.pk), Wanted(**wanted))
        return [(now - row.at).days for row in part(found).rows]

    assert days() == [0, 1, 9]
    assert days(seen=Seen.CPR) == [0]
    assert days(who="ravn") == [1, 9]
    assert days(first=(now - dt.timedelta(days=1)).date()) == [0, 1]
    assert days(last=(now - dt.timedelta(days=1)).date()) == [1, 9]
    assert days(first=now.date(), last=now.date()) == [0]


def test_what_cannot_be_read_in_a_filter_is_said_and_the_page_still_comes(citizen: Citizen, holder: Staff) -> None:
    where = reverse("audit:lookups", args=[citizen.pk])
    response = signed_in(holder).get(where, {"first": "i går", "seen": "alt", "before": "x.y"})
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"first", "seen"}
    assert len(response.context["part"].rows) == 1


def test_parts_follow_one_another_without_a_gap_even_within_one_moment(
    make: Factory, citizen: Citizen, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PER_PAGE", 3)
    staff = make.staff()
    rows = [looked(citizen, staff, now) for _ in range(4)] + [looked(citizen, staff, now - dt.timedelta(hours=1))]
    found, place = [], ""
    while True:
        each = part(by_staff(staff.pk), place)
        found += [row.pk for row in each.rows]
        assert each.count == 5
        if not (place := each.older):
            break
    assert found == [row.pk for row in [*reversed(rows[:4]), rows[4]]]


def test_nobody_counts_further_than_somebody_reads(
    make: Factory, citizen: Citizen, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "COUNTED", 3)
    staff = make.staff()
    for _ in range(5):
        looked(citizen, staff, now)
    each = part(of_citizen(citizen.pk))
    assert (each.count, each.is_more) == (3, True)


def test_the_page_costs_the_same_queries_with_many_rows(
    make: Factory, citizen: Citizen, holder: Staff, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        looked(citizen, make.staff(), timezone.now())
    client = signed_in(holder)
    with django_assert_max_num_queries(9):
        client.get(reverse("audit:lookups", args=[citizen.pk]))


# What leaves the house


def test_the_log_leaves_as_a_file_with_the_page_s_filters_and_that_is_logged(
    make: Factory, citizen: Citizen, holder: Staff
) -> None:
    looked(citizen, make.staff("Mette Krogh"), timezone.now(), basis=Basis.REASON, reason="=1+1")
    looked(citizen, make.staff("Ikke Med"), timezone.now(), Seen.CPR)
    client = signed_in(holder)
    response = client.post(reverse("audit:export", args=[citizen.pk]), {"format": "csv", "seen": "case"})
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == ["When", "Who", "What", "On what ground", "Reason"]
    assert [line[1] for line in lines[1:]] == ["Mette Krogh"]
    assert lines[1][4] == "'=1+1"
    assert f"{citizen.pk}.csv" in response["Content-Disposition"]
    assert "Prøve" not in response["Content-Disposition"]
    export = Export.objects.get()
    assert (export.staff, export.rows, export.format) == (holder, 1, "csv")
    assert Lookup.objects.filter(citizen=citizen, staff=holder, seen=Seen.EXPORT).count() == 1


def test_the_log_opens_in_excel(make: Factory, citizen: Citizen, holder: Staff) -> None:
    looked(citizen, make.staff("Mette Krogh"), timezone.now())
    response = signed_in(holder).post(reverse("audit:export", args=[citizen.pk]), {"format": "xlsx"})
    sheet = fastexcel.read_excel(response.content).load_sheet(0).to_polars()
    assert sheet.height == 2
    assert "Mette Krogh" in sheet.to_series(1).to_list()
    assert sheet.dtypes[0].is_temporal()


# One's own


def test_everybody_sees_what_they_have_looked_at_and_nothing_of_others(
    make: Factory, citizen: Citizen, holder: Staff
) -> None:
    looked(citizen, holder, timezone.now())
    looked(make.citizen("En", "Anden"), make.staff(), timezone.now())
    shown = signed_in(holder).get(reverse("audit:mine")).content.decode()
    assert "Bo Prøve" in shown
    assert "En Anden" not in shown


def test_who_has_looked_at_nobody_is_told_so(make: Factory) -> None:
    response = signed_in(make.staff(role=Role.ADMINISTRATOR)).get(reverse("audit:mine"))
    assert b"You have looked at nobody" in response.content
