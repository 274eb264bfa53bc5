"""A published status is frozen: it shows the same digits a year later, and is computed again from the same figures."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any

import fastexcel
import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests.factories import Factory
from tests.plans.conftest import Publish, Writer, months
from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.acts import Refused
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import RIGHTS, Right, Role
from tovholder.plans.actions import reports as acts
from tovholder.plans.actions.goals import comment
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.content.recompute import recompute
from tovholder.plans.models import EmploymentPlan, StatusReport

pytestmark = pytest.mark.requirement("L2")

DEC, JUL, END = dt.date(2025, 12, 1), dt.date(2026, 7, 1), dt.date(2026, 12, 1)
Q3 = Quarter(2026, 3)
TOTAL, INSURED = ("173", "unemployment.total"), ("173", "unemployment.dagpenge")


@pytest.fixture
def figures(publish: Publish) -> int:
    return publish(
        {
            TOTAL: months("2025M10", 900, 890, 880, 870, 860, 850, 850, 840, 830, 820),
            INSURED: months("2025M10", 700, 700, 700, 690, 690, 690, 680, 680, 680, 670),
            ("000", "unemployment.total"): months("2025M10", *[90_000] * 10),
        }
    )


@pytest.fixture
def plan(write: Writer, figures: int) -> EmploymentPlan:
    plan = write.plan()
    write.goal(plan, "Færre ledige", number="1", source="published", indicator="unemployment.total",
               baseline_month=DEC, target_month=END, percent=-10)  # fmt: skip
    entered = write.goal(plan, "Samarbejdsgrad", number="2", unit="percent", direction="at_least",
                         baseline_month=DEC, target_month=END, level=45)  # fmt: skip
    write.value(entered, DEC, 40.5, "CVR-udtræk")
    write.value(entered, JUL, 43.2, "CVR-udtræk")
    return plan


@pytest.fixture
def report(plan: EmploymentPlan, write: Writer, actor: Actor, now: dt.datetime) -> StatusReport:
    write.move(plan, "send")
    return acts.publish_report(actor=actor, plan_id=plan.pk, quarter=Q3, now=now, today=now.date())


@pytest.fixture
def client(analyst: Staff) -> Client:
    signed_in = Client()
    signed_in.force_login(analyst)
    return signed_in


@pytest.mark.parametrize("role", [role for role in Role if Right.WRITE_PLANS not in RIGHTS[role]])
def test_others_may_not_publish(make: Factory, plan: EmploymentPlan, role: Role, now: dt.datetime) -> None:
    with pytest.raises(NotAllowed):
        acts.publish_report(
            actor=make.actor(make.staff(role=role), now.date()), plan_id=plan.pk, quarter=Q3, now=now, today=now.date()
        )


def test_a_draft_a_quarter_ahead_or_a_plan_without_goals_is_not_published(
    plan: EmploymentPlan, write: Writer, actor: Actor, now: dt.datetime
) -> None:
    asked: dict[str, Any] = {"actor": actor, "now": now, "today": now.date()}
    with pytest.raises(Refused, match="udkast"):
        acts.publish_report(plan_id=plan.pk, quarter=Q3, **asked)
    write.move(plan, "send")
    with pytest.raises(Refused, match="ligger fremme"):
        acts.publish_report(plan_id=plan.pk, quarter=Quarter(2027, 1), **asked)
    empty = write.plan("Tom")
    write.move(empty, "send")
    with pytest.raises(Refused, match="ingen mål"):
        acts.publish_report(plan_id=empty.pk, quarter=Q3, **asked)


def test_a_second_one_of_the_same_quarter_says_what_it_corrects(
    report: StatusReport, actor: Actor, now: dt.datetime
) -> None:
    asked: dict[str, Any] = {"actor": actor, "plan_id": report.plan_id, "quarter": Q3, "now": now, "today": now.date()}
    with pytest.raises(Refused, match="hvad denne retter"):
        acts.publish_report(**asked)
    assert acts.publish_report(**asked, remark="Et tal var forkert").remark == "Et tal var forkert"


def test_the_database_refuses_to_change_what_was_published(report: StatusReport) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        StatusReport.objects.filter(pk=report.pk).update(remark="Noget andet")
    with pytest.raises(DatabaseError), transaction.atomic():
        StatusReport.objects.filter(pk=report.pk).delete()


def test_it_shows_the_same_digits_after_all_else_has_changed(
    report: StatusReport, write: Writer, actor: Actor, publish: Publish, client: Client, now: dt.datetime
) -> None:
    address = f"/plans/reports/{report.pk}/"
    before = client.get(address).content.decode()
    assert "820" in before
    publish({TOTAL: months("2025M10", *[500.0] * 14)})
    goal = report.plan.goals.get(number="1")
    comment(actor=actor, goal_id=goal.pk, year=2026, quarter=3, version=0, text="Skrevet bagefter", now=now)
    write.value(report.plan.goals.get(number="2"), JUL, 12.3, "Rettet")
    after = client.get(address).content.decode()
    assert figures_of(after) == figures_of(before)
    assert "Skrevet bagefter" not in after
    stored = StatusReport.objects.get(pk=report.pk)
    assert acts.digest_of(stored.content) == stored.digest


def figures_of(page: str) -> list[str]:
    """Every number that stands on the page's own part."""
    return re.findall(r"\d+(?:[.,]\d+)*", page[page.index('id="main-content"') : page.index("SHA-256")])


