"""Fleksløntilskud: what the municipality pays on top of the wage in a flex job."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tovholder.rules.book import Rulebook, Unknown
from tovholder.rules.rows import Rule


@dataclass(frozen=True)
class Supplement:
    """Kroner a month, and the rules that gave it."""

    kroner: int
    rates: Rule
    reduction: Rule


def supplement(book: Rulebook, wage: int, day: dt.date, ceiling: int | None = None) -> Supplement:
    """`T = max(0, M − 30 % · min(L, G) − 55 % · max(0, L − G))`, at most `ceiling − L`.

    `wage` is L: kroner a month with both pension shares. Raises Unknown for a year without a verified rate: no figure
    is better than one that nobody can vouch for. Raises ValueError for a negative wage.
    """
    if wage < 0:
        raise ValueError("the wage is not below 0")
    rates = book.find("supplement_rates", day)
    if not rates.verified:
        raise Unknown(f"the rates of {day.year} are not verified, so no figure is given")
    reduction = book.find("supplement_reduction", day)
    most, turn = Decimal(rates.terms["M"]), Decimal(rates.terms["G"])
    below, above = Decimal(reduction.terms["below"]) / 100, Decimal(reduction.terms["above"]) / 100
    # Each part is rounded to kroner, as the municipality's own calculation does it.
    up_to_turn = min(Decimal(wage), turn)
    found = most - _kroner(below * up_to_turn) - _kroner(above * (wage - up_to_turn))
    if ceiling is not None:
        found = min(found, Decimal(ceiling - wage))
    return Supplement(int(max(Decimal(0), found)), rates, reduction)


def _kroner(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1), ROUND_HALF_UP)


def reassess_on(book: Rulebook, granted: dt.date, born: dt.date) -> tuple[dt.date, dt.date] | None:
    """When a first grant is assessed and when it ends, for somebody below the rule's age; None where it has no end."""
    rule = book.find("flex_grant", granted)
    age = granted.year - born.year - ((granted.month, granted.day) < (born.month, born.day))
    if age >= (rule.number("age_below") or 0):
        return None
    lasts, assessed = rule.span("lasts"), rule.span("assessed_after")
    assert lasts is not None
    assert assessed is not None
    return assessed.after(granted), lasts.after(granted)
