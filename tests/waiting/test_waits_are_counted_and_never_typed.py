"""Waits: derived from facts, told with those who still wait, over thresholds that hold from a day on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.factories import Factory, moment
from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Role
from tovholder.accounts.tidy import Taken, contributed
from tovholder.casework import wait_kinds
from tovholder.casework.contributions import Moment
from tovholder.casework.errors import Refused
from tovholder.casework.models import Case
from tovholder.waiting import actions, queries
from tovholder.waiting.models import Pause, Threshold
from tovholder.waiting.summary import by_unit, month_ends, of_kind
from tovholder.waiting.waits import Wait, waits_of

DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 11, 18)


def wait(days: int, *, came: bool = False, ended: bool = False, threshold: int | None = None, case: int = 1) -> Wait:
    started = TODAY - days * DAY
    end = TODAY if ended or came else None
    return Wait(f"{case}/{days}", case, "certificate", "", started, end, came, days, threshold)


def set_(actor: Actor, days: int | None, since: dt.date, **changes: Any) -> Threshold:
    usual = {"kind": "first_conversation", "reason": "Besluttet af ledelsen"}
    known = {**usual, **changes}
    return actions.set_threshold(actor=actor, days=days, valid_from=since, now=moment(TODAY), **known)


def leader(make: Factory) -> Actor:
    return make.actor(make.staff(role=Role.TEAM_LEADER), TODAY)


def test_a_caseworker_sets_no_threshold(make: Factory) -> None:
    with pytest.raises(NotAllowed):
        set_(make.actor(make.staff(), TODAY), 7, TODAY)


@pytest.mark.parametrize("changes", [{"kind": "no_such"}, {"reason": " "}])
def test_a_threshold_that_cannot_be_is_refused(make: Factory, changes: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        set_(leader(make), 7, TODAY, **changes)
    assert not Threshold.objects.exists()


@pytest.mark.requirement("F18")
def test_a_threshold_from_a_day_that_has_been_judges_those_that_wait_now(make: Factory, now: dt.datetime) -> None:
    case = make.case(opened_on=TODAY - 20 * DAY)
    set_(leader(make), 7, TODAY - 5 * DAY)
    assert not any(one.is_over for one in waits_of([case.pk], now=now, today=TODAY))
    set_(leader(make), 7, TODAY - 30 * DAY)
    over = {one.kind for one in waits_of([case.pk], now=now, today=TODAY) if one.is_over}
    assert over == {"first_conversation"}


@pytest.mark.requirement("F18")
def test_a_wait_keeps_the_threshold_of_the_day_on_which_it_began(make: Factory) -> None:
    who = leader(make)
    set_(who, 7, TODAY)
    set_(who, 5, TODAY + 30 * DAY)
    set_(who, None, TODAY + 60 * DAY)
    on = wait_kinds.thresholds()
    days = [on("first_conversation", TODAY + ahead * DAY) for ahead in (-1, 0, 29, 30, 60)]
    assert days == [None, 7, 7, 5, None]
    with pytest.raises(Refused):
        set_(who, 9, TODAY)  # one a day


@pytest.mark.requirement("F18")
def test_waits_come_from_facts_and_count_their_days(make: Factory, now: dt.datetime) -> None:
    me = make.staff()
    case = make.case(held_by=me, opened_on=TODAY - 20 * DAY)
    [first] = waits_of([case.pk], now=now, today=TODAY)
    assert (first.kind, first.days, first.is_open) == ("first_conversation", 20, True)
    make.conversation(case, starts_at=moment(TODAY - 5 * DAY), held=True, staff=me)
    [first] = waits_of([case.pk], now=now, today=TODAY)
    assert (first.days, first.came, first.is_open) == (15, True, False)
    assert waits_of([], now=now, today=TODAY) == []


def test_only_the_cases_that_are_asked_about_are_read(make: Factory, now: dt.datetime) -> None:
    mine, other = make.case(), make.case()
    assert {one.case_id for one in waits_of([mine.pk], now=now, today=TODAY)} == {mine.pk}
    whole = [row[1] for rows in contributed()["waits"] for row in rows.rows(Taken(now, TODAY))]
    assert set(whole) == {mine.pk, other.pk}


def paused(make: Factory, now: dt.datetime) -> tuple[Case, dict[str, Any], Pause]:
    me = make.staff()
    case = make.case(held_by=me, opened_on=TODAY - 20 * DAY)
    asking = {"actor": make.actor(me, TODAY), "case_id": case.pk, "now": now, "today": TODAY}
    row = actions.pause(**asking, kind="first_conversation", start=TODAY - 10 * DAY, reason="Indlagt")
    return case, asking, row


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "no_such"},
        {"reason": ""},
        {"start": TODAY + DAY},
        {"start": TODAY - 90 * DAY},
        {"start": TODAY - 2 * DAY},
    ],
)
def test_a_pause_that_cannot_be_is_refused(make: Factory, now: dt.datetime, changes: dict[str, Any]) -> None:
    _case, asking, _row = paused(make, now)
    usual = {"kind": "caseworker", "start": TODAY, "reason": "Ferie"}
    known = {**usual, **changes}
    if known["start"] == TODAY - 2 * DAY:
        known["kind"] = "first_conversation"  # it is paused already
    with pytest.raises(Refused):
        actions.pause(**asking, **known)


def test_the_days_of_a_pause_do_not_count_and_it_ends_once(make: Factory, now: dt.datetime) -> None:
    case, asking, row = paused(make, now)
    [first] = waits_of([case.pk], now=now, today=TODAY)
    assert (first.days, first.is_paused) == (10, True)
    actions.resume(**asking, pause_id=row.pk, end=TODAY - 4 * DAY, version=1)
    [first] = waits_of([case.pk], now=now, today=TODAY)
    assert (first.days, first.is_paused) == (14, False)
    with pytest.raises(ChangedMeanwhile):
        actions.resume(**asking, pause_id=row.pk, end=TODAY, version=1)
    with pytest.raises(Refused):
        actions.resume(**asking, pause_id=row.pk, end=TODAY, version=2)


def test_a_snapshot_has_the_pauses_of_its_waits(make: Factory, now: dt.datetime) -> None:
    case, _asking, row = paused(make, now)
    taken = Taken(now, TODAY - DAY)
    pauses = [one for rows in contributed()["pauses"] for one in rows.rows(taken)]
    [first] = waits_of([case.pk], now=now, today=TODAY)
    assert pauses == [(first.key, row.start, None)]


@pytest.mark.requirement("F18")
def test_a_kind_of_wait_in_numbers() -> None:
    waits = [wait(days, came=True, threshold=14) for days in (5, 10, 15)]
    waits += [wait(20, threshold=14), wait(40, threshold=14), wait(3, threshold=14), wait(500, came=True)]
    found = of_kind("certificate", waits, TODAY)
    assert (found.waiting, found.over, found.began) == (3, 2, 6)
    assert found.longest is not None
    assert found.longest.days == 40
    assert (found.median, found.eight_of_ten) == (15, None)  # 5, 10, 15 came; 3, 20 and 40 still wait
    assert found.trend[-1] == 3
    assert len(found.trend) == len(month_ends(TODAY)) == 13


def test_fewer_than_five_tell_no_median() -> None:
    assert of_kind("certificate", [wait(5, came=True)] * 4, TODAY).median is None


def test_the_trend_counts_who_waited_at_the_end_of_each_month() -> None:
    assert month_ends(TODAY)[-3:] == [dt.date(2026, 9, 30), dt.date(2026, 10, 31), TODAY]
    assert month_ends(dt.date(2026, 3, 31))[-2:] == [dt.date(2026, 2, 28), dt.date(2026, 3, 31)]
    assert of_kind("certificate", [wait(30)], TODAY).trend[-3:] == (0, 1, 1)


def test_units_are_compared_by_who_holds_the_case_now() -> None:
    found = by_unit("certificate", [wait(5, case=1), wait(9, case=2), wait(1, case=3)], {1: 10, 2: 20}, TODAY)
    assert {unit: one.waiting for unit, one in found.items()} == {10: 1, 20: 1}


def test_the_page_is_about_ones_own_cases_or_the_units_one_sees(make: Factory, now: dt.datetime) -> None:
    me = make.staff()
    case = make.case(held_by=me, opened_on=TODAY - 20 * DAY)
    boss = make.staff(role=Role.TEAM_LEADER, unit=me.memberships.get().unit)
    of_me = Moment(make.actor(me, TODAY), now, TODAY)
    of_boss = Moment(make.actor(boss, TODAY), now, TODAY)
    assert [one.key for one in queries.choices(of_me.actor)] == ["mine"]
    assert queries.unit_of_cases(queries.choices(of_me.actor)[0], of_me).keys() == {case.pk}
    [unit, mine] = queries.choices(of_boss.actor)
    assert (unit.names, mine.key) == (True, "mine")
    assert queries.unit_of_cases(unit, of_boss).keys() == {case.pk}
    analyst = make.actor(make.staff(role=Role.ANALYST, unit=me.memberships.get().unit), TODAY)
    assert [one.names for one in queries.choices(analyst)] == [False]


def test_every_kind_says_what_it_is_and_who_can_end_it() -> None:
    for kind in wait_kinds.known():
        assert all(str(said) for said in (kind.name, kind.definition, kind.who))
