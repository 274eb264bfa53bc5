"""The picture of a grid: time to the right where there is time, else bars; at most so many that one can tell them
apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from tovholder.snapshots import charts, labels
from tovholder.snapshots.charts import MOST_BARS, MOST_BESIDE, MOST_SERIES, Mark, Picture, Point
from tovholder.snapshots.grid import TIME, Axis, Grid
from tovholder.snapshots.present import Shown


@dataclass(frozen=True)
class Break:
    """A day from which on something else is counted, with the sign it has in the picture (empty: none)."""

    sign: str
    day: Any
    words: str


@dataclass(frozen=True)
class Pictures:
    """The picture for a wide and for a narrow window; `left_out`: what the table has and the picture has not."""

    wide: SafeString
    narrow: SafeString
    breaks: list[Break]
    left_out: int


def pictures_of(shown: Shown) -> Pictures | None:
    """None where there is nothing to draw: one number needs no picture."""
    picture, left_out, breaks = _picture(shown)
    if picture is None:
        return None
    wide, narrow = (charts.draw(picture, shown.language, width) for width in (charts.WIDE, charts.NARROW))
    # Drawn here from numbers and escaped labels.
    return Pictures(mark_safe(wide), mark_safe(narrow), breaks, left_out)


def _picture(shown: Shown) -> tuple[Picture | None, int, list[Break]]:
    grid = shown.grid
    breaks = [Break("", one.day, one.words.to(shown.language)) for one in shown.answer.breaks]
    if not grid.axes:
        return None, 0, breaks
    time = next((axis for axis in grid.axes if axis.id == TIME), None)
    if time is not None:
        others = [axis for axis in grid.axes if axis is not time]
        series = _series(grid, others)
        points = [_point(grid, time, x, others, one, shown) for one in series[:MOST_SERIES] for x in time.values]
        breaks, marks = _marked(shown, breaks)
        return Picture(tuple(points), True, marks), max(0, len(series) - MOST_SERIES), breaks
    rows, others = grid.axes[0], list(grid.axes[1:])
    series = _series(grid, others)
    drawn = series[:MOST_BESIDE]
    values = rows.parts[: MOST_BARS // len(drawn)]
    points = [_point(grid, rows, x, others, one, shown) for x in values for one in drawn]
    left_out = len(rows.parts) - len(values) + len(series) - len(drawn)
    return Picture(tuple(points), False), left_out, breaks


def _series(grid: Grid, axes: list[Axis]) -> list[tuple[Any, ...]]:
    """The values of the other axes, together."""
    found: list[tuple[Any, ...]] = [()]
    for axis in axes:
        found = [(*one, value) for one in found for value in axis.parts]
    return found


def _point(grid: Grid, along: Axis, x: Any, others: list[Axis], series: tuple[Any, ...], shown: Shown) -> Point:
    at = {along.id: x, **{axis.id: value for axis, value in zip(others, series, strict=True)}}
    cell = grid.cells[tuple(at[axis.id] for axis in grid.axes)]
    name = " · ".join(axis.label(value) for axis, value in zip(others, series, strict=True))
    value = cell.value * shown.question.figure.unit.factor if cell.is_told and cell.value is not None else None
    return Point(along.label(x), name, value, cell.words)


def _marked(shown: Shown, breaks: list[Break]) -> tuple[list[Break], tuple[Mark, ...]]:
    signed = [Break("abcdefgh"[number % 8], one.day, one.words) for number, one in enumerate(breaks)]
    grain = shown.question.grain
    marks = []
    for one in signed:
        year, month = one.day.year, one.day.month
        text = {"year": f"{year}", "quarter": f"{year}-Q{(month + 2) // 3}", "month": f"{year}-{month:02}"}[grain]
        marks.append(Mark(labels.time(text), one.sign))
    return signed, tuple(marks)
