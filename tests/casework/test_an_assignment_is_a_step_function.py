"""Who holds a case is the latest row; the past stays; an overlap cannot be stored."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, ProgrammingError

from tests.factories import Factory
from tovholder.casework.models import Assignment

pytestmark = pytest.mark.requirement("F1")


def test_a_row_cannot_be_changed(make: Factory, now: dt.datetime) -> None:
    case = make.case(held_by=make.staff())
    with pytest.raises(ProgrammingError, match="never changed"):
        Assignment.objects.filter(case=case).update(planned=True)


def test_two_rows_cannot_begin_at_the_same_moment(make: Factory, now: dt.datetime) -> None:
    case = make.case(held_by=make.staff())
    make.assign(case, make.staff(), at=now)
    with pytest.raises(IntegrityError):
        make.assign(case, make.staff(), at=now)


def test_each_row_ends_where_the_next_begins_in_whatever_order_they_come(make: Factory, now: dt.datetime) -> None:
    case = make.case(held_by=make.staff())
    later, between = now + dt.timedelta(days=2), now + dt.timedelta(days=1)
    make.assign(case, make.staff(), at=later)
    make.assign(case, make.staff(), at=now)
    make.assign(case, None, at=between)
    rows = list(Assignment.objects.filter(case=case))
    assert [row.until for row in rows] == [now, between, later, None]


def test_deleting_a_mistake_closes_the_gap_and_keeps_it_in_the_history(make: Factory, now: dt.datetime) -> None:
    case = make.case(held_by=make.staff())
    mistake = make.assign(case, make.staff(), at=now)
    mistake.delete()
    row = Assignment.objects.get(case=case)
    assert row.until is None
    assert Assignment.history.rel.related_model.objects.filter(case=case).count() == 1


def test_the_holder_now_is_the_one_whose_row_covers_now(make: Factory, now: dt.datetime) -> None:
    first, second = make.staff(), make.staff()
    case = make.case(held_by=first)
    make.assign(case, second, at=now + dt.timedelta(days=30))
    assert Assignment.objects.at(now).get(case=case).staff == first
    assert Assignment.objects.at(now + dt.timedelta(days=30)).get(case=case).staff == second
