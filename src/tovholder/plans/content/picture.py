"""The chart of a goal, from its content: the same on the page, in the PDF and in the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tovholder.figures.published.months import Month
from tovholder.plans.content.shown import GoalShown
from tovholder.plans.content.telling import told
from tovholder.web.lines import NARROW, WIDE, Dot, Line, Lines, Point, Size, draw, draw_small


def small(goal: GoalShown) -> SafeString:
    """The way so far and the way needed, as small as a word."""
    raw = goal.raw
    own = Line("", "own", _series(raw))
    needed = _needed(raw)
    dots = [Dot(_at(raw["target_month"]), raw["target"], "", "diamond")] if _has_target(raw) else []
    if not any(value is not None for _month, value in own.points):
        return SafeString("")
    lines = [line for line in (needed, own) if line is not None]
    return draw_small(Lines(lines, dots, _breaks(raw), description=_description(goal)))


def wide(goal: GoalShown) -> SafeString:
    return draw(_chart(goal, narrow=False), WIDE) if has_chart(goal) else SafeString("")


def narrow(goal: GoalShown) -> SafeString:
    return draw(_chart(goal, narrow=True), NARROW) if has_chart(goal) else SafeString("")


def for_paper(goal: GoalShown) -> str:
    return str(draw(_chart(goal, narrow=False), Size(720, 270, 12, 150, 48)))


def has_chart(goal: GoalShown) -> bool:
    return any(value is not None for _month, value in goal.raw["series"])


def described(goal: GoalShown) -> str:
    return _description(goal)


def _chart(goal: GoalShown, *, narrow: bool) -> Lines:
    raw = goal.raw
    lines = [Line(_("Here"), "own", _series(raw))]
    if (needed := _needed(raw, _("Target") if narrow else _("Path needed"))) is not None:
        lines.insert(0, needed)
    lines[:0] = _others(raw, narrow=narrow)
    band = []
    if raw["forecast"]:
        start: Point = (_at(raw["month"]), raw["value"])
        points = [(_at(one["month"]), one["value"]) for one in raw["forecast"]]
        lines.append(Line(_("Forecast"), "forecast", [start, *points]))
        if all(one["low"] is not None for one in raw["forecast"]):
            band = [(start[0], raw["value"], raw["value"])]
            band += [(_at(one["month"]), one["low"], one["high"]) for one in raw["forecast"]]
    dots = []
    if raw["baseline"] is not None and raw["baseline_month"]:
        # The latest figure is told; beside it there is no room for that of a month or two before.
        label = "" if _is_near(raw) else goal.start
        dots.append(Dot(_at(raw["baseline_month"]), raw["baseline"], label, "ring"))
    if _has_target(raw):
        dots.append(Dot(_at(raw["target_month"]), raw["target"], goal.tell(raw["target"]), "diamond"))
    if raw["value"] is not None and raw["month"] != raw["baseline_month"]:
        dots.append(Dot(_at(raw["month"]), raw["value"], goal.latest, "circle"))
    decimals = 1 if raw["unit"] == "percent" else 0
    return Lines(lines, dots, _breaks(raw), band, decimals, _description(goal))


def _is_near(raw: Mapping[str, Any]) -> bool:
    """Whether the latest month lies so near the baseline that their figures would be written over one another."""
    if raw["value"] is None or raw["month"] == raw["baseline_month"]:
        return False
    ends = [raw["baseline_month"], raw["month"], raw["target_month"], *(month for month, _value in raw["series"][:1])]
    months = [_at(one) for one in ends if one]
    return 12 * (_at(raw["month"]) - _at(raw["baseline_month"])) < max(months) - min(months)


def _series(raw: Mapping[str, Any]) -> list[Point]:
    points = [(_at(month), value) for month, value in raw["series"]]
    if raw["source"] != "entered":
        return points
    # What is entered by hand is not there every month: the months between are not gaps.
    return [(month, value) for month, value in points if value is not None]


def _needed(raw: Mapping[str, Any], label: str = "") -> Line | None:
    if not _has_target(raw) or raw["baseline"] is None or raw["baseline_month"] is None or raw["broken"]:
        return None
    first = raw["target"] if raw.get("holds") else raw["baseline"]
    ends = [(_at(raw["baseline_month"]), first), (_at(raw["target_month"]), raw["target"])]
    return Line(label, "needed", ends)


def _others(raw: Mapping[str, Any], *, narrow: bool) -> list[Line]:
    """The country, the region and those most alike together: shares as they are, counts as if one had gone the same
    way from one's own start."""
    found = []
    names = {"country": _("As the country"), "region": _("As the region"), "alike": _("As those alike")}
    short = {"country": _("Country"), "region": _("Region"), "alike": _("Alike")}
    for one in raw["compared"]:
        if one["key"] not in names or not one["values"]:
            continue
        values = one["values"]
        if raw["unit"] != "percent":
            own = dict(raw["series"]).get(one["first"])
            start = raw["baseline"] if raw["baseline_month"] == one["first"] else own
            if start is None or not values[0]:
                continue
            values = [start * value / values[0] for value in values]
        label = short[one["key"]] if narrow or raw["unit"] == "percent" else names[one["key"]]
        first = _at(one["first"])
        found.append(Line(label, one["key"], [(first + step, value) for step, value in enumerate(values)]))
    return found


def _has_target(raw: Mapping[str, Any]) -> bool:
    return raw["target"] is not None and raw["target_month"] is not None


def _breaks(raw: Mapping[str, Any]) -> list[int]:
    return [_at(one["month"]) for one in raw["breaks"]]


def _at(text: str) -> int:
    return Month.read(text).number


def _description(goal: GoalShown) -> str:
    """What the picture shows, in words."""
    found = f"{goal.title}: {goal.sentence}"
    if _has_target(goal.raw):
        found += " " + _("Target: %(target)s in %(month)s.") % {"target": goal.target_text, "month": goal.end_month}
    if goal.raw["broken"]:
        found += " " + " ".join(told(one["why"]) for one in goal.raw["breaks"] if one["month"] == goal.raw["broken"])
    return found
