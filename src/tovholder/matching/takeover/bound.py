"""What an aim cannot be better than, and which columns that leaves free.

A linear programme (GLOP) gives a price for each row. Prices are decimals; they are rounded, and the bound they give is
then worked out again in whole numbers (Lagrange): whatever the prices, it holds. The same prices tell how much worse an
answer becomes for each step that a column takes away from its end. Where that is more than what is still open between
the best answer and the bound, the column need not be looked at: most of the table goes that way. And they tell which
places outside the table (`lent`) are worth a column.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tovholder.matching.takeover.answers import Aim
from tovholder.matching.takeover.clock import Clock
from tovholder.matching.takeover.linear import Programme, Relaxed, relax
from tovholder.matching.takeover.model import Model
from tovholder.matching.takeover.table import FAR, Whole

#: Prices are kept as multiples of 1/SCALE.
SCALE = 1 << 20
#: So often at most are columns taken in and the linear programme solved again.
ROUNDS, ROUNDS_IF_LARGE = 12, 3
#: Columns are taken in as long as the bound may rise by more than this.
ENOUGH = 0.25
#: How far from the bound a good answer may be expected.
FAR_OFF = 2


@dataclass(frozen=True)
class Bound:
    """`scaled` is the bound times SCALE; `prices` are what a step of each column costs, `outside` of each place that is
    no column yet, times SCALE."""

    scaled: int
    prices: Whole
    outside: Whole
    worth: Whole  #: the same as the linear programme had it: below nothing, a place is worth a column
    relaxed: Relaxed

    @property
    def value(self) -> int:
        return -(-self.scaled // SCALE)


def programme(model: Model, aim: Aim) -> Programme:
    table = model.table
    low, high = table.ends
    return Programme(table.goal(aim), low, high, *table.row_ends, table.entries)


def trivial(model: Model, aim: Aim) -> tuple[int, int]:
    """What an aim lies between when no row is looked at."""
    one = programme(model, aim)
    least = int(np.where(one.cost > 0, one.low, one.high) @ one.cost) + model.lent.least(aim)
    return least, int(np.where(one.cost > 0, one.high, one.low) @ one.cost) + model.lent.most(aim)


def bound_of(model: Model, aim: Aim, clock: Clock, end: float, *, at_corner: bool = True) -> Bound | None:
    """The bound of an aim; None when there is no answer, or none in that time. Takes columns in while they pay.

    `at_corner`: with an answer that is whole almost everywhere, to look for a whole one near it."""
    best: Bound | None = None
    for number in range(1, ROUNDS + 1):
        relaxed = relax(programme(model, aim), clock, end)
        if relaxed is not None:
            found = _priced(model, aim, relaxed)
            best = found if best is None or found.scaled > best.scaled else best
            could_rise = float(programme(model, aim).cost @ found.relaxed.values) - found.scaled / SCALE > ENOUGH
            is_enough = number >= ROUNDS_IF_LARGE and not relaxed.is_corner
            if is_enough or not could_rise or not model.lent.admit_worth(found.worth):
                best = again(model, aim, best)
                return _at_corner(model, aim, best, clock, end) if at_corner and not relaxed.is_corner else best
        elif best is not None or clock.left == 0 or not model.lent.admit_more():
            break
    return best and again(model, aim, best)


def _at_corner(model: Model, aim: Aim, bound: Bound, clock: Clock, end: float) -> Bound:
    """With an answer that is whole almost everywhere, as the simplex method has it. What would cost more than `FAR_OFF`
    is left out, and the rest is small enough for it."""
    low, high = left_free(model, bound, bound.value + FAR_OFF)
    relaxed = relax(replace(programme(model, aim), low=low, high=high), clock, end, at_corner=True)
    if relaxed is None:
        return bound
    found = _priced(model, aim, relaxed)
    return (
        found if found.scaled > bound.scaled else replace(bound, relaxed=replace(bound.relaxed, values=relaxed.values))
    )


def again(model: Model, aim: Aim, bound: Bound) -> Bound:
    """The same prices, for the columns that have come in since as well."""
    return _priced(model, aim, bound.relaxed)


def _priced(model: Model, aim: Aim, relaxed: Relaxed) -> Bound:
    one = programme(model, aim)
    prices = np.zeros(len(one.row_low), dtype=np.int64)
    prices[: len(relaxed.duals)] = np.rint(relaxed.duals * SCALE)
    side = np.where(prices > 0, one.row_low, one.row_high)
    prices[np.abs(side) >= FAR // 2] = 0
    worth = model.lent.prices(aim, prices, SCALE)
    # A pool whose cases would be cheaper with somebody outside the table is charged so much less: then nobody outside
    # is, and the bound loses it once for each case of the pool, not for everybody who might have it.
    prices[model.lent.rows] += np.minimum(worth.min(axis=1, initial=0), 0)
    side = np.where(prices > 0, one.row_low, one.row_high)
    left = one.cost * SCALE
    np.subtract.at(left, one.entries.column, prices[one.entries.row] * one.entries.factor)
    scaled = _sum(prices, side) + _sum(left, np.where(left > 0, one.low, one.high))
    near = np.append(relaxed.values, np.zeros(len(one.low) - len(relaxed.values)))
    outside = model.lent.prices(aim, prices, SCALE)
    return Bound(scaled, left, outside, worth, replace(relaxed, values=near, duals=prices / SCALE))


def _sum(prices: Whole, numbers: Whole) -> int:
    """Exactly: together the products may be beyond 64 bits."""
    used = np.nonzero(prices)
    return sum(price * number for price, number in zip(prices[used].tolist(), numbers[used].tolist(), strict=True))


def left_free(model: Model, bound: Bound, worst: int) -> tuple[Whole, Whole]:
    """The ends between which each column lies in every answer that is not worse than `worst`."""
    low, high = model.table.ends
    open_, price = worst * SCALE - bound.scaled, np.abs(bound.prices)
    steps = open_ // np.maximum(price, 1)
    return (
        np.where(bound.prices < 0, np.maximum(low, high - steps), low),
        np.where(bound.prices > 0, np.minimum(high, low + steps), high),
    )


def left_outside(bound: Bound, worst: int) -> npt.NDArray[np.bool_]:
    """The places outside the table that may be in an answer that is not worse than `worst`."""
    return np.asarray(bound.outside <= worst * SCALE - bound.scaled)


def narrow(model: Model, bound: Bound, worst: int) -> None:
    """Whatever cannot be in an answer that is not worse than `worst` is left out from now on."""
    model.table.narrow(*left_free(model, bound, worst))
    model.lent.leave_out(~left_outside(bound, worst))
