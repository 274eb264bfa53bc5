"""Against every distribution that there is, aim by aim, and the same each time."""

import random
from dataclasses import replace

import pytest
from hypothesis import event, given, settings

from tests.matching.small import AIMS, best, problems, value
from tovholder.matching.takeover import Infeasible, Problem, Proposal, propose
from tovholder.matching.takeover.answers import Aim
from tovholder.matching.takeover.propose import MORE_IS_BETTER


@settings(max_examples=250, deadline=None, derandomize=True)
@given(problems())
def test_each_aim_is_as_good_as_in_the_best_of_all_distributions(problem: Problem):
    wanted, answer = best(problem), propose(problem)
    if wanted is None:
        event("nothing is possible")
        assert isinstance(answer, Infeasible)
        assert answer.shortfalls
        assert all(short.short_by >= 0 and short.cases for short in answer.shortfalls)
        return
    assert isinstance(answer, Proposal)
    event(f"{sum(wanted[:1])} uncovered")
    assert value(problem, {one.case: one.person for one in answer.placements}) == wanted
    assert [stage.aim for stage in answer.stages] == AIMS
    assert [_minimised(stage.aim, stage.value) for stage in answer.stages] == list(wanted)
    assert answer.proven
    assert not answer.stopped


def _minimised(aim: Aim, reached: int) -> int:
    return -reached if aim in MORE_IS_BETTER else reached


@settings(max_examples=40, deadline=None, derandomize=True)
@given(problems())
def test_the_order_in_which_cases_and_people_come_changes_nothing(problem: Problem):
    cases, staff = list(problem.cases), list(problem.staff)
    random.Random(1).shuffle(cases)
    random.Random(2).shuffle(staff)
    first, second = propose(problem), propose(replace(problem, cases=tuple(cases), staff=tuple(staff)))
    if isinstance(first, Proposal):
        assert isinstance(second, Proposal)
        assert first.placements == second.placements
        assert first.loads == second.loads
        assert first.measures == second.measures
    else:
        assert isinstance(first, Infeasible)
        assert isinstance(second, Infeasible)
        assert [(one.lack, one.cases, one.short_by) for one in first.shortfalls] == [
            (one.lack, one.cases, one.short_by) for one in second.shortfalls
        ]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_team_of_hundreds_of_cases_has_the_same_answer_twice(seed: int):
    from tests.matching.team import team

    problem = team(cases=300, people=8, seed=seed)
    first, second = propose(problem, seconds=60), propose(problem, seconds=60)
    assert isinstance(first, Proposal)
    assert isinstance(second, Proposal)
    assert first.proven
    assert first.placements == second.placements
