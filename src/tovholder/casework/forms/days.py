"""A date ahead, chosen with one click ("in 2 weeks") or typed; shared by the forms that ask for one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from tovholder.rules.days import next_working_day
from tovholder.web.dates import short_month

#: Weeks ahead that are one click away.
WEEKS = (1, 2, 4)
NONE, DATE = "none", "date"

#: A conversation is planned for a quarter of an hour, not for 10:43.
QUARTER = 15


class DayInput(forms.DateInput):
    """A day as the browser picks it; always in ISO, whatever the language, since the browser shows it its own way."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def weeks_ahead(start: dt.date, weeks: int) -> dt.date:
    """The working day so many weeks after a day."""
    return next_working_day(start + dt.timedelta(weeks=weeks))


def at(day: dt.date, clock: dt.time) -> dt.datetime:
    """A moment in the municipality's time. An hour that the clock skips in March is read as the one after it."""
    return timezone.make_aware(dt.datetime.combine(day, clock))


def quarter(moment: dt.datetime) -> dt.time:
    """The clock of a moment, back to the quarter."""
    local = timezone.localtime(moment)
    return dt.time(local.hour, local.minute - local.minute % QUARTER)


def week_choices() -> list[tuple[str, Any]]:
    return [(str(weeks), ngettext("in %d week", "in %d weeks", weeks) % weeks) for weeks in WEEKS]


def said(day: dt.date | None) -> str:
    """A day ahead in few words: Mon 30 Nov."""
    if day is None:
        return ""
    parts = {"weekday": WEEKDAYS_ABBR[day.weekday()], "day": day.day, "month": short_month(day.month)}
    return pgettext("weekday, day and month", "%(weekday)s %(day)d %(month)s") % parts


class AheadMixin(forms.Form):
    """The fields `ahead` (a week, a date, or none) and `ahead_on`. `day_ahead()` is the day that was chosen, and
    `offers()` what the template draws: each choice with the day it leads to."""

    ahead = forms.ChoiceField(label=_("When"), widget=forms.RadioSelect, required=False)
    ahead_on = forms.DateField(label=_("Date"), required=False, widget=DayInput)

    def offer(self, start: dt.date, none: Any = "") -> None:
        """Offers weeks from a day on; `none` is the label of having no date, if that may be chosen."""
        field = self.fields["ahead"]
        choices = [*week_choices(), (DATE, _("another date"))]
        field.choices = [*choices, (NONE, none)] if none else choices  # type: ignore[attr-defined]
        self.start = start

    def offers(self) -> list[dict[str, Any]]:
        days = {str(weeks): weeks_ahead(self.start, weeks) for weeks in WEEKS}
        return [
            {"tag": choice.tag(), "id": choice.id_for_label, "label": choice.choice_label, "day": said(days.get(value))}
            for choice in self["ahead"].subwidgets
            if (value := str(choice.data["value"])) != DATE
        ]

    def day_ahead(self) -> dt.date | None:
        """The day that was chosen, None for none. To be called by `clean`; adds the errors of its fields."""
        # A date that is typed has been chosen; the button beside it need not be pressed as well.
        chosen, typed = self.cleaned_data.get("ahead"), self.cleaned_data.get("ahead_on")
        if chosen in {str(weeks) for weeks in WEEKS}:
            day = weeks_ahead(self.start, int(chosen))
            if typed not in {None, day}:
                self.add_error("ahead_on", _("Both a week and a date are chosen. Keep one of them."))
            return day
        if typed is None and chosen != NONE and "ahead_on" not in self.errors:
            self.add_error("ahead", self.missing)
        return typed

    missing: Any = _("Choose a date.")
