"""Rooms above casework say what they have about a case; all of them are asked in one question."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from tests.factories import Factory
from tovholder.casework import contributions, told
from tovholder.casework.contributions import Answers, Contribution, DueDate, Moment, Part, TimelineEntry, Told
from tovholder.casework.models import Case, Conversation
from tovholder.casework.queries.open_work import open_work_of
from tovholder.casework.told import part_of, told_about

pytestmark = pytest.mark.django_db


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> dict[str, Contribution]:
    """The rooms that are asked; none to begin with."""
    monkeypatch.setattr(contributions, "_contributions", known := {})
    monkeypatch.setattr(told, "_kept_joined", {})
    return known


def asks(case: Any, moment: Moment) -> dict[str, QuerySet[Any, Any]]:
    return {
        "talks": Conversation.objects.filter(case=case, starts_at__lte=moment.now).values_list("starts_at", "purpose"),
        "case": Case.objects.filter(pk=case, opened_on__lte=moment.today).values_list("opened_on", "closed_on", "pk"),
    }


def tells(answers: Answers, case_id: int, moment: Moment) -> Told:
    found = Told()
    for opened_on, closed_on, pk in answers["case"]:
        assert closed_on is None
        found.due.append(DueDate(opened_on, f"case {pk}"))
    for starts_at, purpose in answers["talks"]:
        found.timeline.append(TimelineEntry(starts_at, "talk", purpose))
    return found


def test_what_cannot_have_an_answer_is_a_mistake_of_the_room(rooms: dict[str, Contribution], now: dt.datetime) -> None:
    rooms["a"] = Contribution(
        "a", asks=lambda case, moment: {"none": Case.objects.none().values_list("pk")}, tells=tells
    )
    with pytest.raises(ValueError, match="answer"):
        told_about(1, Moment(Factory().actor(Factory().staff(), now.date()), now, now.date()))


def test_rooms_cost_one_query_however_many_there_are(
    rooms: dict[str, Contribution], make: Factory, now: dt.datetime
) -> None:
    moment = Moment(make.actor(make.staff(), now.date()), now, now.date())
    case, other = make.case(), make.case()
    make.conversation(case, starts_at=now, purpose="Æblet")
    make.conversation(other, starts_at=now, purpose="Pæren")
    assert told_about(case.pk, moment) == Told()
    for name in "abc":
        rooms[name] = Contribution(name, asks=asks, tells=tells)
    with CaptureQueriesContext(connection) as asked:
        found = told_about(case.pk, moment)
    assert len(asked) == 1
    assert found.due == [DueDate(case.opened_on, f"case {case.pk}")] * 3
    assert {(entry.at, entry.title) for entry in found.timeline} == {(now, "Æblet")}
    assert len(told_about(case.pk, moment, without="b").due) == 2
    assert open_work_of(case.pk, moment) == []


def test_the_timeline_of_rooms_is_filtered_like_that_of_casework(now: dt.datetime) -> None:
    day = dt.timedelta(days=1)
    entries = [TimelineEntry(now - day * n, "talk" if n % 2 else "note", f"Nummer {n}") for n in range(6)]
    assert [one.title for one in part_of(entries, Part(limit=2))] == ["Nummer 0", "Nummer 1"]
    assert [one.title for one in part_of(entries, Part(limit=9, kinds=frozenset({"talk"}), text="NUMMER 3"))] == [
        "Nummer 3"
    ]
