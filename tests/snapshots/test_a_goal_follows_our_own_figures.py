"""A goal of the plan follows a figure of our own, month by month, from the snapshot that its report names."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.factories import Factory, moment
from tests.snapshots.conftest import Take
from tovholder.figures.published.months import Month
from tovholder.plans import sources
from tovholder.plans.actions import goals as goal_acts
from tovholder.plans.actions import plans as acts
from tovholder.plans.content.compose import compose
from tovholder.plans.content.hide import hide
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.models import EmploymentPlan
from tovholder.snapshots import for_plans

pytestmark = pytest.mark.requirement("F18")


def shifts(make: Factory, month: int, count: int) -> None:
    """So many cases change hands in a month of 2026."""
    first, second = make.staff(), make.staff()
    for _case in range(count):
        case = make.case(held_by=first, opened_on=dt.date(2026, 1, 5))
        make.assign(case, second, at=moment(dt.date(2026, month, 10)))


def follow(make: Factory, now: dt.datetime) -> EmploymentPlan:
    actor = make.actor(make.staff(role="analyst"), now.date())
    plan = acts.begin_plan(actor=actor, said=acts.Said("Plan", 2026, 2026), now=now, today=now.date())
    terms = goal_acts.Terms("Færre skift", source="own", indicator="shifts", direction="at_most",
                            baseline_month=dt.date(2026, 3, 1), target_month=dt.date(2026, 12, 1),
                            percent=-50)  # fmt: skip
    goal_acts.add_goal(actor=actor, plan_id=plan.pk, terms=terms, now=now)
    return plan


def test_without_a_snapshot_there_is_no_own_figure(db: None, place: object) -> None:
    assert for_plans.find(None) is None
    assert for_plans.find("20260101-000000") is None
    assert sources.own_indicators() == ()


def test_shifts_are_followed_month_by_month(make: Factory, take: Take, now: dt.datetime) -> None:
    shifts(make, 3, 10)
    shifts(make, 10, 6)
    taken = take()
    plan = follow(make, now)
    (goal,) = compose(plan, sources.now_at_hand(), Quarter(2026, 4))["goals"]
    assert (goal["baseline"], goal["target"], goal["month"], goal["value"]) == (10, 5, "2026M10", 6)
    assert (goal["sign"], goal["needed"]) == ("on_path", pytest.approx(10 - 5 * 7 / 9, abs=1e-6))
    assert for_plans.find(taken.id).series("shifts").at(Month.of(2026, 5)) == 0  # type: ignore[union-attr]


def test_few_behind_a_figure_are_hidden_in_what_is_published(make: Factory, take: Take, now: dt.datetime) -> None:
    shifts(make, 3, 10)
    shifts(make, 10, 3)
    take()
    content = hide(compose(follow(make, now), sources.now_at_hand(), Quarter(2026, 4)), None)
    (goal,) = content["goals"]
    assert (goal["sign"], goal["value"], goal["change"]) == ("hidden", None, None)
    assert goal["baseline"] == 10


def test_a_report_is_computed_again_from_the_snapshot_that_it_names(
    make: Factory, take: Take, now: dt.datetime
) -> None:
    shifts(make, 3, 10)
    old = take()
    shifts(make, 3, 5)
    take(now=now + dt.timedelta(hours=1))
    plan = follow(make, now)
    then = compose(plan, sources.as_it_was(None, old.id), Quarter(2026, 4))
    later = compose(plan, sources.now_at_hand(), Quarter(2026, 4))
    assert (then["goals"][0]["baseline"], later["goals"][0]["baseline"]) == (10, 15)
    assert then["basis"]["snapshot"] == old.id
