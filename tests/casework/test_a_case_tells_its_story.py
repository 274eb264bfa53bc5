"""Casework's own contribution: the timeline, the waits, what is due, what stands in the way of closing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.utils import translation

from tests.factories import Factory, moment
from tovholder.accounts.actor import Actor
from tovholder.accounts.models import Staff
from tovholder.casework.actions import conversations, notes, participants, plans, reminders
from tovholder.casework.contributions import Moment, Part, TimelineEntry, contributions
from tovholder.casework.models import CaseRole
from tovholder.casework.own_contribution import OWN, due, open_work, waits
from tovholder.casework.own_timeline import timeline
from tovholder.citizens.models import Benefit, BenefitSpell

DAY = dt.timedelta(days=1)
OneQuery = Callable[[int], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


class Story:
    """A case from August to November with everything in it."""

    def __init__(self, make: Factory, now: dt.datetime) -> None:
        self.now, self.make = now, make
        unit = make.unit("Team Nord")
        self.anna, self.bo = make.staff("Anna Friis", unit=unit), make.staff("Bo Lund", unit=unit)
        self.case = make.case(held_by=self.anna, opened_on=dt.date(2026, 8, 3))
        at = {day: moment(dt.date(2026, month, number)) for day, month, number in [("sick", 9, 1), ("new", 9, 10)]}
        make.assign(self.case, None, at=at["sick"], cause="sickness", planned=False)
        make.assign(self.case, self.bo, at=at["new"], cause="sickness", planned=False, reason="Anna er sygemeldt")
        make.assign(self.case, make.staff("Kim", unit=unit), at=at["new"], role=CaseRole.JOB_CONSULTANT)
        self.actor = make.actor(self.bo, now.date())
        self.do: dict[str, Any] = {
            "actor": self.actor, "case_id": self.case.pk, "now": now, "today": now.date()
        }  # fmt: skip
        self.held = conversations.register_held(
            **self.do, held_at=now - 30 * DAY, form="phone", agreed="Praktik i en børnehave", next_at=now + 7 * DAY
        )
        notes.write_note(**self.do, text="Ringede om lægeattest", happened_at=now - 2 * DAY, kind="phone")
        plans.set_goal(**self.do, version=0, words="Jeg vil arbejde med børn")
        step = plans.add_step(**self.do, version=1, text="Finde praktikplads", due_on=now.date() + 3 * DAY)
        plans.add_step(**self.do, version=2, text="Ringe til lægen", turn="citizen")
        plans.end_step(**self.do, version=3, step_id=step.pk, outcome="done")
        participants.add_participant(**self.do, unit_id=make.unit("Flere skal med").pk, start=now.date())
        self.benefit = Benefit.objects.create(code="prøve", name_da="prøveydelse", name_en="test benefit")
        BenefitSpell.objects.create(citizen=self.case.citizen, benefit=self.benefit, start=dt.date(2026, 8, 1))

    def moment(self, actor: Actor | None = None) -> Moment:
        return Moment(actor=actor or self.actor, now=self.now, today=self.now.date())

    def told(self, actor: Actor | None = None, limit: int = 100, **part: Any) -> list[TimelineEntry]:
        return list(timeline(self.case.pk, self.moment(actor), Part(limit=limit, **part)))

    def titles(self, **part: Any) -> list[str]:
        return [str(entry.title) for entry in self.told(**part)]


@pytest.fixture
def story(make: Factory, now: dt.datetime) -> Story:
    return Story(make, now)


def test_a_partner_reads_who_holds_the_case_and_what_is_their_own(
    story: Story, make: Factory, now: dt.datetime
) -> None:
    partner = make.actor(make.staff(role="external_partner"), now.date())
    told = story.told(actor=partner)
    assert {entry.kind for entry in told} == {"shift", "plan", "participant", "case"}
    words = " ".join(f"{entry.title} {entry.text}" for entry in told)
    assert "Anna Friis to Bo Lund" in words
    assert "sick" not in words
    assert "sygemeldt" not in words


def test_another_case_is_not_told(story: Story, make: Factory) -> None:
    other = make.case(held_by=story.anna)
    told = list(timeline(other.pk, story.moment(), Part(limit=100)))
    assert {entry.kind for entry in told} == {"shift", "case"}


@pytest.mark.requirement("F1")
def test_it_reads_like_a_story_newest_first(story: Story) -> None:
    assert story.titles() == [
        "Follow-up planned, at the office",
        "Done: Finde praktikplads",
        "Step agreed: Ringe til lægen",
        "Step agreed: Finde praktikplads",
        "The job goal in the citizen's own words",
        "Flere skal med takes part from this day",
        "Telephone call",
        "Follow-up held, by telephone",
        "Job consultant: Kim",
        "The case shifted from Anna Friis to Bo Lund: sickness (unplanned)",
        "Anna Friis no longer holds the case; nobody does: sickness (unplanned)",
        "Anna Friis was given the case",
        "The case was opened",
        "On test benefit from this day",
    ]


@pytest.mark.parametrize("kind", [kind for kind, _label in OWN.timeline_kinds])
def test_it_can_be_filtered_by_every_kind(story: Story, kind: str) -> None:
    told = story.told(kinds=frozenset({kind}))
    assert {entry.kind for entry in told} == {kind}
    assert [entry.title for entry in told] == [entry.title for entry in story.told() if entry.kind == kind]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("BØRNEHAVE", ["Follow-up held, by telephone"]),
        ("sygemeldt", ["The case shifted from Anna Friis to Bo Lund: sickness (unplanned)"]),
        ("telephone call", ["Telephone call"]),
        ("lægen", ["Step agreed: Ringe til lægen"]),
        ("test bene", ["On test benefit from this day"]),
        ("findes ikke", []),
        ("100 %", []),
        ("_", []),
        ("')", []),
    ],
)
def test_it_can_be_searched(story: Story, text: str, found: list[str]) -> None:
    assert story.titles(text=text) == found


def test_a_part_is_the_newest_of_the_whole(story: Story) -> None:
    assert story.titles(limit=3) == story.titles()[:3]


def test_every_part_is_one_query(story: Story, django_assert_num_queries: OneQuery) -> None:
    for tell in (waits, due, open_work):
        with django_assert_num_queries(1):
            assert list(tell(story.case.pk, story.moment()))
    with django_assert_num_queries(1):
        assert story.told()


@pytest.mark.requirement("F18")
def test_the_waits_have_their_days(story: Story, now: dt.datetime) -> None:
    talked = (now - 30 * DAY).date()
    assert [(wait.kind, wait.since, wait.until) for wait in waits(story.case.pk, story.moment())] == [
        ("first_conversation", dt.date(2026, 8, 3), talked),
        ("no_caseworker", dt.date(2026, 9, 1), dt.date(2026, 9, 10)),
        ("new_caseworker", dt.date(2026, 9, 10), talked),
    ]


def test_a_reminder_is_due_for_the_one_who_set_it(story: Story, make: Factory, now: dt.datetime) -> None:
    reminders.set_reminder(**story.do, due_on=now.date() + DAY, text="Ring")
    own = {str(date.label): date.on for date in due(story.case.pk, story.moment())}
    assert own["Your reminder: Ring"] == now.date() + DAY
    other = due(story.case.pk, story.moment(make.actor(story.anna, now.date())))
    assert not any("reminder" in str(date.label) for date in other)


def test_a_conversation_that_nobody_registered_is_due(story: Story) -> None:
    late = Moment(actor=story.actor, now=story.now + 8 * DAY, today=story.now.date() + 8 * DAY)
    assert "Follow-up: register what became of it" in {str(date.label) for date in due(story.case.pk, late)}
    assert any("not registered" in str(entry.title) for entry in timeline(story.case.pk, late, Part(limit=100)))


def test_what_is_begun_stands_in_the_way_of_closing(story: Story) -> None:
    assert {str(work.label) for work in open_work(story.case.pk, story.moment()) if work.blocks_closing} == {
        "A conversation is planned: Follow-up, Nov. 25, 2026.",
        "A step of the plan is open: Ringe til lægen.",
        "Flere skal med takes part in the case.",
    }


def tell(story: Story, staff: Staff | None, at: dt.datetime, **fields: Any) -> str:
    story.make.assign(story.case, staff, at=at, **fields)
    return story.titles(kinds=frozenset({"shift"}))[0]


def test_what_can_become_of_a_caseworker_is_told(story: Story, now: dt.datetime) -> None:
    south = story.make.unit("Team Syd")
    one, two, three = now - 3 * DAY, now - 2 * DAY, now - DAY
    assert tell(story, story.bo, one, unit=south, cause="reorganisation", planned=True) == (
        "Bo Lund holds the case in Team Syd: reorganisation (planned)"
    )
    assert tell(story, None, two, cause="leave").startswith("Bo Lund no longer holds the case; nobody does: leave")
    assert tell(story, None, two, unit=story.make.unit("Team Øst"), seq=1).startswith(
        "The case went to Team Øst, still without a caseworker"
    )
    assert tell(story, story.bo, three).startswith("Bo Lund has the case again")
    assert tell(story, story.anna, now + DAY).startswith("The case will shift from Bo Lund to Anna Friis")


def test_casework_contributes_like_every_other_room() -> None:
    assert OWN in contributions()


def test_a_case_that_is_not_there_waits_for_nothing(story: Story) -> None:
    assert list(waits(0, story.moment())) == []
