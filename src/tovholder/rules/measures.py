"""How long a measure may last, how many places a workplace may have, whether one is a net increase."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from tovholder.rules.book import Rulebook
from tovholder.rules.days import Span
from tovholder.rules.rows import Rule


@dataclass(frozen=True)
class Length:
    """Whether a measure from one day to another is within its limit, and under which rule.

    `last_day` is the latest last day that the rule allows, `needs_extension` whether that takes a concrete assessment.
    """

    rule: Rule
    last_day: dt.date
    is_allowed: bool
    needs_extension: bool


def longest(book: Rulebook, series: str, group: str, day: dt.date, when: str = "") -> Rule:
    """The limit for a measure (`internship`, `subsidy_public`, …) that begins on a day. Raises Unknown."""
    return book.find(series, day, group=group, when=when)


def check_length(book: Rulebook, series: str, group: str, start: dt.date, last_day: dt.date, when: str = "") -> Length:
    """A measure from `start` to `last_day`, both included, under the rule that holds when it begins. Raises Unknown."""
    rule = longest(book, series, group, start, when)
    plain = _last_day(start, rule.span("at_most"))
    extended = _last_day(start, rule.span("extended_to"))
    assert plain is not None
    limit = extended or plain
    # Beyond the first extension the rule gives so much more at a time, without an end.
    endless = rule.span("then") is not None
    return Length(rule, limit, last_day <= limit or endless, last_day > plain)


def _last_day(start: dt.date, span: Span | None) -> dt.date | None:
    """The last day of a span that begins on a day: 4 weeks from a Monday end on a Sunday."""
    return span.after(start) - dt.timedelta(days=1) if span else None


def places(book: Rulebook, employees: int, day: dt.date) -> int:
    """How many internships and wage subsidies a workplace with so many ordinary employees may have. Raises Unknown."""
    if employees <= 0:
        return 0
    steps = book.find("places", day).terms["steps"]
    step = next(step for step in steps if employees <= step.get("up_to", employees))
    if "places" in step:
        return int(step["places"])
    if beyond := step.get("beyond"):
        return places(book, beyond, day) + (employees - beyond) // int(step["per"])
    return employees // int(step["per"])


def is_net_increase(book: Rulebook, employees: int, by_month: Sequence[float], day: dt.date) -> bool:
    """Whether so many ordinary employees, the new one counted, are more than the average of the months before.

    `by_month` has the numbers of the last months, as many as the rule asks. Raises ValueError when there are fewer.
    """
    months = book.find("increase", day).number("months") or 0
    if len(by_month) < months:
        raise ValueError(f"the numbers of {months} months are needed, {len(by_month)} are given")
    return employees > math.fsum(by_month[-months:]) / months
