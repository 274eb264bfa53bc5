"""A case goes from one caseworker to another: asked for, prepared, met about, accepted; and what stands in the way."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.continuity.hands import TOLD, Hands
from tests.factories import Factory
from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Role
from tovholder.audit.models import Basis
from tovholder.casework.access import NeedsReason, open_case
from tovholder.casework.actions.assignments import assign
from tovholder.casework.actions.notes import write_note
from tovholder.casework.errors import Refused
from tovholder.casework.models import Assignment, CaseRole, Conversation
from tovholder.continuity.actions.common import status_of
from tovholder.continuity.lifecycle import HANDOVER
from tovholder.continuity.models import Handover, Letter

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F1")]


# What stands in the way


@pytest.mark.parametrize(("days", "until"), [(0, 14), (-3, None), (-20, -2)])
def test_a_case_is_not_handed_to_somebody_who_is_away(hands: Hands, days: int, until: int | None) -> None:
    """Nor to somebody who should be back and whose return nobody has registered."""
    hands.away(hands.new, days, until)
    with pytest.raises(Refused, match="Mette Krogh"):
        hands.ask()


def test_a_case_can_be_handed_over_from_the_day_on_which_somebody_is_back(hands: Hands) -> None:
    hands.away(hands.new, 5, 10)
    later = hands.today + dt.timedelta(days=7)
    with pytest.raises(Refused):
        hands.ask(takes_over_on=later)
    assert hands.ask(takes_over_on=hands.today + dt.timedelta(days=10)).pk


def test_a_case_is_not_handed_to_somebody_without_access(hands: Hands, make: Factory) -> None:
    gone = make.staff("Bo Væk", unit=hands.unit, is_active=False)
    analyst = make.staff("Ida Tal", unit=hands.unit, role=Role.ANALYST)
    for staff in (gone, analyst):
        with pytest.raises(Refused):
            hands.ask(receiver_id=staff.pk)


def test_a_case_is_not_handed_to_the_one_who_holds_it(hands: Hands) -> None:
    with pytest.raises(Refused, match="Ole Ravn"):
        hands.ask(receiver_id=hands.old.pk)


def test_a_case_that_nobody_holds_is_assigned_and_not_handed_over(hands: Hands, make: Factory) -> None:
    vacant = make.case(unit=hands.unit)
    with pytest.raises(Refused):
        hands.ask(by=hands.leader, case=vacant)


def test_the_cause_has_to_be_said(hands: Hands) -> None:
    for cause, reason in (("", ""), ("unknown", ""), ("other", " "), ("project", "")):
        with pytest.raises(Refused):
            hands.ask(cause=cause, reason=reason)


def test_a_colleague_does_not_give_away_what_is_not_hers(hands: Hands, make: Factory) -> None:
    with pytest.raises(NotAllowed):
        hands.ask(by=hands.new)
    with pytest.raises(NotAllowed):
        hands.ask(by=make.staff(unit=hands.unit, role=Role.ADMINISTRATOR))


def test_in_another_unit_its_leader_names_the_person(hands: Hands, make: Factory) -> None:
    south = make.unit("Team Syd")
    there = make.staff("Lis Dam", unit=south)
    leader = make.staff("Per Lund", unit=south, role=Role.TEAM_LEADER)
    with pytest.raises(NotAllowed):
        hands.ask(receiver_id=there.pk, to_unit_id=south.pk)
    handover = hands.ask(receiver_id=None, to_unit_id=south.pk)
    hands.do("prepare", handover, hands.old, content=TOLD)
    with pytest.raises((NotAllowed, NeedsReason)):
        hands.do("appoint", handover, there, receiver_id=there.pk)
    hands.do("appoint", handover, leader, receiver_id=there.pk)
    hands.do("accept", handover, there)
    assert (hands.row().staff, hands.row().unit) == (there, south)


def test_a_case_is_handed_over_once_at_a_time(hands: Hands, make: Factory) -> None:
    hands.ask()
    with pytest.raises(Refused):
        hands.ask(receiver_id=make.staff(unit=hands.unit).pk)


def test_the_second_of_two_who_ask_is_told(hands: Hands) -> None:
    seen = hands.row().pk
    given = {"case_id": hands.case.pk, "unit_id": hands.unit.pk, "effective_at": hands.now, "planned": True}
    assign(**hands.when(hands.leader), **given, staff_id=hands.leader.pk, cause="balance", expected_assignment_id=seen)
    with pytest.raises(ChangedMeanwhile):
        hands.ask(expected_assignment_id=seen)
    assert not Handover.objects.exists()


def test_nothing_can_be_accepted_before_anything_was_told(hands: Hands) -> None:
    handover = hands.ask()
    with pytest.raises(Refused):
        hands.do("accept", handover, hands.new)
    with pytest.raises(Refused) as refused:
        hands.do("prepare", handover, hands.old, content={"where_we_are": " ", "promises": "En ting"})
    assert len(refused.value.faults) == 2
    assert hands.row().staff == hands.old


def test_only_the_one_who_takes_over_accepts_or_returns(hands: Hands) -> None:
    handover = hands.prepared()
    for somebody in (hands.old, hands.leader):
        with pytest.raises(NotAllowed):
            hands.do("accept", handover, somebody)
        with pytest.raises(NotAllowed):
            hands.do("give_back", handover, somebody, missing="Mere")


def test_it_is_accepted_once(hands: Hands) -> None:
    handover = hands.prepared()
    hands.do("accept", handover, hands.new)
    with pytest.raises(Refused):
        hands.do("accept", handover, hands.new)
    assert Assignment.objects.filter(case=hands.case).count() == 2
    assert Letter.objects.count() == 1


def test_the_second_of_two_who_act_on_it_is_told_and_overwrites_nothing(hands: Hands) -> None:
    handover = hands.ask()
    seen = handover.version
    hands.do("prepare", handover, hands.old, content=TOLD, version=seen)
    with pytest.raises(ChangedMeanwhile):
        hands.do("prepare", handover, hands.leader, content={**TOLD, "promises": "Noget andet"}, version=seen)
    handover.refresh_from_db()
    assert handover.promises == TOLD["promises"]


def test_it_is_void_when_somebody_has_decided_otherwise_meanwhile(hands: Hands, make: Factory) -> None:
    handover = hands.prepared()
    third = make.staff("Ida Holm", unit=hands.unit)
    assign(
        **hands.when(hands.leader),
        case_id=hands.case.pk,
        staff_id=third.pk,
        unit_id=hands.unit.pk,
        effective_at=hands.now,
        planned=True,
        cause="balance",
        expected_assignment_id=hands.row().pk,
    )
    with pytest.raises(Refused):
        hands.do("accept", handover, hands.new)
    assert hands.row().staff == third
    hands.do("revoke", handover, hands.leader, reason="Ida har sagen")


def test_a_meeting_that_lies_ahead_has_not_been_held(hands: Hands) -> None:
    handover = hands.prepared()
    ahead = hands.now + dt.timedelta(hours=2)
    with pytest.raises(Refused):
        hands.do("register_meeting", handover, hands.new, met_at=ahead, citizen="present", essence="Alt godt")
    with pytest.raises(Refused) as refused:
        hands.do("register_meeting", handover, hands.new, met_at=None, citizen="", essence="")
    assert len(refused.value.faults) == 3


def test_an_unplanned_shift_needs_a_person_and_a_leader(hands: Hands) -> None:
    planned = hands.ask()
    with pytest.raises(Refused):
        hands.do("assign_now", planned, hands.leader)
    hands.do("revoke", planned, hands.old, reason="Alligevel ikke")
    handover = hands.ask(by=hands.leader, kind="unplanned", cause="sickness", receiver_id=None)
    with pytest.raises(Refused):
        hands.do("assign_now", handover, hands.leader)
    with pytest.raises(NotAllowed):
        hands.do("assign_now", handover, hands.new)


def test_an_act_that_the_status_does_not_allow_is_refused_by_the_table(hands: Hands) -> None:
    """Every row of the table from every status that it does not lead from."""
    handover = hands.prepared()
    hands.do("accept", handover, hands.new)
    over = {"accepted", "revoked"}
    assert all(not row.sources & over for row in HANDOVER.table)
    for act, by, said in (
        ("prepare", hands.old, {"content": TOLD}),
        ("register_meeting", hands.new, {"met_at": hands.now, "citizen": "told", "essence": "x"}),
        ("give_back", hands.new, {"missing": "x"}),
        ("revoke", hands.old, {"reason": "x"}),
        ("appoint", hands.leader, {"receiver_id": hands.leader.pk}),
        ("assign_now", hands.leader, {}),
    ):
        with pytest.raises(Refused):
            hands.do(act, handover, by, **said)


# How it goes


def test_the_case_stays_with_the_sender_until_the_receiver_accepts(hands: Hands) -> None:
    handover = hands.ask()
    assert (status_of(handover), hands.row().staff) == ("asked", hands.old)
    hands.do("prepare", handover, hands.old, content=TOLD)
    hands.do("register_meeting", handover, hands.new, met_at=hands.now, citizen="present", essence="Hun er glad.")
    assert (status_of(handover), hands.row().staff) == ("met", hands.old)
    done = hands.do("accept", handover, hands.new)
    assert (status_of(done), hands.row().staff, done.is_complete) == ("accepted", hands.new, True)
    row = hands.row()
    assert (row.cause, row.planned, row.unit) == ("balance", True, hands.unit)


def test_what_is_missing_is_said_and_told(hands: Hands) -> None:
    handover = hands.prepared()
    with pytest.raises(Refused):
        hands.do("give_back", handover, hands.new, missing=" ")
    hands.do("give_back", handover, hands.new, missing="Hvem er kontakt i kantinen?")
    assert status_of(handover) == "returned"
    with pytest.raises(Refused):
        hands.do("accept", handover, hands.new)
    hands.do("prepare", handover, hands.old, content={**TOLD, "promises": "Henrik Bang i kantinen ringes op."})
    assert status_of(hands.do("accept", handover, hands.new)) == "accepted"
    words = list(handover.steps.filter(act="return").values_list("words", flat=True))
    assert words == ["Hvem er kontakt i kantinen?"]


def test_the_sender_may_take_it_back(hands: Hands) -> None:
    handover = hands.ask()
    with pytest.raises(Refused):
        hands.do("revoke", handover, hands.old, reason="")
    hands.do("revoke", handover, hands.old, reason="Borgeren vil gerne blive")
    assert hands.row().staff == hands.old
    assert hands.ask().pk != handover.pk


def test_planned_conversations_follow_the_case_and_keep_their_author(hands: Hands, make: Factory) -> None:
    soon = hands.now + dt.timedelta(days=3)
    talk = make.conversation(hands.case, starts_at=soon, staff=hands.old, registered_by=hands.old)
    other = make.conversation(hands.case, starts_at=soon, staff=hands.leader)
    handover = hands.prepared()
    hands.do("accept", handover, hands.new)
    talk.refresh_from_db()
    other.refresh_from_db()
    assert (talk.staff, talk.registered_by, other.staff) == (hands.new, hands.old, hands.leader)
    handover.refresh_from_db()
    (work,) = [work for work in handover.open_work if work["who"]]
    assert work["who"] == "Ole Ravn"


def test_a_day_ahead_is_kept_to(hands: Hands, make: Factory) -> None:
    first = hands.today + dt.timedelta(days=12)
    before = make.conversation(hands.case, starts_at=hands.now + dt.timedelta(days=2), staff=hands.old)
    hands.do("accept", hands.prepared(takes_over_on=first), hands.new)
    assert Assignment.objects.at(hands.now).get(case=hands.case).staff == hands.old
    assert hands.row().effective_at.date() == first - dt.timedelta(days=1)  # midnight here, in UTC
    assert Conversation.objects.get(pk=before.pk).staff == hands.old


def test_whoever_coordinates_the_case_by_holding_it_hands_that_over_too(hands: Hands, make: Factory) -> None:
    make.assign(hands.case, hands.old, at=hands.now - dt.timedelta(days=9), role=CaseRole.COORDINATING)
    hands.do("accept", hands.prepared(), hands.new)
    assert hands.row(role=CaseRole.COORDINATING).staff == hands.new


@pytest.mark.requirement("F3")
def test_when_nobody_can_prepare_it_the_leader_assigns_and_the_handover_stays_open(hands: Hands) -> None:
    handover = hands.ask(by=hands.leader, kind="unplanned", cause="sickness")
    hands.do("assign_now", handover, hands.leader)
    row = hands.row()
    assert (row.staff, row.planned, row.cause) == (hands.new, False, "sickness")
    assert (status_of(handover), Handover.objects.open().count()) == ("assigned", 1)
    # Whoever had the case can still tell what is to be known, and the new one says when that is enough.
    hands.do("prepare", handover, hands.old, content=TOLD)
    hands.do("accept", handover, hands.new)
    assert Assignment.objects.filter(case=hands.case).count() == 2
    assert Letter.objects.count() == 1


# Who may see the case


def test_the_sender_reads_on_for_a_while_and_writes_no_more(hands: Hands, make: Factory) -> None:
    south = make.unit("Team Syd")
    leader = make.staff(unit=south, role=Role.TEAM_LEADER)
    handover = hands.ask(receiver_id=None, to_unit_id=south.pk)
    hands.do("prepare", handover, hands.old, content=TOLD)
    hands.do("appoint", handover, leader, receiver_id=leader.pk)
    hands.do("accept", handover, leader)
    actor = hands.make.actor(hands.old, hands.today)
    access = open_case(actor, hands.case.pk, now=hands.now, today=hands.today)
    assert access.basis is Basis.HANDOVER
    with pytest.raises(NotAllowed):
        write_note(**hands.when(hands.old), case_id=hands.case.pk, happened_at=hands.now, text="Hej", kind="note")
    last = hands.today + dt.timedelta(days=30)
    assert open_case(actor, hands.case.pk, now=hands.now + dt.timedelta(days=30), today=last)
    with pytest.raises(NeedsReason):
        open_case(actor, hands.case.pk, now=hands.now + dt.timedelta(days=31), today=last + dt.timedelta(days=1))


def test_the_receiver_reads_the_case_before_it_is_hers(hands: Hands, make: Factory) -> None:
    south = make.unit("Team Syd")
    there = make.staff(unit=south)
    leader = make.staff(unit=south, role=Role.TEAM_LEADER)
    for somebody in (there, leader):
        with pytest.raises(NeedsReason):
            open_case(make.actor(somebody, hands.today), hands.case.pk, now=hands.now, today=hands.today)
    handover = hands.ask(receiver_id=None, to_unit_id=south.pk)
    assert open_case(make.actor(leader, hands.today), hands.case.pk, now=hands.now, today=hands.today)
    hands.do("appoint", handover, leader, receiver_id=there.pk)
    access = open_case(make.actor(there, hands.today), hands.case.pk, now=hands.now, today=hands.today)
    assert access.is_reading
    hands.do("revoke", handover, hands.old, reason="Nej")
    with pytest.raises(NeedsReason):
        open_case(make.actor(there, hands.today), hands.case.pk, now=hands.now, today=hands.today)
