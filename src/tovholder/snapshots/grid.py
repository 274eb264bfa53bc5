"""The answer to a question as a table of cells: rows, columns, and what each cell may say to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Final

from django.utils.translation import gettext as _


class _All:
    """The value of a breakdown that stands for all of its values together."""

    def __repr__(self) -> str:
        return "ALL"


ALL: Final = _All()
TIME, PERIOD = "time", "period"


@dataclass(frozen=True)
class Cell:
    """`state`: `told`; `part` (told, of only some of its days); `hidden` (a small group); `missing` (no data of that
    time); `nothing` (there was nothing to take a share or a median of). `at`: breakdown → value, for the way to its
    facts."""

    state: str
    value: float | None = None
    text: str = ""
    facts: int | None = None
    at: dict[str, Any] = field(default_factory=dict)

    @property
    def is_told(self) -> bool:
        return self.state in {"told", "part"}

    @property
    def words(self) -> str:
        return self.text if self.is_told else str(WORDS[self.state]())


WORDS = {
    "hidden": lambda: _("hidden"),
    "missing": lambda: _("no data"),
    "nothing": lambda: _("nothing to count"),
}


@dataclass(frozen=True)
class Axis:
    """A breakdown with its values, in the order in which they are shown; ALL, where there is one, is the last."""

    id: str
    name: str
    values: tuple[Any, ...]
    labels: dict[Any, str]

    def label(self, value: Any) -> str:
        return self.labels[value]

    @property
    def parts(self) -> tuple[Any, ...]:
        """The values without the one for all of them."""
        return tuple(value for value in self.values if value is not ALL)


@dataclass(frozen=True)
class Grid:
    """`axes`: at most three. `cells`: the value on each axis → the cell."""

    axes: tuple[Axis, ...]
    cells: dict[tuple[Any, ...], Cell]

    @property
    def row_axes(self) -> tuple[Axis, ...]:
        return self.axes[:1] if len(self.axes) < 3 else self.axes[:2]

    @property
    def column_axis(self) -> Axis | None:
        return self.axes[-1] if len(self.axes) > 1 else None

    def rows(self) -> Iterable[tuple[tuple[Any, ...], list[Cell]]]:
        """The values of a row and its cells."""
        columns = [(value,) for value in self.column_axis.values] if self.column_axis else [()]
        row_ids = {axis.id for axis in self.row_axes}
        for row in product(*(axis.values for axis in self.row_axes)):
            cells = [self.cells[(*row, *column)] for column in columns]
            # A unit that had nothing of the kind in any column is no row.
            if len(self.axes) < 2 or any(cell.state not in {"nothing", "missing"} for cell in cells) or TIME in row_ids:
                yield row, cells

    @property
    def is_any_hidden(self) -> bool:
        return any(cell.state == "hidden" for cell in self.cells.values())

    @property
    def is_any_told(self) -> bool:
        return any(cell.is_told for cell in self.cells.values())

    @property
    def is_any_part(self) -> bool:
        return any(cell.state == "part" for cell in self.cells.values())
