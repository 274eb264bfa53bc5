"""`{% field %}` and `{% formerrors %}`: every control has its label, its help and its fault tied to it."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from tests.browser import Open, check_axe
from tovholder.web.inputs import DayInput, MomentInput


class Sample(forms.Form):
    name = forms.CharField(label="Name <b>", help_text="As in the register", error_messages={"required": "Say <who>."})
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, required=False)
    sure = forms.BooleanField()
    unit = forms.ChoiceField(choices=[("1", "One")], widget=forms.Select(attrs={"class": "own"}))
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def render(text: str, language: str = "en", **context: object) -> str:
    with translation.override(language):
        return Template(text).render(Context(context))


def field(name: str, form: forms.Form | None = None, more: str = "") -> str:
    return render("{% field form." + name + more + " %}", form=form or Sample())


def test_a_fault_is_named_at_its_field_and_escaped() -> None:
    shown = field("name", Sample({"name": ""}))
    assert 'id="id_name_error"' in shown
    assert "Say &lt;who&gt;." in shown
    assert 'aria-invalid="true"' in shown
    assert re.search(r'aria-describedby="id_name_helptext id_name_error"', shown)


def test_the_summary_leads_to_each_fault() -> None:
    shown = render("{% formerrors form %}", form=Sample({"name": "", "kind": "nothing"}))
    assert 'role="alert"' in shown
    assert '<a href="#id_name">Name &lt;b&gt;</a>: Say &lt;who&gt;.' in shown
    assert 'href="#id_kind_0"' in shown


def test_a_form_without_faults_has_no_summary() -> None:
    assert render("{% formerrors form %}", form=Sample()) == "\n"


def test_a_text_has_a_label_and_its_help() -> None:
    shown = field("name")
    assert '<label class="form-label" for="id_name">Name &lt;b&gt;</label>' in shown
    assert '<span class="form-hint" id="id_name_helptext">As in the register</span>' in shown
    assert "form-error" not in shown


def test_choices_stand_in_a_group_with_a_name() -> None:
    shown = field("kind")
    assert '<legend class="form-label">Kind</legend>' in shown
    assert shown.count('class="form-radio"') == 2
    assert '<label for="id_kind_1">B</label>' in shown


def test_several_choices_are_check_boxes_and_may_be_left_out() -> None:
    shown = field("several")
    assert 'class="form-checkbox"' in shown
    assert "(optional)" in shown
    assert "(optional)" not in field("several", more=" mark_optional=False")


def test_a_control_keeps_the_class_it_had() -> None:
    assert 'class="own form-select"' in field("unit")


def test_a_hidden_field_is_nothing_but_itself() -> None:
    assert field("secret") == '<input type="hidden" name="secret" id="id_secret">'


def test_a_label_can_be_kept_for_screen_readers() -> None:
    assert '<label class="form-label sr-only" for="id_name">Who</label>' in field(
        "name", more=' label="Who" hide_label=True'
    )


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_day_and_a_moment_are_sent_and_read_alike_in_both_languages(language: str) -> None:
    class Dated(forms.Form):
        on = forms.DateField(widget=DayInput)
        at = forms.DateTimeField(widget=MomentInput)

    form = Dated({"on": "2026-03-02", "at": "2026-03-02T09:05"})
    with translation.override(language):
        assert form.is_valid(), form.errors
        again = Dated(initial=form.cleaned_data)
        assert 'type="date" name="on" value="2026-03-02"' in str(again["on"])
        assert 'type="datetime-local" name="at" value="2026-03-02T09:05"' in str(again["at"])


@pytest.mark.browser
def test_the_summary_is_read_first_and_its_links_lead_to_the_controls(open_as: Open, make: object) -> None:
    page = open_as(make.staff(), "/kit/")  # type: ignore[attr-defined]
    assert page.evaluate("document.activeElement.className").endswith("form-errors")
    page.click(".form-errors a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_name"
    check_axe(page)
