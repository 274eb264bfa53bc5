"""A change tried out before it is made: what it costs in shifts, with the proposal and with the usual ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace

from tovholder.matching.takeover.allowed import Allowed
from tovholder.matching.takeover.answers import Measures, Progress, Proposal, WhatIf
from tovholder.matching.takeover.easing import as_far_as_possible
from tovholder.matching.takeover.facts import Problem
from tovholder.matching.takeover.score import measures
from tovholder.matching.takeover.usual import Keys, usual_ways


def what_if(
    problem: Problem,
    moves: Mapping[str, int],
    *,
    names: Keys | None = None,
    birthdays: Keys | None = None,
    seconds: float = 10.0,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> WhatIf:
    """These target groups move to these units (group → unit) on the day that `problem.at` is.

    The cases of the groups that are elsewhere today are placed anew; the others stay with whoever holds them, and count
    as their load. `names` and `birthdays` (case → what is sorted by) are only used to compare with handing out by
    letter and by birthday, and are left out where that comparison is not wanted. What cannot be placed as it is
    asked is placed as far as possible (`as_far_as_possible`), and what is short is said.
    """
    moved = after(problem, moves)
    allowed = Allowed(moved)
    found = as_far_as_possible(moved, seconds=seconds, on_progress=on_progress, stop=stop)
    answer = found.answer
    if isinstance(answer, Proposal) and found.short:
        # Measured like the usual ways: by the room that there is, not by the room that it would take.
        answer = replace(answer, measures=measures(allowed, {one.case: one.person for one in answer.placements}))
    usual = compare(allowed, names=names, birthdays=birthdays)
    return WhatIf(tuple(case.id for case in allowed.cases), answer, usual, found.short, found.apart)


def after(problem: Problem, moves: Mapping[str, int]) -> Problem:
    """The problem when the groups have moved: their cases in the new units; everything else is load."""
    loads: dict[int, int] = defaultdict(int)
    cases = []
    for case in problem.cases:
        if case.group in moves and case.unit != moves[case.group]:
            cases.append(replace(case, unit=moves[case.group]))
        elif case.holder is not None:
            loads[case.holder] += case.weight
    staff = tuple(replace(person, load=person.load + loads[person.id]) for person in problem.staff)
    return replace(problem, cases=tuple(cases), staff=staff)


def compare(allowed: Allowed, *, names: Keys | None = None, birthdays: Keys | None = None) -> dict[str, Measures]:
    """The measures of each usual way."""
    ways = usual_ways(allowed, names=names, birthdays=birthdays)
    return {name: measures(allowed, assignment) for name, assignment in ways.items()}
