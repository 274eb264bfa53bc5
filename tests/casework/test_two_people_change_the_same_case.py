"""Two people write in the same case: the second is told what the first changed, who and when, and loses nothing."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from tests.casework.desk import Desk
from tests.casework.stories import Story, long_story
from tests.factories import Factory
from tovholder.casework.forms.conversations import key_of
from tovholder.casework.models import Conversation, JobGoal, Note, PlanStep, Reminder

pytestmark = pytest.mark.requirement("F11")


@pytest.fixture
def story(make: Factory) -> Story:
    return long_story(make, timezone.now())


@pytest.fixture
def first(story: Story) -> Desk:
    return Desk(story.holder)


@pytest.fixture
def second(make: Factory, story: Story) -> Desk:
    return Desk(make.staff("Else Toft", unit=story.unit))


def hidden(desk: Desk, name: str) -> str:
    """What the form that came back carries along unseen."""
    found = re.search(rf'name="{name}" value="([^"]*)"', desk.markup)
    assert found, f"the form carries no {name}"
    return found[1]


def action(desk: Desk, form: str) -> str:
    found = re.search(rf'class="{form}" method="post" action="([^"]*)"', desk.markup)
    assert found
    return found[1]


class TestAConversation:
    def held_by_both(self, story: Story, first: Desk, second: Desk) -> str:
        """Both have the page open and register the planned conversation; gives the second one's answer."""
        typed = {"conversation": key_of(story.planned), "form": "phone"}
        first.send("hold", story.case, agreed="Hun ringer selv", ahead="none", **typed)
        assert first.status == 302
        return second.send("hold", story.case, agreed="Vi ses i praktikken", ahead="2", next_clock="10:00", **typed)

    def test_the_second_is_told_who_changed_what_and_keeps_the_words(
        self, story: Story, first: Desk, second: Desk
    ) -> None:
        page = self.held_by_both(story, first, second)
        assert second.status == 409
        assert "Somebody changed this while you wrote" in page
        assert "Mette Krogh , today at" in page
        assert "Agreed was nothing → is now Hun ringer selv" in page
        assert "Form was At the office → is now By telephone" in page
        assert "Vi ses i praktikken" in page
        assert "already registered as held" in page
        story.planned.refresh_from_db()
        assert story.planned.agreed == "Hun ringer selv"
        assert not Conversation.objects.filter(follows=story.planned).exists()

    def test_having_seen_it_the_second_saves_on_top_and_the_next_date_is_planned(
        self, story: Story, first: Desk, second: Desk
    ) -> None:
        self.held_by_both(story, first, second)
        assert "Save on top of it" in second.markup
        key = re.search(r'value="([^"]*)" checked', second.markup)
        assert key
        second.send(
            "hold", story.case, conversation=key[1], agreed="Vi ses i praktikken", ahead="2", next_clock="10:00"
        )
        assert second.status == 302
        story.planned.refresh_from_db()
        assert (story.planned.agreed, story.planned.form) == ("Vi ses i praktikken", "phone")
        assert Conversation.objects.filter(case=story.case, starts_at__gt=timezone.now()).count() == 1

    def test_the_same_next_date_of_both_is_planned_once(self, story: Story, first: Desk, second: Desk) -> None:
        typed = {"conversation": key_of(story.planned), "ahead": "2", "next_clock": "10:00"}
        first.send("hold", story.case, agreed="Hun ringer selv", **typed)
        page = second.send("hold", story.case, agreed="Vi ses i praktikken", **typed)
        assert "Next conversation was nothing" in page
        key = re.search(r'value="([^"]*)" checked', second.markup)
        assert key
        second.send("hold", story.case, **{**typed, "conversation": key[1]}, agreed="Vi ses i praktikken")
        assert second.status == 302
        assert Conversation.objects.filter(case=story.case, starts_at__gt=timezone.now()).count() == 1

    def test_a_third_change_in_between_is_told_again(self, story: Story, first: Desk, second: Desk) -> None:
        self.held_by_both(story, first, second)
        key = re.search(r'value="([^"]*)" checked', second.markup)
        assert key
        typed = {"kind": "follow_up", "form": "phone", "agreed": "Nej, lægen ringer"}
        first.send("conversation_correct", story.case, story.planned.pk, version=2, **typed)
        page = second.send("hold", story.case, conversation=key[1], agreed="Vi ses i praktikken", ahead="none")
        assert second.status == 409
        assert "was Hun ringer selv → is now Nej, lægen ringer" in page
        assert "was nothing" not in page

    def test_moving_what_was_moved_tells_the_new_time(self, story: Story, first: Desk, second: Desk) -> None:
        day = timezone.localdate() + dt.timedelta(days=3)
        for desk, clock in ((first, "10:00"), (second, "11:00")):
            desk.send("conversation_move", story.case, story.planned.pk, version=1, day=day.isoformat(), clock=clock)
        assert second.status == 409
        assert 'value="11:00"' in second.markup
        assert hidden(second, "version") == "2"

    def test_ones_own_note_from_another_window(self, story: Story, first: Desk) -> None:
        note = Note.objects.filter(author=story.holder).latest("pk")
        typed = {"version": 1, "kind": "note", "day": "2026-11-18", "clock": "09:00"}
        first.send("correct_note", story.case, note.pk, text="Den ene", **typed)
        page = first.send("correct_note", story.case, note.pk, text="Den anden", **typed)
        assert first.status == 409
        assert "is now Den ene" in page
        assert "Den anden" in page


