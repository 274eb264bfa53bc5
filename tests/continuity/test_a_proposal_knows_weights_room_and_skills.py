"""Who takes over is proposed by what cases weigh and ask for, and by what people have room for, speak and know."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from tests.continuity.hands import Hands
from tests.factories import Factory
from tovholder.accounts.models import Staff
from tovholder.casework.contributions import Moment
from tovholder.casework.models import Case
from tovholder.citizens.models import ContactDetails, TargetGroup, TargetGroupSpell
from tovholder.continuity import proposals
from tovholder.continuity.actions.proposals import propose_for_absence, try_reorganisation
from tovholder.continuity.models import Absence, Cover, ProposalRun
from tovholder.workload.models import (
    Capacity,
    CaseSpecialty,
    CaseWeight,
    GroupWeight,
    Specialty,
    StaffLanguage,
    StaffSpecialty,
)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F3")]
#: Before anything that happens here.
BEGAN = dt.date(2026, 1, 1)


def moment(here: Hands) -> Moment:
    return Moment(here.make.actor(here.leader, here.today), here.now, here.today)


def room(staff: Staff, weight: str, since: dt.date = BEGAN) -> None:
    unit = staff.memberships.earliest("pk").unit
    Capacity.objects.create(staff=staff, unit=unit, weight=Decimal(weight), valid_from=since, reason="Aftalt")


def weighs(case: Case, weight: str) -> None:
    CaseWeight.objects.create(case=case, weight=Decimal(weight), valid_from=BEGAN, reason="Mange møder")


def asks_for(case: Case, field: str, *, needed: bool) -> None:
    specialty = Specialty.objects.get(name_da=field)
    CaseSpecialty.objects.create(case=case, specialty=specialty, is_needed=needed, start=BEGAN)


def knows(staff: Staff, field: str) -> None:
    StaffSpecialty.objects.create(staff=staff, specialty=Specialty.objects.get(name_da=field), start=BEGAN)


def propose(here: Hands, language: str = "en") -> ProposalRun:
    absence = Absence.objects.filter(staff=here.old).first() or here.away(here.old)
    run = propose_for_absence(
        actor=moment(here).actor, absence_id=absence.pk, how="cover", language=language, moment=moment(here)
    )
    proposals.run(run.pk)
    run.refresh_from_db()
    return run


def placed(run: ProposalRun, case: Case) -> tuple[int, str]:
    found = run.answer["cases"][str(case.pk)]
    return found["staff"], found["why"]


def test_nobody_knows_a_field_that_is_needed(here: Hands) -> None:
    asks_for(here.case, "Fleksjob", needed=True)
    run = propose(here, "da")
    assert run.ending == "impossible"
    assert run.answer["short"] == ["Ingen i Team Nord kender Fleksjob (1 sag)."]


def test_one_whom_nobody_can_have_is_left_to_people_and_the_others_are_placed(here: Hands) -> None:
    other = here.make.case(held_by=here.old)
    asks_for(other, "Fleksjob", needed=True)
    nina = here.make.staff("Nina Bro", unit=here.make.unit("Team Syd"))
    knows(nina, "Fleksjob")
    run = propose(here)
    assert run.ending == "done"
    assert placed(run, here.case)[0] == here.new.pk
    assert run.answer["apart"] == {str(other.pk): run.answer["short"][0]}
    client = Client()
    client.force_login(here.leader)
    page = client.get(reverse("continuity:proposal", args=[run.pk]), follow=True).content.decode()
    assert "Nobody in Team Nord knows Flex jobs (1 case)." in page


def test_who_stands_in_for_somebody_already_has_less_room(here: Hands) -> None:
    third = here.make.staff("Ida Holm", unit=here.unit)
    gone = here.make.staff("Per Lund", unit=here.unit)
    absence = here.away(gone)
    for staff in (here.new, third):
        room(staff, "10")
    for _number in range(3):
        here.make.case(held_by=third)
    for _number in range(4):
        case = here.make.case(held_by=gone)
        Cover.objects.create(absence=absence, case=case, staff=here.new, starts_at=here.now)
    assert placed(propose(here), here.case)[0] == third.pk


def test_too_little_room_is_said_with_how_much_and_the_least_more_is_laid_out(here: Hands) -> None:
    room(here.new, "2")
    weighs(here.case, "1.5")
    other = here.make.case(held_by=here.new)
    weighs(other, "1.2")
    run = propose(here)
    assert run.ending == "done"
    assert run.answer["short"] == [
        "Room for 0.7 usual cases is missing in Team Nord: 1.5 are to be placed, and there is room for 0.8. "
        "Mette Krogh would need room for 0.7 usual cases more."
    ]
    assert placed(run, here.case)[0] == here.new.pk


def test_a_needed_field_decides_and_is_told(here: Hands) -> None:
    third = here.make.staff("Ida Holm", unit=here.unit)
    room(here.new, "50")
    room(third, "5")
    knows(third, "Fleksjob")
    asks_for(here.case, "Fleksjob", needed=True)
    staff, why = placed(propose(here), here.case)
    assert staff == third.pk
    assert "knows the field Flex jobs" in why
    assert "has room for 4 usual cases more" in why


def test_of_two_with_as_much_room_the_one_who_speaks_the_language(here: Hands) -> None:
    third = here.make.staff("Ida Holm", unit=here.unit)
    for staff in (here.new, third):
        room(staff, "20")
    StaffLanguage.objects.create(staff=third, language="ar", start=BEGAN)
    ContactDetails.objects.create(citizen=here.case.citizen, valid_from=here.now, interpreter_language="Arabisk")
    staff, why = placed(propose(here), here.case)
    assert staff == third.pk
    assert "speaks Arabic" in why
    assert "taler arabisk" in placed(propose(here, "da"), here.case)[1]


def test_who_carries_heavy_cases_has_less_room_though_fewer_cases(here: Hands) -> None:
    third = here.make.staff("Ida Holm", unit=here.unit)
    for staff in (here.new, third):
        room(staff, "10")
    weighs(here.make.case(held_by=here.new), "6")
    for _number in range(3):
        here.make.case(held_by=third)
    assert placed(propose(here), here.case)[0] == third.pk


def test_part_time_is_reckoned_with_from_its_day(make: Factory, here: Hands) -> None:
    south = here.make.unit("Team Syd")
    here.make.member(here.leader, south, "team_leader")
    nina = here.make.staff("Nina Bro", unit=south)
    group = TargetGroup.objects.get(code="6.3")
    GroupWeight.objects.create(target_group=group, weight=Decimal("1.5"), valid_from=BEGAN, reason="Talt op")
    for _number in range(4):
        case = here.make.case(held_by=here.old)
        TargetGroupSpell.objects.create(citizen=case.citizen, target_group=group, start=BEGAN)
    room(nina, "6")
    soon, later = here.today + dt.timedelta(days=20), here.today + dt.timedelta(days=60)
    room(nina, "4", here.today + dt.timedelta(days=40))
    runs = []
    for day in (soon, later):
        run = try_reorganisation(
            actor=moment(here).actor, moves={"6.3": south.pk}, on=day, language="en", moment=moment(here)
        )
        proposals.run(run.pk)
        run.refresh_from_db()
        runs.append(run)
    assert runs[0].ending == "done"
    assert runs[0].answer["loads"][str(nina.pk)] == [0, 6, 6]
    assert runs[1].ending == "done"
    assert runs[1].answer["short"] == [
        "Room for 2 usual cases is missing in Team Syd: 6 are to be placed, and there is room for 4. "
        "Nina Bro would need room for 2 usual cases more."
    ]
    assert (runs[1].answer["loads"][str(nina.pk)], runs[1].answer["proposal"]["over"]) == ([0, 6, 4], 2)
