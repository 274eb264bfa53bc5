"""How the facts in a cell become one number.

Each measure folds rows into `value`, and where it is a share or a mean into `numerator` and `denominator` too. `facts`
says how many rows there were; `persons`, and for a share `persons_in` and `persons_out`, how many different citizens,
from which small groups are told (suppression.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import narwhals as nw

from tovholder.figures.days import whole
from tovholder.figures.intervals import Frame

#: What every measure gives, in this order. Those that do not apply are null.
ANSWERS = ("value", "numerator", "denominator", "facts", "persons", "persons_in", "persons_out")


class Measure(Protocol):
    @property
    def is_additive(self) -> bool:
        """Where there are no facts the answer is 0, not missing; parts add up to the whole."""

    def fold(self, rows: Frame, by: Sequence[str]) -> Frame:
        """`by` and ANSWERS, a row for each cell that has facts."""


@dataclass(frozen=True)
class Count:
    """How many facts."""

    is_additive = True

    def fold(self, rows: Frame, by: Sequence[str]) -> Frame:
        return _fold(rows, by, {"value": nw.col("facts")}, {})


@dataclass(frozen=True)
class Distinct:
    """How many different ones, such as citizens. Parts may have some in common."""

    column: str
    is_additive = True

    def fold(self, rows: Frame, by: Sequence[str]) -> Frame:
        return _fold(rows, by, {"value": nw.col("found")}, {"found": nw.col(self.column).n_unique()})


@dataclass(frozen=True)
class Total:
    """The sum of a value, divided by another that all facts of a cell have in common (`per`). `is_additive`: without
    facts it is 0; else nobody said any."""

    of: nw.Expr
    per: str | None = None
    is_additive: bool = True

    def fold(self, rows: Frame, by: Sequence[str]) -> Frame:
        told = rows.with_columns(measured=self.of)
        sums = {"total": nw.col("measured").sum()}
        value = nw.col("total").cast(nw.Float64)
        if self.per:
            sums["per"] = nw.col(self.per).max()
            value = value / nw.col("per")
        return _fold(told, by, {"value": value}, sums)


@dataclass(frozen=True)
class Share:
    """The share of facts for which something holds, of those for which it is known."""

    of: nw.Expr
    is_additive = False

    def fold(self, rows: Frame, by: Sequence[str]) -> Frame:
        told = rows.with_columns(holds=self.of).filter(~nw.col("holds").is_null())
        told = told.with_columns(measured=nw.col("holds").cast(nw.Int64))
        made = {
            "value": _over("numerator", "denominator"),
            "numerator": nw.col("total"),
            "denominator": nw.col("facts"),
        }
        return _fold(told, by, made, {"total": nw.col("measured").sum()}, has_sides=True)


@dataclass(frozen=True)
class Mean:
    """The sum of a value by the number of facts that have it, or by the sum of another."""

    of: nw.Expr
    by: nw.Expr | None = None
    is_additive = False

    def fold(self, rows: Frame, by: Sequence[str]) -> Frame:
        told = rows.with_columns(measured=self.of)
        told = told.filter(~nw.col("measured").is_null()).with_columns(divided=whole(1) if self.by is None else self.by)
        made = {"value": _over("numerator", "denominator"), "numerator": nw.col("top"), "denominator": nw.col("bottom")}
        return _fold(told, by, made, {"top": nw.col("measured").sum(), "bottom": nw.col("divided").sum()})


@dataclass(frozen=True)
class PerHead:
    """The sum of a value by the number of different ones, such as the cases of each employee."""

    of: nw.Expr
    head: str
    is_additive = False

    def fold(self, rows: Frame, by: Sequence[str]) -> Frame:
        told = rows.with_columns(measured=self.of)
        made = {"value": _over("numerator", "denominator"), "numerator": nw.col("top"), "denominator": nw.col("heads")}
        return _fold(told, by, made, {"top": nw.col("measured").sum(), "heads": nw.col(self.head).n_unique()})


@dataclass(frozen=True)
class Median:
    """The value that half of the facts do not exceed; between two, their mean."""

    of: nw.Expr
    is_additive = False

    def fold(self, rows: Frame, by: Sequence[str]) -> Frame:
        told = rows.with_columns(measured=self.of).filter(~nw.col("measured").is_null())
        return _fold(told, by, {"value": nw.col("found")}, {"found": nw.col("measured").median()})


@dataclass(frozen=True)
class Most:
    """The greatest value."""

    of: nw.Expr
    is_additive = False

    def fold(self, rows: Frame, by: Sequence[str]) -> Frame:
        told = rows.with_columns(measured=self.of).filter(~nw.col("measured").is_null())
        return _fold(told, by, {"value": nw.col("found")}, {"found": nw.col("measured").max()})


@dataclass(frozen=True)
class OfHeads:
    """Of the sums of each head (the weight of each employee's cases), the greatest or the median."""

    of: nw.Expr
    head: str
    take: str
    is_additive = False

    def fold(self, rows: Frame, by: Sequence[str]) -> Frame:
        heads = rows.with_columns(measured=self.of).group_by(*by, self.head).agg(nw.col("measured").sum())
        sums = nw.col("measured")
        found = heads.group_by(*by).agg((sums.max() if self.take == "max" else sums.median()).alias("found"))
        folded = _fold(rows, by, {}, {})
        return _with(folded, found, by, {"value": nw.col("found")})


@dataclass(frozen=True)
class Survival:
    """After how many days a share has met what it waits for, by Kaplan–Meier: those who still wait, and those who gave
    up, count as waiting for as long as they did. Missing where the share was not reached yet.

    The answer is the first day t with S(t) = Π (1 − met / at risk) ≤ 1 − share.
    """

    days: str
    met: str
    share: float
    is_additive = False

    def fold(self, rows: Frame, by: Sequence[str]) -> Frame:
        times = (
            rows.with_columns(met_=nw.col(self.met).cast(nw.Int64))
            .group_by(*by, self.days)
            .agg(nw.col("met_").sum().alias("ended"), nw.len().alias("left"))
        )
        at_risk = times.with_columns(risk=nw.col("left").cum_sum(reverse=True).over(*by, order_by=self.days))
        # The logarithm of 0 is told as a number that no share reaches.
        step = (
            nw.when(nw.col("risk") > nw.col("ended")).then(1 - nw.col("ended") / nw.col("risk")).otherwise(nw.lit(_NIL))
        )
        survival = at_risk.with_columns(step=step.log()).with_columns(
            log_survival=nw.col("step").cum_sum().over(*by, order_by=self.days)
        )
        # A billionth of tolerance: S is a product of fractions, and ½ has to be ½ on every engine.
        reached = survival.filter(nw.col("log_survival") <= math.log(1 - self.share) + 1e-9)
        found = reached.group_by(*by).agg(nw.col(self.days).min().alias("found"))
        sums = {"ended": nw.col("met_").sum()}
        folded = _fold(
            rows.with_columns(met_=nw.col(self.met).cast(nw.Int64)),
            by,
            {"numerator": nw.col("ended"), "denominator": nw.col("facts")},
            sums,
        )
        return _with(folded, found, by, {"value": nw.col("found")})


_NIL = 1e-300


def _over(top: str, bottom: str) -> nw.Expr:
    """A quotient of answers; missing where there is nothing to divide by."""
    whole = nw.col(bottom).cast(nw.Float64)
    return nw.when(whole > 0).then(nw.col(top).cast(nw.Float64) / whole).otherwise(None)


def _fold(
    rows: Frame, by: Sequence[str], made: dict[str, nw.Expr], sums: dict[str, nw.Expr], *, has_sides: bool = False
) -> Frame:
    """Groups and makes the answers from the sums. `has_sides`: the rows say what `holds`, and its persons are told."""
    told = {"facts": nw.len(), **sums}
    if "citizen" in rows.collect_schema():
        told["persons"] = nw.col("citizen").n_unique()
        if has_sides:
            for side, condition in (("in", nw.col("holds")), ("out", ~nw.col("holds"))):
                rows = rows.with_columns(
                    nw.when(condition).then(nw.col("citizen")).otherwise(None).alias(f"who_{side}")
                )
                told[f"unique_{side}"] = nw.col(f"who_{side}").n_unique()
                told[f"named_{side}"] = nw.col(f"who_{side}").count()
    folded = rows.group_by(*by).agg(*(expression.alias(name) for name, expression in told.items()))
    if has_sides and "persons" in told:
        # A null counts as one more, where there is one.
        folded = folded.with_columns(
            **{
                f"persons_{side}": nw.when(nw.col("facts") > nw.col(f"named_{side}"))
                .then(nw.col(f"unique_{side}") - 1)
                .otherwise(nw.col(f"unique_{side}"))
                for side in ("in", "out")
            }
        )
    return _answers(folded, by, made)


def _with(folded: Frame, found: Frame, by: Sequence[str], made: dict[str, nw.Expr]) -> Frame:
    """Answers with one more that was found by itself. Keys may be null, which joins do not match: so both are folded
    together."""
    names = [name for name in ANSWERS if name != "value"]
    both = nw.concat(
        [
            folded.select(*by, *names, found=nw.lit(None).cast(nw.Float64)),
            found.select(
                *by, *(nw.lit(None).cast(nw.Float64).alias(name) for name in names), nw.col("found").cast(nw.Float64)
            ),
        ]
    )
    return _answers(both.group_by(*by).agg(*(nw.col(name).max() for name in (*names, "found"))), by, made)


def _answers(frame: Frame, by: Sequence[str], made: dict[str, nw.Expr]) -> Frame:
    """All the answers as floats, null where nothing says them. `value` may use the others."""
    told = frame
    if others := {name: expression for name, expression in made.items() if name != "value"}:
        told = told.with_columns(**others)
    if "value" in made:
        told = told.with_columns(value=made["value"])
    known = told.collect_schema()
    return told.select(*by, *((nw.col(n) if n in known else nw.lit(None)).cast(nw.Float64).alias(n) for n in ANSWERS))
