"""`until` is where the next row begins, kept by the database: of one row as of ten thousand at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection, transaction

from tests.factories import Factory, moment
from tovholder.casework.models import Assignment, Case

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F16")]

FIRST = moment(dt.date(2025, 1, 1))
SECOND = FIRST + dt.timedelta(days=1)
#: Each with two rows.
CASES = 10_000


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_many_rows_come_after_they_were_only_tried(make: Factory) -> None:
    """What was tried and taken back leaves pages without a row: the statistics then say that the table is empty,
    however much comes into it."""
    execute("truncate casework_assignment cascade")
    made = make.case(held_by=make.staff(unit=make.unit()))
    row = Assignment.objects.get(case=made)
    Assignment.objects.all().delete()
    cases = Case.objects.bulk_create(Case(citizen=made.citizen, opened_on=FIRST.date()) for _number in range(CASES))

    def insert() -> None:
        Assignment.objects.bulk_create(
            Assignment(case=case, role=row.role, unit_id=row.unit_id, staff_id=row.staff_id, effective_at=at)
            for case in cases
            for at in (FIRST, SECOND)
        )

    with transaction.atomic():
        insert()
        transaction.set_rollback(True)
    # Far more than it takes, and far less than when every row is compared with every other.
    execute("analyze casework_assignment", "set local statement_timeout = '30s'")
    insert()
    assert Assignment.objects.filter(until=SECOND).count() == CASES
    assert list(cases[-1].assignments.order_by("effective_at").values_list("until", flat=True)) == [SECOND, None]
    execute("delete from casework_assignment where until is null")
    assert not Assignment.objects.filter(until__isnull=False).exists()
