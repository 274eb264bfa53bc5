"""Where the figures of goals come from: what was published, our own snapshots, and what was entered by hand.

Published figures stand in the room `published`. Our own are computed from snapshots, in a room above this one: it
registers what it can answer (`provide`), so that a plan needs not know how a figure is made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from tovholder.figures.published import catalogue
from tovholder.figures.published.catalogue import Indicator
from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Published, Series
from tovholder.figures.words import Words
from tovholder.plans.models import EnteredValue, Goal, Source
from tovholder.published import queries as publications
from tovholder.published.models import Publication


class OwnFigures(Protocol):
    """Figures of one snapshot, month by month."""

    @property
    def id(self) -> str:
        """The snapshot's name."""
        ...

    @property
    def data_end(self) -> dt.date: ...

    def indicators(self) -> Sequence[Indicator]: ...

    def series(self, indicator: str) -> Series: ...

    def few(self, indicator: str) -> frozenset[Month]:
        """The months in which fewer than five are behind the figure, or on one side of a share."""
        ...


#: The own figures of a snapshot, or of the latest one (None); None when there is no such snapshot.
Finder = Callable[[str | None], OwnFigures | None]
_finders: list[Finder] = []


def provide(finder: Finder) -> None:
    """A room above says that it answers for own figures."""
    _finders.append(finder)


def withdraw(finder: Finder) -> None:
    _finders.remove(finder)


@dataclass(frozen=True)
class Basis:
    """The figures at hand, with their names: by them the same can be computed again."""

    publication: Publication | None = None
    published: Published | None = None
    own: OwnFigures | None = None


def now_at_hand() -> Basis:
    """What holds now."""
    publication = publications.current_publication()
    return Basis(publication, publications.of(publication.pk) if publication else None, _own(None))


def as_it_was(publication_id: int | None, snapshot: str | None) -> Basis:
    """The figures that a report was made from; what is not kept any more is None."""
    publication = Publication.objects.filter(pk=publication_id).first() if publication_id else None
    return Basis(
        publication, publications.of(publication.pk) if publication else None, _own(snapshot) if snapshot else None
    )


def _own(snapshot: str | None) -> OwnFigures | None:
    return next((found for finder in _finders if (found := finder(snapshot)) is not None), None)


def own_indicators() -> Sequence[Indicator]:
    """The own figures that a goal can follow now; none without a snapshot."""
    own = _own(None)
    return own.indicators() if own else ()


def indicator_of(goal: Goal, own: OwnFigures | None = None) -> Indicator | None:
    """What the goal counts; None when it names a figure that there is not."""
    match Source(goal.source):
        case Source.PUBLISHED:
            return catalogue.BY_ID.get(goal.indicator)
        case Source.OWN:
            own = own or _own(None)
            return next((one for one in own.indicators() if one.id == goal.indicator), None) if own else None
        case Source.ENTERED:
            definition = goal.definition or goal.population
            return Indicator(
                id=f"entered-{goal.pk}",
                name=Words(goal.title, goal.title),
                definition=Words(definition, definition),
                unit=catalogue.Unit(goal.unit),
                table="",
                lower_is_better=goal.direction != "at_least",
            )


def series_of(goal: Goal, basis: Basis, entered: Iterable[EnteredValue] | None = None) -> Series | None:
    """The goal's figures month by month. None when it names a figure that is not at hand.

    `entered`: its entered figures where they are read already.
    """
    indicator = indicator_of(goal, basis.own)
    if indicator is None:
        return None
    match Source(goal.source):
        case Source.PUBLISHED:
            return basis.published.series(indicator.id, goal.plan.area) if basis.published else None
        case Source.OWN:
            return basis.own.series(indicator.id) if basis.own else None
        case Source.ENTERED:
            return _of_entered(indicator, list(goal.entered.all() if entered is None else entered))


def _of_entered(indicator: Indicator, rows: list[EnteredValue]) -> Series:
    if not rows:
        return Series(indicator, "", Month(0), ())
    known = {Month.of_day(row.month): row.value for row in rows}
    first, last = min(known), max(known)
    return Series(indicator, "", first, tuple(known.get(first + step) for step in range(last.since(first) + 1)))
