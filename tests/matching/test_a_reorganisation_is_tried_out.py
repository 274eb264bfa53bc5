"""What a change would cost in shifts, with the proposal and with the usual ways."""

from tests.matching.small import AT
from tests.matching.team import team
from tovholder.matching.takeover import CaseToPlace, Infeasible, Person, Problem, Proposal, Unsolved, propose, what_if

OLD, NEW, OTHER = 1, 2, 3


def town() -> Problem:
    """Two people go along to the new team, one stays in the old, one is new."""
    cases = tuple(
        CaseToPlace(number, 10, unit=OLD, holder=1 + number % 3, group="6.3" if number % 4 else "6.1")
        for number in range(24)
    )
    units = ({OLD, NEW}, {OLD, NEW}, {OLD}, {NEW})
    staff = tuple(Person(number, 100, units=frozenset(where)) for number, where in enumerate(units, 1))
    return Problem(cases, staff, AT)


def test_a_change_that_is_impossible_is_said_to_be_and_still_compared():
    tried = what_if(town(), {"6.3": OTHER})
    assert isinstance(tried.answer, Infeasible)
    assert tried.usual["greedy"].unplaced == len(tried.affected)


def test_pairs_stay_together_and_the_usual_ways_break_them():
    problem = town()
    keys = {case.id: case.id for case in problem.cases}
    tried = what_if(problem, {"6.3": NEW}, names=keys, birthdays=keys)
    assert tried.affected == tuple(case.id for case in problem.cases if case.group == "6.3")
    assert isinstance(tried.answer, Proposal)
    # Six of the eighteen are held by the one who stays behind: these and no others change hands.
    assert tried.answer.measures.shifts == 6
    assert set(tried.usual) == {"greedy", "round_robin", "alphabet", "birthday"}
    assert tried.usual["greedy"].shifts >= 6
    assert min(tried.usual[way].shifts for way in ("round_robin", "alphabet", "birthday")) > 6
    # Whoever keeps cases of other groups carries them on.
    before = {load.person: load.before for load in tried.answer.loads}
    assert before == {1: 80, 2: 80, 3: 80, 4: 0}


def test_a_group_that_is_there_already_is_left_in_peace():
    tried = what_if(town(), {"6.3": OLD})
    assert tried.affected == ()
    assert isinstance(tried.answer, Proposal)
    assert tried.answer.measures.shifts == 0


def test_whoever_waits_can_follow_it_and_stop_it():
    told = []
    answer = propose(team(cases=200, people=6), seconds=60, on_progress=told.append)
    assert isinstance(answer, Proposal)
    assert answer.proven
    assert {one.aim for one in told} == {stage.aim for stage in answer.stages}
    last = {one.aim: one for one in told}
    assert all(last[stage.aim].value == stage.value for stage in answer.stages)
    stopped = propose(team(cases=3000, people=60), seconds=60, stop=lambda: True)
    assert isinstance(stopped, Unsolved) or (isinstance(stopped, Proposal) and stopped.stopped)
    assert stopped.seconds < 30
