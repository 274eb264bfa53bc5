"""What is asked for once when something is done with many cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.models import Membership, Unit, UnitKind
from tovholder.casework.contributions import Moment
from tovholder.casework.holding import MAY_HOLD
from tovholder.casework.models import CaseRole, ShiftCause
from tovholder.casework.queries.caseloads import caseloads, with_caseload

_DAY = {"type": "date"}


class BulkReminder(forms.Form):
    due_on = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    text = forms.CharField(label=_("What"), max_length=200, required=False)

    def __init__(self, *args: Any, moment: Moment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class BulkParticipant(forms.Form):
    unit = forms.ModelChoiceField(label=_("Project or unit"), queryset=Unit.objects.none())
    start = forms.DateField(label=_("From"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, moment: Moment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(closed_on=None, kind=UnitKind.PROJECT).order_by("name")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["start"].initial = moment.today


class BulkAssign(forms.Form):
    """A new caseworker for many cases: one of the actor's units, with how many cases each holds beside the name."""

    receiver = forms.ChoiceField(label=_("New caseworker"))
    effective_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    planned = forms.ChoiceField(
        label=_("Planned"), choices=[("yes", _("Planned")), ("no", _("Not planned"))], widget=forms.RadioSelect
    )
    cause = forms.ChoiceField(label=_("Cause"))
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, moment: Moment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.on(moment.today).filter(
            unit__in=moment.actor.leads, role__in=MAY_HOLD[CaseRole.CASEWORKER], staff__is_active=True
        )
        rows = members.select_related("staff", "unit").order_by("unit__name", "staff__name")
        units = {row.unit_id: row.unit.name for row in rows}
        nobody = [
            (f":{pk}", _("Nobody for the time being, in %(unit)s") % {"unit": name}) for pk, name in units.items()
        ]
        loads = caseloads({row.staff_id for row in rows}, moment.now)
        people = [
            (f"{row.staff_id}:{row.unit_id}", f"{with_caseload(row.staff.name, loads[row.staff_id])}, {row.unit.name}")
            for row in rows
        ]
        receiver, cause = self.fields["receiver"], self.fields["cause"]
        receiver.choices = [("", _("Choose")), *dict.fromkeys(people), *nobody]  # type: ignore[attr-defined]
        cause.choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((value, label) for value, label in ShiftCause.choices if value not in {"unknown", "new_case"}),
        ]
        self.fields["effective_on"].initial = moment.today

    def clean_receiver(self) -> tuple[int | None, int]:
        """Who (or nobody) and in which unit."""
        staff, _sep, unit = self.cleaned_data["receiver"].partition(":")
        return (int(staff) if staff else None), int(unit)
