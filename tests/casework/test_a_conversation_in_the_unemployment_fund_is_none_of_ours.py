"""The unemployment fund holds some of the conversations that the law asks for. They are registered, and told apart."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from tests.casework.desk import Desk
from tests.factories import Factory
from tovholder.accounts.tidy import Taken
from tovholder.casework import own_contribution, tidy_rows
from tovholder.casework.actions import conversations as acts
from tovholder.casework.contributions import Moment
from tovholder.casework.errors import Refused
from tovholder.casework.models import Case, Conversation
from tovholder.casework.queries import shifts
from tovholder.casework.worklist.query import WorkList
from tovholder.casework.worklist.scopes import MINE, Scope
from tovholder.casework.worklist.wanted import Wanted

pytestmark = pytest.mark.requirement("F17")
DAY = dt.timedelta(days=1)


@pytest.fixture
def desk(make: Factory, now: dt.datetime, today: dt.date) -> dict[str, Any]:
    holder = make.staff("Karen Holm")
    case = make.case(held_by=holder)
    return {"actor": make.actor(holder, today), "case_id": case.pk, "now": now, "today": today}


def held(desk: dict[str, Any], **said: Any) -> Conversation:
    return acts.register_held(**desk, held_at=desk["now"] - DAY, kind="fund", **said)


def test_the_fund_plans_its_own(desk: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        acts.plan_conversation(**desk, starts_at=desk["now"] + DAY, kind="fund")


def test_what_was_planned_with_us_was_not_the_fund_s(desk: dict[str, Any], make: Factory) -> None:
    planned = make.conversation(Case.objects.get(), starts_at=desk["now"] - DAY)
    with pytest.raises(Refused):
        held(desk, conversation_id=planned.pk, version=1)
    planned.refresh_from_db()
    assert planned.status == "planned"


def test_it_was_held_by_nobody_of_ours_and_the_next_one_is_with_whoever_registers(desk: dict[str, Any]) -> None:
    row = held(desk, next_at=desk["now"] + 7 * DAY)
    assert (row.staff, row.registered_by_id) == (None, desk["actor"].staff_id)
    following = Conversation.objects.get(follows=row)
    assert (following.staff_id, following.kind) == (desk["actor"].staff_id, "follow_up")


def test_a_mistake_about_who_held_it_is_corrected(desk: dict[str, Any]) -> None:
    row = held(desk)
    words: dict[str, Any] = {"form": "office", "purpose": "", "agreed": ""}
    row = acts.correct_conversation(**desk, conversation_id=row.pk, version=row.version, kind="follow_up", **words)
    assert row.staff_id == desk["actor"].staff_id
    row = acts.correct_conversation(**desk, conversation_id=row.pk, version=row.version, kind="fund", **words)
    assert row.staff_id is None


def test_it_ends_no_wait_and_is_not_the_last_time_we_spoke(desk: dict[str, Any]) -> None:
    held(desk)
    moment = Moment(desk["actor"], desk["now"], desk["today"])
    waits = [wait for wait in own_contribution.waits(desk["case_id"], moment) if wait.until is None]
    assert [wait.kind for wait in waits] == ["first_conversation"]
    in_snapshot = list(tidy_rows.waits(Taken(now=desk["now"], data_end=desk["today"])))
    assert [(row[2], row[6]) for row in in_snapshot] == [("first_conversation", None)]
    listed = WorkList(moment, Scope(MINE, ""), Wanted())
    assert listed.counts().by_flag["first"] == 1
    (row,) = shifts.thread_of_cases(Case.objects.all(), desk["now"])
    assert row.last_held_at is None
    acts.register_held(**desk, held_at=desk["now"] - DAY)
    assert not [wait for wait in own_contribution.waits(desk["case_id"], moment) if wait.until is None]


@pytest.mark.django_db
def test_it_is_registered_on_the_page_of_the_case_beside_one_that_was_planned(make: Factory) -> None:
    now = timezone.now()
    holder = make.staff("Karen Holm")
    case = make.case(held_by=holder)
    planned = make.conversation(case, starts_at=now - dt.timedelta(hours=1), staff=holder)
    desk = Desk(holder)
    assert "Conversation in the unemployment fund" in desk.open(case)
    yesterday = timezone.localdate(now) - DAY
    desk.send("hold", case, conversation=f"{planned.pk}:1", kind="fund", held_on=yesterday, ahead="none")
    assert desk.status < 400
    planned.refresh_from_db()
    assert planned.status == "planned"
    assert Conversation.objects.get(kind="fund").staff is None
    assert desk.open(case).count("Conversation in the unemployment fund") > 1
