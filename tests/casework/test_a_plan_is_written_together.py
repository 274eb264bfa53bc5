"""The goal in the citizen's own words, the steps there, every version kept, two writers kept apart."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.factories import Factory
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.casework.actions import plans as acts
from tovholder.casework.errors import Refused
from tovholder.casework.models import Case, JobGoal, Plan, PlanStep

pytestmark = pytest.mark.requirement("F17")
DAY = dt.timedelta(days=1)


@pytest.fixture
def case(make: Factory) -> Case:
    return make.case(held_by=make.staff("Anna Friis"))


@pytest.fixture
def desk(make: Factory, case: Case, now: dt.datetime) -> dict[str, Any]:
    holder = case.assignments.get().staff
    assert holder is not None
    return {"actor": make.actor(holder, now.date()), "case_id": case.pk, "now": now, "today": now.date()}


def version(case: Case) -> int:
    plan = Plan.objects.filter(case=case).first()
    return plan.version if plan else 0


def step(desk: dict[str, Any], case: Case, text: str, **fields: Any) -> PlanStep:
    return acts.add_step(**desk, version=version(case), text=text, **fields)


def texts(case: Case) -> list[str]:
    return [row.text for row in PlanStep.objects.filter(plan__case=case, ended_at=None)]


def test_a_partner_does_not_write_in_the_plan(make: Factory, case: Case, desk: dict[str, Any]) -> None:
    partner = make.staff(role="external_partner")
    make.assign(case, partner, at=desk["now"] - DAY, role="mentor")
    with pytest.raises(NotAllowed):
        acts.set_goal(**{**desk, "actor": make.actor(partner, desk["today"])}, version=0, words="Arbejde")


def test_a_goal_or_step_without_words_is_refused_and_no_plan_is_begun(case: Case, desk: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        acts.set_goal(**desk, version=0, words=" ")
    with pytest.raises(Refused):
        acts.add_step(**desk, version=0, text=" ")
    with pytest.raises(Refused):
        acts.add_step(**desk, version=0, text="Ringe", turn="nobody")
    assert not Plan.objects.exists()


def test_somebody_else_who_is_to_act_has_a_name(case: Case, desk: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        step(desk, case, "Sende attest", turn="other", turn_name=" ")
    assert step(desk, case, "Sende attest", turn="other", turn_name="Dr. Holm").turn_name == "Dr. Holm"
    assert step(desk, case, "Ringe", turn="citizen", turn_name="Dr. Holm").turn_name == ""


def test_the_second_of_two_writers_is_told_and_writes_nothing(case: Case, desk: dict[str, Any]) -> None:
    acts.set_goal(**desk, version=0, words="Gartner")
    with pytest.raises(ChangedMeanwhile) as changed:
        acts.add_step(**desk, version=0, text="Besøge gartneri")
    assert changed.value.current == Plan.objects.get(case=case)
    assert not PlanStep.objects.exists()


def test_every_change_counts(case: Case, desk: dict[str, Any]) -> None:
    acts.set_goal(**desk, version=0, words="Gartner")
    first, second = step(desk, case, "Besøge"), step(desk, case, "Søge")
    acts.reorder(**desk, version=version(case), step_ids=[second.pk, first.pk])
    acts.rewrite_step(**desk, version=version(case), step_id=first.pk, text="Besøge to")
    acts.end_step(**desk, version=version(case), step_id=second.pk, outcome="done")
    acts.reopen_step(**desk, version=version(case), step_id=second.pk, reason="Var ikke sendt")
    assert version(case) == 7


def test_earlier_goals_stay(case: Case, desk: dict[str, Any]) -> None:
    acts.set_goal(**desk, version=0, words="Gartner")
    acts.set_goal(**{**desk, "now": desk["now"] + DAY}, version=1, words="Jord til bord", occupation="Gartneri")
    goals = JobGoal.objects.filter(plan__case=case)
    assert [goal.words for goal in goals] == ["Gartner", "Jord til bord"]


def test_a_dropped_step_says_why(case: Case, desk: dict[str, Any]) -> None:
    row = step(desk, case, "Køreprøve")
    with pytest.raises(Refused):
        acts.end_step(**desk, version=1, step_id=row.pk, outcome="dropped")
    with pytest.raises(Refused):
        acts.end_step(**desk, version=1, step_id=row.pk, outcome="rewritten")
    dropped = acts.end_step(**desk, version=1, step_id=row.pk, outcome="dropped", reason="For dyrt")
    assert (dropped.outcome, dropped.end_reason, dropped.ended_at) == ("dropped", "For dyrt", desk["now"])


def test_a_step_of_another_case_is_not_touched(make: Factory, case: Case, desk: dict[str, Any]) -> None:
    holder = case.assignments.get().staff
    assert holder is not None
    other = step({**desk, "case_id": make.case(held_by=holder).pk}, case, "Andres")
    step(desk, case, "Eget")
    with pytest.raises(Refused):
        acts.end_step(**desk, version=1, step_id=other.pk, outcome="done")


def test_a_rewritten_step_keeps_its_place_and_what_it_was(case: Case, desk: dict[str, Any]) -> None:
    first, _second = step(desk, case, "Finde praktik"), step(desk, case, "Ringe")
    with pytest.raises(Refused):
        acts.rewrite_step(**desk, version=2, step_id=first.pk, text="Finde praktik ")
    new = acts.rewrite_step(**desk, version=2, step_id=first.pk, text="Finde praktik i en børnehave")
    first.refresh_from_db()
    assert (new.replaces, first.text, first.outcome) == (first, "Finde praktik", "rewritten")
    assert texts(case) == ["Finde praktik i en børnehave", "Ringe"]
    with pytest.raises(Refused):
        acts.reopen_step(**desk, version=3, step_id=first.pk, reason="Tilbage")


def test_steps_stand_in_the_order_they_are_put_in(case: Case, desk: dict[str, Any]) -> None:
    rows = [step(desk, case, text) for text in ["A", "B", "C"]]
    PlanStep.objects.update(position=0)  # as rows from another system may be
    acts.reorder(**desk, version=3, step_ids=[rows[2].pk, rows[0].pk, rows[1].pk])
    assert texts(case) == ["C", "A", "B"]
    for wrong in [[rows[0].pk], [rows[0].pk] * 3, [row.pk for row in rows] + [0]]:
        with pytest.raises(Refused):
            acts.reorder(**desk, version=4, step_ids=wrong)
