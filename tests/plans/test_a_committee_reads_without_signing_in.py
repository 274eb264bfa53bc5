"""The committee's link opens what is published and nothing else, until it is withdrawn."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from tests.browser import PHONE, Open, check_axe, no_sideways_scroll, screenshot
from tests.factories import Factory
from tests.plans.conftest import Writer
from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.acts import Refused
from tovholder.accounts.rights import Role
from tovholder.plans.actions import reports as acts
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.models import CommitteeLink, EmploymentPlan, LinkCount, StatusReport

pytestmark = pytest.mark.requirement("L2")
#: The width of a page between its margins, in pixels as browsers print.
A4 = 703
MARCH = dt.date(2026, 3, 1)


@pytest.fixture
def plan(write: Writer) -> EmploymentPlan:
    plan = write.plan()
    goal = write.goal(plan, "Samarbejdsgrad", number="8", unit="percent", direction="at_least",
                      baseline_month=MARCH, target_month=dt.date(2026, 12, 1), level=45)  # fmt: skip
    write.value(goal, MARCH, 40.5)
    write.value(goal, dt.date(2026, 9, 1), 43.2)
    write.move(plan, "send")
    return plan


@pytest.fixture
def link(plan: EmploymentPlan, actor: Actor, now: dt.datetime) -> CommitteeLink:
    return acts.make_link(actor=actor, plan_id=plan.pk, meant_for="Beskæftigelsesudvalget", now=now)


@pytest.fixture
def report(plan: EmploymentPlan, actor: Actor, now: dt.datetime) -> StatusReport:
    return acts.publish_report(actor=actor, plan_id=plan.pk, quarter=Quarter(2026, 3), now=now, today=now.date())


def test_who_may_not_write_plans_makes_and_withdraws_no_link(
    make: Factory, plan: EmploymentPlan, link: CommitteeLink, now: dt.datetime
) -> None:
    leader = make.actor(make.staff(role=Role.TEAM_LEADER), now.date())
    with pytest.raises(NotAllowed):
        acts.make_link(actor=leader, plan_id=plan.pk, meant_for="Mig", now=now)
    with pytest.raises(NotAllowed):
        acts.withdraw_link(actor=leader, link_id=link.pk, now=now)


def test_a_link_says_for_whom_it_is(plan: EmploymentPlan, actor: Actor, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="hvem"):
        acts.make_link(actor=actor, plan_id=plan.pk, meant_for=" ", now=now)


@pytest.mark.parametrize("address", ["/committee/x/", "/committee/x/1/", "/committee/x/1/status.pdf"])
def test_a_link_that_nobody_made_opens_nothing(db: None, address: str) -> None:
    assert Client().get(address).status_code == 404


def test_no_two_links_are_alike_or_short(plan: EmploymentPlan, actor: Actor, now: dt.datetime) -> None:
    made = {acts.make_link(actor=actor, plan_id=plan.pk, meant_for=str(one), now=now).token for one in range(20)}
    assert len(made) == 20
    assert min(map(len, made)) >= 40


def test_before_anything_is_published_it_says_so(link: CommitteeLink) -> None:
    page = Client().get(f"/committee/{link.token}/").content.decode()
    assert "ikke offentliggjort nogen status endnu" in page
    assert "43,2" not in page


def test_it_opens_the_published_status_alone(link: CommitteeLink, report: StatusReport, write: Writer) -> None:
    other = write.plan("En anden plan")
    write.goal(other, "Et andet mål", direction="followed")
    write.value(report.plan.goals.get(), dt.date(2026, 10, 1), 44.4)
    page = Client().get(f"/committee/{link.token}/").content.decode()
    assert "43,2" in page
    assert "44,4" not in page, "what was entered after publication is not published"
    assert Client().get(f"/committee/{link.token}/{report.pk}/status.pdf").content.startswith(b"%PDF-")
    assert Client().get(f"/committee/{link.token}/{report.pk + 1}/").status_code == 404
    assert 'href="/plans/' not in page, "no way leads on into the house"


def test_a_withdrawn_link_opens_nothing_any_more(
    link: CommitteeLink, report: StatusReport, actor: Actor, now: dt.datetime
) -> None:
    assert Client().get(f"/committee/{link.token}/").status_code == 200
    acts.withdraw_link(actor=actor, link_id=link.pk, now=now)
    acts.withdraw_link(actor=actor, link_id=link.pk, now=now)
    for address in ("", f"{report.pk}/", f"{report.pk}/status.pdf"):
        assert Client().get(f"/committee/{link.token}/{address}").status_code == 404


def test_search_engines_are_told_to_stay_away_and_nobody_keeps_a_copy(link: CommitteeLink) -> None:
    answer = Client().get(f"/committee/{link.token}/")
    assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert '<meta name="robots" content="noindex' in answer.content.decode()


def test_openings_are_counted_and_nothing_else_is_kept(link: CommitteeLink, report: StatusReport) -> None:
    for _time in range(3):
        Client(REMOTE_ADDR="10.1.2.3").get(f"/committee/{link.token}/")
    count = LinkCount.objects.get(link=link)
    assert count.opened == 3
    assert {field.name for field in LinkCount._meta.get_fields()} == {"id", "link", "opened"}


@pytest.mark.browser
def test_it_is_read_on_a_phone_and_on_paper(open_as: Open, link: CommitteeLink, report: StatusReport) -> None:
    for language, width in (("da", 1280), ("en", PHONE)):
        page = open_as(None, f"/committee/{link.token}/", width=width, language=language)
        screenshot(page, f"committee-{width}")
        no_sideways_scroll(page)
        check_axe(page)


@pytest.mark.browser
def test_on_paper_nothing_is_cut_or_folded_away_and_no_menu_stands(
    open_as: Open, link: CommitteeLink, report: StatusReport
) -> None:
    page = open_as(None, f"/committee/{link.token}/", width=A4)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    screenshot(page, "committee-on-paper")
    assert page.get_by_text("Samarbejdsgrad").first.is_visible()
    assert page.get_by_text("Kilde", exact=True).is_visible()
    assert not page.get_by_text("English").is_visible()
    assert not page.get_by_text("Som PDF").is_visible()
    assert page.evaluate(
        "[...document.querySelectorAll('.grid')].filter(one => one.scrollWidth > one.parentElement.clientWidth).length"
    ) == 0  # fmt: skip
    no_sideways_scroll(page)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[data-print][open]").count() == 0