class TestTheGoal:
    def test_the_second_is_told_and_saves_on_top(self, story: Story, first: Desk, second: Desk) -> None:
        seen = JobGoal.objects.latest("effective_at").pk
        first.send("set_goal", story.case, version=8, seen=seen, words="Jeg vil være kok")
        page = second.send("set_goal", story.case, version=8, seen=seen, words="Jeg vil bage", occupation="Bager")
        assert second.status == 409
        assert "is now Jeg vil være kok" in page
        assert "Mette Krogh" in page
        assert "Jeg vil bage" in page
        again = {"version": hidden(second, "version"), "seen": hidden(second, "seen")}
        second.send("set_goal", story.case, words="Jeg vil bage", occupation="Bager", **again)
        assert second.status == 302
        assert JobGoal.objects.latest("effective_at").words == "Jeg vil bage"

    def test_a_colleagues_tick_at_a_step_holds_nobody_up(self, story: Story, first: Desk, second: Desk) -> None:
        seen = JobGoal.objects.latest("effective_at").pk
        first.send("done_step", story.case, story.steps[0].pk, version=8, step_version=1)
        second.send("set_goal", story.case, version=8, seen=seen, words="Jeg vil bage")
        assert second.status == 302


class TestAStep:
    def rewrite(self, desk: Desk, story: Story, text: str, **fields: object) -> str:
        typed = {"version": 8, "step_version": 1, "text": text, "turn": "us", **fields}
        return desk.send("rewrite_step", story.case, story.steps[0].pk, **typed)

    def test_two_rewrite_the_same_step(self, story: Story, first: Desk, second: Desk) -> None:
        self.rewrite(first, story, "Finde en kantine")
        page = self.rewrite(second, story, "Finde et bageri")
        assert second.status == 409
        assert "is now Finde en kantine" in page
        assert "Finde et bageri" in page
        # Saving on top rewrites the step that stands there now.
        versions = {name: hidden(second, name) for name in ("version", "step_version")}
        response = second.client.post(
            action(second, "plan-form"), {**versions, "text": "Finde et bageri", "turn": "us"}
        )
        assert response.status_code == 302
        standing = PlanStep.objects.get(plan=story.steps[0].plan, ended_at=None, position=story.steps[0].position)
        assert standing.text == "Finde et bageri"
        assert standing.replaces is not None
        assert standing.replaces.text == "Finde en kantine"

    def test_what_one_wrote_becomes_a_step_of_its_own_where_the_other_ended_it(
        self, story: Story, first: Desk, second: Desk
    ) -> None:
        first.send("done_step", story.case, story.steps[0].pk, version=8, step_version=1)
        self.rewrite(second, story, "Finde et bageri")
        assert second.status == 409
        response = second.client.post(
            action(second, "plan-form"),
            {"version": hidden(second, "version"), "text": "Finde et bageri", "turn": "us"},
        )
        assert response.status_code == 302
        assert PlanStep.objects.filter(text="Finde et bageri", ended_at=None).exists()

    def test_a_tick_at_a_step_that_another_rewrote_asks_first(self, story: Story, first: Desk, second: Desk) -> None:
        self.rewrite(first, story, "Finde en kantine")
        page = second.send("done_step", story.case, story.steps[0].pk, version=8, step_version=1)
        assert second.status == 409
        assert "is now Finde en kantine" in page
        versions = {name: hidden(second, name) for name in ("version", "step_version")}
        assert second.client.post(action(second, "plan-form"), versions).status_code == 302
        assert PlanStep.objects.get(text="Finde en kantine").outcome == "done"

    def test_two_who_work_at_different_steps_never_meet(self, story: Story, first: Desk, second: Desk) -> None:
        first.send("done_step", story.case, story.steps[0].pk, version=8, step_version=1)
        second.send("drop_step", story.case, story.steps[1].pk, version=8, step_version=1, reason="Flyttet")
        assert second.status == 302
        first.send("add_step", story.case, version=8, text="Et trin mere", turn="us")
        assert first.status == 302
        second.send("move_step", story.case, story.steps[3].pk, "down")
        assert second.status == 302


class TestAReminder:
    def test_another_window_has_set_another(self, story: Story, first: Desk) -> None:
        first.send("set_reminder", story.case, version=1, ahead="1", text="Ring til lægen i morgen")
        page = first.send("set_reminder", story.case, version=1, ahead="2", text="Ring til kantinen")
        assert first.status == 409
        assert "was Ring til lægen om attesten → is now Ring til lægen i morgen" in page
        assert 'value="Ring til kantinen"' in first.markup
        first.send("set_reminder", story.case, version=hidden(first, "version"), ahead="2", text="Ring til kantinen")
        assert Reminder.objects.get().text == "Ring til kantinen"

    def test_another_window_has_taken_it_away(self, story: Story, first: Desk) -> None:
        first.send("clear_reminder", story.case)
        page = first.send("set_reminder", story.case, version=1, ahead="2", text="Ring til kantinen")
        assert first.status == 409
        assert "was Ring til lægen om attesten → is now nothing" in page
        first.send("set_reminder", story.case, version=hidden(first, "version"), ahead="2", text="Ring til kantinen")
        assert first.status == 302
