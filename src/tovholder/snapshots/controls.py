"""What the figures page lets one choose: figures by subject, breakdowns, periods, snapshots."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

from tovholder.figures.compute import AnyFigure
from tovholder.figures.definitions import SUBJECTS
from tovholder.figures.dimensions import DIMENSIONS
from tovholder.figures.periods import GRAINS, Period
from tovholder.snapshots import answers, labels, store
from tovholder.snapshots.present import Shown
from tovholder.snapshots.question import (
    BEFORE,
    WITHIN,
    YEAR_BEFORE,
    Question,
    before,
    dimensions_of,
    latest_year,
    shifted,
)
from tovholder.web import dates


@dataclass(frozen=True)
class Choice:
    """A figure that one may choose; `lacking`: the snapshot has not got what it needs."""

    figure: AnyFigure
    name: str
    definition: str
    query: str
    is_chosen: bool
    lacking: bool


@dataclass(frozen=True)
class Subject:
    name: str
    choices: list[Choice]
    is_chosen: bool


def subjects(shown: Shown, find: str) -> list[Subject]:
    """The figures by subject; with `find`, those in whose name or definition all of its words are."""
    known = answers.computing(shown.snapshot).source.tables
    words = _folded(find).split()
    found = []
    for name, figures in SUBJECTS.values():
        choices = [
            Choice(
                figure,
                figure.name.to(shown.language),
                figure.definition.to(shown.language),
                shown.question.of_figure(figure),
                figure is shown.question.figure,
                not set(figure.tables) <= known,
            )
            for figure in figures
        ]
        subject = name.to(shown.language)
        met = [one for one in choices if _has(f"{one.name} {one.definition} {subject}", words)]
        if met:
            found.append(Subject(subject, met, any(one.is_chosen for one in met)))
    return found


def _has(text: str, words: list[str]) -> bool:
    folded = _folded(text)
    return all(word in folded for word in words)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("æ", "ae"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Select:
    """A list to choose from; its options may be long."""

    name: str
    label: str
    options: list[Option]
    is_wide: bool = False


def controls(shown: Shown, kept: list[store.Snapshot]) -> dict[str, Any]:
    """Every choice that the page offers, with what is chosen."""
    question = shown.question
    first, second = (*question.by, "", "")[:2]
    return {
        "selects": [
            _breakdown("by", _("Break down by"), first, shown),
            *([_breakdown("by2", _("and by"), second, shown, without=first)] if first else []),
            Select(
                "grain",
                _("Over time"),
                [Option(name, str(labels.GRAIN_NAMES[name]), name == question.grain) for name in ("whole", *GRAINS)],
            ),
            _period(shown),
            _compare(shown),
            *([within] if (within := _within(shown)) else []),
            Select("snapshot", _("Snapshot"), [_snapshot(one, shown) for one in kept], is_wide=True),
        ],
        "first": question.period.first,
        "last": question.period.last,
    }


def kept(question: Question) -> list[tuple[str, str]]:
    """What a form that changes the period alone, or looks for another figure, carries along."""
    return [(name, value) for name, value in parse_qsl(question.query()) if name != "period"]


def _breakdown(name: str, label: str, chosen: str, shown: Shown, without: str = "") -> Select:
    options = [Option("", _("nothing"), not chosen)]
    for dimension in dimensions_of(shown.question.figure):
        if dimension != without:
            options.append(Option(dimension, DIMENSIONS[dimension].name.to(shown.language), dimension == chosen))
    return Select(name, label, options)


def _period(shown: Shown) -> Select:
    """The year to the end of the data, each calendar year, all of them; and whatever else is asked for."""
    end = shown.snapshot.manifest.data_end
    latest = latest_year(end)
    years = [Period.of(str(year)) for year in range(end.year, _first_year(shown) - 1, -1)]
    whole = Period(dt.date(_first_year(shown), 1, 1), end)
    known = {latest: _("the latest 12 whole months"), **{year: labels.period(year) for year in years}}
    known[whole] = _("all years")
    asked = shown.question.period
    known = known if asked in known else {asked: labels.period(asked), **known}
    options = [Option(str(one), label, one == asked) for one, label in known.items()]
    return Select("period", _("Period"), options, is_wide=True)


def _first_year(shown: Shown) -> int:
    """The year from which on there are cases, at most ten years back."""
    source = answers.computing(shown.snapshot).source
    first = source.data_start(("cases",))
    end = shown.snapshot.manifest.data_end
    return max(first.year if first else end.year - 5, end.year - 9)


def _compare(shown: Shown) -> Select:
    question = shown.question
    options = [
        Option("", _("nothing"), not question.compare),
        Option(YEAR_BEFORE, labels.period(shifted(question.period, 12)), question.compare == YEAR_BEFORE),
    ]
    if before(question.period) != shifted(question.period, 12):
        options.append(Option(BEFORE, labels.period(before(question.period)), question.compare == BEFORE))
    return Select("compare", _("Compare with"), options, is_wide=True)


def _within(shown: Shown) -> Select | None:
    """One unit alone: departments, then teams, then the rest."""
    known = [name for name in WITHIN if name in dimensions_of(shown.question.figure)]
    if not known or not shown.labels.units:
        return None
    asked = shown.question.within
    options = []
    for kind in known:
        units = {
            key: name
            for key, name in shown.labels.units.items()
            if shown.labels.kinds[key] == kind or (kind == "unit" and shown.labels.kinds[key] not in known)
        }
        for key, name in sorted(units.items(), key=lambda one: one[1]):
            options.append(Option(f"{kind}:{key}", name, asked == (kind, key)))
    return Select("within", _("Only"), [Option("", _("all units"), asked is None), *options])


def _snapshot(one: store.Snapshot, shown: Shown) -> Option:
    """Those of one's own database are told apart by their day; of the others one has to know what they are."""
    words = _("data to %(day)s") % {"day": dates.short_date(one.manifest.data_end)}
    if one.manifest.source != "database":
        what = _("a case-handling log") if one.manifest.source == "eventlog" else _("a folder of tables")
        words = f"{what}, {words}"
    return Option(one.id, f"{words} ({one.id})", one.id == shown.snapshot.id)
