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
    assert "Under 5, vises ikke" in page
    assert "3,25" not in page
    assert "3,2" not in page[page.index("<main") : page.index("</main>")].replace("stroke-dasharray", "")
