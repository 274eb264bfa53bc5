"""How long a handover may take: rows that administrators keep, and promises that no later row moves."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.continuity.hands import Hands
from tests.factories import Factory
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import Role
from tovholder.casework.errors import Refused
from tovholder.continuity import deadlines
from tovholder.continuity.actions.procedure import set_deadline, withdraw_deadline
from tovholder.continuity.models import Deadline, DeadlineKind

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F3")]


@pytest.fixture
def admin(make: Factory) -> Staff:
    return make.staff(role=Role.ADMINISTRATOR)


def test_only_administrators_set_them(hands: Hands) -> None:
    for staff in (hands.old, hands.leader):
        with pytest.raises(NotAllowed):
            set_deadline(**hands.when(staff), what="planned_accept", days=3, valid_from=hands.today, reason="Hurtigere")


@pytest.mark.parametrize(
    "wrong", [{"what": "tea"}, {"reason": " "}, {"valid_from": dt.date(2026, 11, 17)}, {"days": 4000}]
)
def test_what_cannot_be_is_refused(hands: Hands, admin: Staff, wrong: dict[str, object]) -> None:
    said = {"what": "planned_accept", "days": 3, "valid_from": hands.today, "reason": "Hurtigere"} | wrong
    with pytest.raises(Refused):
        set_deadline(**hands.when(admin), **said)  # type: ignore[arg-type]


def test_every_kind_has_a_row_from_the_beginning(hands: Hands) -> None:
    assert set(deadlines.days_on(hands.today)) == set(DeadlineKind.values)


def test_another_number_holds_for_what_is_asked_from_that_day_on(hands: Hands, admin: Staff, make: Factory) -> None:
    before = hands.ask()
    set_deadline(**hands.when(admin), what="planned_accept", days=3, valid_from=hands.today, reason="Hurtigere")
    after = hands.ask(case=make.case(held_by=hands.old))
    before.refresh_from_db()
    # Wednesday 18 November: ten working days are 2 December, three are Monday.
    assert (before.accept_by, after.accept_by) == (dt.date(2026, 12, 2), dt.date(2026, 11, 23))
    with pytest.raises(Refused):
        set_deadline(**hands.when(admin), what="planned_accept", days=4, valid_from=hands.today, reason="Igen")


def test_days_are_those_on_which_a_municipality_is_open(hands: Hands) -> None:
    days = {"planned_accept": 5}
    christmas = dt.date(2026, 12, 22)
    # 24 to 27 December and New Year's Eve to 3 January are closed: 23, 28, 29, 30 December, 4 January.
    assert deadlines.until(christmas, DeadlineKind.PLANNED_ACCEPT, days) == dt.date(2027, 1, 4)
    assert deadlines.until(dt.date(2026, 11, 21), DeadlineKind.ABSENCE_FIRST, {}) == dt.date(2026, 11, 23)


def test_a_row_that_lies_ahead_can_be_taken_out_and_the_history_keeps_it(hands: Hands, admin: Staff) -> None:
    ahead = set_deadline(
        **hands.when(admin), what="reads", days=60, valid_from=hands.today + dt.timedelta(days=9), reason="Prøve"
    )
    withdraw_deadline(**hands.when(admin), deadline_id=ahead.pk)
    assert not Deadline.objects.filter(pk=ahead.pk).exists()
    assert Deadline.pgh_event_model.objects.filter(pgh_obj_id=ahead.pk, pgh_label="delete").exists()  # type: ignore[attr-defined]
    first = Deadline.objects.get(what="reads")
    with pytest.raises(Refused):
        withdraw_deadline(**hands.when(admin), deadline_id=first.pk)
