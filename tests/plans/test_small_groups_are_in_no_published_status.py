"""A published status shows no group under five, nor what one could be worked out from."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client

from tests.plans.conftest import Publish, Writer, months
from tovholder.accounts.actor import Actor
from tovholder.plans.actions.reports import make_link, publish_report
from tovholder.plans.content.compose import compose
from tovholder.plans.content.hide import hide
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.models import EmploymentPlan
from tovholder.plans.sources import now_at_hand

DEC, END = dt.date(2025, 12, 1), dt.date(2026, 12, 1)
TOTAL, INSURED, OTHERS = "unemployment.total", "unemployment.dagpenge", "unemployment.kontanthjaelp"


@pytest.fixture
def plan(write: Writer) -> EmploymentPlan:
    return write.plan(area="825")


def follow(write: Writer, plan: EmploymentPlan, indicator: str, **terms: Any) -> None:
    said = {"baseline_month": DEC, "target_month": END, "percent": -10.0} | terms
    write.goal(plan, indicator, source="published", indicator=indicator, **said)


def published(plan: EmploymentPlan) -> dict[str, dict[str, Any]]:
    basis = now_at_hand()
    content = hide(compose(plan, basis, Quarter(2026, 3)), basis.published)
    return {goal["title"]: goal for goal in content["goals"]}


def test_a_small_figure_is_hidden_with_all_that_follows_from_it(
    write: Writer, plan: EmploymentPlan, publish: Publish
) -> None:
    publish({("825", OTHERS): months("2025M12", 20, 15, 10, 4)})
    follow(write, plan, OTHERS)
    goal = published(plan)[OTHERS]
    assert (goal["sign"], goal["value"], goal["change"], goal["change_percent"], goal["left"]) == (
        "hidden", None, None, None, None,
    )  # fmt: skip
    assert goal["series"][-1] == ["2026M03", None]
    assert goal["series"][0] == ["2025M12", 20]
    assert goal["baseline"] == 20


def test_the_rest_does_not_tell_it(write: Writer, plan: EmploymentPlan, publish: Publish) -> None:
    """The plan follows the unemployed and the insured; the three others would be their difference."""
    publish(
        {
            ("825", TOTAL): months("2025M12", 60, 63),
            ("825", INSURED): months("2025M12", 50, 60),
            ("825", OTHERS): months("2025M12", 10, 3),
        }
    )
    follow(write, plan, TOTAL)
    follow(write, plan, INSURED)
    goals = published(plan)
    assert (goals[TOTAL]["value"], goals[INSURED]["value"]) == (63, None)
    assert goals[INSURED]["series"] == [["2025M12", 50], ["2026M01", None]]


def test_a_hidden_baseline_does_not_follow_from_the_change_and_the_level(
    write: Writer, plan: EmploymentPlan, publish: Publish
) -> None:
    publish({("825", OTHERS): months("2025M12", 4, 9)})
    follow(write, plan, OTHERS, percent=None, persons=2.0, level=6.0)
    goal = published(plan)[OTHERS]
    assert (goal["baseline"], goal["persons"], goal["target"], goal["change"], goal["needed"]) == (
        None, None, 6, None, None,
    )  # fmt: skip
    assert [one["way"] for one in goal["told"]] == ["level"]


def test_a_share_of_a_small_group_is_hidden_too(write: Writer, plan: EmploymentPlan, publish: Publish) -> None:
    publish(
        {
            ("825", "ordinaryHours.share"): months("2025M12", 30, 12),
            ("825", "ordinaryHours.persons"): months("2025M12", 8, 3),
        }
    )
    follow(write, plan, "ordinaryHours.share", percent=None, level=40.0, direction="at_least")
    goal = published(plan)["ordinaryHours.share"]
    assert (goal["value"], goal["baseline"]) == (None, 30)


def test_a_sub_goal_is_not_what_a_small_rest_is_worked_out_from(write: Writer, plan: EmploymentPlan) -> None:
    top = write.goal(plan, "Alle", direction="followed", baseline_month=DEC)
    under = write.goal(plan, "Heraf unge", direction="followed", baseline_month=DEC, parent_id=top.pk, horizon="sub")
    write.value(top, DEC, 40)
    write.value(under, DEC, 38)
    goals = published(plan)
    assert (goals["Alle"]["value"], goals["Heraf unge"]["value"]) == (40, None)
    assert goals["Heraf unge"]["entered"][0]["value"] is None


def test_others_small_figures_are_hidden_in_the_comparison(
    write: Writer, plan: EmploymentPlan, publish: Publish
) -> None:
    areas = ("825", "741", "563")
    whole = {
        (area, one): months("2025M12", *[value] * 14)
        for area in areas
        for one, value in ((TOTAL, 40.0), ("unemployment.totalRate", 4.0), ("cashAssistance.populationRate", 1.0))
    }
    small = {("825", INSURED): months("2025M12", *[30.0] * 14), ("741", INSURED): months("2025M12", *[4.0] * 14),
             ("563", INSURED): months("2025M12", *[30.0] * 14)}  # fmt: skip
    publish(whole | small)
    follow(write, plan, INSURED)
    beside = {one["key"]: one for one in published(plan)[INSURED]["compared"]}
    assert beside["741"]["values"] == []
    assert beside["563"]["values"][-1] == 30


def test_a_small_figure_from_before_the_baseline_is_hidden_too(
    write: Writer, plan: EmploymentPlan, publish: Publish
) -> None:
    """The source names no figure any more: the latest is two years old, and not in the series that is drawn."""
    publish({("825", OTHERS): months("2024M01", 3, None), ("825", TOTAL): months("2026M03", 40)})
    follow(write, plan, OTHERS)
    goal = published(plan)[OTHERS]
    assert (goal["month"], goal["value"], goal["sign"]) == ("2024M01", None, "hidden")


def test_what_is_left_to_a_target_does_not_tell_a_hidden_baseline(
    write: Writer, plan: EmploymentPlan, publish: Publish
) -> None:
    """9 are left, from 16 to 90 % of the baseline: it would be 8."""
    publish(
        {
            ("825", TOTAL): months("2025M12", 8, 16),
            ("825", INSURED): months("2025M12", 7, 10),
            ("825", OTHERS): months("2025M12", 1, 6),
        }
    )
    follow(write, plan, TOTAL)
    follow(write, plan, INSURED)
    hidden = [goal for goal in published(plan).values() if goal["baseline"] is None]
    assert hidden
    assert all((goal["target"], goal["left"], goal["needed"]) == (None, None, None) for goal in hidden)


@pytest.mark.parametrize("other", [INSURED, "unemployment.dagpengeRate"])
def test_a_rate_is_the_count_that_it_is_made_from(
    write: Writer, plan: EmploymentPlan, publish: Publish, other: str
) -> None:
    """From two rates, or a count and a rate, the rest is as near as from two counts where the workforce is small."""
    publish(
        {
            ("825", TOTAL): months("2025M12", 30, 16),
            ("825", INSURED): months("2025M12", 20, 14),
            ("825", OTHERS): months("2025M12", 10, 2),
            ("825", "unemployment.totalRate"): months("2025M12", 4.5, 2.4),
            ("825", "unemployment.dagpengeRate"): months("2025M12", 3.0, 2.1),
        }
    )
    terms = {"percent": None, "level": 2.0} if other.endswith("Rate") else {}
    follow(write, plan, "unemployment.totalRate", percent=None, level=2.0)
    follow(write, plan, other, **terms)
    goals = published(plan)
    assert [goal["value"] is None for goal in goals.values()].count(True) == 1
    assert all(goal["baseline"] is not None for goal in goals.values())


@pytest.mark.parametrize(("share", "people", "is_shown"), [(30.0, 16, True), (12.0, 16, False), (0.0, 16, True),
                                                          (90.0, 20, False), (40.0, None, False)])  # fmt: skip
def test_a_share_of_a_known_whole_tells_how_many(
    write: Writer, plan: EmploymentPlan, publish: Publish, share: float, people: float | None, is_shown: bool
) -> None:
    """12 % of 16 people are two; 90 % of 20 leave two."""
    publish(
        {
            ("825", "activation.affectedShare"): months("2025M12", 50, share),
            ("825", "cashAssistance.persons"): months("2025M12", 100, people),
        }
    )
    follow(write, plan, "activation.affectedShare", percent=None, level=40.0, direction="at_least")
    goal = published(plan)["activation.affectedShare"]
    assert (goal["value"] is not None, goal["baseline"]) == (is_shown, 50)


def test_a_forecast_does_not_tell_a_small_month_of_last_year(
    write: Writer, plan: EmploymentPlan, publish: Publish
) -> None:
    """It adds a part of what happened then, also before the months that are drawn."""
    path = [20.0 + month % 5 for month in range(40)]
    path[-12] = 3.0
    publish({(area, OTHERS): months("2022M12", *(path if area == "825" else [30.0] * 40)) for area in ("825", "741")})
    follow(write, plan, OTHERS, baseline_month=dt.date(2026, 2, 1))
    assert published(plan)[OTHERS]["forecast"] is None


def test_others_small_groups_do_not_follow_from_two_goals_or_a_sum(
    write: Writer, plan: EmploymentPlan, publish: Publish
) -> None:
    """Another municipality's unemployed less its insured are three; and the sum of those alike less the others."""
    alike = ("741", "563", "773")
    whole = {
        (area, one): months("2025M12", *[value] * 14)
        for area in ("825", *alike)
        for one, value in (
            (TOTAL, 40.0),
            (INSURED, 30.0),
            (OTHERS, 10.0),
            ("unemployment.totalRate", 4.0),
            ("cashAssistance.populationRate", 1.0),
        )
    }
    publish(
        whole | {("741", INSURED): months("2025M12", *[37.0] * 14), ("741", OTHERS): months("2025M12", *[3.0] * 14)}
    )
    for one in (TOTAL, INSURED, OTHERS):
        follow(write, plan, one)
    goals = published(plan)
    beside = {title: {one["key"]: one for one in goal["compared"]} for title, goal in goals.items()}
    assert beside[OTHERS]["741"]["values"] == []
    assert [] in (beside[TOTAL]["741"]["values"], beside[INSURED]["741"]["values"])
    for title in goals:
        shown = [beside[title][area]["values"] for area in alike if beside[title][area]["values"]]
        assert beside[title]["alike"]["values"] == [sum(month) for month in zip(*shown, strict=True)]


def test_nothing_of_it_is_stored_shown_or_written(
    write: Writer, plan: EmploymentPlan, publish: Publish, actor: Actor, now: dt.datetime
) -> None:
    """3.25 full-time persons stand nowhere: not in what is stored, on the committee's page, in the PDF's source."""
    publish({("825", OTHERS): months("2025M12", 20, 15, 3.25)})
    follow(write, plan, OTHERS)
    write.move(plan, "send")
    report = publish_report(actor=actor, plan_id=plan.pk, quarter=Quarter(2026, 3), now=now, today=now.date())
    assert "3.25" not in json.dumps(report.content)
    link = make_link(actor=actor, plan_id=plan.pk, meant_for="Udvalget", now=now)
    page = Client().get(f"/committee/{link.token}/").content.decode()
    assert "Skjult: små grupper" in page
    assert "3,25" not in page
    assert "3,2" not in page[page.index("<main") : page.index("</main>")].replace("stroke-dasharray", "")
