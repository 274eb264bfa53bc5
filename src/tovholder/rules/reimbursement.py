"""The state's share of what is paid out, by week. For management: never beside a decision about a citizen."""

from __future__ import annotations

import datetime as dt

from tovholder.rules.book import Rulebook


def state_share(book: Rulebook, week: int, day: dt.date) -> int:
    """Per cent that the state reimburses in that week of support (1 is the first). Raises Unknown before 2016."""
    return _share(book, "state_share", week, day)


def unemployment_share(book: Rulebook, week: int, day: dt.date) -> int:
    """Per cent of unemployment benefit that the municipality bears in that week."""
    return _share(book, "unemployment_share", week, day)


def _share(book: Rulebook, series: str, week: int, day: dt.date) -> int:
    if week < 1:
        raise ValueError("weeks are counted from 1")
    steps = book.find(series, day).terms["steps"]
    return int(next(step["percent"] for step in steps if week <= step.get("to_week", week)))
