"""Notes by anyone who takes part; one reminder per person and case."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.factories import Factory
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.casework.actions.access import give_reason
from tovholder.casework.actions.notes import correct_note, write_note
from tovholder.casework.actions.reminders import clear_reminder, set_reminder
from tovholder.casework.errors import Refused
from tovholder.casework.models import Case, Note, Reminder

DAY = dt.timedelta(days=1)


@pytest.fixture
def case(make: Factory) -> Case:
    return make.case(held_by=make.staff("Anna Friis"))


def desk(make: Factory, case: Case, now: dt.datetime, role: str = "") -> dict[str, Any]:
    """The holder's, or that of somebody else with a role on the case."""
    staff = case.assignments.get(role="caseworker").staff
    if role:
        staff = make.staff(role=role)
        make.assign(case, staff, at=now - DAY, role="mentor")
    assert staff is not None
    return {"actor": make.actor(staff, now.date()), "case_id": case.pk, "now": now, "today": now.date()}


@pytest.mark.parametrize(("text", "ahead"), [("  ", 0), ("Ringede", 1)])
def test_a_note_without_words_or_from_the_future_is_refused(
    make: Factory, case: Case, now: dt.datetime, text: str, ahead: int
) -> None:
    with pytest.raises(Refused):
        write_note(**desk(make, case, now), text=text, happened_at=now + ahead * DAY)
    assert not Note.objects.exists()


@pytest.mark.requirement("F16")
@pytest.mark.parametrize("role", ["", "job_consultant", "external_partner"])
def test_anyone_who_takes_part_writes_notes(make: Factory, case: Case, now: dt.datetime, role: str) -> None:
    given = desk(make, case, now, role)
    note = write_note(**given, text=" Ringede til virksomheden ", happened_at=now - DAY, kind="company")
    assert (note.text, note.kind, note.author_id) == ("Ringede til virksomheden", "company", given["actor"].staff_id)


def test_a_note_is_written_in_a_closed_case_too(make: Factory, case: Case, now: dt.datetime) -> None:
    given = desk(make, case, now)
    Case.objects.filter(pk=case.pk).update(closed_on=now.date(), close_reason="work")
    assert write_note(**given, text="Borgeren ringede", happened_at=now).pk


def test_somebody_with_a_reason_notes_what_was_done_and_does_nothing_else(
    make: Factory, case: Case, now: dt.datetime
) -> None:
    given = {**desk(make, case, now), "actor": make.actor(make.staff(), now.date())}
    give_reason(**given, reason="Telefonvagt: borgeren ringede")
    assert write_note(**given, text="Videregav besked", happened_at=now).pk


def test_only_the_one_who_wrote_it_corrects_a_note_and_the_former_words_stay(
    make: Factory, case: Case, now: dt.datetime
) -> None:
    mine, others = desk(make, case, now), desk(make, case, now, "job_consultant")
    note = write_note(**mine, text="Lege", happened_at=now)
    change: dict[str, Any] = {"note_id": note.pk, "happened_at": now, "version": 1}
    with pytest.raises(Refused):
        correct_note(**others, **change, text="Læge")
    with pytest.raises(Refused):
        correct_note(**{**mine, **change, "note_id": 0}, text="Læge")
    assert correct_note(**mine, **change, text="Læge").version == 2
    with pytest.raises(ChangedMeanwhile):
        correct_note(**mine, **change, text="Lægen")
    event = Note.history.rel.related_model.objects.get(pgh_obj_id=note.pk)  # type: ignore[attr-defined]
    assert event.text == "Lege"


def test_a_reminder_is_for_a_day_ahead(make: Factory, case: Case, now: dt.datetime) -> None:
    with pytest.raises(Refused):
        set_reminder(**desk(make, case, now), due_on=now.date() - DAY)


def test_each_has_one_reminder_of_their_own_on_a_case(make: Factory, case: Case, now: dt.datetime) -> None:
    mine, others = desk(make, case, now), desk(make, case, now, "job_consultant")
    set_reminder(**mine, due_on=now.date(), text="Ring")
    set_reminder(**others, due_on=now.date())
    set_reminder(**mine, due_on=now.date() + DAY, text="Ring igen")
    own = Reminder.objects.get(staff=mine["actor"].staff_id)
    assert (own.due_on, own.text, own.version) == (now.date() + DAY, "Ring igen", 2)
    clear_reminder(**mine)
    clear_reminder(**mine)
    assert Reminder.objects.get().staff_id == others["actor"].staff_id
