"""Reaches the aims of one part, one after the other, and says how well each is proven.

For each aim: a bound; then the integer model (CP-SAT), first with everything fixed that an answer at the bound itself
would leave fixed. If there is no such answer, the bound has risen, and the next try is a little wider. One worker and a
fixed seed: the same problem has the same answer, as long as it is not the clock that ends it.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from tovholder.matching.takeover.allowed import Allowed
from tovholder.matching.takeover.answers import Aim
from tovholder.matching.takeover.bound import Relaxation, Row
from tovholder.matching.takeover.classes import Part
from tovholder.matching.takeover.model import Goal, Model

SEED = 1
#: How far above the bound the next try may lie, when the one before has found nothing.
WIDER = 4
_LOWEST = -(1 << 62)

#: Told with (aim, value, bound), all of them as they are minimised.
Tell = Callable[[Aim, int, int], None]


class Clock:
    """When to end: at a time, or as soon as somebody says so."""

    def __init__(self, seconds: float) -> None:
        self.began = time.perf_counter()
        self._end = self.began + seconds
        self._told = threading.Event()
        self._running: set[cp_model.CpSolver] = set()

    @property
    def passed(self) -> float:
        return time.perf_counter() - self.began

    @property
    def left(self) -> float:
        return 0.0 if self._told.is_set() else max(0.0, self._end - time.perf_counter())

    def stop(self) -> None:
        self._told.set()
        for solver in list(self._running):
            solver.stop_search()

    def run(
        self, solver: cp_model.CpSolver, model: cp_model.CpModel, callback: cp_model.CpSolverSolutionCallback
    ) -> int:
        self._running.add(solver)
        try:
            return int(solver.solve(model, callback)) if self.left else int(cp_model.UNKNOWN)
        finally:
            self._running.discard(solver)


@dataclass
class Reached:
    """What one part came to: (value, bound, seconds) of each aim as it is minimised.

    `assignment` is None when nothing was found: `impossible`, or the clock ran out."""

    assignment: dict[int, int] | None = None
    stages: dict[Aim, tuple[int, int, float]] = field(default_factory=dict)
    impossible: bool = False


@dataclass
class _Answer:
    value: int
    bound: int
    solution: list[int]


def solve_part(allowed: Allowed, part: Part, clock: Clock, seconds: float, tell: Tell) -> Reached:
    """`seconds` is this part's share of the clock."""
    if clock.left == 0:
        return Reached()
    model, reached = Model(allowed, part), Reached()
    end = time.perf_counter() + min(seconds, clock.left)
    relaxed = Relaxation(model.cp)
    answer: _Answer | None = None
    for number, aim in enumerate(Aim):
        began = time.perf_counter()
        # What an aim leaves of its time is for those after it; none may use more than three quarters of what is left.
        share = max(0.0, (end - began) * (1.0 if number == len(Aim) - 1 else 0.75))
        answer, impossible = _reach(model, relaxed, model.goals[aim], answer, clock, began + share, tell)
        if answer is None:
            reached.impossible = impossible
            return reached
        reached.stages[aim] = (answer.value, answer.bound, time.perf_counter() - began)
    assert answer is not None
    reached.assignment = model.assignment(dict(enumerate(answer.solution)))
    return reached


def _reach(
    model: Model, relaxed: Relaxation, goal: Goal, known: _Answer | None, clock: Clock, end: float, tell: Tell
) -> tuple[_Answer | None, bool]:
    """The best answer for one aim, or none, and whether there is none. `known` is an answer of the aims before."""
    best = list(known.solution) if known else None
    bound = relaxed.bound(goal.factors, max(0.1, end - time.perf_counter()))
    lowest = max(relaxed.trivial(goal.factors), bound.value if bound else _LOWEST)
    width = 0
    while best is None or lowest < goal.of(best):
        # The last try is for everything that is not worse than what is known; without a bound it is the only one.
        worst = None if best is None else goal.of(best) - 1
        narrow = bound is not None and (width == 0 if worst is None else lowest + width < worst)
        if narrow:
            worst = lowest + width
        ends = relaxed.left_free(bound, worst) if bound and worst is not None else (relaxed.low, relaxed.high)
        seconds = (end - time.perf_counter()) / (2 if narrow else 1)
        if clock.left == 0 or (seconds <= 0 and best is not None):
            break
        found = _Try(model, goal, ends, lowest, worst, best or (bound.near if bound else None), tell)
        status = clock.run(found.solver(max(0.1, seconds)), found.cp, found)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            best = found.solution
            lowest = goal.of(best) if status == cp_model.OPTIMAL else max(lowest, found.bound)
            break
        if status == cp_model.INFEASIBLE:
            if worst is None:
                return None, True
            lowest = worst + 1
        elif not narrow:
            break
        width = width * WIDER + WIDER - 1
    if best is None:
        return None, False
    value = goal.of(best)
    if bound:
        relaxed.shrink(*relaxed.left_free(bound, value))
    relaxed.add(Row(goal.factors, _LOWEST, value))
    at_most = cp_model.LinearExpr.weighted_sum(
        [model.cp.get_int_var_from_proto_index(index) for index in goal.factors], list(goal.factors.values())
    )
    model.cp.add(at_most <= value)
    tell(goal.aim, value + goal.offset, lowest + goal.offset)
    return _Answer(value + goal.offset, lowest + goal.offset, best), False


class _Try(cp_model.CpSolverSolutionCallback):
    """The model with its variables between `ends` and the goal between `lowest` and `worst`."""

    def __init__(
        self,
        model: Model,
        goal: Goal,
        ends: tuple[list[int], list[int]],
        lowest: int,
        worst: int | None,
        near: list[int] | None,
        tell: Tell,
    ) -> None:
        super().__init__()
        self._goal, self._tell, self._lowest = goal, tell, lowest
        self.cp = cp_model.CpModel()
        self.cp.proto.copy_from(model.cp.proto)
        for variable, low, high in zip(self.cp.proto.variables, *ends, strict=True):
            variable.domain.clear()
            variable.domain.extend([low, high])
        at = [self.cp.get_int_var_from_proto_index(index) for index in range(len(ends[0]))]
        value = cp_model.LinearExpr.weighted_sum([at[index] for index in goal.factors], list(goal.factors.values()))
        if lowest > _LOWEST:
            self.cp.add(value >= lowest)
        if worst is not None:
            self.cp.add(value <= worst)
        self.cp.minimize(value)
        for variable, index in zip(at, near or (), strict=False):
            self.cp.add_hint(variable, index)

    def solver(self, seconds: float) -> cp_model.CpSolver:
        self._solver = cp_model.CpSolver()
        settings = self._solver.parameters
        settings.random_seed = SEED
        settings.num_workers = 1
        settings.max_time_in_seconds = seconds
        # What helps here: a strong linear relaxation. What costs more than it gives: looking for symmetries, probing.
        settings.linearization_level = 2
        settings.symmetry_level = 0
        settings.cp_model_probing_level = 0
        return self._solver

    def on_solution_callback(self) -> None:
        value, bound = round(self.objective_value), round(self.best_objective_bound)
        self._tell(self._goal.aim, value + self._goal.offset, max(bound, self._lowest) + self._goal.offset)

    @property
    def solution(self) -> list[int]:
        return list(self._solver.response_proto.solution)

    @property
    def bound(self) -> int:
        return math.ceil(self._solver.best_objective_bound - 1e-6)
