"""The smallest municipalities' real figures, read by somebody who wants to work out the small groups."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.plans.conftest import Writer
from tovholder.figures.published.areas import MUNICIPALITIES
from tovholder.figures.published.catalogue import BY_ID, INDICATORS
from tovholder.figures.published.months import Month
from tovholder.plans.content.compose import compose
from tovholder.plans.content.hide import hide
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.sources import now_at_hand

# Who knows how the figures hang together, without asking the code that hides them.
SUMS = [
    ("unemployment.total", "unemployment.dagpenge", "unemployment.kontanthjaelp"),
    ("longterm.total", "longterm.dagpenge", "longterm.kontanthjaelp"),
]
RATES = {
    "unemployment.totalRate": "unemployment.total",
    "unemployment.dagpengeRate": "unemployment.dagpenge",
    "unemployment.kontanthjaelpRate": "unemployment.kontanthjaelp",
    "ordinaryHours.share": "ordinaryHours.persons",
}
PARTS = {"activation.degree": "cashAssistance.fullTime", "activation.affectedShare": "cashAssistance.persons"}

Seen = dict[tuple[str, str, str], float]


def is_small(value: float | None) -> bool:
    return value is not None and 0 < value < 5


def everything_shown(goals: list[dict[str, Any]], here: str) -> Seen:
    """Municipality, indicator and month of each figure that stands in a published status."""
    seen: Seen = {}
    for goal in goals:
        own = [*goal["series"], [goal["month"], goal["value"]], [goal["baseline_month"], goal["baseline"]]]
        seen |= {(here, goal["indicator"], month): value for month, value in own if value is not None}
        for one in goal["compared"]:
            if one["key"] in MUNICIPALITIES:
                first = Month.read(one["first"])
                seen |= {
                    (one["key"], goal["indicator"], str(first + step)): value
                    for step, value in enumerate(one["values"])
                }
    return seen


@pytest.mark.parametrize("area", ["825", "563", "741", "492"])  # Læsø, Fanø, Samsø, Ærø
def test_nobody_works_out_a_small_group(area: str, write: Writer, real: int) -> None:
    plan = write.plan(area=area, last_year=2027)
    for one in INDICATORS:
        terms = {"percent": -10.0} if one.unit.counts else {"level": 3.0}
        write.goal(plan, one.id, source="published", indicator=one.id, direction="at_most",
                   baseline_month=dt.date(2025, 7, 1), target_month=dt.date(2027, 12, 1), **terms)  # fmt: skip
    basis = now_at_hand()
    assert basis.published is not None
    goals = hide(compose(plan, basis, Quarter(2026, 3)), basis.published)["goals"]
    seen = everything_shown(goals, area)

    def true(where: str, indicator: str, month: str) -> float | None:
        assert basis.published is not None
        return basis.published.series(indicator, where).at(Month.read(month))

    known = set(seen) | {(where, RATES[one], month) for where, one, month in seen if one in RATES}
    assert not [cell for cell in known if BY_ID[cell[1]].unit.counts and is_small(true(*cell))]
    for one, whole in PARTS.items():
        behind = [share * (true(where, whole, month) or 0) / 100 for (where, name, month), share in seen.items()
                  if name == one and share]  # fmt: skip
        assert not [people for people in behind if round(people) < 5]
    for where, month in {(where, month) for where, _one, month in seen}:
        for cells in SUMS:
            shown = [one for one in cells if (where, one, month) in known]
            hidden = [one for one in cells if one not in shown]
            assert len(shown) < 2 or not [one for one in hidden if is_small(true(where, one, month))], (where, month)
    for goal in goals:
        rows = [one["values"] for one in goal["compared"] if one["key"] in MUNICIPALITIES and one["values"]]
        alike = [one["values"] for one in goal["compared"] if one["key"] == "alike" and one["values"]]
        if BY_ID[goal["indicator"]].unit.counts and alike:
            assert alike == [pytest.approx([sum(month) for month in zip(*rows, strict=True)])]
        if goal["baseline"] is None and goal["level"] is None:
            assert (goal["target"], goal["needed"], goal["left"]) == (None, None, None)
