"""One case's own weight with its reason, and the fields that it asks of a caseworker."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import Open, check_page
from tests.factories import Factory
from tests.workload.house import House
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import Role
from tovholder.casework.access import open_case
from tovholder.casework.errors import Refused
from tovholder.casework.models import Case
from tovholder.casework.queries.history import history_of
from tovholder.casework.told import told_about
from tovholder.workload.actions.cases import ask_for, weigh_case
from tovholder.workload.models import CaseSpecialty, CaseWeight, Specialty
from tovholder.workload.queries.cases import asked_by


def weigh(house: House, staff: Staff, case: Case, weight: str | None, **said: Any) -> CaseWeight:
    told = {"valid_from": house.today, "reason": "Fem myndigheder, møde hver uge", **said}
    value = None if weight is None else Decimal(weight)
    return weigh_case(**house.in_case(staff, case), weight=value, **told)


def field(name: str) -> Specialty:
    return Specialty.objects.get(name_da=name)


def test_a_colleague_and_a_job_consultant_do_not(house: House) -> None:
    case = house.case()
    with pytest.raises(Refused):
        weigh(house, house.bo, case, "2")
    consultant = house.make.staff(unit=house.unit, role=Role.JOB_CONSULTANT)
    with pytest.raises(NotAllowed):
        weigh(house, consultant, case, "2")
    assert not CaseWeight.objects.exists()


def test_it_is_said_why_and_from_a_day_on_which_the_case_is_open(house: House) -> None:
    case = house.case()
    with pytest.raises(Refused) as refused:
        weigh(house, house.anna, case, "2", reason=" ", valid_from=case.opened_on - dt.timedelta(days=1))
    assert len(refused.value.faults) == 2


def test_a_closed_case_is_not_weighed(house: House) -> None:
    case = house.case()
    Case.objects.filter(pk=case.pk).update(closed_on=house.today, close_reason="work")
    with pytest.raises(Refused):
        weigh(house, house.anna, case, "2")


def test_its_own_weight_goes_before_the_table_until_it_is_taken_back(house: House) -> None:
    case = house.case("6.3")
    house.group_weighs("6.3", "1.5")
    weigh(house, house.anna, case, "2.5")
    weigh(house, house.leader, case, None, valid_from=house.today + dt.timedelta(days=30), reason="Færre møder")
    assert house.weight(case, house.today - dt.timedelta(days=1)) == Decimal("1.5")
    assert house.weight(case) == Decimal("2.5")
    assert house.weight(case, house.today + dt.timedelta(days=30)) == Decimal("1.5")


def test_a_weight_of_nothing_is_a_weight(house: House) -> None:
    case = house.case("6.3")
    house.group_weighs("6.3", "1.5")
    weigh(house, house.anna, case, "0")
    assert house.weight(case) == 0


def test_the_case_says_what_it_weighs_and_why(house: House) -> None:
    case = house.case("6.3")
    moment = house.moment(house.anna)
    facts = [told_about(case.pk, moment).facts[0]]
    house.group_weighs("6.3", "1.5")
    facts.append(told_about(case.pk, moment).facts[0])
    weigh(house, house.anna, case, "2")
    facts.append(told_about(case.pk, moment).facts[0])
    assert [one.value for one in facts] == ["1", "1,5", "2"]
    assert "6.3" in facts[1].why
    assert "Fem myndigheder" in facts[2].why
    assert "Anna Holm" in facts[2].why
    partner = house.make.staff(role=Role.EXTERNAL_PARTNER)
    assert told_about(case.pk, house.moment(partner)).facts == []


def test_the_history_of_the_case_tells_it(house: House) -> None:
    case = house.case()
    weigh(house, house.anna, case, "2")
    ask_for(**house.in_case(house.anna, case), fields={field("Fleksjob").pk: True})
    access = open_case(house.by(house.anna)["actor"], case.pk, now=house.now, today=house.today)
    told = {change.model for change in history_of(access, house.anna.pk)}
    assert {"workload.caseweight", "workload.casespecialty"} <= told


def test_a_case_asks_for_fields_from_a_day_on(house: House) -> None:
    case = house.case(speaks="Arabisk")
    flex, young = field("Fleksjob"), field("Unge")
    with pytest.raises(Refused):
        ask_for(**house.in_case(house.bo, case), fields={flex.pk: True})
    with pytest.raises(Refused):
        ask_for(**house.in_case(house.anna, case), fields={0: True})
    ask_for(**house.in_case(house.anna, case), fields={flex.pk: True, young.pk: False})
    asked = asked_by([case.pk], house.now, house.today)[case.pk]
    assert (asked.needed, asked.wished, asked.language) == ({flex.pk}, {young.pk}, "ar")
    later = {**house.in_case(house.anna, case), "today": house.today + dt.timedelta(days=9)}
    ask_for(**later, fields={flex.pk: False})
    rows = CaseSpecialty.objects.order_by("start", "specialty")
    assert {(row.specialty_id, row.is_needed, row.end is None) for row in rows} == {
        (flex.pk, True, False),
        (young.pk, False, False),
        (flex.pk, False, True),
    }
    # Of a choice that is taken back on the same day nothing is left but its history.
    ask_for(**later, fields={})
    assert CaseSpecialty.objects.filter(end=None).count() == 0
    assert CaseSpecialty.objects.count() == 2


def test_a_colleague_reads_on_the_page_and_the_caseworker_writes(make: Factory, client: Client) -> None:
    house = House(make, timezone.now())
    case = house.case("6.3", speaks="arabisk")
    said = {"weight": "2", "reason": "To domstole", "valid_from": house.today.isoformat()}
    client.force_login(house.bo)
    page = client.get(f"/cases/{case.pk}/weight/").content.decode()
    assert "Registrér vægten" not in page
    assert client.post(f"/cases/{case.pk}/weight/set/", said).status_code == 422
    client.force_login(house.anna)
    page = client.get(f"/cases/{case.pk}/weight/").content.decode()
    assert "siger intet om borgeren" in page
    assert "arabisk" in page
    assert client.post(f"/cases/{case.pk}/weight/set/", {**said, "reason": ""}).status_code == 422
    assert client.post(f"/cases/{case.pk}/weight/set/", said).status_code == 302
    asked = {f"field_{field('Fleksjob').pk}": "needed"}
    assert client.post(f"/cases/{case.pk}/weight/fields/", asked).status_code == 302
    shown = client.get(f"/cases/{case.pk}/").content.decode()
    assert "To domstole" in shown
    assert "Fleksjob" in shown


@pytest.mark.browser
@pytest.mark.requirement("F11")
def test_it_takes_two_clicks_and_a_reason(open_as: Open, make: Factory) -> None:
    house = House(make, timezone.now())
    case = house.case("6.3", speaks="arabisk")
    page = open_as(house.anna, f"/cases/{case.pk}/")
    facts = page.locator("section", has=page.locator("#facts-heading"))
    facts.get_by_role("link").click()
    page.get_by_label("Sagen vejer").fill("1.8")
    page.get_by_label("Hvad gør arbejdet større eller mindre").fill("Møder med fem myndigheder")
    page.get_by_role("button", name="Registrér vægten").click()
    expect(facts).to_contain_text("Møder med fem myndigheder")
    expect(facts).to_contain_text("1,8")
    check_page(open_as, house.anna, f"/cases/{case.pk}/weight/", "case-weight")
