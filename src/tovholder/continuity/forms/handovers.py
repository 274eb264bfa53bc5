"""What is asked for in a handover, form by form."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tovholder.casework.models import ShiftCause
from tovholder.casework.queries.people import Group
from tovholder.continuity.models import Answer, CitizenAtMeeting, Handover, HandoverKind
from tovholder.continuity.models.handover import CONTENT
from tovholder.web.inputs import DayInput, MomentInput

#: One moment from the browser's picker.
_MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
_CAUSES = [("", _("choose")), *((v, label) for v, label in ShiftCause.choices if v not in {"unknown", "new_case"})]
#: What each part is about; what is there to hold onto while writing.
HINTS = {
    "where_we_are": _("Where the citizen is today, and how that came."),
    "next_steps": _("What has been agreed, with dates."),
    "promises": _("What we, or others, have promised. Write “none” if there are none."),
    "what_works": _("How to reach this person; what to avoid. Write “nothing special” if so."),
    "not_to_employer": _("What an employer must not be told. Write “nothing” if so."),
}


class ReceiverForm(forms.Form):
    """To whom. `receiver` is `unit:person`, or `unit:` where the leader there names the person."""

    receiver = forms.ChoiceField(label=_("To whom"))

    def offer(self, receivers: list[Group], *, plans_only: bool) -> None:
        """Whoever holds the case can prepare it; that nobody can, a leader says."""
        self.fields["receiver"].choices = [("", _("choose")), *receivers]  # type: ignore[attr-defined]
        if plans_only:
            kind: Any = self.fields["kind"]
            kind.choices = kind.choices[:1]
            kind.widget = forms.HiddenInput()
            kind.initial = HandoverKind.PLANNED

    def clean_receiver(self) -> tuple[int, int | None]:
        unit, _sep, person = self.cleaned_data["receiver"].partition(":")
        return int(unit), int(person) if person else None


class AskForm(ReceiverForm):
    """To whom, when and why."""

    takes_over_on = forms.DateField(
        label=_("Takes over on"), required=False, widget=DayInput, help_text=_("Empty: as soon as it is accepted.")
    )
    kind = forms.ChoiceField(
        label=_("How much time is there?"),
        choices=[
            (HandoverKind.PLANNED, _("Planned: I can prepare it")),
            (HandoverKind.UNPLANNED, _("Unplanned: nobody can prepare it")),
            (HandoverKind.REORGANISATION, _("Part of a reorganisation")),
        ],
        initial=HandoverKind.PLANNED,
        widget=forms.RadioSelect,
    )
    cause = forms.ChoiceField(label=_("Why"), choices=_CAUSES)
    reason = forms.CharField(label=_("In words"), required=False, max_length=300)
    expected = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, receivers: list[Group], expected: int | None, plans_only: bool) -> None:
        super().__init__(data, initial={"expected": expected})
        self.offer(receivers, plans_only=plans_only)


class VersionForm(forms.Form):
    """Nothing but the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class AppointForm(VersionForm):
    receiver = forms.ChoiceField(label=_("Who takes over"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["receiver"].choices = [("", _("choose")), *people]  # type: ignore[attr-defined]


class ContentForm(VersionForm):
    """The five parts."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in CONTENT:
            model_field: Any = Handover._meta.get_field(name)
            rows = 4 if name == "where_we_are" else 2
            self.fields[name] = forms.CharField(
                label=str(model_field.verbose_name).capitalize(),
                help_text=HINTS[name],
                required=name in {"where_we_are", "next_steps"},
                max_length=model_field.max_length,
                widget=forms.Textarea(attrs={"rows": rows}),
            )

    @property
    def content(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in CONTENT}


class MeetingForm(VersionForm):
    met_at = forms.DateTimeField(label=_("Held"), input_formats=_MOMENT, widget=MomentInput)
    citizen = forms.ChoiceField(label=_("The citizen"), choices=CitizenAtMeeting.choices, widget=forms.RadioSelect)
    essence = forms.CharField(
        label=_("The essence, in a line or two"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, now: dt.datetime, **options: Any) -> None:
        local = timezone.localtime(now)
        quarter = local.replace(minute=local.minute - local.minute % 15, second=0, microsecond=0)
        options["initial"] = {"met_at": quarter, **options.get("initial", {})}
        super().__init__(*args, **options)


class AcceptForm(VersionForm):
    note = forms.CharField(
        label=_("A line of your own in the letter"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Left out if empty."),
    )


class ReturnForm(VersionForm):
    missing = forms.CharField(label=_("What is missing"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}))


class RevokeForm(VersionForm):
    reason = forms.CharField(label=_("Why"), max_length=300)


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label=_("Answer"), choices=Answer.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In words"), required=False, max_length=300)


class CitizenAnswerForm(AnswerForm):
    """The same, for somebody who has never seen the system."""

    words = forms.CharField(
        label=_("Would you like to say more?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Please leave your CPR number and matters of health out."),
    )


class ManyForm(forms.Form):
    """Many cases of one person, each to somebody; said once: why and from when."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            (HandoverKind.PLANNED, _("Planned")),
            (HandoverKind.REORGANISATION, _("Reorganisation")),
            (HandoverKind.UNPLANNED, _("Unplanned")),
        ],
    )
    cause = forms.ChoiceField(label=_("Why"), choices=_CAUSES)
    takes_over_on = forms.DateField(
        label=_("Takes over on"), required=False, widget=DayInput, help_text=_("Empty: as soon as it is accepted.")
    )
    reason = forms.CharField(label=_("In words"), required=False, max_length=300)


class ManyToOneForm(ReceiverForm, ManyForm):
    """Chosen cases, all to one receiver."""

    field_order = ("receiver", "takes_over_on", "kind", "cause", "reason")

    def __init__(self, data: Any = None, *, receivers: list[Group], plans_only: bool) -> None:
        super().__init__(data)
        self.offer(receivers, plans_only=plans_only)


class RevokeManyForm(forms.Form):
    """Why the chosen handovers will not be, said once."""

    reason = forms.CharField(label=_("Why"), max_length=300)
