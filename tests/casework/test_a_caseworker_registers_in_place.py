"""What happened is registered on the page of the case: conversations, notes, a reminder, the plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.casework.desk import Desk
from tests.casework.stories import long_story
from tests.factories import Factory
from tovholder.accounts.models import Staff
from tovholder.casework.forms.conversations import HeldForm, key_of
from tovholder.casework.forms.days import at, quarter, weeks_ahead
from tovholder.casework.models import Case, Conversation, JobGoal, Note, Participant, PlanStep, Reminder

pytestmark = pytest.mark.requirement("F16")


@pytest.fixture
def staff(make: Factory) -> Staff:
    return make.staff("Mette Krogh")


@pytest.fixture
def case(make: Factory, staff: Staff) -> Case:
    return make.case(held_by=staff, opened_on=timezone.localdate() - dt.timedelta(days=30))


@pytest.fixture
def desk(staff: Staff) -> Desk:
    return Desk(staff)


def planned(case: Case, staff: Staff, *, days: int = 0, minutes: int = -20, **fields: Any) -> Conversation:
    starts_at = timezone.now() + dt.timedelta(days=days, minutes=minutes)
    return Conversation.objects.create(case=case, staff=staff, starts_at=starts_at, **fields)


class TestTheNextDate:
    @pytest.mark.parametrize(
        ("day", "working"),
        [
            (dt.date(2026, 11, 21), dt.date(2026, 11, 23)),  # Saturday
            (dt.date(2026, 12, 24), dt.date(2026, 12, 28)),  # no public holiday, and no municipality is open
            (dt.date(2026, 12, 25), dt.date(2026, 12, 28)),
            (dt.date(2027, 1, 1), dt.date(2027, 1, 4)),
            (dt.date(2026, 12, 31), dt.date(2027, 1, 4)),
            (dt.date(2026, 6, 5), dt.date(2026, 6, 8)),  # Constitution Day
            (dt.date(2026, 11, 23), dt.date(2026, 11, 23)),
        ],
    )
    def test_it_is_a_working_day(self, day: dt.date, working: dt.date) -> None:
        assert weeks_ahead(day - dt.timedelta(weeks=1), 1) == working

    def test_weeks_are_counted_from_today_and_moved_past_a_holiday(self) -> None:
        assert weeks_ahead(dt.date(2026, 11, 20), 2) == dt.date(2026, 12, 4)
        assert weeks_ahead(dt.date(2026, 11, 27), 4) == dt.date(2026, 12, 28)

    def test_the_clock_is_the_quarter_that_has_begun(self) -> None:
        assert quarter(at(dt.date(2026, 11, 20), dt.time(10, 44))) == dt.time(10, 30)


class TestAHeldConversation:
    def test_without_a_next_date_or_the_word_that_there_is_none_it_is_not_saved(self, case: Case, desk: Desk) -> None:
        page = desk.send("hold", case, agreed="Vi ses")
        assert desk.status == 422
        assert "Choose when the next conversation is, or that there is none." in page
        assert "Vi ses" in page
        assert not Conversation.objects.exists()

    def test_a_time_that_lies_ahead_is_refused_and_what_was_typed_stays(self, case: Case, desk: Desk) -> None:
        tomorrow = timezone.localdate() + dt.timedelta(days=1)
        page = desk.send("hold", case, agreed="Vi ses", ahead="none", held_on=tomorrow.isoformat(), held_clock="10:00")
        assert desk.status == 422
        assert "The time lies ahead." in page
        assert "Vi ses" in page

    def test_a_week_and_another_date_at_once_are_refused(self, case: Case, desk: Desk) -> None:
        page = desk.send("hold", case, ahead="1", ahead_on="2030-01-01")
        assert desk.status == 422
        assert "Both a week and a date are chosen." in page

    @pytest.mark.parametrize("key", ["9999999:1", "x", "1:", ":", "٣:1", "1:1:1"])
    def test_a_conversation_that_is_not_there_is_no_accident(self, case: Case, desk: Desk, key: str) -> None:
        desk.send("hold", case, conversation=key, ahead="none")
        assert desk.status in {302, 422}

    def test_one_of_another_case_cannot_be_registered_here(
        self, make: Factory, case: Case, desk: Desk, staff: Staff
    ) -> None:
        elsewhere = planned(make.case(held_by=staff), staff)
        desk.send("hold", case, conversation=key_of(elsewhere), ahead="none")
        elsewhere.refresh_from_db()
        assert elsewhere.held_at is None

    def test_who_may_not_converse_here_is_refused(self, make: Factory, case: Case) -> None:
        desk = Desk(make.staff())
        desk.send("hold", case, ahead="none")
        assert "reason" in desk.address
        assert not Conversation.objects.exists()

    def test_one_that_nobody_had_planned_is_now_and_as_usual(self, case: Case, desk: Desk, staff: Staff) -> None:
        before = timezone.now()
        desk.send("hold", case, agreed="Hun ringer til lægen", ahead="2", next_clock="10:15")
        assert (desk.status, desk.address) == (302, f"/cases/{case.pk}/")
        held, following = Conversation.objects.order_by("pk")
        assert (held.kind, held.form, held.agreed, held.staff) == ("first", "office", "Hun ringer til lægen", staff)
        assert before - dt.timedelta(minutes=1) <= held.held_at <= timezone.now()
        local = timezone.localtime(following.starts_at)
        assert local.date() == weeks_ahead(timezone.localdate(), 2)
        assert local.time() == dt.time(10, 15)
        assert following.follows == held
        assert "The conversation is registered." in desk.open(case)

    def test_the_planned_one_of_today_is_chosen_beforehand_and_brings_its_own_form(
        self, case: Case, desk: Desk, staff: Staff
    ) -> None:
        row = planned(case, staff, form="phone", kind="job", purpose="Om praktikken")
        planned(case, staff, days=20)
        form = HeldForm(planned=list(Conversation.objects.order_by("starts_at")), now=timezone.now())
        assert form.key == key_of(row)
        desk.send("hold", case, conversation=key_of(row), agreed="Ja", ahead="none")
        row.refresh_from_db()
        assert (row.form, row.kind, row.purpose, row.agreed) == ("phone", "job", "Om praktikken", "Ja")
        assert row.held_at == row.starts_at.replace(second=0, microsecond=0) or row.held_at == row.starts_at

    def test_another_time_and_form_may_be_given(self, case: Case, desk: Desk, staff: Staff) -> None:
        row = planned(case, staff)
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        typed = {"held_on": yesterday.isoformat(), "held_clock": "09:30", "form": "walk", "kind": "job"}
        desk.send("hold", case, conversation=key_of(row), ahead="none", **typed)
        row.refresh_from_db()
        assert (row.held_at, row.form, row.kind) == (at(yesterday, dt.time(9, 30)), "walk", "job")

    def test_a_date_that_is_typed_is_the_next_one(self, case: Case, desk: Desk) -> None:
        day = timezone.localdate() + dt.timedelta(days=9)
        desk.send("hold", case, ahead_on=day.isoformat(), next_clock="13:00", next_form="video")
        following = Conversation.objects.get(held_at=None)
        assert (following.starts_at, following.form) == (at(day, dt.time(13)), "video")

    def test_with_htmx_the_page_comes_back_with_the_word_that_it_is_done(self, case: Case, desk: Desk) -> None:
        response = desk.client.post(
            reverse("casework:hold", args=[case.pk]),
            {"agreed": "Aftalt igen", "ahead": "none"},
            headers={"HX-Request": "true", "HX-Target": "case"},
        )
        page = response.content.decode()
        assert response.status_code == 200
        assert "The conversation is registered." in page
        assert "Aftalt igen" in page
        assert "<html" not in page


class TestWhatBecameOfAPlannedOne:
    def test_it_cannot_be_cancelled_without_a_reason(self, case: Case, desk: Desk, staff: Staff) -> None:
        row = planned(case, staff, days=3)
        desk.send("conversation_cancel", case, row.pk, version=1, ahead="none")
        row.refresh_from_db()
        assert (desk.status, row.status) == (422, "planned")

    def test_one_of_another_case_is_not_found(self, make: Factory, case: Case, desk: Desk, staff: Staff) -> None:
        row = planned(make.case(held_by=staff), staff)
        desk.send("conversation_missed", case, row.pk, version=1, ahead="none")
        assert desk.status == 404

    def test_the_citizen_did_not_come_and_another_is_planned(self, case: Case, desk: Desk, staff: Staff) -> None:
        row = planned(case, staff)
        desk.send("conversation_missed", case, row.pk, version=1, reason="Syg", ahead="1", clock="11:00")
        row.refresh_from_db()
        assert (row.status, row.reason) == ("missed", "Syg")
        assert Conversation.objects.get(missed_at=None).follows == row

    def test_it_is_cancelled_moved_corrected_and_taken_back(self, case: Case, desk: Desk, staff: Staff) -> None:
        row = planned(case, staff, days=3)
        day = timezone.localdate() + dt.timedelta(days=5)
        desk.send("conversation_move", case, row.pk, version=1, day=day.isoformat(), clock="12:00")
        row.refresh_from_db()
        assert row.starts_at == at(day, dt.time(12))
        desk.send("conversation_cancel", case, row.pk, version=2, reason="Ferie", ahead="none")
        row.refresh_from_db()
        assert row.status == "cancelled"
        desk.send("conversation_back", case, row.pk, version=3, reason="Forkert samtale")
        row.refresh_from_db()
        assert row.status == "planned"

        held = planned(case, staff, held_at=timezone.now(), agreed="Fjel")
        assert f"conversation={held.pk}" in desk.client.get(f"/cases/{case.pk}/").content.decode()
        assert "Fjel" in desk.open(case, f"?register=correct&conversation={held.pk}")
        desk.send("conversation_correct", case, held.pk, version=1, kind="job", form="phone", agreed="Fejl")
        held.refresh_from_db()
        assert (held.agreed, held.form) == ("Fejl", "phone")

    @pytest.mark.parametrize("name", ["missed", "cancel", "move", "held"])
    def test_each_has_its_form_at_an_address(self, case: Case, desk: Desk, staff: Staff, name: str) -> None:
        row = planned(case, staff)
        desk.open(case, f"?register={name}&conversation={row.pk}")
        assert desk.status == 200

    def test_a_conversation_is_planned(self, case: Case, desk: Desk, staff: Staff) -> None:
        desk.send("plan_conversation", case, clock="10:00", kind="plan", form="home")
        assert desk.status == 422
        desk.send("plan_conversation", case, ahead="4", clock="10:00", kind="plan", form="home", purpose="Min Plan")
        row = Conversation.objects.get()
        assert (row.kind, row.form, row.purpose, row.staff) == ("plan", "home", "Min Plan", staff)


class TestNotesAndReminders:
    def test_an_empty_note_is_not_written(self, case: Case, desk: Desk) -> None:
        desk.send("write_note", case, text=" ", kind="note", day="2026-11-18", clock="09:00")
        assert desk.status == 422
        assert not Note.objects.exists()

    def test_anyone_who_takes_part_writes_one(self, make: Factory, case: Case) -> None:
        project = make.unit("Flere skridt", kind="project")
        partner = make.staff("Nadia Holm", unit=project, role="external_partner")
        Participant.objects.create(case=case, unit=project, start=timezone.localdate())
        day = timezone.localdate() - dt.timedelta(days=1)
        Desk(partner).send(
            "write_note", case, text="Hun kom til tiden", kind="phone", day=day.isoformat(), clock="09:00"
        )
        note = Note.objects.get()
        assert (note.author, note.kind, note.happened_at) == (partner, "phone", at(day, dt.time(9)))

    def test_one_corrects_ones_own_and_nobody_elses(self, make: Factory, case: Case, desk: Desk, staff: Staff) -> None:
        own, other = (
            Note.objects.create(case=case, author=author, happened_at=timezone.now(), text="Fjel")
            for author in (staff, make.staff())
        )
        typed = {"version": 1, "text": "Fejl", "kind": "note", "day": "2026-11-18", "clock": "09:00"}
        desk.send("correct_note", case, other.pk, **typed)
        assert desk.status == 404
        assert "Fjel" in desk.open(case, f"?register=note&note={own.pk}")
        desk.send("correct_note", case, own.pk, **typed)
        own.refresh_from_db()
        other.refresh_from_db()
        assert (own.text, other.text) == ("Fejl", "Fjel")

    def test_a_reminder_is_set_changed_and_has_served(self, case: Case, desk: Desk, staff: Staff) -> None:
        desk.send("set_reminder", case, ahead_on="2020-01-01", text="For sent")
        assert desk.status == 422
        desk.send("set_reminder", case, ahead="1", text="Ring til lægen", version=0)
        desk.send("set_reminder", case, ahead="2", text="Ring igen", version=1)
        row = Reminder.objects.get()
        assert (row.staff, row.text, row.due_on) == (staff, "Ring igen", weeks_ahead(timezone.localdate(), 2))
        desk.send("clear_reminder", case)
        assert not Reminder.objects.exists()


class TestThePlan:
    def test_a_goal_without_words_and_a_step_of_nobody_are_not_saved(self, case: Case, desk: Desk) -> None:
        desk.send("set_goal", case, version=0, words="")
        assert desk.status == 422
        assert "Name who is to act." in desk.send("add_step", case, version=0, text="Attest", turn="other")
        assert desk.status == 422

    def test_who_may_not_write_in_the_plan_is_refused(self, make: Factory) -> None:
        story = long_story(make, timezone.now())
        desk = Desk(story.partner)
        desk.send("done_step", story.case, story.steps[0].pk, version=8, step_version=1)
        assert desk.status == 403
        assert "Add a step" not in desk.open(story.case, "?edit=goal")

    def test_a_step_of_another_plan_is_not_found(self, make: Factory, case: Case, desk: Desk) -> None:
        story = long_story(make, timezone.now())
        for name in ("done_step", "drop_step", "rewrite_step", "reopen_step"):
            desk.send(name, case, story.steps[0].pk, version=0)
            assert desk.status == 404
        desk.send("move_step", case, story.steps[0].pk, "up")
        assert desk.status == 404

    def test_the_goal_and_the_steps(self, case: Case, desk: Desk) -> None:
        desk.send("set_goal", case, version=0, words="Jeg vil arbejde med dyr", occupation="Dyrepasser")
        desk.send("add_step", case, version=1, text="Besøge et dyreinternat", turn="citizen", due_on="2030-01-01")
        desk.send("add_step", case, version=2, text="Skaffe en kontakt", turn="us")
        first, second = PlanStep.objects.order_by("position")
        assert JobGoal.objects.get().words == "Jeg vil arbejde med dyr"

        desk.send("move_step", case, second.pk, "up")
        assert [step.text for step in PlanStep.objects.order_by("position")] == [second.text, first.text]
        desk.send("rewrite_step", case, first.pk, version=4, step_version=1, text="Besøge to internater", turn="us")
        rewritten = PlanStep.objects.get(replaces=first)
        assert (rewritten.text, rewritten.turn) == ("Besøge to internater", "us")
        desk.send("drop_step", case, second.pk, version=5, step_version=1)
        assert desk.status == 422
        desk.send("drop_step", case, second.pk, version=5, step_version=1, reason="Hun kender en")
        desk.send("done_step", case, rewritten.pk, version=6, step_version=1)
        page = desk.open(case)
        assert "2 steps done or dropped" in page
        assert "Hun kender en" in page
        desk.send("reopen_step", case, rewritten.pk, version=7, step_version=2, reason="Det ene mangler")
        rewritten.refresh_from_db()
        assert rewritten.ended_at is None

    @pytest.mark.parametrize("query", ["?edit=goal", "?edit=step", "?edit=rewrite&step={}", "?edit=drop&step={}"])
    def test_each_form_of_the_plan_has_its_address(self, make: Factory, query: str) -> None:
        story = long_story(make, timezone.now())
        desk = Desk(story.holder)
        page = desk.client.get(f"/cases/{story.case.pk}/{query.format(story.steps[0].pk)}").content.decode()
        assert "plan-form" in page
