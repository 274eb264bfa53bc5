"""Folds the rows of a measure into one number: at once, or a batch of cases after the other with the same answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import narwhals as nw
import polars as pl

from tovholder.figures.eventlog.measures import MEASURES, Fold, Measure

Number = int | float | None


class Tally:
    """Adds up batches. Medians are exact: every value is kept, as eight bytes."""

    def __init__(self, measures: Iterable[Measure] = MEASURES) -> None:
        self.measures = tuple(measures)
        self._counts: dict[str, int] = defaultdict(int)
        self._sums: dict[str, int] = defaultdict(int)
        self._most: dict[str, int] = {}
        self._known: dict[str, set[Any]] = defaultdict(set)
        self._values: dict[tuple[int, str], list[pl.Series]] = defaultdict(list)

    def add(self, tables: Mapping[str, nw.DataFrame[Any]]) -> None:
        """Tables of whole cases, each case in one batch only."""
        columns: dict[tuple[int, str], pl.Series] = {}
        for measure in self.measures:
            frame = tables[measure.table]
            if measure.fold is Fold.COUNT:
                self._counts[measure.id] += _count(frame, measure)
                continue
            key = _key(measure)
            if key not in columns:
                columns[key] = _column(frame, measure)
            values = columns[key]
            if measure.fold is Fold.DISTINCT:
                self._known[measure.id].update(values.unique())
            elif measure.fold is Fold.MAX:
                if len(values):
                    most: int = values.max()  # type: ignore[assignment]
                    self._most[measure.id] = max(most, self._most.get(measure.id, most))
            elif measure.fold is Fold.MEDIAN:
                self._values[key].append(values)
            else:
                self._counts[measure.id] += len(values)
                self._sums[measure.id] += int(values.sum())

    def numbers(self) -> dict[str, Number]:
        """Measure → its number, in its unit and rounded to its decimals; None where there is nothing to fold."""
        return {measure.id: told(measure, self._number(measure)) for measure in self.measures}

    def _number(self, measure: Measure) -> Number:
        match measure.fold:
            case Fold.COUNT:
                return self._counts[measure.id]
            case Fold.DISTINCT:
                return len(self._known[measure.id])
            case Fold.SUM:
                return self._sums[measure.id]
            case Fold.MEAN:
                count = self._counts[measure.id]
                return self._sums[measure.id] / count if count else None
            case Fold.MAX:
                return self._most.get(measure.id)
            case Fold.MEDIAN:
                values = self._values[_key(measure)]
                return pl.concat(values, rechunk=True).median() if values else None  # type: ignore[return-value]


def told(measure: Measure, number: Number) -> Number:
    """From what the table stores to the measure's unit, rounded."""
    if number is None:
        # Of no rows, some engines make a count or a sum of none.
        return 0 if measure.fold in {Fold.COUNT, Fold.DISTINCT, Fold.SUM} else None
    if measure.unit.size == 1.0 and not measure.decimals:
        return int(number)
    return round(number / measure.unit.size, measure.decimals)


def expression(measure: Measure) -> nw.Expr:
    """The same fold as one expression over the rows that `where` leaves, for engines that see the whole table."""
    if measure.fold is Fold.COUNT:
        return nw.len()
    value = nw.col(measure.value or "")
    if measure.fold is Fold.DISTINCT:
        return value.n_unique()
    return {
        Fold.SUM: value.sum(),
        Fold.MEAN: value.mean(),
        Fold.MEDIAN: value.median(),
        Fold.MAX: value.max(),
    }[measure.fold]


def rows(frame: Any, measure: Measure) -> Any:
    """The facts behind a measure."""
    return frame if measure.where is None else frame.filter(measure.where)


def _key(measure: Measure) -> tuple[int, str]:
    """The same rows and the same value are taken once."""
    return id(measure.where), f"{measure.table}.{measure.value}"


def _count(frame: nw.DataFrame[Any], measure: Measure) -> int:
    if measure.where is None:
        return len(frame)
    return int(frame.select(measure.where.sum()).item() or 0)


def _column(frame: nw.DataFrame[Any], measure: Measure) -> pl.Series:
    value = nw.col(measure.value or "")
    if measure.where is not None:
        value = value.filter(measure.where)
    column: pl.Series = frame.select(value).to_native().to_series()
    return column
