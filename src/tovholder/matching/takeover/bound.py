"""What an aim cannot be better than, and which variables that leaves free.

A linear programme (GLOP) gives a price for each constraint. Prices are decimals; they are rounded, and the bound they
give is then worked out again in whole numbers (Lagrange): whatever the prices, it holds. The same prices tell how much
worse an answer becomes for each step that a variable takes away from its end. Where that is more than what is still
open between the best answer and the bound, the variable need not be looked at: most of the model goes that way.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ortools.math_opt.python import mathopt
from ortools.sat.python import cp_model

#: Prices are kept as multiples of 1/SCALE.
SCALE = 1 << 20
_FAR = 1 << 60


@dataclass
class Row:
    factors: dict[int, int]  #: by the index of the variable
    low: int
    high: int


@dataclass(frozen=True)
class Bound:
    """`scaled` is the bound times SCALE; `prices` are what a step of each variable costs, times SCALE."""

    scaled: int
    prices: list[int]
    near: list[int]  #: the linear programme's answer, rounded: where to begin looking

    @property
    def value(self) -> int:
        return -(-self.scaled // SCALE)


class Relaxation:
    """The model without wholeness. Domains shrink and rows are added from stage to stage; nothing is taken back."""

    def __init__(self, model: cp_model.CpModel) -> None:
        proto = model.proto
        domains = [list(variable.domain) for variable in proto.variables]
        self.low = [domain[0] for domain in domains]
        self.high = [domain[-1] for domain in domains]
        self.rows: list[Row] = []
        self._lp = mathopt.Model()
        self._x = [self._lp.add_variable(lb=low, ub=high) for low, high in zip(self.low, self.high, strict=True)]
        self._row_of: list[mathopt.LinearConstraint] = []
        for constraint in proto.constraints:
            linear, domain = constraint.linear, list(constraint.linear.domain)
            factors: dict[int, int] = {}
            for index, factor in zip(linear.vars, linear.coeffs, strict=True):
                factors[index] = factors.get(index, 0) + factor
            self.add(Row(factors, domain[0], domain[-1]))
        self._solver = mathopt.IncrementalSolver(self._lp, mathopt.SolverType.GLOP)

    def add(self, row: Row) -> None:
        made = self._lp.add_linear_constraint(
            lb=row.low if row.low > -_FAR else -float("inf"), ub=row.high if row.high < _FAR else float("inf")
        )
        for index, factor in row.factors.items():
            made.set_coefficient(self._x[index], factor)
        self.rows.append(row)
        self._row_of.append(made)

    def bound(self, factors: dict[int, int], seconds: float) -> Bound | None:
        """The bound of an objective; None when there is no answer, or none in that time."""
        self._lp.minimize(mathopt.fast_sum([factor * self._x[index] for index, factor in factors.items()]))
        parameters = mathopt.SolveParameters(time_limit=dt.timedelta(seconds=seconds))
        result = self._solver.solve(params=parameters)
        if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
            return None
        duals, values = result.dual_values(self._row_of), result.variable_values(self._x)
        prices = [0] * len(self._x)
        for index, factor in factors.items():
            prices[index] += factor * SCALE
        scaled = 0
        for row, dual in zip(self.rows, duals, strict=True):
            price = round(dual * SCALE)
            side = row.low if price > 0 else row.high
            if price and abs(side) < _FAR:
                scaled += price * side
                for index, factor in row.factors.items():
                    prices[index] -= price * factor
        scaled += sum(
            price * (low if price > 0 else high) for price, low, high in zip(prices, self.low, self.high, strict=True)
        )
        return Bound(scaled, prices, [round(value) for value in values])

    def trivial(self, factors: dict[int, int]) -> int:
        """The bound when no constraint is looked at."""
        return sum(factor * (self.low if factor > 0 else self.high)[index] for index, factor in factors.items())

    def left_free(self, bound: Bound, worst: int) -> tuple[list[int], list[int]]:
        """The ends between which each variable lies in every answer that is not worse than `worst`."""
        low, high = list(self.low), list(self.high)
        open_ = worst * SCALE - bound.scaled
        for index, price in enumerate(bound.prices):
            if price > 0:
                high[index] = min(high[index], low[index] + open_ // price)
            elif price < 0:
                low[index] = max(low[index], high[index] - open_ // -price)
        return low, high

    def shrink(self, low: list[int], high: list[int]) -> None:
        for index, x in enumerate(self._x):
            if (low[index], high[index]) != (self.low[index], self.high[index]):
                x.lower_bound, x.upper_bound = low[index], high[index]
        self.low, self.high = low, high
