"""The page on which somebody is given a case: who held it, who could, why; and a mistake taken out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import Factory
from tovholder.accounts.models import Staff
from tovholder.casework.models import Assignment, Case

DAY = dt.timedelta(days=1)


class Page:
    """A team whose case nobody has held for ten days, since Anna left."""

    def __init__(self, make: Factory, client: Client) -> None:
        self.client, self.now = client, timezone.now()
        self.unit = make.unit("Team Nord")
        self.anna, self.bo = make.staff("Anna Friis", unit=self.unit), make.staff("Bo Lund", unit=self.unit)
        self.leader = make.staff("Lis Leder", unit=self.unit, role="team_leader")
        self.case: Case = make.case(held_by=self.anna, opened_on=timezone.localdate(self.now - 100 * DAY))
        self.vacancy = make.assign(self.case, None, at=self.now - 10 * DAY, cause="resignation", planned=False)
        self.path = f"/cases/{self.case.pk}/assign/"

    def get(self, staff: Staff, path: str = "") -> Any:
        self.client.force_login(staff)
        return self.client.get(path or self.path)

    def post(self, staff: Staff, path: str = "", **given: Any) -> Any:
        self.client.force_login(staff)
        return self.client.post(path or self.path, given)

    def holder(self) -> Staff | None:
        return Assignment.objects.at(timezone.now()).get(case=self.case, role="caseworker").staff


@pytest.fixture
def page(make: Factory, client: Client) -> Page:
    return Page(make, client)


def given(page: Page, staff: Staff, **changed: Any) -> dict[str, Any]:
    return {
        "holder": f"{page.unit.pk}:{staff.pk}",
        "day": timezone.localdate(page.now).isoformat(),
        "cause": "resignation",
        "planned": "no",
        "reason": "",
        "expected": page.vacancy.pk,
        **changed,
    }


def test_a_partner_who_takes_part_has_no_say(page: Page, make: Factory) -> None:
    partner = make.staff(role="external_partner")
    make.assign(page.case, partner, at=page.now - DAY, role="mentor")
    assert page.get(partner).status_code == 403
    assert page.post(partner, **given(page, partner)).status_code == 403


def test_what_is_missing_is_said_and_what_was_typed_stays(page: Page) -> None:
    answer = page.post(page.leader, **given(page, page.bo, cause="other", reason=""))
    assert answer.status_code == 422
    assert answer.context["form"]["holder"].value() == f"{page.unit.pk}:{page.bo.pk}"
    assert page.holder() is None


def test_somebody_else_was_first(page: Page, make: Factory) -> None:
    make.assign(page.case, page.anna, at=page.now - DAY)
    answer = page.post(page.leader, **given(page, page.bo))
    assert answer.status_code == 409
    assert "Anna Friis" in answer.content.decode()
    assert page.holder() == page.anna


@pytest.mark.requirement("F3")
def test_what_made_it_vacant_stands_there_already_and_one_choice_is_left(page: Page) -> None:
    form = page.get(page.leader).context["form"]
    assert (form["cause"].initial, form["planned"].initial) == ("resignation", "no")
    assert page.post(page.leader, **given(page, page.bo)).status_code == 302
    assert page.holder() == page.bo


def test_a_member_of_the_unit_takes_it_and_is_offered_nobody_else(page: Page) -> None:
    choices = page.get(page.bo).context["form"].fields["holder"].choices
    assert [key for _unit, group in choices[1:] for key, _name in group] == [f"{page.unit.pk}:{page.bo.pk}"]
    assert page.post(page.bo, **given(page, page.bo)).status_code == 302
    assert page.holder() == page.bo
    assert page.get(page.anna).status_code == 403


def test_all_who_held_it_stand_there_and_the_first_cannot_be_taken_out(page: Page) -> None:
    shown = page.get(page.leader)
    text = shown.content.decode()
    latest, first = shown.context["rows"]
    assert latest == page.vacancy
    assert f"/cases/{page.case.pk}/assignments/{page.vacancy.pk}/" in text
    assert f"/cases/{page.case.pk}/assignments/{first.pk}/" not in text


def test_a_mistake_is_taken_out_with_a_reason_by_who_decides(page: Page) -> None:
    path = f"/cases/{page.case.pk}/assignments/{page.vacancy.pk}/"
    assert page.get(page.bo, path).status_code == 403
    assert page.post(page.leader, path, reason="").status_code == 422
    assert page.post(page.leader, f"/cases/{page.case.pk}/assignments/0/", reason="x").status_code == 404
    assert page.post(page.leader, path, reason="Anna er her endnu").status_code == 302
    assert page.holder() == page.anna
