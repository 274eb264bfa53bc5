"""Many cases, chosen on a list: handed over, or the handovers revoked, with a result for each."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.browser import Open, check_page
from tests.casework.desk import seen
from tests.continuity.hands import TOLD, Hands
from tests.factories import Factory
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import Role
from tovholder.casework.models import Assignment, Case
from tovholder.continuity.models import Handover

pytestmark = [pytest.mark.requirement("F1")]


def client(staff: Staff) -> Client:
    made = Client()
    made.force_login(staff)
    made.cookies["tovholder_language"] = "en"
    return made


def hand_over(here: Hands, by: Staff, cases: list[Case], **said: object) -> tuple[int, str]:
    keys = [f"{case.pk}:{here.row(case).pk}" for case in cases]
    receiver = {"receiver": f"{here.unit.pk}:{here.new.pk}", "kind": "planned", "cause": "balance"}
    typed = {"act": "hand_over", "case": keys, "confirm": "1", **receiver, **said}
    answer = client(by).post(reverse("casework:bulk"), typed)
    return answer.status_code, seen(answer.content.decode())


def revoke(here: Hands, by: Staff, handovers: list[Handover], **said: object) -> str:
    keys = [f"{one.pk}:{one.version}" for one in handovers]
    answer = client(by).post(reverse("continuity:revoke_many"), {"handover": keys, "confirm": "1", **said})
    return seen(answer.content.decode())


@pytest.mark.django_db
def test_what_has_to_be_said_is_asked_for_and_nothing_is_asked_meanwhile(here: Hands) -> None:
    status, page = hand_over(here, here.old, [here.case], receiver="", cause="")
    assert status == 400
    assert page.count("This field is required") >= 2
    assert not Handover.objects.exists()


@pytest.mark.django_db
def test_a_case_that_is_not_ones_own_is_refused_with_who_may_and_the_others_are_done(
    here: Hands, make: Factory
) -> None:
    others = make.case(held_by=make.staff(unit=here.unit))
    _status, page = hand_over(here, here.old, [here.case, others])
    assert "1 of 2 cases are done" in page
    assert "The one who holds the case, or the unit’s leader, asks for a handover" in page.replace("'", "’")
    assert Handover.objects.get().case == here.case


@pytest.mark.django_db
def test_whoever_holds_no_unit_may_not_say_that_nobody_can_prepare_it(here: Hands) -> None:
    status, _page = hand_over(here, here.old, [here.case], kind="unplanned")
    assert status == 400


@pytest.mark.django_db
def test_a_case_that_changed_hands_or_will_is_named_and_stays(here: Hands, make: Factory) -> None:
    changed, ahead, nobodys = make.case(held_by=here.old), make.case(held_by=here.old), make.case(held_by=here.old)
    keys = {case.pk: here.row(case).pk for case in (changed, ahead, nobodys)}
    make.assign(changed, make.staff(unit=here.unit), at=here.now - dt.timedelta(minutes=5))
    make.assign(ahead, here.new, at=here.now + dt.timedelta(days=9))
    make.assign(nobodys, None, at=here.now - dt.timedelta(days=1), unit=here.unit)
    keys[nobodys.pk] = here.row(nobodys).pk
    typed = {"receiver": f"{here.unit.pk}:{here.new.pk}", "kind": "planned", "cause": "balance"}
    answer = client(here.leader).post(
        reverse("casework:bulk"),
        {"act": "hand_over", "case": [f"{case}:{row}" for case, row in keys.items()], "confirm": "1", **typed},
    )
    page = seen(answer.content.decode())
    assert "0 of 3 cases are done" in page
    assert "Somebody else changed it meanwhile" in page
    assert "Another change of who holds the case lies ahead" in page
    assert "Nobody holds the case" in page


@pytest.mark.django_db
def test_chosen_cases_are_asked_for_once_with_a_result_for_each(here: Hands, make: Factory) -> None:
    cases = [here.case, *(make.case(held_by=here.old) for _ in range(3))]
    listed = seen(client(here.old).get(reverse("casework:work_list")).content.decode())
    assert "Hand over" in listed
    _status, page = hand_over(here, here.leader, cases, kind="reorganisation", cause="reorganisation")
    assert "4 of 4 cases are done" in page
    assert set(Handover.objects.values_list("sender", "receiver", "kind")) == {
        (here.old.pk, here.new.pk, "reorganisation")
    }
    assert {here.row(case).staff for case in cases} == {here.old}  # they stay until she accepts


@pytest.mark.django_db
def test_to_another_unit_without_a_name_for_cases_of_several_units(here: Hands, make: Factory) -> None:
    south = make.unit("Team Syd")
    other = make.unit("Team Øst")
    both = make.staff(unit=here.unit)
    make.member(both, other, Role.CASEWORKER)
    cases = [make.case(held_by=both, unit=here.unit), make.case(held_by=both, unit=other)]
    _status, page = hand_over(here, both, cases, receiver=f"{south.pk}:")
    assert "2 of 2 cases are done" in page
    assert set(Handover.objects.values_list("to_unit", "receiver")) == {(south.pk, None)}


@pytest.mark.django_db
def test_the_page_of_a_unit_hands_over_what_a_person_holds_and_assigns_what_nobody_does(
    here: Hands, make: Factory
) -> None:
    empty = make.case(held_by=here.old)
    make.assign(empty, None, at=here.now - dt.timedelta(days=1), unit=here.unit)
    page = client(here.leader).get(reverse("casework:unit", args=[here.unit.pk])).content.decode()
    assert f"{reverse('continuity:many')}?from={here.old.pk}" in page
    assert f'value="{empty.pk}:{here.row(empty).pk}"' in page
    acts = page.split('class="bulk-bar"')[1]
    assert "Change the caseworker" in acts
    assert 'value="hand_over"' not in acts
    typed = {"receiver": f"{here.new.pk}:{here.unit.pk}", "effective_on": here.today, "planned": "yes"}
    said = {"act": "assign", "case": f"{empty.pk}:{here.row(empty).pk}", "unit": here.unit.pk, "confirm": "1"}
    answer = client(here.leader).post(reverse("casework:bulk"), {**said, **typed, "cause": "balance"})
    assert "1 of 1 cases are done" in seen(answer.content.decode())
    assert reverse("casework:unit", args=[here.unit.pk]) in answer.content.decode()
    assert Assignment.objects.filter(case=empty).latest("effective_at", "seq").staff == here.new


@pytest.mark.django_db
def test_handovers_are_not_revoked_without_a_reason(here: Hands) -> None:
    handover = here.ask()
    assert "This field is required" in revoke(here, here.leader, [handover], reason=" ")
    assert Handover.objects.get().ended_at is None


@pytest.mark.django_db
def test_a_sender_revokes_what_is_theirs_and_no_more(here: Hands, make: Factory) -> None:
    elsewhere = Hands(make, here.now)
    own, foreign = here.ask(), elsewhere.ask()
    page = revoke(here, here.old, [own, foreign], reason="Fortrudt")
    assert "1 of 2 cases are done" in page
    assert page.count("Samira Dahl") == 1
    assert set(Handover.objects.open()) == {foreign}
    assert here.row().staff == here.old


@pytest.mark.django_db
def test_the_second_of_two_is_told_what_the_first_did(here: Hands, make: Factory) -> None:
    cases = [here.case, make.case(held_by=here.old)]
    handovers = [here.ask(case=case) for case in cases]
    here.do("prepare", handovers[0], here.old, content=TOLD)
    page = revoke(here, here.leader, handovers, reason="Teamet bliver, som det er")
    assert "1 of 2 cases are done" in page
    assert "Ole Ravn was here first: It was written what the next one has to know." in page
    assert set(Handover.objects.open()) == {handovers[0]}


@pytest.mark.django_db
def test_the_list_offers_what_the_table_of_acts_allows(here: Hands, make: Factory) -> None:
    handover = here.prepared()
    lists = reverse("continuity:handovers")
    assert 'formaction="' in client(here.new).get(lists).content.decode()  # to accept
    assert "bulk-bar" in client(here.old).get(lists).content.decode()  # to revoke
    of_leader = client(here.leader).get(lists + "?show=open").content.decode()
    assert f'value="{handover.pk}:{handover.version}"' in of_leader
    stranger = make.staff(role=Role.TEAM_LEADER)
    assert "bulk-bar" not in client(stranger).get(lists + "?show=open").content.decode()
    here.do("accept", handover, here.new)
    assert "bulk-bar" not in client(here.leader).get(lists + "?show=open").content.decode()


@pytest.mark.browser
def test_choosing_and_revoking_can_be_done_by_everybody(open_as: Open, make: Factory) -> None:
    here = Hands(make, timezone.now())
    for number in range(3):
        here.ask(case=make.case(held_by=here.old, citizen=make.citizen("Ea", f"Holm {number}")))
    page = open_as(here.leader, reverse("continuity:handovers") + "?show=open", language="en")
    page.get_by_role("checkbox", name="Select all on this page").check()
    page.get_by_role("button", name="Revoke").click()
    page.get_by_label("Why").fill("The team stays as it is")
    page.get_by_role("button", name="Revoke").click()
    page.get_by_role("heading", name="What became of each case").wait_for()
    assert "3 of 3 cases are done" in page.inner_text("main")
    check_page(open_as, here.leader, reverse("casework:unit", args=[here.unit.pk]), "unit-with-acts")
