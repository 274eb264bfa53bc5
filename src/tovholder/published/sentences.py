"""Faults, losses and changes in the words of whoever reads them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tovholder.figures.published.areas import AREAS, MUNICIPALITIES
from tovholder.figures.published.catalogue import BY_ID, Unit
from tovholder.figures.published.changes import Changes, Loss, Revision
from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Published
from tovholder.figures.words import Language, number
from tovholder.published.models import Publication, Source

#: Areas that are named where figures of several are lost; the others are counted.
NAMED = 5


def language() -> Language:
    return "da" if (get_language() or "da").startswith("da") else "en"


def indicator(name: str) -> str:
    return BY_ID[name].name.to(language())


def area(code: str) -> str:
    known = AREAS.get(code)
    return known.name if known else code


def month(value: Month) -> str:
    return value.to(language())


def value(name: str, figure: float | None) -> str:
    """A figure of an indicator with as many decimals as it is published with."""
    return number(figure, language(), 1 if BY_ID[name].unit is Unit.PERCENT else 0)


@dataclass(frozen=True)
class Contained:
    """An indicator of a publication: what it is, from which table, for whom and for which months."""

    name: str
    unit: str
    table: str
    definition: str
    areas: int
    months: str
    breaks: list[str]


def contained(published: Published) -> list[Contained]:
    """What there is, indicator by indicator, as the catalogue has them."""
    spoken, found = language(), []
    for one in BY_ID.values():
        if (panel := published.panels.get(one.id)) is None:
            continue
        breaks = [f"{month(gap.month)}: {gap.why.to(spoken)}" for gap in one.breaks if panel.first < gap.month]
        known = f"{month(panel.first)} – {month(panel.last)}"
        municipalities = len([area for area in panel.areas if area in MUNICIPALITIES])
        found.append(
            Contained(
                one.name.to(spoken),
                one.unit.words.to(spoken),
                one.table,
                one.definition.to(spoken),
                municipalities,
                known,
                breaks,
            )
        )
    return found


def losses(lost: Iterable[Loss]) -> list[str]:
    """What would be lost, a sentence for each indicator."""
    found: dict[str, list[Loss]] = {}
    for one in lost:
        found.setdefault(one.indicator, []).append(one)
    return [_lost(name, ones) for name, ones in found.items()]


def _lost(name: str, lost: list[Loss]) -> str:
    whole = [one for one in lost if not one.area]
    gone = [area(one.area) for one in lost if one.area]
    parts = [_("ends in %(month)s now") % {"month": month(one.until)} for one in whole if one.until]
    parts += [_("not published any more") for one in whole if not one.until]
    if gone:
        more = number(len(gone) - NAMED, language())
        named = ", ".join(gone[:NAMED])
        listed = _("%(named)s and %(more)s more") % {"named": named, "more": more} if len(gone) > NAMED else named
        parts.append(_("no figures of %(areas)s any more") % {"areas": listed})
    return f"{indicator(name)}: {', '.join(parts)}"


@dataclass(frozen=True)
class Said:
    """One revised figure."""

    what: str
    area: str
    month: str
    was: str
    became: str


def revision(one: Revision) -> Said:
    return Said(
        indicator(one.indicator),
        area(one.area),
        month(one.month),
        value(one.indicator, one.was),
        value(one.indicator, one.became),
    )


@dataclass(frozen=True)
class Row:
    """What changed of one indicator."""

    what: str
    new: str  #: the new months
    revised: int
    lost: str


def by_indicator(changes: Changes) -> list[Row]:
    """Indicator by indicator what changed; those that did not change are left out."""
    revised = Counter(one.indicator for one in changes.revised)
    lost: dict[str, list[Loss]] = {}
    for one in changes.losses:
        lost.setdefault(one.indicator, []).append(one)
    return [
        Row(indicator(name), _new(name, changes), revised[name], "".join(losses(lost.get(name, ()))))
        for name in BY_ID
        if revised[name] or name in changes.new_indicators or name in changes.new_months or name in lost
    ]


def _new(name: str, changes: Changes) -> str:
    if name in changes.new_indicators:
        return _("the whole indicator")
    return span(changes.new_months.get(name, ()))


def span(months: Iterable[Month]) -> str:
    """`July 2026`, `May 2026 – July 2026`, or nothing."""
    listed = sorted(months)
    return " – ".join(dict.fromkeys(month(one) for one in (listed[0], listed[-1]))) if listed else ""


def summary(changes: Changes | None) -> str:
    """In one line what changed from the publication before."""
    if changes is None:
        return _("the first publication")
    parts = []
    if new := {one for months in changes.new_months.values() for one in months}:
        parts.append(_("new: %(months)s") % {"months": span(new)})
    if count := len(changes.new_indicators):
        parts.append(ngettext("%(count)s new indicator", "%(count)s new indicators", count) % {"count": count})
    if count := len(changes.revised):
        told: dict[str, Any] = {"count": number(count, language())}
        parts.append(ngettext("%(count)s figure revised", "%(count)s figures revised", count) % told)
    if count := len(changes.losses):
        told = {"count": number(count, language())}
        parts.append(ngettext("%(count)s series lost", "%(count)s series lost", count) % told)
    if changes.categories:
        told = {"count": number(changes.categories, language())}
        parts.append(
            ngettext("%(count)s figure by kind changed", "%(count)s figures by kind changed", changes.categories) % told
        )
    return ", ".join(parts) or _("nothing")


def earlier(one: Publication) -> dt.datetime | None:
    """When a publication that holds again was first taken in."""
    return dt.datetime.fromisoformat(one.name) if one.source == Source.AGAIN else None