def test_it_is_computed_again_from_the_figures_it_names_to_the_last_digit(
    report: StatusReport, publish: Publish, client: Client
) -> None:
    publish({TOTAL: months("2025M10", *[500.0] * 14)})
    found = recompute(StatusReport.objects.get(pk=report.pk))
    assert found.is_the_same
    assert not found.differences
    assert found.digits > 50
    assert "de samme til sidste ciffer" in client.get(f"/plans/reports/{report.pk}/recompute/").content.decode()


def test_a_figure_that_was_corrected_since_is_named_with_both_digits(
    report: StatusReport, write: Writer, client: Client
) -> None:
    write.value(report.plan.goals.get(number="2"), JUL, 44.0, "Rettet")
    found = recompute(report)
    assert not found.is_the_same
    value = next(one for one in found.differences if one.field == "value")
    assert (value.goal, value.stored, value.computed) == ("2 Samarbejdsgrad", 43.2, 44.0)
    page = client.get(f"/plans/reports/{report.pk}/recompute/").content.decode()
    assert "43,2" in page
    assert "44,0" in page


def test_what_was_decided_otherwise_since_is_told_apart_from_the_figures(
    report: StatusReport, write: Writer, actor: Actor
) -> None:
    from tovholder.plans.actions.goals import Terms, change_goal

    goal = report.plan.goals.get(number="1")
    terms = Terms("Færre ledige", number="1", source="published", indicator="unemployment.total", baseline_month=DEC,
                  target_month=END, percent=-10, responsible="Jobcenterchefen")  # fmt: skip
    change_goal(actor=actor, goal_id=goal.pk, version=goal.version, terms=terms, reason="Ansvar")
    assert recompute(report).is_the_same


def test_figures_that_are_not_kept_any_more_are_named(report: StatusReport) -> None:
    content = dict(report.content)
    content["basis"] = content["basis"] | {"publication": 999_999, "snapshot": "20200101-000000"}
    report.content = content
    found = recompute(report)
    assert found.lacks == ("publication 999999", "snapshot 20200101-000000")
    assert not found.is_the_same


def test_what_was_proposed_last_time_and_what_came_of_it_stand_together(
    plan: EmploymentPlan, write: Writer, actor: Actor, now: dt.datetime, client: Client
) -> None:
    goal = plan.goals.get(number="1")
    said: dict[str, Any] = {"actor": actor, "goal_id": goal.pk, "version": 0, "now": now}
    comment(**said, year=2026, quarter=1, proposal="Jobformidlere fra første uge")
    comment(**said, year=2026, quarter=3, text="Det går den rigtige vej", came_of_it="To jobformidlere er ansat")
    page = client.get(f"/plans/{plan.pk}/status/?quarter=2026Q3").content.decode()
    assert "Foreslået i 1. kvartal 2026" in page
    for words in ("Jobformidlere fra første uge", "To jobformidlere er ansat", "Det går den rigtige vej"):
        assert words in page


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_it_comes_as_a_tagged_pdf_and_as_a_workbook(report: StatusReport, client: Client, form: str) -> None:
    answer = client.get(f"/plans/reports/{report.pk}/status.{form}")
    assert answer.status_code == 200
    assert f'filename="status-2026Q3.{form}"' in answer["Content-Disposition"]
    if form == "pdf":
        assert answer.content.startswith(b"%PDF-")
        assert b"/StructTreeRoot" in answer.content
        assert b"pdfuaid" in answer.content
        return
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        sheets = "".join(book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
        assert "<v>820</v>" in sheets
        assert "<v>43.2</v>" in sheets
    assert client.get(f"/plans/reports/{report.pk}/status.docx").status_code == 404


def test_the_workbook_is_one_to_reckon_with(report: StatusReport, client: Client) -> None:
    """Numbers are numbers, with as many decimals as they have; sheets are named as the plan counts, in its language."""
    answer = client.get(f"/plans/reports/{report.pk}/status.xlsx").content
    book = fastexcel.read_excel(answer)
    assert book.sheet_names == ["Indhold", "Overblik", "1 tal", "1 andre", "2 tal"]
    first, second = book.load_sheet("Overblik", header_row=2).to_polars().head(2).to_dicts()
    assert (first["Mål"], first["Udgangspunkt"], first["Seneste"], first["Måltal"]) == (
        "1. Færre ledige",
        880,
        820,
        792,
    )
    assert first["Ændring i procent"] == pytest.approx(-6.8, abs=0.05)
    assert (second["Enhed"], second["Seneste"], second["Retning"]) == ("pct.", 43.2, "mindst")
    with zipfile.ZipFile(io.BytesIO(answer)) as inside:
        assert set(re.findall(r'formatCode="([^"]+)"', inside.read("xl/styles.xml").decode())) == {"#,##0", "#,##0.0"}
        sheet = inside.read("xl/worksheets/sheet2.xml").decode()
    assert 'orientation="landscape"' in sheet
    assert 'fitToPage="1"' in sheet


def test_goals_that_share_a_number_have_sheets_of_their_own(client: Client, write: Writer) -> None:
    plan = write.plan()
    for title in ("Første", "Anden"):
        goal = write.goal(plan, title, number="1/a", direction="followed", baseline_month=DEC)
        write.value(goal, DEC, 40)
    book = fastexcel.read_excel(client.get(f"/plans/{plan.pk}/status.xlsx").content)
    assert book.sheet_names[2:] == ["1 tal", "2 tal"]
