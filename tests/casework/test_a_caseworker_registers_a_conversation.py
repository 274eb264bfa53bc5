"""Planned, held, missed, cancelled: registered once, by whoever held it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.factories import Factory
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.casework.access import NeedsReason
from tovholder.casework.actions import conversations as acts
from tovholder.casework.errors import Refused
from tovholder.casework.models import Case, Conversation

DAY = dt.timedelta(days=1)


@pytest.fixture
def desk(make: Factory, now: dt.datetime, today: dt.date) -> dict[str, Any]:
    """A caseworker with one case: what each act is given."""
    holder = make.staff("Karen Holm")
    case = make.case(held_by=holder)
    return {"actor": make.actor(holder, today), "case_id": case.pk, "now": now, "today": today}


def planned(desk: dict[str, Any], make: Factory, at: dt.datetime) -> Conversation:
    return make.conversation(Case.objects.get(pk=desk["case_id"]), starts_at=at)


def test_somebody_from_elsewhere_is_asked_for_a_reason(
    make: Factory, desk: dict[str, Any], now: dt.datetime, today: dt.date
) -> None:
    stranger = make.actor(make.staff(), today)
    with pytest.raises(NeedsReason):
        acts.plan_conversation(**{**desk, "actor": stranger}, starts_at=now + DAY)
    assert not Conversation.objects.exists()


def test_an_analyst_may_not(make: Factory, desk: dict[str, Any], now: dt.datetime, today: dt.date) -> None:
    analyst = make.actor(make.staff(role="analyst"), today)
    with pytest.raises(NotAllowed):
        acts.register_held(**{**desk, "actor": analyst}, held_at=now)


def test_nothing_is_planned_in_a_closed_case(desk: dict[str, Any], now: dt.datetime, today: dt.date) -> None:
    Case.objects.filter(pk=desk["case_id"]).update(closed_on=today, close_reason="work")
    with pytest.raises(Refused):
        acts.plan_conversation(**desk, starts_at=now + DAY)


def test_a_kind_that_does_not_exist_is_refused(desk: dict[str, Any], now: dt.datetime) -> None:
    with pytest.raises(Refused):
        acts.plan_conversation(**desk, starts_at=now + DAY, kind="chat")
    assert not Conversation.objects.exists()


def test_a_conversation_of_another_case_is_not_touched(make: Factory, desk: dict[str, Any], now: dt.datetime) -> None:
    other = make.conversation(make.case(), starts_at=now - DAY)
    with pytest.raises(Refused):
        acts.register_held(**desk, conversation_id=other.pk, version=1, held_at=now)


def test_the_second_of_two_is_told_and_sees_what_the_first_wrote(
    make: Factory, desk: dict[str, Any], now: dt.datetime
) -> None:
    row = planned(desk, make, now - DAY)
    acts.register_held(**desk, conversation_id=row.pk, version=1, held_at=now - DAY, agreed="Kontakt til læge")
    with pytest.raises(ChangedMeanwhile) as changed:
        acts.register_missed(**desk, conversation_id=row.pk, version=1)
    assert changed.value.current.agreed == "Kontakt til læge"  # type: ignore[attr-defined]
    row.refresh_from_db()
    assert row.status == "held"


def test_a_next_time_that_has_passed_leaves_nothing_half_done(desk: dict[str, Any], now: dt.datetime) -> None:
    with pytest.raises(Refused):
        acts.register_held(**desk, held_at=now - DAY, next_at=now - DAY)
    assert not Conversation.objects.exists()


def test_a_planned_conversation_is_held_and_the_next_one_follows_it(
    make: Factory, desk: dict[str, Any], now: dt.datetime
) -> None:
    row = planned(desk, make, now - DAY)
    held = acts.register_held(
        **desk,
        conversation_id=row.pk,
        version=1,
        held_at=now - DAY,
        agreed=" Praktik i december ",
        next_at=now + 14 * DAY,
        next_kind="job",
    )
    following = Conversation.objects.get(follows=held)
    assert (held.pk, held.status, held.agreed, held.version) == (row.pk, "held", "Praktik i december", 2)
    assert (following.status, following.kind, following.starts_at) == ("planned", "job", now + 14 * DAY)
    assert held.staff_id == following.staff_id == desk["actor"].staff_id


def test_one_that_nobody_planned_is_registered_afterwards(desk: dict[str, Any], now: dt.datetime) -> None:
    held = acts.register_held(**desk, held_at=now - 3 * DAY, form="phone", agreed="Ringer igen")
    assert (held.status, held.starts_at, held.registered_by_id) == ("held", held.held_at, desk["actor"].staff_id)


def test_what_is_not_said_stays_as_planned(make: Factory, desk: dict[str, Any], now: dt.datetime) -> None:
    row = planned(desk, make, now - DAY)
    Conversation.objects.filter(pk=row.pk).update(purpose="Opfølgning på praktik", kind="job")
    held = acts.register_held(**desk, conversation_id=row.pk, version=1, held_at=now - DAY)
    assert (held.purpose, held.kind) == ("Opfølgning på praktik", "job")


def test_a_missed_one_can_get_another_in_its_place(make: Factory, desk: dict[str, Any], now: dt.datetime) -> None:
    row = planned(desk, make, now - DAY)
    missed = acts.register_missed(**desk, conversation_id=row.pk, version=1, reason="Syg", next_at=now + DAY)
    assert (missed.status, missed.reason) == ("missed", "Syg")
    assert Conversation.objects.get(follows=missed).starts_at == now + DAY


def test_a_cancelled_one_says_why_and_can_be_taken_back(make: Factory, desk: dict[str, Any], now: dt.datetime) -> None:
    row = planned(desk, make, now + DAY)
    cancelled = acts.cancel(**desk, conversation_id=row.pk, version=1, reason="Ferie")
    back = acts.take_back(**desk, conversation_id=row.pk, version=cancelled.version, reason="Forkert sag")
    assert (cancelled.reason, back.status, back.reason) == ("Ferie", "planned", "")


def test_a_registration_taken_back_stays_in_the_history_with_the_reason(
    make: Factory, desk: dict[str, Any], now: dt.datetime
) -> None:
    row = acts.register_held(**desk, held_at=now - DAY, agreed="Aftalt i den forkerte sag")
    acts.take_back(**desk, conversation_id=row.pk, version=row.version, reason="Forkert borger")
    event = Conversation.history.rel.related_model.objects.get(pgh_obj_id=row.pk)
    assert event.held_at == now - DAY
    assert event.pgh_context["reason"] == "Forkert borger"
    assert event.pgh_context["action"] == "take_back_conversation"


def test_a_conversation_is_moved(make: Factory, desk: dict[str, Any], now: dt.datetime) -> None:
    row = planned(desk, make, now + DAY)
    assert acts.move(**desk, conversation_id=row.pk, version=1, starts_at=now + 2 * DAY).starts_at == now + 2 * DAY


def test_the_words_of_a_held_one_are_corrected(desk: dict[str, Any], now: dt.datetime) -> None:
    row = acts.register_held(**desk, held_at=now - DAY, agreed="Prktik")
    right = acts.correct_conversation(
        **desk, conversation_id=row.pk, version=row.version, kind="job", form="walk", purpose="", agreed="Praktik"
    )
    assert (right.agreed, right.status, right.version) == ("Praktik", "held", 2)
