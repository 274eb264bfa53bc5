"""Who could stand in or take over: proposed with reasons, confirmed by people; a reorganisation tried out."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from tests.continuity.hands import Hands
from tovholder.accounts.actor import NotAllowed
from tovholder.casework.contributions import Moment
from tovholder.casework.errors import Refused
from tovholder.casework.models import Assignment, Case, ShiftCause
from tovholder.citizens.models import TargetGroup, TargetGroupSpell
from tovholder.continuity import proposals
from tovholder.continuity.actions.proposals import propose_for_absence, stop_proposal, try_reorganisation
from tovholder.continuity.models import Absence, Handover, ProposalRun

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F3")]


def at(hands: Hands) -> Moment:
    return Moment(hands.make.actor(hands.leader, hands.today), hands.now, hands.today)


def propose(hands: Hands, absence: Absence, how: str = "cover", capacity: int | None = None) -> ProposalRun:
    run = propose_for_absence(
        actor=at(hands).actor, absence_id=absence.pk, how=how, language="en", capacity=capacity, moment=at(hands)
    )
    proposals.run(run.pk)
    run.refresh_from_db()
    return run


def test_only_who_decides_asks_for_one(here: Hands) -> None:
    absence = here.away(here.old)
    with pytest.raises(NotAllowed):
        propose_for_absence(
            actor=here.make.actor(here.new, here.today),
            absence_id=absence.pk,
            how="cover",
            language="da",
            moment=at(here),
        )


def test_there_is_nothing_to_propose_where_everybody_has_somebody(here: Hands) -> None:
    with pytest.raises(Refused):
        propose(here, here.away(here.new))


def test_what_is_impossible_says_what_is_short(here: Hands) -> None:
    absence = here.away(here.old)
    here.away(here.new)
    run = propose(here, absence)
    assert run.ending == "impossible"
    assert "Team Nord" in run.answer["short"][0]


def test_the_one_whom_the_citizen_knows_is_proposed_with_the_reason(here: Hands) -> None:
    known = here.make.staff("Ida Holm", unit=here.unit)
    opened = here.now - dt.timedelta(days=60)
    for days in (40, 20):
        here.make.conversation(here.case, starts_at=here.now - dt.timedelta(days=days), held=True, staff=known)
    assert opened < here.now
    run = propose(here, here.away(here.old), capacity=10)
    placed = run.answer["cases"][str(here.case.pk)]
    assert (run.ending, placed["staff"], placed["how"]) == ("done", known.pk, "cover")
    assert "has met the citizen twice" in placed["why"]
    assert Assignment.objects.filter(case=here.case).count() == 1


def test_nobody_is_proposed_who_is_away_or_who_leads(here: Hands) -> None:
    absence = here.away(here.old)
    third = here.make.staff(unit=here.unit)
    here.away(third)
    run = propose(here, absence, how="shift")
    assert {one["staff"] for one in run.answer["cases"].values()} == {here.new.pk}


def test_the_proposal_is_laid_out_on_the_page_for_people_to_change(here: Hands) -> None:
    absence = here.away(here.old)
    run = propose(here, absence)
    client = Client()
    client.force_login(here.leader)
    gone_on = client.get(reverse("continuity:proposal", args=[run.pk]))
    page = client.get(gone_on["Location"]).content.decode()
    assert f'value="cover:{here.unit.pk}:{here.new.pk}" selected' in page
    key = f"{here.case.pk}:caseworker:{here.row().pk}:"
    answer = client.post(reverse("continuity:decide", args=[absence.pk]), {key: f"cover:{here.unit.pk}:{here.new.pk}"})
    assert answer.status_code == 200
    assert here.case.covers.get().staff == here.new


def test_it_is_stopped_when_somebody_asks(here: Hands) -> None:
    run = propose_for_absence(
        actor=at(here).actor, absence_id=here.away(here.old).pk, how="cover", language="da", moment=at(here)
    )
    stop_proposal(actor=at(here).actor, run_id=run.pk, now=here.now)
    proposals.run(run.pk)
    run.refresh_from_db()
    assert (run.ending, run.answer) == ("stopped", {})


# A reorganisation


@pytest.fixture
def teams(here: Hands) -> tuple[Hands, list[Case], int]:
    """Twelve activity-ready citizens of two caseworkers; one of the two goes along to the new team."""
    south = here.make.unit("Team Syd")
    here.make.member(here.leader, south, "team_leader")
    here.make.member(here.old, south, "caseworker")
    here.make.staff("Nina Bro", unit=south)
    group = TargetGroup.objects.get(code="6.3")
    cases = [here.case, *(here.make.case(held_by=here.old) for _number in range(5))]
    cases += [here.make.case(held_by=here.new) for _number in range(6)]
    for number, case in enumerate(cases):
        citizen = case.citizen
        citizen.born_on = dt.date(1980, 1, 1 + number)
        citizen.save()
        TargetGroupSpell.objects.create(citizen=citizen, target_group=group, start=dt.date(2026, 1, 1))
    return here, cases, south.pk


@pytest.mark.requirement("F2")
def test_a_reorganisation_is_set_against_the_usual_ways(teams: tuple[Hands, list[Case], int]) -> None:
    here, cases, south = teams
    with pytest.raises(Refused):
        try_reorganisation(actor=at(here).actor, moves={}, on=here.today, language="da", moment=at(here))
    run = try_reorganisation(
        actor=at(here).actor,
        moves={"6.3": south},
        on=here.today + dt.timedelta(days=40),
        language="en",
        moment=at(here),
    )
    proposals.run(run.pk)
    run.refresh_from_db()
    assert (run.ending, run.answer["affected"], run.answer["proven"]) == ("done", 12, True)
    ours = run.answer["proposal"]["shifts"]
    assert set(run.answer["usual"]) == {"greedy", "round_robin", "alphabet", "birthday"}
    # Those of the one who goes along stay with him; nobody's way does better.
    assert ours == 6
    assert all(ours <= one["shifts"] for one in run.answer["usual"].values())
    assert not Handover.objects.exists()
    client = Client()
    client.force_login(here.leader)
    answer = client.post(reverse("continuity:ask_for", args=[run.pk]))
    assert answer.status_code == 200
    assert Handover.objects.filter(cause=ShiftCause.REORGANISATION).count() == 6
    assert {row.case for row in Handover.objects.all()} == set(cases[6:])
