"""What support costs the municipality by week, what a goal reached is worth, and what an investment has to achieve.

The state's share by week stands in the dated tables of `rules`. Nothing else is known here: the price of a week, how
many people and for how many weeks are typed by whoever asks. For management: never beside a decision about a citizen.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from tovholder.plans.models import Kind
from tovholder.rules.book import Rulebook, Unknown
from tovholder.rules.rows import Rule

#: Whether the state reimburses (other benefits), or the municipality pays a share of what others pay out.
STATE, UNEMPLOYMENT = Kind.STATE.value, Kind.UNEMPLOYMENT.value
WEEKS_A_YEAR = 52
ALL = Decimal(100)


@dataclass(frozen=True)
class Step:
    """Weeks `first` to `last` of support (None: and on) and the municipality's share of what they cost, in per cent."""

    first: int
    last: int | None
    share: Decimal

    def cost(self, price: Decimal) -> Decimal:
        """What one week here costs the municipality."""
        return price * self.share / ALL


@dataclass(frozen=True)
class Shares:
    """The steps that hold on a day, and the row of the tables that says so."""

    steps: tuple[Step, ...]
    rule: Rule

    def at(self, week: int) -> Step:
        return next(step for step in self.steps if step.last is None or week <= step.last)


@dataclass(frozen=True)
class Course:
    """What a stretch of support costs, in kroner."""

    weeks: int
    total: Decimal
    municipality: Decimal

    @property
    def state(self) -> Decimal:
        """The others' part: the state's, or of unemployment benefit also the fund's."""
        return self.total - self.municipality


@dataclass(frozen=True)
class Payback:
    """What an investment has to achieve to be paid back: so many weeks of support less, or so many people for a year.
    None where a week costs the municipality nothing."""

    weeks: int | None
    people_a_year: Decimal | None


def shares(book: Rulebook, kind: str, day: dt.date) -> Shares:
    """Raises Unknown when the tables say nothing of the day."""
    rule = book.find(kind, day)
    found, first = [], 1
    for step in rule.terms["steps"]:
        percent = Decimal(step["percent"])
        found.append(Step(first, step.get("to_week"), percent if kind == UNEMPLOYMENT else ALL - percent))
        first = (step.get("to_week") or 0) + 1
    return Shares(tuple(found), rule)


def counting(book: Rulebook, day: dt.date) -> Rule | None:
    """How weeks are counted, as far as the tables know."""
    try:
        return book.find("counting", day)
    except Unknown:
        return None


def course(found: Shares, first_week: int, weeks: int, price: Decimal) -> Course:
    """Support from the week `first_week` on (1 is the first) for so many weeks, at one price a week."""
    borne = sum((found.at(first_week + step).cost(price) for step in range(weeks)), Decimal(0))
    return Course(weeks, price * weeks, borne)


def worth_a_year(found: Shares, people: Decimal, week: int, price: Decimal) -> Decimal:
    """What it is worth to the municipality in a year that so many people fewer are on support, in that week of it."""
    return people * WEEKS_A_YEAR * found.at(week).cost(price)


def payback(found: Shares, investment: Decimal, week: int, price: Decimal) -> Payback:
    cost = found.at(week).cost(price)
    if not cost:
        return Payback(None, None)
    weeks = (investment / cost).to_integral_value(ROUND_CEILING)
    return Payback(int(weeks), weeks / WEEKS_A_YEAR)
