"""The life cycles: every pair of status and act is either a row of the table or refused in words."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Any

import pytest

from tests.factories import Factory, moment
from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.rights import Right
from tovholder.audit.models import Basis
from tovholder.casework.access import CaseAccess
from tovholder.casework.errors import Refused
from tovholder.casework.lifecycles import CONVERSATION, STEP, LifeCycle, Transition
from tovholder.casework.models import Case

CYCLES = {"conversation": CONVERSATION, "step": STEP}
NOW = moment(dt.date(2026, 11, 18), 10)
ROWS = [pytest.param(cycle, row, id=f"{name}-{row.act}") for name, cycle in CYCLES.items() for row in cycle.table]
PAIRS = [
    pytest.param(cycle, row, status, id=f"{name}-{row.act}-from-{status}")
    for name, cycle in CYCLES.items()
    for row, status in product(cycle.table, cycle.statuses)
]


def access(*rights: Right) -> CaseAccess:
    actor = Actor(staff_id=1, name="Sagsbehandler", rights=frozenset(rights))
    return CaseAccess(case=Case(), basis=Basis.PARTICIPANT, is_protected=False, actor=actor)


def everything(row: Transition) -> dict[str, Any]:
    """All that an act could ask for, with times that fit it."""
    day = dt.timedelta(days=1)
    return {"now": NOW, "starts_at": NOW - day, "new_at": NOW + day, "held_at": NOW - day, "reason": "x", "text": "x"}


@pytest.mark.parametrize(("cycle", "row", "status"), PAIRS)
def test_an_act_is_refused_from_every_status_that_the_table_does_not_name(
    cycle: LifeCycle, row: Transition, status: str
) -> None:
    facts = everything(row)
    if status in row.sources:
        assert cycle.check(row.act, status, access(row.right), facts).target in cycle.statuses
        return
    with pytest.raises(Refused) as refused:
        cycle.check(row.act, status, access(row.right), facts)
    assert str(cycle.statuses[status]) in refused.value.faults[0]


@pytest.mark.parametrize(("cycle", "row"), ROWS)
def test_an_act_without_its_right_is_not_allowed(cycle: LifeCycle, row: Transition) -> None:
    others = [right for right in Right if right != row.right]
    with pytest.raises(NotAllowed) as refused:
        cycle.check(row.act, next(iter(row.sources)), access(*others), everything(row))
    assert refused.value.right == row.right


@pytest.mark.parametrize(("cycle", "row"), ROWS)
def test_what_is_missing_is_named_and_everything_at_once(cycle: LifeCycle, row: Transition) -> None:
    facts = {name: value for name, value in everything(row).items() if name not in row.needs}
    if not row.needs:
        cycle.check(row.act, next(iter(row.sources)), access(row.right), facts)
        return
    with pytest.raises(Refused) as refused:
        cycle.check(row.act, next(iter(row.sources)), access(row.right), facts)
    assert set(map(str, row.needs.values())) <= set(refused.value.faults)


@pytest.mark.parametrize(
    ("act", "status", "facts"),
    [
        ("plan", "new", {"new_at": NOW - dt.timedelta(minutes=1)}),
        ("move", "planned", {"new_at": NOW}),
        ("hold", "planned", {"held_at": NOW + dt.timedelta(minutes=1)}),
        ("hold", "new", {"held_at": NOW - dt.timedelta(days=9), "opened_at": NOW - dt.timedelta(days=8)}),
        ("miss", "planned", {"starts_at": NOW + dt.timedelta(minutes=1)}),
    ],
)
def test_a_time_that_does_not_fit_is_refused(act: str, status: str, facts: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        CONVERSATION.check(act, status, access(Right.CONVERSE), {"now": NOW, **facts})
    buttons = CONVERSATION.allowed(status, access(Right.CONVERSE), {"now": NOW, **facts})
    assert act not in {row.act for row in buttons}


@pytest.mark.parametrize(
    ("cycle", "status", "acts"),
    [
        (CONVERSATION, "planned", {"hold", "miss", "cancel", "move"}),
        (CONVERSATION, "held", {"take_back"}),
        (CONVERSATION, "missed", {"take_back"}),
        (CONVERSATION, "cancelled", {"take_back"}),
        (STEP, "open", {"done", "dropped", "rewritten"}),
        (STEP, "done", {"reopen"}),
        (STEP, "rewritten", set()),
    ],
)
def test_the_buttons_are_what_the_table_allows(cycle: LifeCycle, status: str, acts: set[str]) -> None:
    everybody = access(Right.CONVERSE, Right.EDIT_PLAN)
    assert {row.act for row in cycle.allowed(status, everybody)} == acts
    assert cycle.allowed(status, access()) == []


def test_the_button_for_somebody_who_did_not_come_appears_when_the_time_has_come() -> None:
    begun = {"now": NOW, "starts_at": NOW - dt.timedelta(minutes=1)}
    ahead = {"now": NOW, "starts_at": NOW + dt.timedelta(minutes=1)}
    everybody = access(Right.CONVERSE)
    assert "miss" in {row.act for row in CONVERSATION.allowed("planned", everybody, begun)}
    assert {row.act for row in CONVERSATION.allowed("planned", everybody, ahead)} == {"hold", "move", "cancel"}


@pytest.mark.requirement("F13")
def test_a_case_opened_with_a_reason_has_no_buttons(make: Factory) -> None:
    reading = CaseAccess(
        case=Case(), basis=Basis.REASON, is_protected=False, actor=access(Right.CONVERSE, Right.EDIT_PLAN).actor
    )
    assert CONVERSATION.allowed("planned", reading) == []
    assert STEP.allowed("open", reading) == []
