"""What a published status leaves out: groups under five, and whatever they could be worked out from (`unseen.py`)."""

from __future__ import annotations

import copy
import statistics
from collections import defaultdict
from typing import Any

from tovholder.figures.published import areas
from tovholder.figures.published.catalogue import BY_ID
from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Published
from tovholder.figures.suppression import SMALLEST, is_small
from tovholder.figures.words import Words
from tovholder.plans.content.unseen import PUBLISHED, cell_in, counts_people, figures_of, unseen_here, unseen_there

Content = dict[str, Any]

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
    unseen = unseen_here(content["goals"], published, area)
    for goal in content["goals"]:
        # A month that the source left out is missing there; nothing of it is hidden here.
        said = figures_of(goal, published, area)
        known = [month for month, value in said.items() if value is not None or month in goal["few"]]
        _hide_goal(goal, {month for month in known if cell_in(goal, month) in unseen})
    _hide_compared(content["goals"], published, area)
    return content


def _hide_goal(goal: Content, months: set[str]) -> None:
    goal["series"] = [[month, None if month in months else value] for month, value in goal["series"]]
    for one in goal["entered"]:
        if one["month"] in months:
            one["value"] = None
    is_baseline = goal["baseline_month"] in months or (counts_people(goal) and is_small(goal["baseline"]))
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
    # What is left to the target tells the target, and that the baseline.
    goal.update(target=None, left=None, told=[])
    if goal["percent"] is not None:
        goal["persons"] = None


def _hide_compared(goals: list[Content], published: Published | None, area: str) -> None:
    """Small groups of other municipalities stay hidden as well, also from whoever takes the figures of several goals
    together, or the sum of those that are alike."""
    rows = [(goal, one) for goal in goals for one in goal["compared"] if one["key"] in areas.MUNICIPALITIES]
    followed: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for goal, one in rows:
        followed[one["key"]] |= {(goal["indicator"], month) for month in _months(one)}
    unseen = {key: unseen_there(cells, published, key) for key, cells in followed.items()} if published else {}
    for goal, one in rows:
        is_unknown = published is None or goal["indicator"] not in BY_ID
        cells = {(PUBLISHED, goal["indicator"], month) for month in _months(one)}
        if one["values"] and (is_unknown or cells & unseen[one["key"]]):
            one.update(values=[], change=None, percent=None, hidden=True)
    for goal in goals:
        _hide_sums(goal, area)


def _months(one: Content) -> list[str]:
    first = Month.read(one["first"])
    return [str(first + step) for step in range(len(one["values"]))]


def _hide_sums(goal: Content, area: str) -> None:
    """Those most alike are counted without the hidden ones: the sum less the others would tell them."""
    gone = [one["key"] for one in goal["compared"] if one.pop("hidden", False)]
    shown = [one for one in goal["compared"] if one["key"] in areas.MUNICIPALITIES and one["values"]]
    for one in goal["compared"] if gone else []:
        if one["key"] == "alike":
            _count_again(one, [other["values"] for other in shown], counts=counts_people(goal))
            one["left_out"] += len(gone)
        elif one["key"] == "region" and counts_people(goal):
            region = areas.MUNICIPALITIES[area].region
            of_region = [other for other in shown if areas.MUNICIPALITIES[other["key"]].region == region]
            if one["used"] - len(of_region) <= len(gone) + 1:
                one.update(values=[], change=None, percent=None)
    for one in goal["compared"]:
        if counts_people(goal) and any(map(is_small, one["values"])):
            one.update(values=[], change=None, percent=None)


def _count_again(one: Content, paths: list[list[float]], *, counts: bool) -> None:
    values = [round(float(sum(now) if counts else statistics.median(now)), 6) for now in zip(*paths, strict=True)]
    one.update(values=values, change=None, percent=None, used=len(paths))
    if values:
        one["change"] = round(values[-1] - values[0], 6)
        one["percent"] = round(100 * (values[-1] / values[0] - 1), 6) if values[0] else None
