"""What a table and a column of a snapshot are."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field


class Type(enum.Enum):
    """How a value is stored in Parquet."""

    KEY = "int64 (key)"  #: names a row of its table, and nothing about a person
    CODE = "string (code)"  #: lower case, digits, `_` and `.`
    NAME = "string"  #: of a unit or a code; never of a person
    DAY = "date"
    MOMENT = "timestamp[us], Danish local time without a zone"
    WHOLE = "int64"
    NUMBER = "float64"
    YES_NO = "boolean"


@dataclass(frozen=True)
class Column:
    """`null`: what a null says; a column without may have none. `of`: the table whose key it is."""

    name: str
    type: Type
    meaning: str
    null: str | None = None
    of: str | None = None


@dataclass(frozen=True)
class Period:
    """Two columns that bound a period. `is_open` periods are half-open, `[start, end)`, as spells are."""

    start: str
    end: str
    is_open: bool = True


@dataclass(frozen=True)
class Table:
    """`key`: the columns that tell rows apart (empty: rows may be alike)."""

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    periods: tuple[Period, ...] = field(default=())
    is_needed: bool = False

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)
