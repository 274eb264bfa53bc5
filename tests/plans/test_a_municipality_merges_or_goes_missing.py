"""A municipality becomes part of another, or is not in the figures any more: the page says so and what to do."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from tests.plans.conftest import Publish, Writer, months
from tovholder.accounts.actor import Actor
from tovholder.accounts.models import Staff
from tovholder.figures.published import areas
from tovholder.plans.actions.reports import publish_report
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.content.recompute import recompute
from tovholder.plans.models import EmploymentPlan
from tovholder.published.actions import WouldLose, take_in
from tovholder.published.models import Publication

pytestmark = pytest.mark.requirement("L2")
FIGURE = "unemployment.total"
OTHERS: dict[tuple[str, str], dict[str, float | None]] = {
    ("101", FIGURE): months("2026M06", *[9000] * 5), ("000", FIGURE): months("2026M06", *[90000] * 5)
}  # fmt: skip
LYNGBY = months("2026M06", 900, 890, 880, 870, 860)
GENTOFTE = months("2026M06", 600, 600, 600, 600, 600)


@pytest.fixture
def client(analyst: Staff) -> Client:
    signed_in = Client()
    signed_in.force_login(analyst)
    return signed_in


@pytest.fixture
def plan(write: Writer, publish: Publish) -> EmploymentPlan:
    publish(OTHERS | {("173", FIGURE): LYNGBY, ("157", FIGURE): GENTOFTE})
    found = write.plan(area="173")
    write.goal(
        found, "Færre ledige", source="published", indicator=FIGURE, direction="at_most", percent=-10,
        baseline_month=dt.date(2026, 6, 1), target_month=dt.date(2027, 12, 1),
    )  # fmt: skip
    write.decide(found)
    return found


def words(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.fixture
def merger(monkeypatch: pytest.MonkeyPatch) -> None:
    """From October 2026 on Lyngby-Taarbæk is part of Gentofte."""
    monkeypatch.setattr(areas, "MERGERS", (areas.Merger("173", "157", "2026M10"),))


AFTER = OTHERS | {("157", FIGURE): months("2026M06", 600, 600, 600, 600, 1460)}


def test_a_file_without_the_municipality_is_not_taken_in_unseen(plan: EmploymentPlan, now: dt.datetime) -> None:
    import polars as pl

    from tovholder.figures.published.read import COLUMNS, checked

    rows = [
        (area, areas.AREAS[area].name, name, month, str(value))
        for (area, name), values in AFTER.items()
        for month, value in values.items()
    ]
    frame = checked(pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row"))
    with pytest.raises(WouldLose) as lost:
        take_in(actor=None, rows=frame, source="file", name="ny.csv", now=now)
    assert [one.area for one in lost.value.losses] == ["173"]
    assert Publication.objects.count() == 1, "yesterday's figures stay"


def test_a_municipality_that_went_missing_is_told_with_what_to_do(
    client: Client, plan: EmploymentPlan, publish: Publish
) -> None:
    publish(AFTER)
    for address in (f"/plans/{plan.pk}/", f"/plans/goals/{plan.goals.get().pk}/", f"/plans/{plan.pk}/status/"):
        page = words(client, address)
        assert "Kommunen står slet ikke i de offentliggjorte tal" in page
        assert "Små tal er skjult hos kilden" not in page
    for form in ("pdf", "xlsx"):
        assert client.get(f"/plans/{plan.pk}/status.{form}").status_code == 200


def test_a_merged_municipality_says_what_it_became_part_of(
    client: Client, plan: EmploymentPlan, publish: Publish, merger: None
) -> None:
    publish(AFTER)
    page = words(client, f"/plans/{plan.pk}/")
    assert "Kommunen blev en del af Gentofte i oktober 2026. Ret planens kommune" in page
    assert "Lyngby-Taarbæk" in page
    assert "Lyngby-Taarbæk" in words(client, f"/plans/{plan.pk}/change/")
    assert "blev en del af Gentofte" in words(
        client, "/plans/new/?municipality=Lyngby-Taarbæk&first_year=2027&last_year=2027"
    )


def test_its_plan_can_be_changed_without_being_moved(client: Client, plan: EmploymentPlan, merger: None) -> None:
    typed: dict[str, Any] = {"title": "Plan", "municipality": "Lyngby-Taarbæk", "first_year": 2026, "last_year": 2026,
                             "version": plan.version, "reason": "Ordvalg", "aim": ""}  # fmt: skip
    assert client.post(f"/plans/{plan.pk}/change/", typed).status_code == 302
    plan.refresh_from_db()
    assert (plan.title, plan.area) == ("Plan", "173")


def test_the_one_that_grew_says_so_and_adds_up(
    client: Client, write: Writer, plan: EmploymentPlan, publish: Publish, merger: None
) -> None:
    publish(AFTER | {("173", FIGURE): months("2026M06", 900, 890, 880, 870)})
    other = write.plan("Gentofte", area="157")
    goal = write.goal(
        other, source="published", indicator=FIGURE, direction="at_most", percent=-10,
        baseline_month=dt.date(2026, 6, 1), target_month=dt.date(2027, 12, 1),
    )  # fmt: skip
    page = words(client, f"/plans/goals/{goal.pk}/")
    assert "Lyngby-Taarbæk blev en del af kommunen i oktober 2026" in page
    assert "1.500" in page, "600 and 900 in June"


def test_a_status_from_before_is_computed_again_after_the_plan_was_moved(
    plan: EmploymentPlan, actor: Actor, publish: Publish, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = publish_report(actor=actor, plan_id=plan.pk, quarter=Quarter.of_day(now.date()), now=now, today=now.date())
    monkeypatch.setattr(areas, "MERGERS", (areas.Merger("173", "157", "2026M11"),))
    publish(AFTER | {("157", FIGURE): months("2026M06", 600, 600, 600, 600, 600, 1460)})
    plan.area = "157"
    plan.save(update_fields=["area"])
    assert recompute(report).is_the_same
