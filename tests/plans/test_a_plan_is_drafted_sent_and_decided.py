"""The life of a plan: one table; a change after the draft is kept with its reason."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from tests.factories import Factory
from tests.plans.conftest import Writer
from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.acts import Refused
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import RIGHTS, Right, Role
from tovholder.plans.actions import goals as goal_acts
from tovholder.plans.actions import plans as acts
from tovholder.plans.actions.goals import Terms
from tovholder.plans.lifecycle import CHANGES, PLAN
from tovholder.plans.models import Status

pytestmark = pytest.mark.requirement("H1")

PAIRS = [(row, status) for row, status in product(PLAN.table, PLAN.statuses)]
WRITER = Actor(staff_id=1, name="Analytiker", rights=frozenset({Right.WRITE_PLANS}))
ALL = {"on": dt.date(2026, 2, 24), "today": dt.date(2026, 3, 1), "reference": "Sag 1", "remark": "Rettet"}


@pytest.mark.parametrize(("row", "status"), PAIRS, ids=[f"{row.act}-from-{status}" for row, status in PAIRS])
def test_a_step_is_refused_from_every_status_that_the_table_does_not_name(row, status) -> None:
    if status in row.sources:
        assert PLAN.check(row.act, status, WRITER, ALL).target in PLAN.statuses
        return
    with pytest.raises(Refused) as refused:
        PLAN.check(row.act, status, WRITER, ALL)
    assert str(PLAN.statuses[status]) in refused.value.faults[0]


@pytest.mark.parametrize("role", [role for role in Role if Right.WRITE_PLANS not in RIGHTS[role]])
def test_who_may_not_write_plans_begins_none(make: Factory, role: Role, now: dt.datetime) -> None:
    with pytest.raises(NotAllowed):
        Writer(make.actor(make.staff(role=role), now.date()), now).plan()


def test_every_status_says_whether_the_plan_may_be_changed() -> None:
    assert set(CHANGES) == set(Status)


def test_a_decision_without_the_minutes_or_on_a_day_ahead_is_refused(write: Writer, today: dt.date) -> None:
    plan = write.plan()
    write.move(plan, "send", today - dt.timedelta(days=3))
    with pytest.raises(Refused, match="protokollen"):
        write.move(plan, "decide")
    with pytest.raises(Refused, match="ligger fremme"):
        write.move(plan, "decide", today + dt.timedelta(days=1), reference="Sag 1")
    with pytest.raises(Refused):
        write.move(plan, "decide", today - dt.timedelta(days=4), reference="Sag 1")
    write.move(plan, "decide", today - dt.timedelta(days=1), reference="Sag 1, 24. februar")
    decided = plan.stages.last()
    assert decided is not None
    assert (decided.status, decided.reference) == (Status.DECIDED, "Sag 1, 24. februar")
    assert [stage.status for stage in plan.stages.all()] == ["draft", "sent", "decided"]


def test_the_committee_may_send_it_back(write: Writer) -> None:
    plan = write.plan()
    write.move(plan, "send")
    with pytest.raises(Refused):
        write.move(plan, "take_back")
    write.move(plan, "take_back", remark="Udvalget ønsker et mål for flygtninge")
    write.goal(plan, direction="followed")


def test_a_change_after_the_decision_needs_a_reason_and_the_history_keeps_it(write: Writer, actor: Actor) -> None:
    plan = write.plan()
    goal = write.goal(
        plan, baseline_month=dt.date(2025, 12, 1), target_month=dt.date(2026, 12, 1), percent=-5, direction="at_most"
    )
    write.decide(plan)
    harder = Terms("Færre ledige", baseline_month=goal.baseline_month, target_month=goal.target_month, percent=-8.0)
    with pytest.raises(Refused, match="udvalget"):
        goal_acts.change_goal(actor=actor, goal_id=goal.pk, version=1, terms=harder)
    goal_acts.change_goal(actor=actor, goal_id=goal.pk, version=1, terms=harder, reason="Bedre konjunktur")
    was = goal.history.get()
    assert (was.percent, was.pgh_context["reason"]) == (-5, "Bedre konjunktur")
    with pytest.raises(ChangedMeanwhile):
        goal_acts.change_goal(actor=actor, goal_id=goal.pk, version=1, terms=harder, reason="Igen")
    said = acts.Said("Beskæftigelsesplan", 2026, 2027, "173")
    with pytest.raises(Refused):
        acts.change_plan(actor=actor, plan_id=plan.pk, version=1, said=said)


def test_a_closed_plan_is_not_changed_until_it_is_opened_again(write: Writer, today: dt.date) -> None:
    plan = write.plan()
    goal = write.goal(plan, direction="followed")
    write.decide(plan)
    write.move(plan, "close")
    with pytest.raises(Refused, match="lukket"):
        write.goal(plan, reason="Glemt")
    with pytest.raises(Refused, match="lukket"):
        write.value(goal, today.replace(day=1), 4)
    write.move(plan, "reopen", remark="For tidligt lukket", reference="Sag 4")
    write.value(goal, today.replace(day=1), 4)


def test_a_goal_that_is_given_up_stays_with_its_reason(write: Writer, actor: Actor, today: dt.date) -> None:
    plan = write.plan()
    top = write.goal(plan, direction="followed")
    write.goal(plan, "Delmål", direction="followed", parent_id=top.pk, horizon="sub")
    with pytest.raises(Refused, match="Delmål"):
        goal_acts.drop_goal(actor=actor, goal_id=top.pk, version=1, because="Overhalet", today=today)
    under = plan.goals.get(title="Delmål")
    with pytest.raises(Refused):
        goal_acts.drop_goal(actor=actor, goal_id=under.pk, version=1, because=" ", today=today)
    dropped = goal_acts.drop_goal(actor=actor, goal_id=under.pk, version=1, because="Overhalet", today=today)
    assert (dropped.dropped_on, dropped.dropped_because) == (today, "Overhalet")


@pytest.mark.parametrize(("terms", "words"), [
    ({"title": " "}, "hvad målet er"),
    ({"baseline_month": dt.date(2026, 12, 1), "target_month": dt.date(2026, 12, 1), "percent": -5.0},
     "ikke efter udgangspunktets"),
    ({"target_month": dt.date(2026, 12, 1), "percent": -5.0}, "kræver en måned at regne fra"),
    ({"baseline_month": dt.date(2026, 1, 1), "percent": -5.0}, "kræver en måned at nå det i"),
    ({"source": "published", "direction": "followed"}, "Vælg"),
    ({"source": "published", "indicator": "moon.phase", "direction": "followed"}, "moon.phase"),
    ({"source": "own", "indicator": "shifts", "direction": "followed"}, "shifts"),
])  # fmt: skip
def test_a_goal_that_cannot_be_is_refused_with_what_is_wrong(write: Writer, terms: dict, words: str) -> None:
    plan = write.plan()
    with pytest.raises(Refused, match=words):
        write.goal(plan, **terms)
    assert not plan.goals.exists()


def test_published_figures_need_a_municipality(write: Writer) -> None:
    plan = write.plan(area="")
    with pytest.raises(Refused, match="kommune"):
        write.goal(plan, source="published", indicator="unemployment.total", direction="followed")
    with pytest.raises(Refused):
        write.plan(area="999")


@pytest.mark.requirement("H3")
def test_the_ministers_goals_stand_beside_the_municipalitys_own(write: Writer, actor: Actor, now: dt.datetime) -> None:
    plan, other = write.plan(), write.plan("En anden plan")
    announced = acts.add_ministers_goal(
        actor=actor, plan_id=plan.pk, number=1, text="Langtidsledigheden skal bekæmpes", now=now
    )
    with pytest.raises(Refused):
        acts.add_ministers_goal(actor=actor, plan_id=plan.pk, number=1, text="Et andet", now=now)
    with pytest.raises(Refused):
        write.goal(other, direction="followed", ministers_goal_id=announced.pk)
    goal = write.goal(plan, direction="followed", ministers_goal_id=announced.pk)
    assert goal.ministers_goal == announced
    with pytest.raises(Refused, match="tjener"):
        acts.remove_ministers_goal(actor=actor, goal_id=announced.pk)


@pytest.mark.parametrize(("change", "words"), [
    ({"source": " "}, "Skriv"),
    ({"value": -1}, "ikke negativ"),
    ({"month": dt.date(2027, 1, 1)}, "ligger fremme"),
    ({"dated": dt.date(2027, 1, 1)}, "ligger fremme"),
])  # fmt: skip
def test_an_entered_figure_says_where_it_stands_and_is_possible(
    write: Writer, actor: Actor, now: dt.datetime, change: dict, words: str
) -> None:
    goal = write.goal(write.plan(), direction="followed")
    good = {"month": dt.date(2026, 9, 1), "value": 4.0, "source": "CVR", "dated": dt.date(2026, 10, 1)}
    with pytest.raises(Refused, match=words):
        goal_acts.enter_value(actor=actor, goal_id=goal.pk, now=now, today=now.date(), **{**good, **change})
    assert not goal.entered.exists()


def test_a_corrected_figure_keeps_what_it_was(write: Writer) -> None:
    goal = write.goal(write.plan(), direction="followed")
    write.value(goal, dt.date(2026, 9, 1), 4)
    write.value(goal, dt.date(2026, 9, 17), 6)
    assert [row.value for row in goal.entered.all()] == [6]
    assert goal.entered.get().history.get().value == 4


def test_two_who_comment_on_the_same_goal_do_not_write_over_each_other(
    write: Writer, actor: Actor, now: dt.datetime
) -> None:
    goal = write.goal(write.plan(), direction="followed")
    said = {"actor": actor, "goal_id": goal.pk, "year": 2026, "quarter": 3, "now": now}
    first = goal_acts.comment(**said, version=0, text="Faldet er størst blandt de unge")
    with pytest.raises(ChangedMeanwhile):
        goal_acts.comment(**said, version=0, text="Noget andet")
    assert goal_acts.comment(**said, version=first.version, text="Rettet").text == "Rettet"
