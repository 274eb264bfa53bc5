"""Open a case for somebody who was found or has just been registered."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.citizens.people import person, signed_in
from tests.factories import Factory
from tovholder.accounts.rights import Role
from tovholder.audit.models import Lookup, Seen
from tovholder.casework.models import Assignment, Case

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F1")]


def today() -> str:
    return timezone.localdate().isoformat()


@pytest.mark.parametrize("role", [Role.JOB_CONSULTANT, Role.ANALYST, Role.ADMINISTRATOR, Role.EXTERNAL_PARTNER])
def test_who_may_not_open_cases_is_refused(make: Factory, role: str) -> None:
    citizen = person(make)
    where = reverse("casework:open_case", args=[citizen.pk])
    assert signed_in(make.staff(role=role)).post(where).status_code == 403
    assert not Case.objects.exists()


def test_a_citizen_who_is_not_there_gets_no_case(make: Factory) -> None:
    assert signed_in(make.staff()).get(reverse("casework:open_case", args=[999_999])).status_code == 404


def test_a_unit_that_is_not_one_s_own_cannot_be_chosen(make: Factory) -> None:
    citizen, other = person(make), make.unit()
    where = reverse("casework:open_case", args=[citizen.pk])
    sent = {"holder": f"{other.pk}:", "opened_on": today(), "kle_number": "15.20.00"}
    response = signed_in(make.staff()).post(where, sent)
    assert response.status_code == 422
    assert "holder" in response.context["form"].errors
    assert not Case.objects.exists()


def test_a_caseworker_chooses_herself_or_nobody_and_no_colleague(make: Factory) -> None:
    unit = make.unit()
    staff, colleague = make.staff(unit=unit), make.staff(unit=unit)
    page = signed_in(staff).get(reverse("casework:open_case", args=[person(make).pk]))
    offered = [value for _unit, choices in page.context["form"].fields["holder"].choices for value, _name in choices]
    assert offered == [f"{unit.pk}:{staff.pk}", f"{unit.pk}:"]
    assert f"{unit.pk}:{colleague.pk}" not in offered


def test_a_leader_chooses_among_those_who_do_casework_there(make: Factory) -> None:
    unit = make.unit()
    leader = make.staff(unit=unit, role=Role.TEAM_LEADER)
    colleague = make.staff(unit=unit)
    analyst = make.staff(unit=unit, role=Role.ANALYST)
    page = signed_in(leader).get(reverse("casework:open_case", args=[person(make).pk]))
    offered = [value for _unit, choices in page.context["form"].fields["holder"].choices for value, _name in choices]
    assert f"{unit.pk}:{colleague.pk}" in offered
    assert f"{unit.pk}:{analyst.pk}" not in offered


def test_the_case_is_open_with_its_first_holder(make: Factory) -> None:
    unit = make.unit()
    staff, citizen = make.staff(unit=unit), person(make)
    where = reverse("casework:open_case", args=[citizen.pk])
    sent = {"holder": f"{unit.pk}:{staff.pk}", "opened_on": today(), "kle_number": "15.20.00"}
    response = signed_in(staff).post(where, sent)
    case = Case.objects.get(citizen=citizen)
    assert response["Location"] == reverse("casework:case", args=[case.pk])
    row = Assignment.objects.get(case=case)
    assert (row.staff, row.unit, row.planned) == (staff, unit, True)


def test_what_the_act_refuses_is_said_with_the_form_as_it_was(make: Factory) -> None:
    unit = make.unit()
    staff, citizen = make.staff(unit=unit), person(make)
    make.case(citizen=citizen, held_by=staff)
    where = reverse("casework:open_case", args=[citizen.pk])
    sent = {"holder": f"{unit.pk}:", "opened_on": today(), "kle_number": "15.20.00"}
    response = signed_in(staff).post(where, sent)
    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
    assert Case.objects.count() == 1
    wrong = signed_in(staff).post(where, sent | {"kle_number": "femten"})
    assert "kle_number" in wrong.context["form"].errors


def test_whom_the_page_shows_is_logged(make: Factory) -> None:
    staff, citizen = make.staff(), person(make, "Bo", "Prøve")
    signed_in(staff).get(reverse("casework:open_case", args=[citizen.pk]))
    row = Lookup.objects.get()
    assert (row.citizen, row.staff, row.seen) == (citizen, staff, Seen.SEARCH)
