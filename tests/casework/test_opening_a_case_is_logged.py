"""Every reading of a case leaves one row in the log; the whole CPR number one of its own."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.casework.desk import Desk
from tests.casework.stories import CPR, Story, long_story, protect
from tests.factories import Factory
from tovholder.accounts.rights import Role
from tovholder.audit.models import Basis, Lookup, Seen
from tovholder.casework.models import AccessGrant

REASON = "Borgeren står i modtagelsen og spørger om sin sag"


@pytest.fixture
def story(make: Factory) -> Story:
    return long_story(make, timezone.now())


def log() -> list[tuple[str, str, str]]:
    return list(Lookup.objects.order_by("pk").values_list("seen", "basis", "reason"))


def test_who_was_refused_has_seen_nothing(make: Factory, story: Story) -> None:
    Desk(make.staff(role=Role.ANALYST)).open(story.case)
    Desk(make.staff()).open(story.case)
    assert log() == []


def test_opening_leaves_one_row_with_its_basis(make: Factory, story: Story) -> None:
    Desk(story.holder).open(story.case)
    Desk(story.leader).open(story.case)
    Desk(make.staff(unit=story.unit)).open(story.case)
    assert log() == [(Seen.CASE, basis, "") for basis in (Basis.PARTICIPANT, Basis.LEADER, Basis.UNIT)]
    row = Lookup.objects.earliest("pk")
    assert (row.citizen, row.case_id, row.staff) == (story.case.citizen, story.case.pk, story.holder)


def test_a_tab_or_a_page_of_the_timeline_goes_on_with_the_same_reading(story: Story) -> None:
    desk = Desk(story.holder)
    desk.open(story.case)
    for target, query in (("register", "?register=note"), ("timeline", "?page=2"), ("plan", "?edit=goal")):
        desk.client.get(
            reverse("casework:case", args=[story.case.pk]) + query, headers={"HX-Request": "true", "HX-Target": target}
        )
    assert len(log()) == 1


def test_a_part_of_the_page_alone_is_logged_too(story: Story) -> None:
    Desk(story.holder).client.get(
        reverse("casework:case", args=[story.case.pk]), headers={"HX-Request": "true", "HX-Target": "timeline"}
    )
    assert len(log()) == 1


@pytest.mark.parametrize("role", [Role.EXTERNAL_PARTNER, Role.ANALYST])
def test_who_may_not_see_cpr_numbers_is_shown_none(make: Factory, story: Story, role: Role) -> None:
    staff = story.partner if role == Role.EXTERNAL_PARTNER else make.staff(role=role)
    desk = Desk(staff)
    assert CPR[6:] not in desk.send("show_cpr", story.case)
    assert desk.status == 403
    assert log() == []


def test_the_cpr_number_is_shown_on_demand_and_logged(story: Story) -> None:
    desk = Desk(story.holder)
    assert f"{CPR[:6]}-{CPR[6:]}" in desk.send("show_cpr", story.case)
    assert Seen.CPR in {row[0] for row in log()}


def test_the_cpr_number_is_not_shown_by_an_address(story: Story) -> None:
    desk = Desk(story.holder)
    desk.get("show_cpr", story.case)
    assert desk.status == 405


class TestACaseThatIsNotOnesOwn:
    def test_no_reason_or_too_short_a_one_opens_nothing(self, make: Factory, story: Story) -> None:
        desk = Desk(make.staff())
        assert "Say why" in desk.send("give_reason", story.case, reason="fordi")
        assert desk.status == 422
        desk.send("give_reason", story.case, reason="")
        assert desk.status == 422
        assert not AccessGrant.objects.exists()

    def test_who_may_open_no_other_case_is_not_asked(self, make: Factory, story: Story) -> None:
        desk = Desk(make.staff(role=Role.EXTERNAL_PARTNER))
        desk.open(story.case)
        assert desk.status == 403
        desk.send("give_reason", story.case, reason=REASON)
        assert desk.status == 403

    def test_a_question_leads_nowhere_but_to_a_page_of_ours(self, make: Factory, story: Story) -> None:
        desk = Desk(make.staff())
        desk.send("give_reason", story.case, reason=REASON, next="https://elsewhere.example/")
        assert desk.address == f"/cases/{story.case.pk}/"

    def test_one_is_told_who_will_see_the_reason_and_then_reads(self, make: Factory, story: Story) -> None:
        desk = Desk(make.staff())
        desk.open(story.case)
        assert desk.address.startswith(reverse("casework:give_reason", args=[story.case.pk]))
        question = desk.get("give_reason", story.case)
        assert "The leader of the case's unit sees your name and your reason." in question
        assert "Al-Khatib" not in question
        desk.send("give_reason", story.case, reason=REASON)
        page = desk.open(story.case)
        assert "Samira Al-Khatib" in page
        assert "Opened with a reason" in page
        assert log() == [(Seen.CASE, Basis.REASON, REASON)]

    def test_with_a_reason_one_reads_and_writes_a_note_and_nothing_else(self, make: Factory, story: Story) -> None:
        desk = Desk(make.staff())
        desk.send("give_reason", story.case, reason=REASON)
        page = desk.open(story.case)
        assert "Held conversation" not in page
        assert "Add a step" not in page
        desk.send("hold", story.case, agreed="noget", ahead="none")
        assert desk.status == 403

    def test_the_reason_opens_for_a_while_only(self, make: Factory, story: Story) -> None:
        desk = Desk(make.staff())
        desk.send("give_reason", story.case, reason=REASON)
        AccessGrant.objects.update(until=timezone.now() - dt.timedelta(minutes=1))
        desk.open(story.case)
        assert "reason" in desk.address

    def test_a_colleague_needs_one_too_when_the_citizen_is_protected(self, make: Factory, story: Story) -> None:
        protect(story, timezone.localdate())
        desk = Desk(make.staff(unit=story.unit))
        desk.send("give_reason", story.case, reason=REASON)
        page = desk.open(story.case)
        assert "Samira" in page
        assert "Egeparken 12" not in page
