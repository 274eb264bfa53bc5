"""The forms that are not used every day: who holds the case, who takes part, closing and opening again."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.casework.desk import Desk
from tests.casework.stories import Story, long_story
from tests.factories import Factory
from tovholder.accounts.models import Staff
from tovholder.casework.models import Assignment, Case, CaseRole, Conversation, Participant, PlanStep

pytestmark = pytest.mark.requirement("F2")


@pytest.fixture
def story(make: Factory) -> Story:
    return long_story(make, timezone.now())


@pytest.fixture
def heir(make: Factory, story: Story) -> Staff:
    return make.staff("Else Toft", unit=story.unit)


def latest(case: Case) -> Assignment:
    return Assignment.objects.filter(case=case, role=CaseRole.CASEWORKER).latest("effective_at", "seq")


def typed(story: Story, heir: Staff | None, **other: object) -> dict[str, object]:
    return {
        "holder": f"{story.unit.pk}:{heir.pk if heir else ''}",
        "day": timezone.localdate().isoformat(),
        "cause": "balance",
        "planned": "yes",
        "expected": latest(story.case).pk,
        **other,
    }


class TestWhoHoldsTheCase:
    def test_a_caseworker_does_not_decide_it(self, story: Story, heir: Staff) -> None:
        desk = Desk(story.holder)
        desk.send("assign", story.case, **typed(story, heir))
        assert desk.status == 403
        assert "Change who holds it" not in desk.open(story.case)

    def test_without_a_cause_and_a_person_it_is_not_saved(self, story: Story) -> None:
        desk = Desk(story.leader)
        desk.send("assign", story.case, **typed(story, None, holder="", cause=""))
        assert desk.status == 422
        assert latest(story.case).staff == story.holder

    @pytest.mark.parametrize("holder", ["x", "1:2:3", "999999:1", ":"])
    def test_somebody_who_is_not_offered_is_refused(self, story: Story, holder: str) -> None:
        desk = Desk(story.leader)
        desk.send("assign", story.case, **typed(story, None, holder=holder))
        assert desk.status == 422

    def test_a_role_that_is_none_is_not_found(self, story: Story) -> None:
        desk = Desk(story.leader)
        desk.get("assign", story.case, query="?role=director")
        assert desk.status == 404

    def test_the_leader_gives_the_case_to_another(self, story: Story, heir: Staff) -> None:
        desk = Desk(story.leader)
        assert "Change who holds it" in desk.open(story.case)
        desk.send("assign", story.case, **typed(story, heir))
        assert desk.status == 302
        assert (latest(story.case).staff, latest(story.case).planned) == (heir, True)
        assert "Else Toft , Team Nord" in desk.open(story.case)

    def test_from_a_later_day_the_present_one_holds_until_then(self, story: Story, heir: Staff) -> None:
        desk = Desk(story.leader)
        day = timezone.localdate() + dt.timedelta(days=10)
        desk.send("assign", story.case, **typed(story, heir, day=day.isoformat()))
        page = desk.open(story.case)
        assert "Mette Krogh , Team Nord" in page
        assert "Else Toft takes over in 10 days" in page

    def test_who_was_first_is_told_and_the_choice_stays(self, make: Factory, story: Story, heir: Staff) -> None:
        seen = typed(story, heir)
        make.assign(story.case, make.staff("Anden Hurtig", unit=story.unit), at=timezone.now(), registered_by=heir)
        desk = Desk(story.leader)
        page = desk.send("assign", story.case, **seen)
        assert desk.status == 409
        assert "Else Toft changed this meanwhile: Anden Hurtig has the role." in page
        assert f'value="{story.unit.pk}:{heir.pk}" selected' in desk.markup
        desk.send("assign", story.case, **typed(story, heir))
        assert latest(story.case).staff == heir

    def test_a_colleague_takes_what_is_vacant(self, make: Factory, story: Story, heir: Staff) -> None:
        make.assign(story.case, None, at=timezone.now() - dt.timedelta(days=1), unit=story.unit)
        desk = Desk(heir)
        desk.send("assign", story.case, **typed(story, heir, cause="resignation", planned="no"))
        assert latest(story.case).staff == heir

    def test_another_role_has_its_own_form(self, make: Factory, story: Story) -> None:
        consultant = make.staff("Pia Lund", unit=story.unit, role="job_consultant")
        desk = Desk(story.leader)
        page = desk.get("assign", story.case, query="?role=job_consultant")
        assert "Pia Lund" in page
        assert "Jens Kjær" in page
        row = Assignment.objects.filter(case=story.case, role=CaseRole.JOB_CONSULTANT).latest("effective_at")
        desk.client.post(
            f"/cases/{story.case.pk}/assign/?role=job_consultant", typed(story, consultant, expected=row.pk)
        )
        assert Assignment.objects.filter(case=story.case, staff=consultant).exists()
        assert latest(story.case).staff == story.holder


class TestWhoTakesPart:
    def test_a_project_takes_part_and_the_caseworker_stays(self, make: Factory, story: Story) -> None:
        project = make.unit("Nye veje", kind="project")
        desk = Desk(story.holder)
        desk.send("add_participant", story.case, who=f"{project.pk}:", start=timezone.localdate().isoformat())
        assert desk.status == 302
        assert "Nye veje" in desk.open(story.case)
        assert latest(story.case).staff == story.holder

    def test_twice_at_once_is_refused(self, story: Story) -> None:
        row = Participant.objects.get()
        desk = Desk(story.holder)
        page = desk.send(
            "add_participant", story.case, who=f"{row.unit_id}:{row.staff_id}", start=timezone.localdate().isoformat()
        )
        assert desk.status == 422
        assert "They already take part." in page

    def test_it_ends_and_who_was_first_is_told(self, story: Story) -> None:
        row, day = Participant.objects.get(), timezone.localdate().isoformat()
        desk = Desk(story.holder)
        desk.send("end_participant", story.case, row.pk, version=7, end=day)
        assert desk.status == 409
        desk.send("end_participant", story.case, row.pk, version=1, end=day)
        row.refresh_from_db()
        assert row.end == timezone.localdate()
        desk.get("end_participant", story.case, 999999)
        assert desk.status == 404


@pytest.mark.requirement("F17")
class TestTheEnd:
    def test_what_is_begun_stands_in_the_way_and_is_listed(self, story: Story) -> None:
        desk = Desk(story.holder)
        assert "Has to be ended first" in desk.get("close_case", story.case)
        desk.send("close_case", story.case, version=1, closed_on=timezone.localdate().isoformat(), close_reason="work")
        assert desk.status == 422
        story.case.refresh_from_db()
        assert story.case.closed_on is None

    def test_a_job_consultant_closes_nothing(self, make: Factory, story: Story) -> None:
        desk = Desk(make.staff(unit=story.unit, role="job_consultant"))
        desk.get("close_case", story.case)
        assert desk.status == 403

    def test_it_is_closed_and_opened_again(self, story: Story) -> None:
        now = timezone.now()
        PlanStep.objects.filter(ended_at=None).update(ended_at=now, outcome="done")
        Conversation.objects.filter(pk=story.planned.pk).update(held_at=story.planned.starts_at)
        Participant.objects.update(end=timezone.localdate())
        desk = Desk(story.holder)
        typed = {"closed_on": timezone.localdate().isoformat(), "close_reason": "work"}
        desk.send("close_case", story.case, version=5, **typed)
        assert desk.status == 409
        desk.send("close_case", story.case, version=1, **typed)
        story.case.refresh_from_db()
        assert story.case.closed_on == timezone.localdate()
        assert "Open the case again" in desk.get("close_case", story.case)
        desk.send("close_case", story.case, version=2, reason="Hun mistede jobbet")
        story.case.refresh_from_db()
        assert story.case.closed_on is None
