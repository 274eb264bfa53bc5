"""The page of a case: at most twelve queries, however many rooms have something to say, and the same number for a long
life as for a short one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.casework.stories import long_story
from tests.factories import Factory
from tovholder.accounts.models import Staff
from tovholder.casework.models import Assignment, Case, Conversation, Note, Plan, PlanStep

pytestmark = pytest.mark.requirement("F17")

#: Session, person and role, the line in the log, and one for all the rooms above together.
AT_MOST = 12


def queries_for(staff: Staff, case: Case, query: str = "") -> list[str]:
    client = Client()
    client.force_login(staff)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(reverse("casework:case", args=[case.pk]) + query)
    assert response.status_code == 200
    return [one["sql"] for one in captured.captured_queries]


def fill(case: Case, staff: Staff, now: dt.datetime) -> None:
    """Two thousand facts."""
    rows = range(500)
    day = dt.timedelta(days=1)
    Conversation.objects.bulk_create(
        Conversation(case=case, staff=staff, starts_at=now - day * n, held_at=now - day * n, agreed="x") for n in rows
    )
    Note.objects.bulk_create(Note(case=case, author=staff, happened_at=now - day * n, text="et notat") for n in rows)
    Assignment.objects.bulk_create(
        Assignment(case=case, staff=staff, unit=staff.memberships.get().unit, effective_at=now - day * n, seq=1)
        for n in rows
    )
    plan = Plan.objects.create(case=case)
    PlanStep.objects.bulk_create(
        PlanStep(plan=plan, text=f"trin {n}", agreed_at=now, ended_at=now if n else None, outcome="done" if n else "")
        for n in rows
    )


def test_a_case_in_which_nothing_has_happened(make: Factory) -> None:
    staff = make.staff()
    assert len(queries_for(staff, make.case(held_by=staff))) <= AT_MOST


def test_a_case_with_a_story_takes_as_many_as_one_without(make: Factory) -> None:
    story = long_story(make, timezone.now())
    few = queries_for(story.holder, make.case(held_by=story.holder))
    many = queries_for(story.holder, story.case)
    assert len(many) == len(few) <= AT_MOST


def test_two_thousand_facts_take_as_many_as_two(make: Factory) -> None:
    staff = make.staff()
    case, other = make.case(held_by=staff), make.case(held_by=staff)
    fill(case, staff, timezone.now())
    few, many = queries_for(staff, other), queries_for(staff, case)
    assert len(many) == len(few) <= AT_MOST
    assert len(queries_for(staff, case, "?kind=note&q=notat&page=3")) <= AT_MOST


@pytest.mark.parametrize("opened", ["note", "plan", "reminder"])
def test_another_open_form_takes_no_more(make: Factory, opened: str) -> None:
    story = long_story(make, timezone.now())
    assert len(queries_for(story.holder, story.case, f"?register={opened}&edit=goal")) <= AT_MOST
