"""Whatever a goal's figures come from: a forecast with its past errors where they are long enough, else why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from tests.plans.conftest import Publish, Writer, months
from tovholder.accounts.models import Staff
from tovholder.figures.published.catalogue import Indicator, Unit
from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Series
from tovholder.figures.words import Words
from tovholder.plans import sources
from tovholder.plans.content.compose import compose
from tovholder.plans.content.hide import hide
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.content.recompute import recompute
from tovholder.plans.content.shown import GoalShown
from tovholder.plans.models import EmploymentPlan, StatusReport
from tovholder.plans.sources import Basis

WAITING = Indicator("waiting", Words("Ventende", "Waiting"), Words("Alle", "All"), Unit.CASES, "")
SINCE = {"baseline_month": dt.date(2023, 1, 1), "target_month": dt.date(2027, 12, 1), "direction": "at_most"}


def season(count: int) -> list[float]:
    return [80.0 + (5, 4, 2, 0, -2, -4, -5, -4, -2, 0, 2, 4)[place % 12] + place % 4 for place in range(count)]


class Own:
    """The own figures of one snapshot; the last but eleven months has few behind it when it is said."""

    id, data_end = "2026-10-31", dt.date(2026, 10, 31)

    def __init__(self, count: int = 46, few: int | None = None) -> None:
        self.values, self.few_at = season(count), few

    def indicators(self) -> list[Indicator]:
        return [WAITING]

    def series(self, indicator: str) -> Series:
        return Series(WAITING, "", Month.of(2023, 1), tuple(self.values))

    def few(self, indicator: str) -> frozenset[Month]:
        return frozenset() if self.few_at is None else frozenset({Month.of(2023, 1) + self.few_at})


@pytest.fixture
def own() -> Iterator[Own]:
    figures = Own()

    def find(name: str | None) -> Own:
        return figures

    sources.provide(find)
    yield figures
    sources.withdraw(find)


@pytest.fixture
def plan(write: Writer) -> EmploymentPlan:
    return write.plan()


def goal(plan: EmploymentPlan, basis: Basis | None = None) -> dict[str, Any]:
    (found,) = compose(plan, basis or sources.now_at_hand(), Quarter(2026, 4))["goals"]
    return dict(found)


def told(content: dict[str, Any]) -> str:
    with translation.override("en"):
        return GoalShown(content, {"snapshot": "", "taken_at": "", "data_end": ""}).forecast_text


def test_a_few_entered_figures_say_why_there_is_none(write: Writer, plan: EmploymentPlan) -> None:
    row = write.goal(plan, source="entered", **SINCE)
    assert told(goal(plan)) == "", "no figures: that is told already"
    write.value(row, dt.date(2023, 1, 1), 90)
    write.value(row, dt.date(2023, 4, 1), 85)
    assert told(goal(plan)) == "No forecast: it takes figures of 25 months in a row, and there are 1."


def test_entered_figures_of_every_month_are_forecast_from_their_own_past(write: Writer, plan: EmploymentPlan) -> None:
    row = write.goal(plan, source="entered", **SINCE)
    for place, value in enumerate(season(36)):
        write.value(row, (Month.of(2023, 1) + place).first_day, value)
    found = goal(plan)
    assert [one["month"] for one in found["forecast"]] == [f"2026M{month:02}" for month in range(1, 7)]
    assert all(one["low"] <= one["value"] <= one["high"] and one["errors"] >= 12 for one in found["forecast"])
    words = told(found)
    assert words.startswith("Forecast for June 2026: ")
    assert "this figure's own past alone" in words
    assert "on average here (18 past forecasts)" in words


def test_own_figures_are_forecast_by_the_same_method(own: Own, write: Writer, plan: EmploymentPlan) -> None:
    write.goal(plan, source="own", indicator="waiting", **SINCE)
    found = goal(plan)
    assert len(found["forecast"]) == 6
    assert found["no_forecast"] is None
    own.values = season(8)
    assert "there are 8." in told(goal(plan))


def test_published_figures_learn_from_all_municipalities(publish: Publish, write: Writer, plan: EmploymentPlan) -> None:
    publish({(code, "unemployment.total"): months("2023M01", *season(40)) for code in ("101", "173", "157", "000")})
    write.goal(plan, source="published", indicator="unemployment.total", **SINCE)
    found = goal(plan)
    assert found["forecast"][0]["errors"] > 40, "of all municipalities"
    assert "own past alone" not in told(found)


def test_a_forecast_does_not_tell_a_month_that_is_hidden(own: Own, write: Writer, plan: EmploymentPlan) -> None:
    """It adds a part of what happened a year earlier: of two months, the one that is shown would tell the other."""
    write.goal(plan, source="own", indicator="waiting", **SINCE)
    own.few_at = len(own.values) - 11
    content = hide(compose(plan, sources.now_at_hand(), Quarter(2026, 4)), None)
    assert content["goals"][0]["hidden"]
    assert content["goals"][0]["forecast"] is None


def test_a_report_from_before_all_goals_had_forecasts_is_the_same(own: Own, write: Writer, analyst: Staff) -> None:
    from tovholder.plans.actions.reports import digest_of

    plan = write.plan()
    write.goal(plan, source="own", indicator="waiting", **SINCE)
    content = compose(plan, sources.now_at_hand(), Quarter(2026, 4)) | {"form": 1}
    content["goals"][0] |= {"forecast": None}
    del content["goals"][0]["no_forecast"]
    report = StatusReport.objects.create(
        plan=plan, year=2026, quarter=4, content=content, digest=digest_of(content), registered_by=analyst
    )
    assert recompute(report).is_the_same
    client = Client()
    client.force_login(analyst)
    assert client.get(f"/plans/reports/{report.pk}/").status_code == 200
