"""What a published status leaves out: groups under five, and whatever they could be worked out from.

The sums and the shares that are known between published figures are looked at also where the plan does not follow them
all, and a sub-goal is taken as a part of the goal that it stands under.
"""

from __future__ import annotations

import copy
from collections.abc import Hashable, Iterator
from typing import Any

from tovholder.figures.published import areas
from tovholder.figures.published.catalogue import BY_ID, Unit
from tovholder.figures.published.months import Month
from tovholder.figures.published.parts import COUNT_OF, SUMS
from tovholder.figures.published.series import Published
from tovholder.figures.suppression import SMALLEST, Sum, hidden, is_small
from tovholder.figures.words import Words

Content = dict[str, Any]
#: (`published`, indicator, month) or (goal's id, `entered`, month)
Cell = tuple[Hashable, Hashable, str]

#: The sign of a goal whose latest figure is not shown.
HIDDEN = "hidden"
NOTE = Words(
    f"Grupper under {SMALLEST} vises ikke, og heller ikke tal, som de kunne regnes ud af.",
    f"Groups under {SMALLEST} are not shown, nor figures from which they could be worked out.",
)


def hide(content: Content, published: Published | None) -> Content:
    """The content as it may be published."""
    content = copy.deepcopy(content)
    area = content["plan"]["area"]
    unseen = _unseen(content["goals"], published, area)
    for goal in content["goals"]:
        # A month that the source left out is missing there; nothing of it is hidden here.
        known = [month for month, value in goal["series"] if value is not None]
        hidden_months = {month for month in known if _cell(goal, month) in unseen}
        _hide_goal(goal, hidden_months)
        _hide_compared(goal, published)
    return content


def _unseen(goals: list[Content], published: Published | None, area: str) -> set[Cell]:
    values: dict[Cell, float | None] = {}
    for goal in filter(_counts, goals):
        values |= {_cell(goal, month): value for month, value in goal["series"]}
    shown = set(values)
    sums = list(_known_sums(values, published, area)) if published else []
    sums += _rests(goals, values)
    unseen = hidden(values, sums, not_shown=set(values) - shown)
    behind = {_cell(goal, month) for goal in goals for month in goal["few"]}
    return unseen | behind | set(_small_shares(goals, published, area))


def _known_sums(values: dict[Cell, float | None], published: Published, area: str) -> Iterator[Sum]:
    """The sums that a figure of the plan stands in; their other figures are put beside it."""
    months = {month for source, _indicator, month in values if source == "published"}
    for whole, parts in SUMS.items():
        for month in sorted(months):
            cells: list[Cell] = [("published", one, month) for one in (whole, *parts)]
            if not any(cell in values for cell in cells):
                continue
            for cell in cells:
                values.setdefault(cell, published.series(str(cell[1]), area).at(Month.read(month)))
            yield Sum(cells[0], tuple(cells[1:]))


def _rests(goals: list[Content], values: dict[Cell, float | None]) -> list[Sum]:
    """What is left of a goal without one that stands under it, where both count the same."""
    by_id = {goal["id"]: goal for goal in goals}
    sums = []
    for goal in filter(_counts, goals):
        parent = by_id.get(goal["parent"])
        if parent is None or parent["unit"] != goal["unit"]:
            continue
        for month, value in goal["series"]:
            whole = values.get(_cell(parent, month))
            if value is None or whole is None or whole < value:
                continue
            rest: Cell = (goal["id"], "rest", month)
            values[rest] = whole - value
            sums.append(Sum(_cell(parent, month), (_cell(goal, month), rest)))
    return sums


def _small_shares(goals: list[Content], published: Published | None, area: str) -> Iterator[Cell]:
    """Shares of groups under five: with the size of the whole they are the group."""
    for goal in goals:
        for month, _value in goal["series"]:
            if _is_small_share(published, goal["indicator"], area, month):
                yield _cell(goal, month)


def _is_small_share(published: Published | None, indicator: str, area: str, month: str) -> bool:
    if published is None or (count := COUNT_OF.get(indicator)) is None or count not in published.panels:
        return False
    value = published.series(count, area).at(Month.read(month))
    return value is None or is_small(value)


def _counts(goal: Content) -> bool:
    return Unit(goal["unit"]).counts


def _cell(goal: Content, month: str) -> Cell:
    if goal["source"] == "published":
        return ("published", goal["indicator"], month)
    return (goal["id"], "entered", month)


def _hide_goal(goal: Content, months: set[str]) -> None:
    goal["series"] = [[month, None if month in months else value] for month, value in goal["series"]]
    for one in goal["entered"]:
        if one["month"] in months:
            one["value"] = None
    is_baseline = goal["baseline_month"] in months or (_counts(goal) and is_small(goal["baseline"]))
    is_latest = goal["month"] in months
    if not (is_baseline or is_latest or months):
        return
    # Notes name figures; the one that is left says why they are gone.
    goal["notes"] = [{"da": NOTE.da, "en": NOTE.en}]
    goal["hidden"] = True
    # It adds a part of what happened between two months a year earlier: with it, one of them tells the other.
    goal["forecast"] = goal["no_forecast"] = None
    if is_baseline or is_latest:
        # A comparison begins at the baseline and ends at the latest month.
        goal.update(change=None, change_percent=None)
    if is_latest:
        goal.update(value=None, left=None, sign=HIDDEN)
    if is_baseline:
        _hide_baseline(goal)


def _hide_baseline(goal: Content) -> None:
    """A level that was decided is no figure of anybody; but a change beside it tells what it was counted from."""
    goal.update(baseline=None, needed=None, target_change=None, target_percent=None, agrees=True)
    if goal["level"] is not None:
        goal.update(target=goal["level"], persons=None, percent=None)
        goal["told"] = [one | {"change": None, "percent": None} for one in goal["told"] if one["way"] == "level"]
        return
    goal.update(target=None, told=[])
    if goal["percent"] is not None:
        goal["persons"] = None


def _hide_compared(goal: Content, published: Published | None) -> None:
    """Small groups of other municipalities stay hidden as well."""
    for one in goal["compared"]:
        first = Month.read(one["first"])
        months = [str(first + step) for step in range(len(one["values"]))]
        is_small_count = _counts(goal) and any(map(is_small, one["values"]))
        of_few = one["key"] in areas.MUNICIPALITIES and any(
            _is_small_share(published, goal["indicator"], one["key"], month) for month in months
        )
        if is_small_count or of_few or (goal["indicator"] not in BY_ID and one["values"]):
            one.update(values=[], change=None, percent=None)
