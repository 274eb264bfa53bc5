"""History: which field was what, is what, by whom, when and why; of several rows in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pghistory
import pytest

from tests.factories import Factory
from tovholder.audit.history import Of, changes, differing, story
from tovholder.casework.models import Assignment, Case, Note
from tovholder.citizens.models import Benefit, BenefitSpell, Citizen, ContactDetails
from tovholder.web.masking import MASK, without_cpr

pytestmark = pytest.mark.requirement("F17")


def test_a_cpr_number_in_a_text_is_masked(make: Factory, now: dt.datetime) -> None:
    case = make.case()
    note = Note.objects.create(case=case, happened_at=now, text="ringede om 010190-1234")
    with pghistory.context(reason="skrev 0101901234 forkert"):
        Note.objects.filter(pk=note.pk).update(text="ringede")
    shown = repr(changes(Note, note.pk))
    assert "1234" not in shown
    assert MASK in shown


@pytest.mark.parametrize("text", ["010190-1234", "0101901234", "610190 1234", "sag 311299–0001."])
def test_what_looks_like_a_cpr_number_is_masked(text: str) -> None:
    assert MASK in without_cpr(text)


@pytest.mark.parametrize("text", ["991390-1234", "15.20.00-P15-1-15", "+45 12 34 56 78", "20101901234", "2026-11-18"])
def test_other_numbers_are_left_alone(text: str) -> None:
    assert without_cpr(text) == text


def test_a_row_that_never_changed_says_who_registered_it(make: Factory, now: dt.datetime) -> None:
    staff = make.staff("Mette Krogh")
    details = ContactDetails.objects.create(
        citizen=make.citizen(), valid_from=now, city="Odense", registered_by=staff, registered_at=now
    )
    (change,) = changes(ContactDetails, details.pk)
    assert (change.kind, change.who, change.at) == ("registered", "Mette Krogh", now)
    assert {field.field: (field.was, field.became) for field in change.fields}["city"] == ("", "Odense")


def test_each_change_tells_was_and_is_by_whom_and_why(make: Factory) -> None:
    staff, citizen = make.staff("Mette Krogh"), make.citizen("Bo", "Prøve")
    with pghistory.context(staff=staff.pk, action="rename", reason="married"):
        Citizen.objects.filter(pk=citizen.pk).update(family_name="Ny", version=2)
    Citizen.objects.filter(pk=citizen.pk).update(given_name="Bodil")
    last, first, registered = changes(Citizen, citizen.pk)
    assert registered.kind == "registered"
    assert [(field.field, field.was, field.became) for field in first.fields] == [("family_name", "Prøve", "Ny")]
    assert (first.who, first.why, first.action) == ("Mette Krogh", "married", "rename")
    assert [(field.field, field.was, field.became) for field in last.fields] == [("given_name", "Bo", "Bodil")]


def test_a_change_without_a_person_names_nobody(make: Factory) -> None:
    citizen = make.citizen()
    Citizen.objects.filter(pk=citizen.pk).update(given_name="Bodil")
    assert (changes(Citizen, citizen.pk)[0].who, changes(Citizen, citizen.pk)[0].staff_id) == ("", None)


def test_a_change_of_what_the_house_keeps_for_itself_is_no_change(make: Factory) -> None:
    citizen = make.citizen()
    Citizen.objects.filter(pk=citizen.pk).update(version=2)
    assert [change.kind for change in changes(Citizen, citizen.pk)] == ["registered"]


def test_a_deleted_row_is_told_with_what_it_said(make: Factory, now: dt.datetime) -> None:
    staff = make.staff("Ole Ravn")
    case = make.case(held_by=staff)
    mistake = make.assign(case, make.staff("Forkert Person"), at=now)
    with pghistory.context(staff=staff.pk):
        mistake.delete()
    deleted = next(change for change in story(Of(Assignment, case=case.pk)) if change.kind == "deleted")
    assert deleted.who == "Ole Ravn"
    assert "Forkert Person" in [field.was for field in deleted.fields]


def test_what_a_field_points_to_and_its_choices_are_named(make: Factory, today: dt.date) -> None:
    first, second = Benefit.objects.all()[:2]
    spell = BenefitSpell.objects.create(citizen=make.citizen(), benefit=first, start=today)
    BenefitSpell.objects.filter(pk=spell.pk).update(benefit=second)
    (field,) = changes(BenefitSpell, spell.pk)[0].fields
    assert (field.was, field.became) == (str(first), str(second))

    case = make.case()
    Case.objects.filter(pk=case.pk).update(closed_on=today, close_reason="work")
    shown = {field.field: field.became for field in changes(Case, case.pk)[0].fields}
    assert str(shown["close_reason"]) in {"Work", "Arbejde"}
    assert shown["closed_on"] == today


def test_the_newest_comes_first_and_rows_of_one_case_are_told_together(make: Factory, now: dt.datetime) -> None:
    case, other = make.case(), make.case()
    Note.objects.create(case=other, happened_at=now, text="en anden sag")
    note = Note.objects.create(case=case, happened_at=now, text="først")
    Note.objects.filter(pk=note.pk).update(text="så")
    told = story(Of(Note, case=case.pk), Of(Citizen, pk=case.citizen_id))
    assert [change.kind for change in told if change.model == "casework.note"] == ["changed", "registered"]
    assert "en anden sag" not in repr(told)
    assert [change.at for change in told] == sorted((change.at for change in told), reverse=True)


def test_the_number_of_queries_does_not_grow_with_the_rows(
    make: Factory, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    case, staff = make.case(), make.staff()
    for number in range(12):
        note = Note.objects.create(case=case, happened_at=now, text=f"{number}", registered_by=staff)
        with pghistory.context(staff=staff.pk):
            Note.objects.filter(pk=note.pk).update(text=f"{number} igen", author=staff)
    with django_assert_num_queries(3):
        assert len(story(Of(Note, case=case.pk))) == 24


def test_only_values_that_differ_are_named() -> None:
    assert differing({"a": 1, "b": None}, {"a": 1, "b": 2}, ["a", "b"]) == ["b"]
