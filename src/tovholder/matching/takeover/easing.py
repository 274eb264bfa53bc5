"""Of what cannot be done as asked, as much as can: somebody has to take the cases, and people decide about the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

from tovholder.matching.takeover.answers import Infeasible, Lack, Progress, Proposal, Shortfall, Unsolved
from tovholder.matching.takeover.facts import Problem
from tovholder.matching.takeover.propose import propose

#: Short of room; every other lack is of somebody who may have the case at all.
OF_ROOM = frozenset({Lack.CAPACITY, Lack.PIECES})
#: Asked again at most so often: without those whom nobody can have, with more room, with room in large enough pieces.
AGAIN = 3


@dataclass(frozen=True)
class Eased:
    """The answer for all that can be placed, and everything that was short on the way to it.

    Cases of a shortfall that is not of room are not in the answer; of room people got as much more as was needed, in
    all as little as possible.
    """

    answer: Proposal | Infeasible | Unsolved
    short: tuple[Shortfall, ...] = ()

    @property
    def apart(self) -> dict[int, Shortfall]:
        """The cases that nobody can have, each with what is short."""
        return {case: one for one in self.short if one.lack not in OF_ROOM for case in one.cases}


def as_far_as_possible(
    problem: Problem,
    *,
    seconds: float = 10.0,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Eased:
    """As `propose`; where that cannot be done, once more without the cases that nobody can have and with the least more
    room, until there is a proposal or nothing is left to place. `seconds` are those of each time."""
    answer = propose(problem, seconds=seconds, on_progress=on_progress, stop=stop)
    short: list[Shortfall] = []
    for _time in range(AGAIN):
        if not isinstance(answer, Infeasible):
            break
        short += answer.shortfalls
        easier = _eased(problem, answer)
        if easier is None:
            break
        problem = easier
        answer = propose(problem, seconds=seconds, on_progress=on_progress, stop=stop)
    return Eased(answer, tuple(short))


def _eased(problem: Problem, found: Infeasible) -> Problem | None:
    apart = {case for one in found.shortfalls if one.lack not in OF_ROOM for case in one.cases}
    more: dict[int, int] = defaultdict(int)
    for relief in (relief for one in found.shortfalls if one.lack in OF_ROOM for relief in one.relief):
        if not relief.lend:
            more[relief.person] = max(more[relief.person], relief.more)
    cases = tuple(case for case in problem.cases if case.id not in apart)
    if not cases or not (apart or more):
        return None
    staff = tuple(
        # Who is over their capacity already has no room: what more they get comes on top of what they carry.
        replace(one, capacity=max(one.capacity, one.load) + more[one.id]) if one.id in more else one
        for one in problem.staff
    )
    return replace(problem, cases=cases, staff=staff)
