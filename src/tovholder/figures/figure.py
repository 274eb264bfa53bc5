"""What a figure is: its words, its facts, and how they become one number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import narwhals as nw

from tovholder.figures.dimensions import DIMENSIONS, Dimension, can, needs
from tovholder.figures.facts import Facts
from tovholder.figures.measures import Measure
from tovholder.figures.words import Words


@dataclass(frozen=True)
class Unit:
    """`decimals`: how exactly it is told. `factor`: what it is told in (a share in per cent)."""

    words: Words
    decimals: int = 0
    factor: float = 1.0


NUMBER = Unit(Words("antal", "number"))
CITIZENS = Unit(Words("borgere", "citizens"))
CASES = Unit(Words("sager", "cases"))
PERSONS_FULL_TIME = Unit(Words("fuldtidspersoner", "full-time persons"), 1)
DAYS = Unit(Words("dage", "days"))
DAYS_MEAN = Unit(Words("dage", "days"), 1)
PER_CENT = Unit(Words("%", "%"), 1, 100.0)
PER_CITIZEN = Unit(Words("pr. borger", "per citizen"), 2)
PER_CASE = Unit(Words("pr. sag", "per case"), 2)
PER_EMPLOYEE = Unit(Words("pr. medarbejder", "per employee"), 1)
WEIGHT = Unit(Words("vægt", "weight"), 1)


@dataclass(frozen=True)
class Figure:
    """`where`: which of the facts count. `subject`: the module it stands in. Everything else that is said of a figure
    (by what it can be broken down, which tables it needs) follows."""

    id: str
    name: Words
    definition: Words
    unit: Unit
    facts: Facts
    measure: Measure
    where: nw.Expr | None = None

    @property
    def tables(self) -> tuple[str, ...]:
        return self.facts.tables

    @property
    def is_additive(self) -> bool:
        return self.measure.is_additive

    def dimensions(self) -> list[Dimension]:
        """By what it can be broken down, beside time."""
        return [dimension for dimension in DIMENSIONS.values() if can(self.facts, dimension)]

    def needs(self, by: Iterable[str]) -> frozenset[str]:
        """The tables that it needs when it is broken down so."""
        broken = (table for name in by if name in DIMENSIONS for table in needs(self.facts, DIMENSIONS[name]))
        return frozenset((*self.tables, *broken))


@dataclass(frozen=True)
class Ratio:
    """One figure divided by another, cell by cell. Its facts are those of the first."""

    id: str
    name: Words
    definition: Words
    unit: Unit
    top: Figure
    bottom: Figure
    is_additive = False

    @property
    def facts(self) -> Facts:
        return self.top.facts

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.top.tables, *self.bottom.tables)))

    def dimensions(self) -> list[Dimension]:
        below = self.bottom.dimensions()
        return [dimension for dimension in self.top.dimensions() if dimension in below]

    def needs(self, by: Iterable[str]) -> frozenset[str]:
        names = tuple(by)
        return self.top.needs(names) | self.bottom.needs(names)


AnyFigure: TypeAlias = Figure | Ratio
