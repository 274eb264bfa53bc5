"""What a goal's row says, as the pure room understands it."""

from __future__ import annotations

import datetime as dt

from tovholder.figures.goals import goal as decided
from tovholder.figures.published.months import Month
from tovholder.plans.models import Goal


def month_of(day: dt.date | None) -> Month | None:
    return None if day is None else Month.of_day(day)


def goal_of(goal: Goal) -> decided.Goal:
    """Raises decided.Faulty when the row says what cannot be."""
    return decided.Goal(
        direction=decided.Direction(goal.direction),
        baseline=month_of(goal.baseline_month),
        target=month_of(goal.target_month),
        percent=goal.percent,
        persons=goal.persons,
        level=goal.level,
    )
