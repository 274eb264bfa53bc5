"""From a cell to its facts and cases: only those that one may see, each name logged as a look-up, the rest counted."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from html import unescape

import pytest

from tests.browser import Open, check_page
from tests.snapshots.conftest import House, Take, signed_in
from tests.snapshots.test_an_analyst_asks_a_figure import SEPTEMBER, text
from tovholder.audit.models import Basis, Lookup, Seen
from tovholder.citizens.models import AddressProtection, Benefit, BenefitSpell
from tovholder.snapshots.models import CaseKey

pytestmark = [pytest.mark.requirement("F18")]


def ways(page: object) -> dict[str, str]:
    """What a number says → the address behind it, in the table of numbers."""
    html = page.content.decode()  # type: ignore[attr-defined]
    inner = re.search(r'<table class="grid figure-table">(.*?)</table>', html, re.DOTALL)
    found = re.findall(r'<a href="([^"]*)">([^<]*)</a>', inner[1])  # type: ignore[index]
    return {number: unescape(address) for address, number in found}


def test_what_is_no_cell_of_the_question_is_not_found(house: House, take: Take) -> None:
    house.shifts("east", 6)
    take()
    client = signed_in(house.leader)
    for at in ("at=unit:1", "at=cause:sickness", "at=unit", "at=__class__:x", "side=other"):
        assert client.get(f"/figures/facts/?{SEPTEMBER}&{at}").status_code == 404, at


def test_a_hidden_number_cannot_be_opened(house: House, take: Take) -> None:
    house.shifts("east", 9).shifts("west", 3)
    take()
    leader, analyst = signed_in(house.leader), signed_in(house.analyst)
    (address,) = [way for number, way in ways(leader.get(f"/figures/?{SEPTEMBER}")).items() if number == "9"]
    assert ways(analyst.get(f"/figures/?{SEPTEMBER}")).keys() == {"12"}
    answer = text(analyst.get(address))
    assert "the number is not shown to those who may not see the cases" in answer
    assert "9" not in re.findall(r"<strong[^>]*>(.*?)</strong>", answer)
    assert "facts" not in answer


def test_an_analyst_reads_how_many_facts_and_no_case(house: House, take: Take) -> None:
    house.shifts("east", 9).shifts("west", 7)
    take()
    client = signed_in(house.analyst)
    answer = client.get(ways(client.get(f"/figures/?{SEPTEMBER}"))["9"])
    page = text(answer)
    assert "It was computed from 9 facts." in page
    assert "for those who may see the cases" in page
    assert "Borger" not in page
    assert "/cases/" not in answer.content.decode()
    assert not Lookup.objects.exists()
    # The number can be broken down further instead.
    further = unescape(re.search(r'<a href="([^"]*)">Cause</a>', answer.content.decode())[1])  # type: ignore[index]
    assert "within=unit" in further
    assert "Sickness 9" in text(client.get(further))


def test_a_leader_sees_the_cases_of_the_own_unit_and_how_many_there_are_besides(house: House, take: Take) -> None:
    house.shifts("east", 3).shifts("west", 6)
    take()
    client = signed_in(house.leader)
    answer = client.get(ways(client.get(f"/figures/?{SEPTEMBER}"))["9"])
    page = text(answer)
    for number in (1, 2, 3):
        assert f"Borger East sickness {number}" in page
    assert "West" not in page.split("The facts", 1)[1].split("6 more facts")[0].replace("Team Vest", "")
    assert "6 more facts are about cases that you may not see" in page
    shown = {int(pk) for pk in re.findall(r'href="/cases/(\d+)/"', answer.content.decode())}
    assert shown == {case.pk for case in house.cases["east"]}
    for pk in shown:
        assert client.get(f"/cases/{pk}/").status_code == 200


def test_each_name_that_is_shown_is_logged(house: House, take: Take) -> None:
    house.shifts("east", 3).shifts("west", 6)
    take()
    client = signed_in(house.leader)
    client.get(ways(client.get(f"/figures/?{SEPTEMBER}"))["9"])
    logged = Lookup.objects.filter(seen=Seen.FIGURE)
    assert {one.case_id for one in logged} == {case.pk for case in house.cases["east"]}
    assert Counter(logged.values_list("staff", "basis")) == {(house.leader.pk, Basis.LEADER): 3}
    assert Lookup.objects.count() == 3


def test_only_the_names_of_the_page_that_is_shown_are_logged(house: House, take: Take) -> None:
    house.shifts("east", 28).shifts("east", 28, cause="leave")
    take()
    client = signed_in(house.leader)
    address = ways(client.get(f"/figures/?{SEPTEMBER}"))["56"]
    assert text(client.get(address)).count("Borger East") == 50
    assert Lookup.objects.count() == 50
    assert text(client.get(f"{address}&page=2")).count("Borger East") == 6
    assert Lookup.objects.count() == 56


def test_a_protected_citizen_is_seen_by_the_leader_and_marked(house: House, take: Take, now: dt.datetime) -> None:
    house.shifts("east", 5)
    citizen = house.cases["east"][0].citizen
    AddressProtection.objects.create(citizen=citizen, start=dt.date(2026, 1, 1))
    take()
    client = signed_in(house.leader)
    assert "Protected address" in text(client.get(ways(client.get(f"/figures/?{SEPTEMBER}"))["5"]))


def test_a_case_that_is_not_in_the_database_any_more_is_only_counted(house: House, take: Take) -> None:
    house.shifts("east", 5)
    take()
    CaseKey.objects.filter(case=house.cases["east"][0]).delete()
    client = signed_in(house.leader)
    assert "1 more fact is about a case" in text(client.get(ways(client.get(f"/figures/?{SEPTEMBER}"))["5"]))


def test_facts_about_a_citizen_lead_to_the_citizens_case(house: House, take: Take) -> None:
    house.shifts("east", 5)
    benefit = Benefit.objects.get(code="kontanthjaelp")
    for case in house.cases["east"]:
        BenefitSpell.objects.create(citizen=case.citizen, benefit=benefit, start=dt.date(2026, 9, 5))
    take()
    client = signed_in(house.leader)
    page = client.get("/figures/?figure=benefit_inflow&by=benefit&period=2026-09")
    facts = text(client.get(ways(page)["5"]))
    assert facts.count("Borger East") == 5
    assert "Cash benefit" in facts


def test_the_facts_of_the_other_period_are_of_the_other_period(house: House, take: Take) -> None:
    house.shifts("east", 7)
    take()
    client = signed_in(house.leader)
    page = client.get("/figures/?figure=shifts&by=cause&period=2026-10&compare=before")
    (address,) = set(ways(page).values()) and [ways(page)["7"]]
    assert "side=other" in address
    facts = text(client.get(address))
    assert "Period Sep 2026" in facts
    assert facts.count("Borger East") == 7


@pytest.mark.browser
def test_the_page_of_facts_is_for_everybody(open_as: Open, house: House, take: Take) -> None:
    house.shifts("east", 6).shifts("west", 5)
    take()
    check_page(open_as, house.leader, f"/figures/facts/?{SEPTEMBER}", "facts-leader")
    check_page(open_as, house.analyst, f"/figures/facts/?{SEPTEMBER}", "facts-analyst")
