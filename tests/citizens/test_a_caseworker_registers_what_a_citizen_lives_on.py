"""Benefits and target groups with dates: overlaps are refused in words, with an offer to end the one before."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from tests.citizens.people import person, signed_in
from tests.factories import Factory
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.acts import Refused
from tovholder.accounts.models import Staff
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.audit.history import Of, story
from tovholder.citizens.actions.spells import (
    Overlaps,
    add_benefit,
    add_target_group,
    end_spell,
    take_back_spell,
)
from tovholder.citizens.models import Benefit, BenefitSpell, Citizen, TargetGroup, TargetGroupSpell

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F17")]

MARCH, MAY, JULY = dt.date(2026, 3, 1), dt.date(2026, 5, 1), dt.date(2026, 7, 1)


@pytest.fixture
def staff(make: Factory) -> Staff:
    return make.staff("Ole Ravn")


@pytest.fixture
def citizen(make: Factory, staff: Staff) -> Citizen:
    found = person(make, "Bo", "Prøve")
    make.case(citizen=found, held_by=staff)
    return found


@pytest.fixture
def asking(make: Factory, citizen: Citizen, staff: Staff, now: dt.datetime) -> dict[str, Any]:
    return {
        "actor": make.actor(staff, now.date()),
        "citizen_id": citizen.pk,
        "now": now,
        "today": now.date(),
    }


@pytest.fixture
def acting(asking: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in asking.items() if name != "citizen_id"}


def benefit(code: str) -> int:
    return Benefit.objects.get(code=code).pk


def group(code: str) -> int:
    return TargetGroup.objects.get(code=code).pk


def test_who_does_not_see_the_case_registers_nothing(make: Factory, asking: dict[str, Any], now: dt.datetime) -> None:
    stranger = make.actor(make.staff(), now.date())
    with pytest.raises(NotAllowed):
        add_benefit(**asking | {"actor": stranger}, benefit_id=benefit("kontanthjaelp"), start=MARCH)
    assert not BenefitSpell.objects.exists()


def test_an_end_before_the_start_is_refused(asking: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        add_benefit(**asking, benefit_id=benefit("kontanthjaelp"), start=MARCH, end=MARCH)


def test_a_benefit_that_the_law_has_closed_takes_no_new_periods(asking: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="2025"):
        add_benefit(**asking, benefit_id=benefit("uddannelseshjaelp"), start=dt.date(2025, 7, 1))
    add_benefit(**asking, benefit_id=benefit("uddannelseshjaelp"), start=dt.date(2025, 6, 30))


def test_the_same_benefit_twice_at_a_time_is_refused_with_the_one_in_the_way(asking: dict[str, Any]) -> None:
    first = add_benefit(**asking, benefit_id=benefit("kontanthjaelp"), start=MARCH)
    with pytest.raises(Overlaps) as refused:
        add_benefit(**asking, benefit_id=benefit("kontanthjaelp"), start=MAY)
    assert (refused.value.previous.pk, refused.value.can_end_previous) == (first.pk, True)
    assert "2026" in refused.value.faults[0]
    assert BenefitSpell.objects.count() == 1


def test_two_benefits_may_run_beside_each_other(asking: dict[str, Any]) -> None:
    add_benefit(**asking, benefit_id=benefit("kontanthjaelp"), start=MARCH)
    add_benefit(**asking, benefit_id=benefit("fleksloentilskud"), start=MAY)
    assert BenefitSpell.objects.filter(end=None).count() == 2


def test_a_new_benefit_can_end_the_one_before_on_that_day(asking: dict[str, Any]) -> None:
    first = add_benefit(**asking, benefit_id=benefit("kontanthjaelp"), start=MARCH)
    add_benefit(**asking, benefit_id=benefit("ledighedsydelse"), start=MAY, end_previous=True)
    first.refresh_from_db()
    assert (first.end, first.version) == (MAY, 2)


def test_a_citizen_belongs_to_one_target_group_at_a_time(asking: dict[str, Any]) -> None:
    first = add_target_group(**asking, target_group_id=group("6.3"), start=MARCH)
    with pytest.raises(Overlaps) as refused:
        add_target_group(**asking, target_group_id=group("6.2"), start=MAY)
    assert refused.value.can_end_previous
    add_target_group(**asking, target_group_id=group("6.2"), start=MAY, end_previous=True)
    first.refresh_from_db()
    assert first.end == MAY
    running = TargetGroupSpell.objects.on(JULY).get()
    assert running.target_group.code == "6.2"


def test_ending_the_one_before_is_no_way_out_when_it_begins_later(asking: dict[str, Any]) -> None:
    add_target_group(**asking, target_group_id=group("6.3"), start=MAY)
    with pytest.raises(Overlaps) as refused:
        add_target_group(**asking, target_group_id=group("6.2"), start=MARCH, end_previous=True)
    assert not refused.value.can_end_previous
    add_target_group(**asking, target_group_id=group("6.2"), start=MARCH, end=MAY)
    assert TargetGroupSpell.objects.count() == 2


def test_a_period_ends_on_a_day_and_two_do_not_end_it_differently(
    asking: dict[str, Any], acting: dict[str, Any]
) -> None:
    spell = add_benefit(**asking, benefit_id=benefit("kontanthjaelp"), start=MARCH)
    end_spell(**acting, model=BenefitSpell, spell_id=spell.pk, version=1, end=MAY)
    with pytest.raises(ChangedMeanwhile):
        end_spell(**acting, model=BenefitSpell, spell_id=spell.pk, version=1, end=JULY)
    spell.refresh_from_db()
    assert spell.end == MAY


def test_a_mistake_is_taken_back_with_a_reason_and_stays_in_the_history(
    asking: dict[str, Any], acting: dict[str, Any], citizen: Citizen
) -> None:
    spell = add_benefit(**asking, benefit_id=benefit("su"), start=MARCH)
    taking = {**acting, "model": BenefitSpell, "spell_id": spell.pk, "version": 1}
    with pytest.raises(Refused):
        take_back_spell(**taking, reason="  ")
    take_back_spell(**taking, reason="forkert borger")
    assert not BenefitSpell.objects.exists()
    deleted = story(Of(BenefitSpell, citizen=citizen.pk))[0]
    assert (deleted.kind, deleted.why, deleted.who) == ("deleted", "forkert borger", "Ole Ravn")


# The page


def test_the_page_offers_to_end_the_one_before_and_does_it(citizen: Citizen, staff: Staff) -> None:
    client = signed_in(staff)
    where = reverse("citizens:add_spell", args=[citizen.pk, "target-group"])
    assert client.post(where, {"code": group("6.3"), "start": "2026-03-01"}).status_code == 302
    sent = {"code": group("6.2"), "start": "2026-05-01"}
    response = client.post(where, sent)
    shown = response.content.decode()
    assert response.status_code == 422
    assert 'name="end_previous"' in shown
    assert 'value="2026-05-01"' in shown
    assert client.post(where, sent | {"end_previous": "on"}).status_code == 302
    assert [row.end for row in TargetGroupSpell.objects.filter(citizen=citizen)] == [MAY, None]


def test_the_page_tells_who_ended_it_meanwhile(citizen: Citizen, staff: Staff) -> None:
    client = signed_in(staff)
    client.post(
        reverse("citizens:add_spell", args=[citizen.pk, "benefit"]),
        {"code": benefit("kontanthjaelp"), "start": "2026-03-01"},
    )
    spell = BenefitSpell.objects.get()
    where = reverse("citizens:end_spell", args=[citizen.pk, "benefit", spell.pk])
    assert client.post(where, {"version": 1, "end": "2026-05-01"}).status_code == 302
    response = client.post(where, {"version": 1, "end": "2026-07-01"})
    assert response.status_code == 409
    assert [(field.was, field.became) for field in response.context["meanwhile"].fields] == [("", MAY)]
    assert 'value="2026-07-01"' in response.content.decode()
    assert 'name="version" value="2"' in response.content.decode()


def test_a_period_of_another_citizen_is_not_there(make: Factory, citizen: Citizen, staff: Staff) -> None:
    other = person(make, "Ib", "Anden")
    spell = BenefitSpell.objects.create(citizen=other, benefit_id=benefit("su"), start=MARCH)
    where = reverse("citizens:end_spell", args=[citizen.pk, "benefit", spell.pk])
    assert signed_in(staff).post(where, {"version": 1, "end": "2026-05-01"}).status_code == 404
    assert signed_in(staff).post(reverse("citizens:add_spell", args=[citizen.pk, "car"])).status_code == 404
