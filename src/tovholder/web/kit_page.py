"""The page /kit/: every part of the kit in every state, with made-up content, and how it is written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tovholder.web.band import Band, Lane, Piece, Tick
from tovholder.web.inputs import DayInput

#: The parts in the order of the page; each is a template in `web/kit/`.
PARTS = {
    "text": gettext_lazy("Text, dates and lengths"),
    "signs": gettext_lazy("Tags and icons"),
    "buttons": gettext_lazy("Buttons"),
    "alerts": gettext_lazy("Messages"),
    "form": gettext_lazy("A form"),
    "form_with_faults": gettext_lazy("A form with faults"),
    "inline_form": gettext_lazy("A form in a row"),
    "chips": gettext_lazy("Filters with counts"),
    "figures": gettext_lazy("Key figures"),
    "grid": gettext_lazy("Data grid"),
    "empty": gettext_lazy("An empty list"),
    "three_columns": gettext_lazy("A page in three columns"),
    "tabs": gettext_lazy("Tabs"),
    "waited": gettext_lazy("How long it took for half, and for eight of ten"),
    "progress": gettext_lazy("Progress of long work"),
    "band": gettext_lazy("The band"),
}


@dataclass(frozen=True)
class Example:
    name: str
    label: Any
    template: str
    source: str


@dataclass(frozen=True)
class Titled:
    title: str
    band: Band


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=gettext_lazy("Name"), help_text=gettext_lazy("As it stands in the register."))
    held_on = forms.DateField(label=gettext_lazy("Date"), widget=DayInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of conversation"),
        choices=[("", "–"), ("first", gettext_lazy("first conversation")), ("follow", gettext_lazy("follow-up"))],
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Held how"),
        choices=[("meeting", gettext_lazy("in person")), ("phone", gettext_lazy("by telephone"))],
        widget=forms.RadioSelect,
    )
    present = forms.MultipleChoiceField(
        label=gettext_lazy("Present"),
        choices=[("citizen", gettext_lazy("the citizen")), ("mentor", gettext_lazy("a mentor"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreed = forms.CharField(
        label=gettext_lazy("Agreed"), required=False, widget=forms.Textarea(attrs={"rows": 3, "cols": 40})
    )
    interpreter = forms.BooleanField(label=gettext_lazy("An interpreter took part"), required=False)

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError(_("A conversation that was held lies in the past."))


class InlineForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("Words in the list"), required=False)
    unit = forms.ChoiceField(
        label=gettext_lazy("Whose"), choices=[("mine", gettext_lazy("my cases")), ("team", gettext_lazy("my team's"))]
    )


def kit_view(request: HttpRequest) -> HttpResponse:
    return render(request, "web/kit.html", {**samples(timezone.now()), "examples": _examples()})


def _examples() -> list[Example]:
    found = []
    for name, label in PARTS.items():
        template = f"web/kit/{name}.html"
        source = get_template(template).template.source  # type: ignore[attr-defined]
        found.append(Example(name, label, template, source.removeprefix("{% load i18n %}").strip()))
    return found


def samples(now: dt.datetime) -> dict[str, Any]:
    """Made-up content, dated from now."""
    today = timezone.localtime(now).date()
    names = ("Aase Mikkelsen", "Bodil Ægidius", "Çelik Demir", "Dorthe Østergaard-Christensen", "Erik Åkjær")
    rows = [
        {
            "key": number,
            "name": name,
            "protected": number == 3,
            "since": today - dt.timedelta(days=40 * number),
            "last": today - dt.timedelta(days=9 * number) if number else None,
            "waits": (_("us"), _("the citizen"), _("a medical certificate"), _("nobody"), _("the company"))[number],
            "shifts": number % 3,
        }
        for number, name in enumerate(names)
    ]
    faulty = SampleForm(
        {"name": "", "held_on": (today + dt.timedelta(days=2)).isoformat(), "agreed": _("To meet again.")}
    )
    return {
        "now": now,
        "yesterday": today - dt.timedelta(days=1),
        "earlier": now - dt.timedelta(days=2, hours=3),
        "soon": today + dt.timedelta(days=3),
        "long_ago": today - dt.timedelta(days=420),
        "form": SampleForm(prefix="new"),
        "faulty": faulty,
        "inline_form": InlineForm(),
        "rows": rows,
        "page_obj": Paginator(range(1234), 50).page(4),
        "bands": bands(today),
    }


def bands(today: dt.date) -> list[Titled]:
    """Courses of different lengths: with a gap, very short, very long, and without anything."""

    def ago(days: int) -> dt.date:
        return today - dt.timedelta(days=days)

    holders = Lane(
        _("Holder"),
        "holder",
        [
            Piece(ago(900), ago(610), "Bo Lund", "holder"),
            Piece(ago(610), ago(560), _("Vacant"), "vacancy"),
            Piece(ago(560), ago(200), "Carla Vang", "holder"),
            Piece(ago(200), ago(150), "Dan Krog", "holder"),
            Piece(ago(150), None, "Anna Holm", "holder", href="#band"),
        ],
    )
    benefits = Lane(
        _("Benefit"),
        "benefit",
        [
            Piece(ago(900), ago(300), "Sygedagpenge", "benefit"),
            Piece(ago(300), None, "Kontanthjælp", "benefit"),
        ],
    )
    measures = Lane(
        _("Taking part in"),
        "measure",
        [
            Piece(ago(480), ago(390), _("Clarification"), "measure"),
            Piece(ago(90), today + dt.timedelta(days=60), _("Internship, nursery"), "measure"),
        ],
    )
    waits = Lane(
        _("Waiting for"),
        "wait",
        [
            Piece(ago(900), ago(860), _("First conversation"), "wait"),
            Piece(ago(520), ago(430), _("Medical certificate"), "wait"),
            Piece(ago(23), None, _("Decision"), "wait"),
        ],
    )
    conversations = Lane(
        _("Conversations"),
        "conversation",
        ticks=[
            *(Tick(ago(days), _("Follow-up"), "held") for days in (860, 700, 540, 330, 180, 40)),
            Tick(ago(120), _("Follow-up"), "missed"),
            Tick(today + dt.timedelta(days=21), _("Follow-up"), "planned"),
        ],
    )
    end = today + dt.timedelta(days=90)
    return [
        Titled(_("Three years"), Band(ago(900), end, [holders, benefits, measures, waits, conversations], now=today)),
        Titled(_("Three weeks"), Band(ago(20), today + dt.timedelta(days=2), [holders, waits], now=today)),
        Titled(_("Six months"), Band(ago(170), today + dt.timedelta(days=10), [holders, conversations], now=today)),
        Titled(_("Thirty years"), Band(ago(30 * 365), end, [holders, measures], now=today)),
        Titled(_("Nothing yet"), Band(ago(5), today + dt.timedelta(days=30), [Lane(_("Holder"), "holder")], now=today)),
    ]
