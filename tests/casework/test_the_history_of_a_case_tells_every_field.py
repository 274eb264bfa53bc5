"""What was: every field of a case and its citizen with who and when, and the plan as it stood at any time."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.casework.desk import Desk
from tests.casework.stories import CPR, Story, long_story, protect
from tests.factories import Factory
from tovholder.accounts.rights import Role
from tovholder.audit.models import Lookup, Seen
from tovholder.casework.models import JobGoal, Note, PlanStep
from tovholder.casework.queries.plan_versions import as_it_was, plan_versions
from tovholder.casework.views.history import PAGE
from tovholder.citizens.models import ContactDetails

pytestmark = pytest.mark.requirement("F17")


@pytest.fixture
def story(make: Factory) -> Story:
    return long_story(make, timezone.now())


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR, Role.EXTERNAL_PARTNER])
def test_who_has_no_right_to_the_history_is_refused(make: Factory, story: Story, role: Role) -> None:
    desk = Desk(story.partner if role == Role.EXTERNAL_PARTNER else make.staff(role=role))
    assert "Henrik Bang" not in desk.get("history", story.case)
    assert desk.status == 403


def test_a_protected_address_is_not_told_by_its_history(story: Story) -> None:
    assert "Egeparken 12" in Desk(story.leader).get("history", story.case, query="?what=citizens.contactdetails")
    protect(story, timezone.localdate())
    assert "Egeparken 12" not in Desk(story.leader).get("history", story.case, query="?what=citizens.contactdetails")
    assert "Egeparken 12" in Desk(story.holder).get("history", story.case, query="?what=citizens.contactdetails")


def test_a_reminder_is_its_owners_alone(story: Story) -> None:
    assert "Ring til lægen" in Desk(story.holder).get("history", story.case, query="?what=casework.reminder")
    assert "Ring til lægen" not in Desk(story.leader).get("history", story.case, query="?what=casework.reminder")


def test_a_change_tells_was_and_became_by_whom_and_when(make: Factory, story: Story) -> None:
    typed = {"version": 1, "kind": "job", "form": "phone", "agreed": "Vi ses på mandag", "purpose": "Praktik"}
    colleague = make.staff("Else Toft", unit=story.unit)
    Desk(colleague).send("conversation_correct", story.case, story.planned.pk, **typed)
    page = Desk(story.holder).get("history", story.case)
    assert "Else Toft Conversation changed" in page
    assert "Agreed was nothing → is now Vi ses på mandag" in page
    assert "Form was At the office → is now By telephone" in page


def test_why_it_was_done_is_told(story: Story) -> None:
    desk = Desk(story.holder)
    step = story.steps[0]
    desk.send("drop_step", story.case, step.pk, version=8, step_version=1, reason="Hun har fundet en selv")
    desk.send("reopen_step", story.case, step.pk, version=9, step_version=2, reason="Det blev ikke til noget")
    page = desk.get("history", story.case)
    assert "Hun har fundet en selv" in page
    assert "Det blev ikke til noget" in page


def test_the_cpr_number_stands_nowhere_in_it(story: Story) -> None:
    Note.objects.create(case=story.case, author=story.holder, happened_at=timezone.now(), text=f"CPR {CPR}")
    page = Desk(story.holder).get("history", story.case)
    assert CPR not in page
    assert CPR[6:] not in page


def test_every_name_in_it_is_said_in_danish(story: Story) -> None:
    desk = Desk(story.holder, "da")
    desk.send("done_step", story.case, story.steps[0].pk, version=8, step_version=1)
    page = desk.get("history", story.case)
    assert "Trin i planen ændret" in page
    assert "Udfald" in page
    english = ("Plan step", "Job goal", "Ended at", "Agreed at", "Outcome", "Position", "Held at", "Author")
    assert [word for word in english if word in page] == []


def test_it_is_read_page_by_page_and_by_what_was_changed(make: Factory, story: Story) -> None:
    now = timezone.now()
    for number in range(PAGE + 5):
        Note.objects.create(case=story.case, author=story.holder, happened_at=now, text=f"side-{number:02}")
    desk = Desk(story.holder)
    first, second = (desk.get("history", story.case, query=f"?what=casework.note&page={page}") for page in (1, 2))
    assert sum(f"side-{number:02}" in first for number in range(PAGE + 5)) == PAGE
    assert sum(f"side-{number:02}" in second for number in range(PAGE + 5)) == 5
    assert "Mette Krogh , Team Nord" not in first


def test_that_it_was_read_is_logged(story: Story) -> None:
    Desk(story.holder).get("history", story.case)
    assert list(Lookup.objects.values_list("seen", flat=True)) == [Seen.HISTORY]


def test_the_number_of_queries_does_not_grow_with_the_changes(story: Story) -> None:
    desk = Desk(story.holder)

    def change(numbers: range) -> int:
        for number in numbers:
            ContactDetails.objects.create(
                citizen=story.case.citizen, valid_from=timezone.now() + dt.timedelta(seconds=number), phone=f"{number}"
            )
        with CaptureQueriesContext(connection) as asked:
            desk.get("history", story.case)
        return len(asked)

    assert change(range(3)) == change(range(3, 300))


class TestThePlanAsItWas:
    now = dt.datetime(2026, 11, 18, 9, 30, tzinfo=dt.UTC)

    def goal(self, days: int, words: str) -> JobGoal:
        return JobGoal(effective_at=self.now + dt.timedelta(days=days), words=words)

    def step(self, days: int, text: str, ended: int | None = None, outcome: str = "done") -> PlanStep:
        return PlanStep(
            text=text,
            agreed_at=self.now + dt.timedelta(days=days),
            ended_at=None if ended is None else self.now + dt.timedelta(days=ended),
            outcome="" if ended is None else outcome,
        )

    def test_there_is_none_where_nothing_was_written(self) -> None:
        assert as_it_was([], []) == []

    def test_each_version_has_the_goal_and_the_steps_of_its_time(self) -> None:
        goals = [self.goal(0, "kok"), self.goal(10, "bager")]
        steps = [self.step(0, "a", ended=20), self.step(5, "b", ended=10, outcome="rewritten"), self.step(10, "c")]
        shown = [
            (version.goal.words if version.goal else "", [step.text for step in version.steps])
            for version in as_it_was(goals, steps)
        ]
        assert shown == [("bager", ["c"]), ("bager", ["a", "c"]), ("kok", ["a", "b"]), ("kok", ["a"])]

    def test_what_was_written_in_one_sitting_is_one_version(self) -> None:
        minute = dt.timedelta(minutes=1)
        steps = [PlanStep(text=f"{n}", agreed_at=self.now + n * 20 * minute) for n in range(4)]
        (version,) = as_it_was([], steps)
        assert len(version.steps) == 4
        assert version.until is None

    def test_what_was_ended_then_is_told_and_a_rewritten_step_is_not_ended(self) -> None:
        steps = [self.step(0, "a", ended=5), self.step(0, "b", ended=5, outcome="rewritten"), self.step(5, "b2")]
        latest, _first = as_it_was([], steps)
        assert [step.text for step in latest.ended] == ["a"]

    def test_the_page_shows_the_earlier_goal(self, make: Factory) -> None:
        story = long_story(make, timezone.now())
        page = Desk(story.holder).get("plan_versions", story.case)
        assert "Jeg vil gerne have et job, hvor jeg kan bruge mine hænder." in page
        assert "the present one" in page
        assert "written by Mette Krogh" in page
        assert len(plan_versions(story.case.pk)) >= 3
