"""What cases weigh and what staff have room for come along from another system, and are reckoned with at once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.imports.conftest import Importer, Said
from tovholder.accounts.models import Staff, Unit
from tovholder.casework.models import Case
from tovholder.workload.models import Capacity, CaseWeight
from tovholder.workload.queries.cases import weights_of
from tovholder.workload.queries.staff import rooms

pytestmark = pytest.mark.requirement("F3")

DAY = dt.date(2025, 9, 1)
MEMBERSHIPS = "external_id;staff;unit;role;from\nT-1;M-1;E-1;caseworker;2020-01-01\n"
WEIGHTS = "external_id;case;from;weight;reason\nL-1;S-1;2025-04-01;2,5;Mange møder\nL-2;S-1;2025-08-01;{};\n"
ROOM = "external_id;staff;unit;from;weight;reason\nC-1;M-1;E-1;2025-01-01;60;\nC-2;M-1;E-1;2025-09-01;44.5;Deltid\n"


def test_they_are_reckoned_with_from_their_day(ground: Importer) -> None:
    assert ground(memberships=MEMBERSHIPS, weights=WEIGHTS.format("1.2"), capacities=ROOM).is_written
    case, staff, unit = Case.objects.get(), Staff.objects.get(email="anne@kommune.example"), Unit.objects.get()
    weights = [weights_of([case.pk], dt.date(2025, month, 1))[case.pk] for month in (3, 4, 8)]
    assert weights == [Decimal(1), Decimal("2.5"), Decimal("1.2")]
    room = [rooms(dt.date(2025, month, 1), staff=[staff.pk])[staff.pk, unit.pk] for month in (3, 9)]
    assert room == [Decimal(60), Decimal("44.5")]


def test_the_same_again_changes_nothing_and_what_changed_is_kept(ground: Importer) -> None:
    assert ground(memberships=MEMBERSHIPS, weights=WEIGHTS.format("1.2"), capacities=ROOM).is_written
    assert ground.again().changes == 0
    assert ground(weights=WEIGHTS.format(""), capacities=ROOM).changes == 1
    assert CaseWeight.objects.get(external_id="old:L-2").weight is None
    (kept,) = CaseWeight.history.rel.related_model.objects.all()  # type: ignore[attr-defined]
    assert kept.weight == Decimal("1.2")


def test_what_cannot_be_kept_as_it_stands_is_a_fault(ground: Importer, said: Said) -> None:
    outcome = ground(weights=WEIGHTS.format("1,25"), capacities=ROOM.replace("60", "1001"))
    assert said(outcome) == [
        ("weights.csv", 3, "weight", "too_fine"),
        ("capacities.csv", 2, "weight", "number"),
    ]
    assert not Capacity.objects.exists()
