"""Hands a table to the solvers of OR-Tools, without the columns that cannot move.

GLOP and PDLP for linear programmes, CP-SAT for whole numbers, where what it says is exact, and SCIP where a programme
is so large that a good answer is what can be hoped for: what SCIP finds is checked, and what it proves is not used."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt
from ortools.sat.python import cp_model

from tovholder.matching.takeover.clock import Clock
from tovholder.matching.takeover.table import FAR, Entries, Whole

#: Beyond so many columns the linear programme goes to PDLP, whose answers are a little less exact and come much sooner.
LARGE = 40_000
SEED = 1
#: Seconds for whatever cannot be interrupted.
AT_A_TIME = 6.0


@dataclass(frozen=True)
class Programme:
    """min cost · x, low ≤ x ≤ high, row_low ≤ A x ≤ row_high."""

    cost: Whole
    low: Whole
    high: Whole
    row_low: Whole
    row_high: Whole
    entries: Entries

    def between(self, least: int, most: int) -> Programme:
        """The same with the cost between these two."""
        used = np.flatnonzero(self.cost)
        entries = Entries(
            np.append(self.entries.row, np.full(len(used), len(self.row_low))),
            np.append(self.entries.column, used),
            np.append(self.entries.factor, self.cost[used]),
        )
        return replace(
            self, row_low=np.append(self.row_low, least), row_high=np.append(self.row_high, most), entries=entries
        )

    def is_kept(self, values: Whole) -> bool:
        """Whether an answer keeps to everything."""
        rows = np.zeros(len(self.row_low), dtype=np.int64)
        np.add.at(rows, self.entries.row, self.entries.factor * values[self.entries.column])
        return bool(
            np.all((self.low <= values) & (values <= self.high))
            and np.all((self.row_low <= rows) & (rows <= self.row_high))
        )


@dataclass(frozen=True)
class _Small:
    programme: Programme
    columns: Whole  #: their numbers in the large one
    rows: Whole
    is_impossible: bool  #: a row that is left without columns does not hold


def _without_fixed(large: Programme) -> _Small:
    free = large.low < large.high
    entries, fixed = large.entries, ~free[large.entries.column]
    moved = np.zeros(len(large.row_low), dtype=np.int64)
    np.add.at(moved, entries.row[fixed], entries.factor[fixed] * large.low[entries.column[fixed]])
    low = np.where(large.row_low > -FAR, large.row_low - moved, -FAR)
    high = np.where(large.row_high < FAR, large.row_high - moved, FAR)
    # What was put into the same place more than once counts together.
    places, at_place = np.unique(entries.row[~fixed] * len(free) + entries.column[~fixed], return_inverse=True)
    factors = np.zeros(len(places), dtype=np.int64)
    np.add.at(factors, at_place, entries.factor[~fixed])
    rows, row_at = np.unique(places // len(free), return_inverse=True)
    empty = np.ones(len(low), dtype=bool)
    empty[rows] = False
    columns, at = np.flatnonzero(free), np.cumsum(free) - 1
    small = Programme(
        large.cost[columns],
        large.low[columns],
        large.high[columns],
        low[rows],
        high[rows],
        Entries(row_at.astype(np.int64), at[places % len(free)], factors),
    )
    return _Small(
        small, columns, rows, bool(np.any(empty & ((low > 0) | (high < 0)))) or bool(np.any(large.low > large.high))
    )


@dataclass(frozen=True)
class Relaxed:
    """The answer of a linear programme: a value for each column, a price for each row."""

    values: npt.NDArray[np.float64]
    duals: npt.NDArray[np.float64]
    is_corner: bool = True  #: whole wherever the rows allow it, as the simplex method leaves it


def relax(large: Programme, clock: Clock, end: float, *, at_corner: bool = False) -> Relaxed | None:
    """Without wholeness. None when there is no answer, or none in that time."""
    small = _without_fixed(large)
    limit = clock.until(end)
    if small.is_impossible or not limit:
        return None
    model = _as_model(small.programme)
    is_large = len(small.columns) > LARGE and not at_corner
    which = mathopt.SolverType.PDLP if is_large else mathopt.SolverType.GLOP
    dual = mathopt.LPAlgorithm.DUAL_SIMPLEX if len(small.columns) > LARGE else None
    parameters = mathopt.SolveParameters(time_limit=limit, lp_algorithm=None if is_large else dual)
    result = mathopt.solve(model, which, params=parameters, interrupter=clock.interrupter)
    if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
        return None
    values, duals = large.low.astype(float), np.zeros(len(large.row_low))
    values[small.columns] = result.variable_values(list(model.variables()))
    duals[small.rows] = result.dual_values(list(model.linear_constraints()))
    return Relaxed(values, duals, is_corner=not is_large)


def _as_model(one: Programme, *, whole: bool = False) -> mathopt.Model:
    proto = model_pb2.ModelProto()
    proto.variables.ids.extend(range(len(one.low)))
    proto.variables.lower_bounds.extend(one.low.astype(float).tolist())
    proto.variables.upper_bounds.extend(one.high.astype(float).tolist())
    proto.variables.integers.extend([whole] * len(one.low))
    used = np.flatnonzero(one.cost)
    proto.objective.linear_coefficients.ids.extend(used.tolist())
    proto.objective.linear_coefficients.values.extend(one.cost[used].astype(float).tolist())
    proto.linear_constraints.ids.extend(range(len(one.row_low)))
    proto.linear_constraints.lower_bounds.extend(np.where(one.row_low > -FAR, one.row_low, -np.inf).tolist())
    proto.linear_constraints.upper_bounds.extend(np.where(one.row_high < FAR, one.row_high, np.inf).tolist())
    order = np.lexsort((one.entries.column, one.entries.row))
    proto.linear_constraint_matrix.row_ids.extend(one.entries.row[order].tolist())
    proto.linear_constraint_matrix.column_ids.extend(one.entries.column[order].tolist())
    proto.linear_constraint_matrix.coefficients.extend(one.entries.factor[order].astype(float).tolist())
    return mathopt.Model.from_model_proto(proto)


@dataclass(frozen=True)
class Found:
    """`values`: the best answer, if any was found. Nothing is better than `least`. `is_over`: all was looked at."""

    values: Whole | None
    least: int
    is_over: bool


def search(
    large: Programme, least: int, most: int, near: npt.NDArray[np.float64] | None, clock: Clock, seconds: float
) -> Found:
    """Whole numbers with the cost between `least` and `most` (CP-SAT): the best there is, or until the time ends.

    One worker and a fixed seed: the same programme has the same answer, unless it is the time that ends it."""
    bounded = large.between(least, most)
    small = _without_fixed(bounded)
    if small.is_impossible:
        return Found(None, most + 1, True)
    one, offset = small.programme, int(large.cost @ np.where(large.low == large.high, large.low, 0))
    model = _as_whole(one, None if near is None else near[small.columns])
    solver = cp_model.CpSolver()
    settings = solver.parameters
    settings.random_seed = SEED
    settings.num_workers = 1
    settings.max_time_in_seconds = seconds
    # What helps here: a strong linear relaxation. What costs more than it gives: looking for symmetries, probing.
    settings.linearization_level = 2
    settings.symmetry_level = 0
    settings.cp_model_probing_level = 0
    status = clock.run(solver, model)
    if status == cp_model.INFEASIBLE:
        return Found(None, most + 1, True)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Found(None, least, False)
    values = large.low.copy()
    values[small.columns] = np.array(list(solver.response_proto.solution), dtype=np.int64)
    bound = math.ceil(solver.best_objective_bound - 1e-6) + offset
    return Found(values, max(least, bound), status == cp_model.OPTIMAL)


def improve(
    large: Programme, least: int, most: int, near: npt.NDArray[np.float64] | None, clock: Clock, seconds: float
) -> Found:
    """The same with SCIP, which finds good answers of large programmes much sooner, and proves less.

    It cannot be interrupted, so it is never given more than `AT_A_TIME` seconds."""
    bounded = large.between(least, most)
    small = _without_fixed(bounded)
    limit = clock.within(min(seconds, AT_A_TIME))
    if small.is_impossible:
        return Found(None, most + 1, is_over=True)
    if not limit:
        return Found(None, least, is_over=False)
    model = _as_model(small.programme, whole=True)
    hints = []
    if near is not None:
        hint = dict(zip(model.variables(), np.rint(near[small.columns]).tolist(), strict=True))
        hints.append(mathopt.SolutionHint(variable_values=hint))
    result = mathopt.solve(
        model,
        mathopt.SolverType.GSCIP,
        params=mathopt.SolveParameters(time_limit=limit, random_seed=SEED, threads=1),
        model_params=mathopt.ModelSolveParameters(solution_hints=hints),
    )
    reason = result.termination.reason
    if reason == mathopt.TerminationReason.INFEASIBLE:
        return Found(None, most + 1, is_over=True)
    if not result.has_primal_feasible_solution():
        return Found(None, least, is_over=False)
    values = large.low.copy()
    values[small.columns] = np.rint(result.variable_values(list(model.variables()))).astype(np.int64)
    if not bounded.is_kept(values):
        # Almost kept to is not kept to: it is no answer, and nothing is known of others.
        return Found(None, least, is_over=False)
    is_over = reason == mathopt.TerminationReason.OPTIMAL
    cost, bound = int(large.cost @ values), result.termination.objective_bounds.dual_bound
    fixed = int(large.cost @ np.where(large.low == large.high, large.low, 0))
    reached = cost if is_over else math.ceil(bound - 1e-6) + fixed if math.isfinite(bound) else least
    return Found(values, max(least, min(cost, reached)), is_over)


def _as_whole(one: Programme, near: npt.NDArray[np.float64] | None) -> cp_model.CpModel:
    model = cp_model.CpModel()
    proto = model.proto
    for low, high in zip(one.low.tolist(), one.high.tolist(), strict=True):
        proto.variables.add().domain.extend((low, high))
    order = np.lexsort((one.entries.column, one.entries.row))
    ends = np.searchsorted(one.entries.row[order], np.arange(len(one.row_low) + 1)).tolist()
    columns, factors = one.entries.column[order].tolist(), one.entries.factor[order].tolist()
    for number, (low, high) in enumerate(zip(one.row_low.tolist(), one.row_high.tolist(), strict=True)):
        linear = proto.constraints.add().linear
        linear.vars.extend(columns[ends[number] : ends[number + 1]])
        linear.coeffs.extend(factors[ends[number] : ends[number + 1]])
        linear.domain.extend((low, high))
    used = np.flatnonzero(one.cost)
    proto.objective.vars.extend(used.tolist())
    proto.objective.coeffs.extend(one.cost[used].tolist())
    if near is not None:
        proto.solution_hint.vars.extend(range(len(near)))
        proto.solution_hint.values.extend(np.rint(near).astype(np.int64).tolist())
    return model
