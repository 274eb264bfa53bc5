"""What a report is: sections of paragraphs, key figures, tables, and charts beside their tables. Plain values only.

Texts are already in the reader's language. A cell keeps its value beside how it is shown, so that a spreadsheet can
reckon with what a page writes out.
"""

from __future__ import annotations

import datetime as dt
import enum
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tovholder.figures.words import NOTHING, Language
from tovholder.paper import drawing, telling

Plain = str | int | float | dt.date | None

#: What is shown of a text from a log: names are shorter; a whole document pasted into a field is not a name.
LONGEST = 120
#: A longer text is a sentence rather than a name.
SENTENCE = 34


class Kind(enum.Enum):
    """What a cell's value is, which decides how it is written."""

    TEXT = "text"
    COUNT = "count"
    #: Four decimals at most, as `--json` rounds them.
    NUMBER = "number"
    #: 0.25 is 25 %.
    SHARE = "share"
    #: Hours, written as people say it: 5 minutes, 12 days.
    WAIT = "wait"
    #: Hours, written as hours.
    HOURS = "hours"
    DAY = "day"


@dataclass(frozen=True)
class Cell:
    value: Plain
    kind: Kind = Kind.TEXT
    decimals: int = 0
    #: How a page tells the value, where that is more than the number (`+17,4 %`); a spreadsheet has the number.
    told: str = ""

    @property
    def is_number(self) -> bool:
        return self.kind not in {Kind.TEXT, Kind.DAY}

    @property
    def is_long(self) -> bool:
        """A sentence, or a name as long as one."""
        return self.kind is Kind.TEXT and len(self.shown) > SENTENCE

    @property
    def shown(self) -> str:
        """The value in the language that is spoken (telling.speaking)."""
        value = self.value
        if self.told:
            return self.told
        if value is None:
            return NOTHING
        if isinstance(value, dt.date):
            return telling.day(value)
        if isinstance(value, str):
            return value
        match self.kind:
            case Kind.SHARE:
                return telling.percent(value, 1, self.decimals)
            case Kind.WAIT:
                return telling.duration(value)
            case _:
                return telling.number(value, self.decimals)


def text(value: str | None) -> Cell:
    return Cell(None if value is None else clean(value))


def count(value: int | None) -> Cell:
    return Cell(value, Kind.COUNT)


def share(part: float, whole: float) -> Cell:
    """`part` of `whole`; a share of nothing is nothing. With a decimal where the whole per cent would say none."""
    if not whole:
        return Cell(None, Kind.SHARE)
    found = part / whole
    return Cell(found, Kind.SHARE, 1 if 0 < found < 0.01 else 0)


def wait(hours: float | None) -> Cell:
    return Cell(hours, Kind.WAIT)


def day(value: dt.date | None) -> Cell:
    return Cell(telling.local_day(value) if isinstance(value, dt.datetime) else value, Kind.DAY)


def clean(value: str) -> str:
    """A text, also a hostile one: what would not be seen, or would turn what stands around it, is made visible."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"} else letter
        for letter in " ".join(value.split())
    )


def visible(name: str) -> str:
    """A name from a log: clean, and not endless."""
    plain = clean(name)
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


@dataclass(frozen=True)
class Paragraph:
    text: str
    #: A reservation that the reader should not overlook.
    is_note: bool = False


@dataclass(frozen=True)
class Points:
    """A list of sentences."""

    points: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """One key figure, large: what it is, and what it should be read beside."""

    value: str
    name: str
    beside: str = ""


@dataclass(frozen=True)
class Cards:
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Table:
    """`sheet`: its name in a workbook (at most 31 letters). The first cell of a row names the row."""

    sheet: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    #: The widths of all columns on paper beside one another, where they would not share the room well by themselves.
    parts: tuple[int, ...] = ()
    #: On paper it stands to the right of the table before it.
    is_beside: bool = False

    def is_number(self, column: int) -> bool:
        return any(row[column].is_number for row in self.rows)

    def width(self, column: int) -> int:
        """How many parts of the room that is left a column with sentences should have; 0 for others, which need
        little."""
        if self.parts:
            return self.parts[column]
        cells = [row[column] for row in self.rows]
        return min(max(len(cell.shown) for cell in cells), LONGEST) if any(cell.is_long for cell in cells) else 0


@dataclass(frozen=True)
class Chart:
    """`spec`: Vega-Lite, with its data in it; or `drawn`: SVG. `alt`: what the picture shows, in words."""

    title: str
    alt: str
    spec: Mapping[str, Any] = field(default_factory=dict)
    drawn: str = ""

    @property
    def svg(self) -> str:
        return self.drawn or drawing.svg(self.spec)

    @property
    def png(self) -> bytes:
        return drawing.png_of(self.drawn) if self.drawn else drawing.png(self.spec)


@dataclass(frozen=True)
class Figure:
    """A chart beside the table that has its numbers."""

    chart: Chart
    table: Table


Block = Paragraph | Points | Cards | Table | Figure


@dataclass(frozen=True)
class Section:
    """`new_page`: on paper it begins one."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    new_page: bool = False


@dataclass(frozen=True)
class Report:
    """`facts`: what stands under the title (which logs, from when to when). `made`: when the report was made."""

    language: Language
    title: str
    facts: tuple[str, ...]
    made: dt.datetime
    sections: tuple[Section, ...]

    def tables(self) -> Iterator[Table]:
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Table):
                    yield block
                elif isinstance(block, Figure):
                    yield block.table

    def charts(self) -> Iterator[Chart]:
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Figure):
                    yield block.chart
