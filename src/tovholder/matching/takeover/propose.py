"""From a problem to a proposal, or to what makes one impossible."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

from tovholder.matching.takeover import shortage
from tovholder.matching.takeover.allowed import Allowed
from tovholder.matching.takeover.answers import Aim, Infeasible, Load, Progress, Proposal, Stage, Unsolved
from tovholder.matching.takeover.calendar import Calendar
from tovholder.matching.takeover.classes import Part, parts
from tovholder.matching.takeover.clock import Clock
from tovholder.matching.takeover.explain import Explained
from tovholder.matching.takeover.facts import Person, Problem
from tovholder.matching.takeover.first import MORE_IS_BETTER, first_answer, least
from tovholder.matching.takeover.score import crowding, loads, measures, values
from tovholder.matching.takeover.solve import Reached, Tell, solve_part

#: Parts are solved side by side, so many at a time; each by one worker.
WORKERS = 2
#: Seconds kept for giving the reasons of one case.
EXPLAINING = 0.0002
#: How often somebody who waits is asked whether they still do, in seconds.
_ASK_EVERY = 0.1


def propose(
    problem: Problem,
    *,
    seconds: float = 10.0,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Proposal | Infeasible | Unsolved:
    """Who takes over which case: fewest critical meetings without anybody; then fewest shifts; then most known faces;
    then least crowding; then best fit. An earlier aim is never traded for a later one.

    `seconds` ends the search: what was found comes with its gap. `on_progress` is told from the threads that compute,
    one call at a time; `stop` is asked ten times a second. The same problem has the same answer, whatever order its
    cases and people come in, as long as neither the clock nor `stop` ends it.
    """
    clock, allowed = Clock(seconds), Allowed(problem)
    if short := shortage.without_anybody(allowed):
        return Infeasible(tuple(short), clock.passed)
    calendar = Calendar(allowed)
    found = parts(allowed, calendar)
    if short := [one for part in found for one in shortage.too_little_room(allowed, part)]:
        return Infeasible(tuple(short), clock.passed)
    clock.keep(EXPLAINING * len(allowed.cases))
    reached = _solve(allowed, calendar, found, clock, on_progress, stop)
    if short := [
        one
        for part, answer in zip(found, reached, strict=True)
        if answer.impossible
        for one in shortage.in_pieces(allowed, part)
    ]:
        return Infeasible(tuple(short), clock.passed)
    if not all(answer.is_proven for answer in reached):
        reached = _at_least_first(allowed, found, reached)
    assignment: dict[int, int] = {}
    for answer in reached:
        if answer.assignment is None:
            return Unsolved(clock.passed)
        assignment |= answer.assignment
    explained = Explained(allowed, assignment)
    touched = {person for part in found for person in part.people}
    others = [person for person in allowed.staff if person.id not in touched]
    reached.append(_untouched(others))
    stages = tuple(_stage(aim, reached) for aim in Aim)
    return Proposal(
        tuple(explained.placement(case) for case in allowed.cases),
        stages,
        measures(allowed, assignment),
        _loads(allowed, assignment),
        clock.passed,
        stopped=not all(stage.proven for stage in stages),
    )


def _at_least_first(allowed: Allowed, found: list[Part], reached: list[Reached]) -> list[Reached]:
    """Where an answer is not proven: the better of it and the first answer, with every aim as it really is. A case that
    came to one of its own people by way of a pool is worth more than was counted."""
    first = first_answer(allowed)
    better = []
    for part, answer in zip(found, reached, strict=True):
        cases = [case for one in part.classes for case in one.cases]
        given = [one for one in (answer.assignment, first and {case: first[case] for case in cases}) if one is not None]
        if answer.is_proven or not given:
            better.append(answer)
            continue
        worths = [_minimised(allowed, part, one) for one in given]
        worth, assignment = min(zip(worths, given, strict=True), key=lambda pair: tuple(pair[0].values()))
        floor, is_same = least(allowed, part), True
        stages = {}
        for aim, value in worth.items():
            # A bound holds for answers that are as good in the aims before; for better ones only the plain one does.
            known = answer.stages.get(aim)
            bound = max(floor[aim], known[1]) if known and is_same else floor[aim]
            is_same &= known is not None and value == known[0]
            stages[aim] = (value, min(value, bound), known[2] if known else 0.0)
        better.append(Reached(assignment, stages))
    return better


def _minimised(allowed: Allowed, part: Part, assignment: dict[int, int]) -> dict[Aim, int]:
    worth = values(allowed, assignment, part.people)
    return {aim: -value if aim in MORE_IS_BETTER else value for aim, value in worth.items()}


def _untouched(people: list[Person]) -> Reached:
    """People who may have none of the cases are as crowded as they are."""
    crowded = sum(crowding(person.load, person.capacity) for person in people)
    stages = {aim: (crowded, crowded, 0.0) if aim == Aim.BALANCE else (0, 0, 0.0) for aim in Aim}
    return Reached({}, stages)


def _stage(aim: Aim, reached: list[Reached]) -> Stage:
    sign = -1 if aim in MORE_IS_BETTER else 1
    of_parts = [answer.stages[aim] for answer in reached]
    return Stage(
        aim,
        sign * sum(value for value, _bound, _seconds in of_parts),
        sign * sum(bound for _value, bound, _seconds in of_parts),
        sum(seconds for _value, _bound, seconds in of_parts),
    )


def _loads(allowed: Allowed, assignment: dict[int, int]) -> tuple[Load, ...]:
    holders = {case.id: case.holder for case in allowed.cases if case.holder in allowed.person}
    before = loads(allowed, {case: holder for case, holder in holders.items() if holder is not None})
    after = loads(allowed, assignment)
    return tuple(Load(one.id, before[one.id], after[one.id], one.capacity) for one in allowed.staff)


def _solve(
    allowed: Allowed,
    calendar: Calendar,
    found: list[Part],
    clock: Clock,
    on_progress: Callable[[Progress], None] | None,
    stop: Callable[[], bool] | None,
) -> list[Reached]:
    """Every part, the largest first. A part may use its share of the time that is left, by its number of cases."""
    sizes = [sum(len(one.cases) for one in part.classes) for part in found]
    telling = threading.Lock()

    def tell_of(number: int) -> Tell:
        def tell(aim: Aim, value: int, bound: int) -> None:
            if on_progress:
                sign = -1 if aim in MORE_IS_BETTER else 1
                with telling:
                    on_progress(Progress(aim, sign * value, sign * bound, number + 1, len(found), clock.passed))

        return tell

    def solve(number: int) -> Reached:
        share = sizes[number] / max(1, sum(sizes[number:])) * WORKERS
        return solve_part(allowed, calendar, found[number], clock, clock.left * min(1.0, share), tell_of(number))

    # Whoever waits is asked here, in their own thread: they may look into a database for it.
    with ThreadPoolExecutor(WORKERS) as pool:
        solving = [pool.submit(solve, number) for number in range(len(found))]
        try:
            while wait(solving, timeout=_ASK_EVERY).not_done:
                if stop and stop():
                    clock.stop()
                    break
        except BaseException:
            clock.stop()
            raise
        return [one.result() for one in solving]
