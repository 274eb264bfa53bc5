"""What people type about a course across professions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.models import Membership, Staff
from tovholder.casework.forms.days import DayInput
from tovholder.cooperation.models import Course, Level


def colleagues(today: dt.date) -> list[tuple[Any, Any]]:
    """Everybody who works in the house today, by name."""
    working = Membership.objects.on(today).values("staff")
    return list(Staff.objects.filter(is_active=True, pk__in=working).order_by("name").values_list("pk", "name"))


class CourseForm(forms.Form):
    goal = forms.CharField(label=_("The shared goal"), max_length=300)
    level = forms.ChoiceField(
        label=_("How closely they work together"), choices=Level.choices, widget=forms.RadioSelect
    )
    coordinator = forms.TypedChoiceField(label=_("Who coordinates it"), coerce=int)

    def __init__(self, data: Any = None, *, today: dt.date, initial: dict[str, Any] | None = None):
        super().__init__(data, initial={"level": Level.ONE, **(initial or {})})
        self.fields["coordinator"].choices = [("", _("choose")), *colleagues(today)]  # type: ignore[attr-defined]


class JudgeForm(CourseForm):
    judgement = forms.CharField(
        label=_("Why it is needed"),
        help_text=_("Your judgement, in words. The system computes no risk."),
        max_length=300,
    )
    judged_on = forms.DateField(label=_("Judged on"), widget=DayInput)

    field_order = ["judgement", "goal", "level", "coordinator", "judged_on"]


class ChangeForm(CourseForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class StartForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    day = forms.DateField(label=_("Day"), widget=DayInput)


class EndForm(StartForm):
    reason = forms.CharField(label=_("What came of it"), max_length=300)


class MemberForm(forms.Form):
    staff = forms.TypedChoiceField(label=_("A colleague"), coerce=int, empty_value=None, required=False)
    name = forms.CharField(label=_("Or somebody outside the house"), max_length=120, required=False)
    profession = forms.CharField(label=_("Profession"), max_length=80)
    organisation = forms.CharField(label=_("Where from"), max_length=120, required=False)

    def __init__(self, data: Any = None, *, today: dt.date):
        super().__init__(data)
        self.fields["staff"].choices = [("", _("nobody")), *colleagues(today)]  # type: ignore[attr-defined]


class TaskForm(forms.Form):
    member = forms.TypedChoiceField(label=_("Who"), coerce=int)
    text = forms.CharField(label=_("Does what"), max_length=300)
    due_on = forms.DateField(label=_("By when"), widget=DayInput, required=False)

    def __init__(self, data: Any = None, *, course: Course):
        super().__init__(data)
        team = [(member.pk, str(member)) for member in course.members.filter(left_on=None).select_related("staff")]
        self.fields["member"].choices = [("", _("choose")), *team]  # type: ignore[attr-defined]
