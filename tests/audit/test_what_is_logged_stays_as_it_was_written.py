"""Who looked at a citizen's data is written down and cannot be unwritten."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.db.utils import InternalError

from tests.factories import Factory
from tovholder.audit.actions import log_export, log_lookup, log_lookups
from tovholder.audit.models import Basis, Export, Lookup, Seen

REFUSED = (InternalError, ProgrammingError, IntegrityError)


def test_a_look_up_cannot_be_rewritten_or_deleted(make: Factory, now: dt.datetime, today: dt.date) -> None:
    actor = make.actor(make.staff(), today)
    row = log_lookup(
        actor=actor, citizen_id=make.citizen().pk, case_id=None, seen=Seen.CPR, basis=Basis.PARTICIPANT, now=now
    )
    with pytest.raises(REFUSED, match="Cannot update or delete"), transaction.atomic():
        Lookup.objects.filter(pk=row.pk).update(reason="something else")
    with pytest.raises(REFUSED, match="Cannot update or delete"), transaction.atomic():
        row.delete()
    assert Lookup.objects.get().reason == ""


def test_an_export_cannot_be_rewritten_or_deleted(make: Factory, now: dt.datetime, today: dt.date) -> None:
    actor = make.actor(make.staff(), today)
    row = log_export(actor=actor, what="a list", rows=0, format="csv", citizen_ids=[], now=now)
    with pytest.raises(REFUSED, match="Cannot update or delete"), transaction.atomic():
        Export.objects.filter(pk=row.pk).update(rows=7)
    with pytest.raises(REFUSED, match="Cannot update or delete"), transaction.atomic():
        row.delete()


def test_a_look_up_says_who_saw_what_when_on_what_ground(make: Factory, now: dt.datetime, today: dt.date) -> None:
    staff = make.staff()
    case = make.case(held_by=staff)
    log_lookup(
        actor=make.actor(staff, today),
        citizen_id=case.citizen_id,
        case_id=case.pk,
        seen=Seen.CASE,
        basis=Basis.REASON,
        reason="covers for a colleague",
        now=now,
    )
    row = Lookup.objects.get()
    assert (row.citizen, row.case_id, row.staff, row.at) == (case.citizen, case.pk, staff, now)
    assert (row.seen, row.basis, row.reason) == (Seen.CASE, Basis.REASON, "covers for a colleague")


def test_looking_at_one_citizen_costs_one_insert(
    make: Factory, now: dt.datetime, today: dt.date, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    actor, citizen = make.actor(make.staff(), today), make.citizen()
    with django_assert_num_queries(1):  # type: ignore[operator]
        log_lookup(actor=actor, citizen_id=citizen.pk, case_id=None, seen=Seen.CASE, basis=Basis.UNIT, now=now)


def test_an_export_names_each_citizen_in_it_once(make: Factory, now: dt.datetime, today: dt.date) -> None:
    actor = make.actor(make.staff(), today)
    first, second = make.citizen(), make.citizen()
    log_export(
        actor=actor,
        what="work list",
        rows=3,
        format="xlsx",
        citizen_ids=[first.pk, second.pk, first.pk],
        now=now,
    )
    assert Export.objects.get().rows == 3
    assert sorted(Lookup.objects.values_list("citizen", "seen", "basis")) == [
        (first.pk, Seen.EXPORT, Basis.LIST),
        (second.pk, Seen.EXPORT, Basis.LIST),
    ]


def test_many_are_logged_at_once(make: Factory, now: dt.datetime, today: dt.date) -> None:
    actor = make.actor(make.staff(), today)
    citizens: list[tuple[int, int | None]] = [(make.citizen().pk, None) for _ in range(3)]
    assert log_lookups(actor=actor, citizens=citizens, seen=Seen.SEARCH, basis=Basis.SEARCH, now=now) == 3
    assert Lookup.objects.filter(seen=Seen.SEARCH, staff=actor.staff_id, at=now).count() == 3
