"""A case from opening to close, and open again; what is begun stands in the way of closing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from tests.factories import Factory
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.models import Staff
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.casework import contributions
from tovholder.casework.actions.cases import close_case, open_new_case, reopen_case
from tovholder.casework.contributions import Contribution, Moment, OpenWork
from tovholder.casework.errors import Refused
from tovholder.casework.models import Assignment, Case, Conversation, ShiftCause

DAY = dt.timedelta(days=1)


@pytest.fixture
def anna(make: Factory) -> Staff:
    return make.staff("Anna Friis", unit=make.unit("Team Nord"))


def opening(make: Factory, staff: Staff, now: dt.datetime, **changed: Any) -> dict[str, Any]:
    membership = staff.memberships.get()
    return {
        "actor": make.actor(staff, now.date()),
        "citizen_id": make.citizen().pk,
        "unit_id": membership.unit_id,
        "staff_id": staff.pk,
        "opened_on": now.date(),
        "now": now,
        "today": now.date(),
        **changed,
    }


@pytest.mark.parametrize("role", ["job_consultant", "analyst", "administrator", "external_partner"])
def test_only_those_who_hold_cases_open_them(make: Factory, now: dt.datetime, role: str) -> None:
    with pytest.raises(NotAllowed):
        open_new_case(**opening(make, make.staff(role=role), now))


def test_a_case_is_opened_in_ones_own_unit_and_for_oneself(make: Factory, now: dt.datetime, anna: Staff) -> None:
    colleague = make.staff(unit=anna.memberships.get().unit)
    with pytest.raises(NotAllowed):
        open_new_case(**opening(make, anna, now, unit_id=make.unit().pk))
    with pytest.raises(NotAllowed):
        open_new_case(**opening(make, anna, now, staff_id=colleague.pk))
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "changed", [{"opened_on": dt.date(2026, 11, 19)}, {"kle_number": "15.20"}, {"kle_number": "15.20.00; drop"}]
)
def test_what_cannot_be_is_refused(make: Factory, now: dt.datetime, anna: Staff, changed: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        open_new_case(**opening(make, anna, now, **changed))
    assert not Case.objects.exists()


def test_a_citizen_has_one_open_case_under_a_number(make: Factory, now: dt.datetime, anna: Staff) -> None:
    given = opening(make, anna, now)
    open_new_case(**given)
    with pytest.raises(Refused):
        open_new_case(**given)
    assert open_new_case(**given, kle_number="32.00.00").kle_number == "32.00.00"


@pytest.mark.requirement("F1")
def test_the_first_row_says_who_has_it_from_the_first_day(make: Factory, now: dt.datetime, anna: Staff) -> None:
    case = open_new_case(**opening(make, anna, now, opened_on=now.date() - 3 * DAY))
    row = Assignment.objects.at(now).get(case=case)
    assert (row.staff, row.cause, row.planned) == (anna, ShiftCause.NEW_CASE, True)
    assert row.effective_at.astimezone(now.tzinfo).date() == case.opened_on


def test_a_leader_opens_a_case_for_another_or_for_nobody_yet(make: Factory, now: dt.datetime, anna: Staff) -> None:
    leader = make.staff(unit=anna.memberships.get().unit, role="team_leader")
    given = opening(make, leader, now, staff_id=anna.pk)
    assert Assignment.objects.get(case=open_new_case(**given)).staff == anna
    vacant = open_new_case(**{**given, "staff_id": None, "citizen_id": make.citizen().pk})
    assert Assignment.objects.get(case=vacant).staff is None


class Closing:
    def __init__(self, make: Factory, anna: Staff, now: dt.datetime) -> None:
        self.case = make.case(held_by=anna)
        self.do: dict[str, Any] = {
            "actor": make.actor(anna, now.date()),
            "case_id": self.case.pk,
            "now": now,
            "today": now.date(),
        }

    def close(self, **changed: Any) -> Case:
        given = {**self.do, "closed_on": self.do["today"], "close_reason": "work", "version": 1}
        return close_case(**{**given, **changed})

    def reopen(self, **changed: Any) -> Case:
        return reopen_case(**{**self.do, "reason": "Jobbet ophørte", "version": 2, **changed})


@pytest.fixture
def closing(make: Factory, anna: Staff, now: dt.datetime) -> Closing:
    return Closing(make, anna, now)


def test_a_partner_closes_nothing(make: Factory, closing: Closing, now: dt.datetime) -> None:
    partner = make.staff(role="external_partner")
    make.assign(closing.case, partner, at=now - DAY, role="mentor")
    with pytest.raises(NotAllowed):
        closing.close(actor=make.actor(partner, now.date()))


@pytest.mark.parametrize(
    "changed",
    [
        {"close_reason": ""},
        {"close_reason": "bored"},
        {"closed_on": dt.date(2026, 11, 19)},
        {"closed_on": dt.date(2026, 8, 2)},
    ],
)
def test_a_close_that_cannot_be_is_refused(closing: Closing, changed: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        closing.close(**changed)
    closing.case.refresh_from_db()
    assert closing.case.closed_on is None


def test_everything_that_is_begun_is_listed_with_what_other_rooms_have(
    make: Factory, closing: Closing, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def courses(case_id: int, moment: Moment) -> list[OpenWork]:
        return [
            OpenWork("A place on a course is held.", moment.today, blocks_closing=True),
            OpenWork("A letter is on its way.", moment.today),
        ]

    room = Contribution(room="courses", open_work=courses)
    monkeypatch.setitem(contributions._contributions, "courses", room)
    make.conversation(closing.case, starts_at=now + DAY)
    with translation.override("en"), pytest.raises(Refused) as refused:
        closing.close(close_reason="")
    assert refused.value.faults == [
        "A conversation is planned: Follow-up, Nov. 19, 2026.",
        "A place on a course is held.",
        "Say why the case is closed.",
    ]


def test_a_conversation_after_the_close_is_found(make: Factory, closing: Closing, now: dt.datetime) -> None:
    make.conversation(closing.case, starts_at=now - 2 * DAY, held=True)
    with pytest.raises(Refused):
        closing.close(closed_on=now.date() - 3 * DAY)
    assert closing.close(closed_on=now.date() - 2 * DAY).closed_on == now.date() - 2 * DAY


def test_two_who_close_it(closing: Closing) -> None:
    closing.close()
    with pytest.raises(ChangedMeanwhile):
        closing.close()
    with pytest.raises(Refused):
        closing.close(version=2)


def test_a_closed_case_is_opened_again_with_a_reason_that_stays(closing: Closing) -> None:
    closing.close()
    with pytest.raises(Refused):
        closing.reopen(reason=" ")
    again = closing.reopen()
    assert (again.closed_on, again.close_reason, again.version) == (None, "", 3)
    event = Case.history.rel.related_model.objects.filter(pgh_obj_id=again.pk).latest("pgh_id")  # type: ignore[attr-defined]
    assert (event.close_reason, event.pgh_context["reason"]) == ("work", "Jobbet ophørte")
    with pytest.raises(Refused):
        closing.reopen(version=3)


def test_it_is_not_opened_again_beside_another(make: Factory, closing: Closing, anna: Staff, now: dt.datetime) -> None:
    closing.close()
    open_new_case(**opening(make, anna, now, citizen_id=closing.case.citizen_id))
    with pytest.raises(Refused):
        closing.reopen()
    assert Conversation.objects.count() == 0
