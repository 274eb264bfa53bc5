"""Which figures of a status are not to be published: groups under five, and whatever one could be worked out from.

Of a municipality the sums and the shares that are known between published figures are looked at, also where the plan
does not follow them all; a sub-goal is taken as a part of the goal that it stands under.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Set
from typing import Any

from tovholder.figures.published.catalogue import Unit
from tovholder.figures.published.months import Month
from tovholder.figures.published.parts import COUNT_OF, SUMS, WHOLE_OF
from tovholder.figures.published.series import Published
from tovholder.figures.suppression import SMALLEST, Sum, hidden, is_small

Content = dict[str, Any]
#: (`published`, indicator, month) or (goal's id, `entered`, month)
Cell = tuple[Hashable, Hashable, str]
Values = dict[Cell, float | None]
PUBLISHED = "published"
MONTHS_A_YEAR = 12


def unseen_here(goals: list[Content], published: Published | None, area: str) -> set[Cell]:
    """The cells of a plan's goals that are not shown."""
    said = [(goal, figures_of(goal, published, area)) for goal in goals]
    counts = {cell_in(goal, month): value for goal, of in said if counts_people(goal) for month, value in of.items()}
    followed = {(goal["indicator"], month) for goal, of in said if goal["source"] == PUBLISHED for month in of}
    found = _unseen(counts, followed, published, area, _rests(said, counts))
    return found | {cell_in(goal, month) for goal in goals for month in goal["few"]}


def unseen_there(followed: set[tuple[str, str]], published: Published, area: str) -> set[Cell]:
    """The cells of a municipality that is compared with, where these figures of it would be shown: indicator, month."""
    counts: Values = {
        (PUBLISHED, indicator, month): _value(published, area, indicator, month)
        for indicator, month in followed
        if indicator in published.panels and published.panels[indicator].indicator.unit.counts
    }
    return _unseen(counts, followed, published, area, [])


def cell_in(goal: Content, month: str) -> Cell:
    if goal["source"] == PUBLISHED:
        return (PUBLISHED, goal["indicator"], month)
    return (goal["id"], "entered", month)


def counts_people(goal: Content) -> bool:
    return Unit(goal["unit"]).counts


def figures_of(goal: Content, published: Published | None, area: str) -> dict[str, float | None]:
    """All months that something is said of: the series, the entered ones, the latest one and the baseline, which may
    lie outside it, and those of the last year that a forecast adds up."""
    found: dict[str, float | None] = dict(goal["series"])
    for one in goal["entered"]:
        found.setdefault(one["month"], one["value"])
    for month, value in ((goal["month"], goal["value"]), (goal["baseline_month"], goal["baseline"])):
        if month is not None and value is not None:
            found.setdefault(month, value)
    if goal["forecast"] and goal["month"]:
        for back in range(MONTHS_A_YEAR + 1):
            month = str(Month.read(goal["month"]) + -back)
            if goal["source"] == PUBLISHED and published is not None:
                found.setdefault(month, _value(published, area, goal["indicator"], month))
            elif month in goal["few"]:
                found.setdefault(month, None)  # hidden whatever it is
    return found


def _unseen(
    values: Values, followed: set[tuple[str, str]], published: Published | None, area: str, rests: list[Sum]
) -> set[Cell]:
    """`values` are the counts that are shown, `followed` the published figures with their months, shares too."""
    if published is None:
        return _hidden(values, rests)
    # Whoever knows the size of the whole from another month reads the count off a share.
    told = {
        (PUBLISHED, count, month)
        for indicator, month in followed
        if (count := COUNT_OF.get(indicator)) is not None and count in published.panels
    }
    for cell in told:
        values.setdefault(cell, _value(published, area, str(cell[1]), cell[2]))
    shown = set(values)
    sums = [*_known_sums(values, published, area), *rests]
    unseen = _hidden(values, sums, not_shown=set(values) - shown)
    return unseen | {
        (PUBLISHED, indicator, month)
        for indicator, month in followed
        if (PUBLISHED, COUNT_OF.get(indicator, ""), month) in unseen or _is_of_few(published, indicator, area, month)
    }


def _hidden(values: Values, sums: list[Sum], not_shown: Set[Cell] = frozenset()) -> set[Cell]:
    """Month by month: no sum reaches over two, and small ones are quickly gone through."""
    by_month: dict[str, tuple[Values, list[Sum]]] = defaultdict(lambda: ({}, []))
    for cell, value in values.items():
        by_month[cell[2]][0][cell] = value
    for one in sums:
        whole: Cell = one.whole  # type: ignore[assignment]
        by_month[whole[2]][1].append(one)
    return {cell for month, known in by_month.values() for cell in hidden(month, known, not_shown & month.keys())}


def _known_sums(values: Values, published: Published, area: str) -> Iterator[Sum]:
    """The sums that a figure of the plan stands in; their other figures are put beside it."""
    months = sorted({month for source, _indicator, month in values if source == PUBLISHED})
    for whole, parts in SUMS.items():
        for month in months:
            cells: list[Cell] = [(PUBLISHED, one, month) for one in (whole, *parts)]
            if not any(cell in values for cell in cells):
                continue
            for cell in cells:
                values.setdefault(cell, _value(published, area, str(cell[1]), cell[2]))
            yield Sum(cells[0], tuple(cells[1:]))


def _rests(said: list[tuple[Content, dict[str, float | None]]], values: Values) -> list[Sum]:
    """What is left of a goal without one that stands under it, where both count the same."""
    by_id = {goal["id"]: goal for goal, _figures in said}
    sums = []
    for goal, figures in said:
        parent = by_id.get(goal["parent"])
        if parent is None or parent["unit"] != goal["unit"] or not counts_people(goal):
            continue
        for month, value in figures.items():
            whole = values.get(cell_in(parent, month))
            if value is None or whole is None or whole < value:
                continue
            rest: Cell = (goal["id"], "rest", month)
            values[rest] = whole - value
            sums.append(Sum(cell_in(parent, month), (cell_in(goal, month), rest)))
    return sums


def _is_of_few(published: Published, indicator: str, area: str, month: str) -> bool:
    """A share of so small a whole that few people are behind it, or few are left."""
    if (whole := WHOLE_OF.get(indicator)) is None or whole not in published.panels:
        return False
    share, people = (_value(published, area, one, month) for one in (indicator, whole))
    if not share:
        return False
    if people is None:
        return True
    behind = people * share / 100
    return round(behind) < SMALLEST or is_small(round(people - behind))


def _value(published: Published, area: str, indicator: str, month: str) -> float | None:
    panel = published.panels.get(indicator)
    return panel.at(area, Month.read(month)) if panel is not None else None
