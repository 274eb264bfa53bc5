"""The table beside the picture, for the page and for a file."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from tovholder.figures.dimensions import DIMENSIONS
from tovholder.figures.periods import Period
from tovholder.snapshots import labels
from tovholder.snapshots.grid import ALL, PERIOD, Cell
from tovholder.snapshots.present import Shown, signed
from tovholder.snapshots.question import WITHIN, dimensions_of
from tovholder.web import dates
from tovholder.web.tables import Cell as FileCell

#: How a value that is not known stands in an address.
NOT_KNOWN = "~"


@dataclass(frozen=True)
class Line:
    """A row: what it is called on each row axis, its cells, and how much more the first of two periods has."""

    names: list[str]
    cells: list[tuple[str, Cell, str]]  #: the column's name, the cell, the address of its facts
    change: str = ""
    is_sum: bool = False  #: of all the values of a breakdown


@dataclass(frozen=True)
class Table:
    heads: list[str]
    columns: list[str]
    lines: list[Line]
    has_change: bool

    @property
    def is_wide(self) -> bool:
        return len(self.columns) > 8


def table_of(shown: Shown) -> Table:
    grid = shown.grid
    columns = grid.column_axis
    heads = [columns.label(value) for value in columns.values] if columns else [shown.unit]
    is_compared = columns is not None and columns.id == PERIOD
    lines = []
    for values, cells in grid.rows():
        names = [axis.label(value) for axis, value in zip(grid.row_axes, values, strict=True)]
        placed = [(head, cell, facts_query(shown, cell)) for head, cell in zip(heads, cells, strict=True)]
        change = _change(shown, cells) if is_compared else ""
        lines.append(Line(names, placed, change, any(value is ALL for value in values)))
    return Table([axis.name for axis in grid.row_axes], heads, lines, is_compared)


def _change(shown: Shown, cells: list[Cell]) -> str:
    first, second = cells[0].value, cells[1].value
    if first is None or second is None or not (cells[0].is_told and cells[1].is_told):
        return ""
    return signed(shown.question, first - second, shown.language)


def facts_query(shown: Shown, cell: Cell) -> str:
    """The query of the page of a cell's facts; empty where it has none."""
    if not cell.is_told or not cell.facts:
        return ""
    at = [("at", f"{name}:{said(value)}") for name, value in cell.at.items() if name != "period"]
    side = [("side", "other")] if cell.at.get("period") == "1" else []
    return shown.question.query() + ("&" + urlencode([*at, *side], safe=":") if at or side else "")


def said(value: Any) -> str:
    """A value of a breakdown as an address says it."""
    if value is None:
        return NOT_KNOWN
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def file_of(shown: Shown) -> tuple[list[str], list[list[FileCell]]]:
    """The table for a spreadsheet: a row for each cell, so that it can be pivoted, and what it is about in each row."""
    grid = shown.grid
    figure = shown.question.figure
    heads = [_("Figure"), *(axis.name for axis in grid.axes), _("Value"), _("Unit"), _("Remark"), _("Facts")]
    heads += [_("Period"), _("Data to"), _("Snapshot")]
    period, other = shown.question.period, shown.question.other
    lines: list[list[FileCell]] = []
    # Not all of the cells: the whole period stands on no axis of times.
    for values in product(*(axis.values for axis in grid.axes)):
        cell = grid.cells[values]
        value = cell.value if cell.is_told else None
        factor, decimals = figure.unit.factor, figure.unit.decimals
        asked = other if cell.at.get("period") == "1" and other else period
        lines.append(
            [
                figure.name.to(shown.language),
                *(axis.label(one) for axis, one in zip(grid.axes, values, strict=True)),
                None if value is None else _rounded(value * factor, decimals),
                shown.unit,
                _note(cell),
                cell.facts if cell.is_told else None,
                labels.period(asked),
                dates.short_date(shown.answer.data_end),
                shown.snapshot.id,
            ]
        )
    return heads, lines


def _rounded(value: float, decimals: int) -> float:
    """Somewhat more exactly than the page tells it; a count stays a whole number."""
    return round(value, decimals + 2) if decimals or value % 1 else int(value)


def _note(cell: Cell) -> str:
    if cell.state == "part":
        return _("only part of the time")
    return "" if cell.is_told else cell.words


@dataclass(frozen=True)
class Further:
    """A way to break a cell down once more."""

    label: str
    query: str


def about(shown: Shown, cell: Cell) -> list[tuple[str, str]]:
    """What a cell is about: each breakdown with its value, and the period."""
    said_ = []
    if shown.question.within:
        said_.append((DIMENSIONS[shown.question.within[0]].name.to(shown.language), shown.where))
    for name, value in cell.at.items():
        if name in DIMENSIONS:
            said_.append((DIMENSIONS[name].name.to(shown.language), shown.labels.of(name, value)))
    return [*said_, (_("Period"), labels.period(period_of(shown, cell)))]


def period_of(shown: Shown, cell: Cell) -> Period:
    """The days that a cell is of."""
    other = shown.question.other
    whole = other if other and cell.at.get("period") == "1" else shown.question.period
    label = cell.at.get(shown.question.grain)
    return whole.cut(Period.of(str(label))) if label else whole


def further(shown: Shown, cell: Cell) -> list[Further]:
    """The same, narrowed to the cell's time and unit, by each of the breakdowns that it is not broken down by yet."""
    question = shown.question
    used = {*question.by, question.within[0] if question.within else ""}
    within = next(((name, cell.at[name]) for name in WITHIN if isinstance(cell.at.get(name), int)), question.within)
    kept = tuple(name for name in question.by if within is None or name != within[0])[:1]
    return [
        Further(
            DIMENSIONS[name].name.to(shown.language),
            question.query(by=(*kept, name), grain="whole", compare="", within=within, period=period_of(shown, cell)),
        )
        for name in dimensions_of(question.figure)
        if name not in used
    ]
