"""A conversation that was held, one ahead, and what may become of a planned one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tovholder.casework.forms.days import NONE, AheadMixin, ClockInput, DayInput, at, quarter
from tovholder.casework.models import Conversation, ConversationForm, ConversationKind

#: A planned conversation is offered as "this is the one" when it was to begin within so many days.
NEAR = dt.timedelta(days=7)


def key_of(conversation: Conversation) -> str:
    """The conversation and the version that was read, for a form."""
    return f"{conversation.pk}:{conversation.version}"


def read_key(key: str) -> tuple[int | None, int | None]:
    """The conversation's id and version; None where the form names none."""
    pk, _sep, version = key.partition(":")
    return (int(pk), int(version)) if pk.isdecimal() and version.isdecimal() else (None, None)


#: What we plan: the unemployment fund plans its own.
KINDS = [(value, label) for value, label in ConversationKind.choices if value != ConversationKind.FUND]


class Words(forms.Form):
    """What a conversation is."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, initial=ConversationKind.FOLLOW_UP)
    form = forms.ChoiceField(label=_("Form"), choices=ConversationForm.choices, initial=ConversationForm.OFFICE)
    purpose = forms.CharField(label=_("What it is about"), required=False, max_length=300)


class HeldForm(AheadMixin):
    """A conversation was held: which, what was agreed, when the next one is.

    What is left empty is as planned, or, where nothing was planned, now and as usual: so the usual registration takes
    three acts (words, a next date, save), and a choice of another planned conversation brings its own time and form.
    """

    conversation = forms.CharField(required=False)
    agreed = forms.CharField(label=_("What was agreed"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    form = forms.ChoiceField(label=_("How you met"), required=False)
    held_on = forms.DateField(label=_("Day"), required=False, widget=DayInput)
    held_clock = forms.TimeField(label=_("Time"), required=False, widget=ClockInput)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    purpose = forms.CharField(label=_("What it was about"), required=False, max_length=300)
    next_clock = forms.TimeField(label=_("Time of the next"), required=False, widget=ClockInput)
    next_form = forms.ChoiceField(label=_("Form of the next"), required=False)

    missing = _("Choose when the next conversation is, or that there is none.")

    def __init__(
        self,
        data: Any = None,
        *,
        planned: list[Conversation],
        now: dt.datetime,
        usual: str = ConversationKind.FOLLOW_UP,
        chosen: str = "",
    ):
        """`planned` are those of the case, the soonest first; `usual` is the kind of one that nobody planned; `chosen`
        is the key of the one that was pointed at."""
        self.now, self.usual = now, usual
        self.planned = [row for row in planned if row.starts_at <= now + NEAR or row.pk == read_key(chosen)[0]]
        likely = self._likely(chosen)
        clock = quarter(likely.starts_at if likely else now)
        initial = {"conversation": key_of(likely) if likely else "", "next_clock": clock}
        super().__init__(data, initial=initial)
        as_planned: list[tuple[str, Any]] = [("", _("as planned"))] if self.planned else []
        self._choose_from("form", as_planned, ConversationForm.choices)
        self._choose_from("kind", as_planned or [("", ConversationKind(usual).label)], ConversationKind.choices)
        self._choose_from("next_form", [("", _("as this one"))], ConversationForm.choices)
        self.next_planned = next((row for row in planned if row.starts_at > now and row is not likely), None)
        self.offer(
            timezone.localdate(now), _("none, the planned one stands") if self.next_planned else _("none for now")
        )
        if self.next_planned:
            self.initial["ahead"] = NONE

    def _choose_from(self, name: str, same: list[tuple[str, Any]], choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = [*same, *(choice for choice in choices if choice[1] not in dict(same).values())]  # type: ignore[attr-defined]

    @property
    def key(self) -> str:
        """The conversation that stands chosen."""
        return str(self["conversation"].value() or "")

    @property
    def more_is_open(self) -> bool:
        """Something was typed, or is wrong, in the fields that are folded away."""
        return any(self[name].value() or name in self.errors for name in self.folded)

    folded = ("form", "held_on", "held_clock", "kind", "purpose", "next_form")

    def choices(self) -> list[tuple[str, Conversation]]:
        """The planned ones that this may have been, each with its key."""
        return [(key_of(row), row) for row in self.planned]

    def _likely(self, chosen: str) -> Conversation | None:
        """The planned one that was held: the one pointed at, else today's, else the latest that should have been."""
        if pointed := self._planned(chosen):
            return pointed
        today = timezone.localdate(self.now)
        of_today = [row for row in self.planned if timezone.localdate(row.starts_at) == today]
        if of_today:
            return min(of_today, key=lambda row: abs(row.starts_at - self.now))
        before = [row for row in self.planned if row.starts_at < self.now]
        return before[-1] if before else None

    def _planned(self, key: str) -> Conversation | None:
        pk, _version = read_key(key)
        return next((row for row in self.planned if row.pk == pk), None)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        # A conversation in the unemployment fund is none of those that we had planned.
        key = "" if data.get("kind") == ConversationKind.FUND else data.get("conversation", "")
        row = self._planned(key)
        data["conversation_id"], data["version"] = read_key(key)
        # What is left empty is as planned; without a plan, the usual.
        data["form"] = data.get("form") or None
        data["purpose"] = data.get("purpose") or None
        data["kind"] = data.get("kind") or (None if row else self.usual)
        data["next_form"] = data.get("next_form") or None
        begun = timezone.localtime(row.starts_at if row and row.starts_at <= self.now else self.now)
        data["held_at"] = at(data.get("held_on") or begun.date(), data.get("held_clock") or begun.time())
        day = self.day_ahead()
        data["next_at"] = at(day, data.get("next_clock") or quarter(begun)) if day else None
        return data


