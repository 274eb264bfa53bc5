"""A question with slots gives each person and day its own answer, and is put into words once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db.models import DateField, JSONField, Value
from django.db.models.functions import Cast

from tests.factories import Factory
from tovholder.accounts.models import Staff
from tovholder.casework import slots
from tovholder.casework.contributions import Flag, Moment, flags
from tovholder.casework.models import Case
from tovholder.casework.slots import Slot, kept, moment_of_slots, one_of, slot_of_numbers, values_of, written
from tovholder.casework.worklist.columns import BY_KEY, COLUMNS, Column
from tovholder.casework.worklist.query import WorkList
from tovholder.casework.worklist.scopes import MINE, Scope
from tovholder.casework.worklist.wanted import Wanted

pytestmark = pytest.mark.django_db


def asked_by(staff: Staff, now: dt.datetime) -> Moment:
    return Moment(Factory().actor(staff, now.date()), now, now.date())


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> dict[Any, Any]:
    """The questions that are kept; none to begin with."""
    monkeypatch.setattr(slots, "_questions", known := {})
    return known


def test_what_the_database_gives_must_not_need_converting() -> None:
    found = Case.objects.annotate(made=Cast(Value("{}"), JSONField()))
    with pytest.raises(TypeError, match="convert"):
        written(found.values_list("made"))


def test_nothing_is_asked_where_nothing_can_fit(django_assert_num_queries: Any) -> None:
    question = written(Case.objects.none().values_list("pk"))
    with django_assert_num_queries(0):
        assert question.within("select count(*) from (", ") x").ask({}) == []


def test_two_people_ask_in_the_same_words_and_get_their_own_answers(
    make: Factory, now: dt.datetime, questions: dict[Any, Any]
) -> None:
    for person in (make.staff(), make.staff()):
        case = make.case(held_by=person)
        [row] = WorkList(asked_by(person, now), Scope(MINE, ""), Wanted()).page([BY_KEY["name"]])
        assert row.case_id == case.pk
    assert sorted(shape[0] for shape in questions) == ["page", "rows"]


def test_the_same_words_are_about_another_day_tomorrow() -> None:
    today, day = dt.date(2026, 3, 2), dt.timedelta(days=1)
    yesterday = Slot("today", DateField()) - day
    assert [yesterday.value({"today": on}) for on in (today, today + day)] == [dt.date(2026, 3, 1), today]
    assert (yesterday + 3 * day).value({"today": today}) == dt.date(2026, 3, 4)


def test_a_condition_on_numbers_is_the_same_with_a_list_and_with_a_slot(make: Factory) -> None:
    wanted = [make.case().pk, make.case().pk]
    make.case()
    question = written(Case.objects.filter(one_of("pk", slot_of_numbers("ids"))).order_by("pk").values_list("pk"))
    assert list(Case.objects.filter(one_of("pk", wanted)).order_by("pk").values_list("pk", flat=True)) == wanted
    assert question.ask({"ids": wanted}) == [(pk,) for pk in wanted]
    assert question.ask({"ids": []}) == []


@pytest.mark.parametrize("flag", flags(), ids=lambda flag: flag.key)
def test_every_status_can_be_asked_with_slots(flag: Flag, make: Factory, now: dt.datetime) -> None:
    me = make.staff()
    make.case(held_by=me)
    make.case()
    answers = []
    for moment in (moment_of_slots(), asked_by(me, now)):
        found = Case.objects.annotate(**flag.annotate(moment)).annotate(has=flag.condition(moment)).order_by("pk")
        answers.append(found.values_list("pk", "has"))
    assert written(answers[0]).ask(values_of(asked_by(me, now))) == list(answers[1])


@pytest.mark.parametrize("column", [column for column in COLUMNS if column.expression], ids=lambda column: column.key)
def test_every_column_can_be_asked_with_slots(column: Column, make: Factory, now: dt.datetime) -> None:
    me = make.staff()
    make.case(held_by=me)
    answers = []
    for moment in (moment_of_slots(), asked_by(me, now)):
        assert column.expression
        answers.append(Case.objects.annotate(value=column.expression(moment)).values_list("pk", "value"))
    assert written(answers[0]).ask(values_of(asked_by(me, now))) == list(answers[1])


def test_no_more_questions_are_kept_than_are_in_use(monkeypatch: pytest.MonkeyPatch, questions: dict[Any, Any]) -> None:
    monkeypatch.setattr(slots, "_KEPT", 2)
    for name in "abc":
        kept(name, lambda: written(Case.objects.values_list("pk")))
    assert list(questions) == ["b", "c"]
