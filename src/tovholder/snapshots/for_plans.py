"""Our own figures as goals of the employment plan follow them: month by month, from one snapshot, of all units."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from tovholder.figures import days
from tovholder.figures.compute import Answer, Asked
from tovholder.figures.definitions import BY_ID, FIGURES
from tovholder.figures.figure import (
    CASES,
    CITIZENS,
    DAYS,
    DAYS_MEAN,
    NUMBER,
    PER_CENT,
    PERSONS_FULL_TIME,
    AnyFigure,
)
from tovholder.figures.periods import Period
from tovholder.figures.published.catalogue import Break, Indicator, Unit
from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Series
from tovholder.figures.suppression import SMALLEST
from tovholder.snapshots import answers, queries, store

#: So many months back a goal is followed.
MONTHS = 60
_UNITS = {
    CITIZENS: Unit.PERSONS,
    PERSONS_FULL_TIME: Unit.FULL_TIME,
    CASES: Unit.CASES,
    NUMBER: Unit.NUMBER,
    DAYS: Unit.DAYS,
    DAYS_MEAN: Unit.DAYS,
    PER_CENT: Unit.PERCENT,
}


class OfSnapshot:
    """The figures of one snapshot. Only whole months count: half a month is not less of anything."""

    def __init__(self, snapshot: store.Snapshot) -> None:
        self.snapshot = snapshot

    @property
    def id(self) -> str:
        return self.snapshot.id

    @property
    def data_end(self) -> dt.date:
        return self.snapshot.manifest.data_end

    def indicators(self) -> list[Indicator]:
        return [_indicator(figure) for figure in FIGURES if figure.unit in _UNITS]

    def series(self, indicator: str) -> Series:
        """Raises KeyError for a figure that there is not."""
        figure = BY_ID[indicator]
        answer = self._answer(figure)
        breaks = tuple(Break(Month.of_day(one.day), one.words) for one in answer.breaks)
        said = _indicator(figure, breaks)
        rows = answer.table.select("month", "value", "state").rows()
        whole = [place for place, (_month, _value, state) in enumerate(rows) if state == "whole"]
        if not whole:
            return Series(said, "", Month(0), ())
        rows = rows[whole[0] : whole[-1] + 1]
        values = (None if value is None else value * figure.unit.factor for _month, value, _state in rows)
        return Series(said, "", Month.read(rows[0][0]), tuple(values))

    def few(self, indicator: str) -> frozenset[Month]:
        rows = self._answer(BY_ID[indicator]).table.select("month", "persons", "persons_in", "persons_out").rows()
        return frozenset(
            Month.read(month)
            for month, persons, *sides in rows
            if 0 < min([persons or 0, *filter(None, sides)]) < SMALLEST
        )

    def _answer(self, figure: AnyFigure) -> Answer:
        """Remembered by `answers` as long as the process lives."""
        (answer,) = answers.ask(self.snapshot, [Asked(figure, ("month",), self._period)])
        return answer

    @cached_property
    def _period(self) -> Period:
        last = days.month_number(self.data_end)
        return Period(days.month_start(last - MONTHS + 1), self.data_end)


def find(name: str | None) -> OfSnapshot | None:
    """The figures of a snapshot, or of the latest that was written from the database (None)."""
    if name is not None:
        named = store.find(queries.place(), name)
        return OfSnapshot(named) if named else None
    own = (one for one in queries.snapshots() if one.manifest.source == "database")
    latest = next(own, None)
    return OfSnapshot(latest) if latest else None


def _indicator(figure: AnyFigure, breaks: tuple[Break, ...] = ()) -> Indicator:
    return Indicator(figure.id, figure.name, figure.definition, _UNITS[figure.unit], "", breaks=breaks)