class PlanForm(AheadMixin, Words):
    """A conversation ahead."""

    clock = forms.TimeField(label=_("Time"), widget=ClockInput)

    field_order = ("ahead", "ahead_on", "clock", "kind", "form", "purpose")

    def __init__(self, data: Any = None, *, now: dt.datetime):
        super().__init__(data, initial={"clock": dt.time(10)})
        self.offer(timezone.localdate(now))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day = self.day_ahead()
        data["starts_at"] = at(day, data["clock"]) if day and data.get("clock") else None
        return data


class OutcomeForm(AheadMixin):
    """A planned conversation was missed or is cancelled: why, and whether another is planned in its place."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why"), required=False, max_length=300)
    clock = forms.TimeField(label=_("Time of the next"), required=False, widget=ClockInput)

    missing = _("Choose when the next conversation is, or that there is none.")

    def __init__(self, data: Any = None, *, conversation: Conversation, now: dt.datetime, needs_reason: bool):
        self.usual = timezone.localtime(conversation.starts_at).time()
        super().__init__(data, initial={"version": conversation.version, "clock": self.usual})
        self.fields["reason"].required = needs_reason
        self.offer(timezone.localdate(now), _("none for now"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day = self.day_ahead()
        data["next_at"] = at(day, data.get("clock") or self.usual) if day else None
        return data


class MoveForm(forms.Form):
    """Another time for a planned conversation."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    day = forms.DateField(label=_("Day"), widget=DayInput)
    clock = forms.TimeField(label=_("Time"), widget=ClockInput)

    def __init__(self, data: Any = None, *, conversation: Conversation):
        local = timezone.localtime(conversation.starts_at)
        initial = {"version": conversation.version, "day": local.date(), "clock": local.time()}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("day") and data.get("clock"):
            data["starts_at"] = at(data["day"], data["clock"])
        return data


class CorrectForm(Words):
    """Other words for a conversation that was held."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=ConversationKind.choices)
    agreed = forms.CharField(label=_("What was agreed"), required=False, widget=forms.Textarea(attrs={"rows": 4}))

    field_order = ("agreed", "kind", "form", "purpose", "version")


class TakeBackForm(forms.Form):
    """A registration was a mistake."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why"), max_length=300)
