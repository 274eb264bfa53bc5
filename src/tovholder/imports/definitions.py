"""What a table of an import is made of. Which tables there are is said in `tables.py`, and only there."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from tovholder.citizens.models import Code

#: With the name of the source before it, an id still fits its 200 characters.
ID_LENGTH = 150


class Kind(enum.Enum):
    """What a value can be. The text says what is expected, in the documentation and beside a fault."""

    ID = "id"
    REFERENCE = "reference"
    TEXT = "text"
    LONG_TEXT = "long text"
    CHOICE = "choice"
    CODE = "code"
    DATE = "date"
    MOMENT = "moment"
    YES_NO = "yes or no"
    WHOLE = "whole number"
    NUMBER = "number"
    WORD = "word"
    CPR = "CPR number"
    EMAIL = "e-mail"
    POSTCODE = "postcode"

    @property
    def expected(self) -> Any:
        return _EXPECTED[self]


_EXPECTED = {
    Kind.ID: _("the row's name in the system it comes from, at most 150 characters, never a CPR number"),
    Kind.REFERENCE: _(
        "the external_id of a row in the named table, in this import or an earlier one from the same source"
    ),
    Kind.TEXT: _("a text on one line"),
    Kind.LONG_TEXT: _("a text, with line breaks if it has any"),
    Kind.CHOICE: _("one of the words listed"),
    Kind.CODE: _("a code from the code list"),
    Kind.DATE: _("a date: 2026-01-31, 31-01-2026, 31.01.2026 or 31/01/2026"),
    Kind.MOMENT: _(
        "a date and a time: 2026-01-31 14:30 or 31-01-2026 14:30; Danish time unless a zone is given (+01:00, Z)"
    ),
    Kind.YES_NO: _("yes or no"),
    Kind.WHOLE: _("a whole number, 0 or more"),
    Kind.NUMBER: _("a number, 0 or more: 37 or 18,5 or 18.5"),
    Kind.WORD: _("a code of letters, digits, dots, dashes and underscores, without blanks"),
    Kind.CPR: _("ten digits, with or without a dash, that begin with a date"),
    Kind.EMAIL: _("an e-mail address"),
    Kind.POSTCODE: _("a Danish postcode: four digits"),
}


@dataclass(frozen=True)
class Column:
    """One column. `field` is the database column it ends in; none for what is kept in a table beside (CPR, address)."""

    name: str
    kind: Kind
    about: Any
    example: str = ""
    required: bool = False
    refers_to: str = ""  #: a table's name, for REFERENCE
    choices: type[models.TextChoices] | None = None  #: for CHOICE
    codes: type[Code] | None = None  #: for CODE
    length: int | None = None
    most: float | None = None  #: the largest NUMBER
    decimals: int | None = None  #: of a NUMBER: no more are kept
    default: Any = None  #: what an empty cell means
    field: str | None = None
    frozen: bool = False  #: may not differ in a later import: what it says cannot be changed afterwards
    beside: bool = False  #: kept in another table than the row itself (see `beside.py`)

    @property
    def stored_as(self) -> str:
        """The database column."""
        if self.field:
            return self.field
        return f"{self.name}_id" if self.kind in {Kind.REFERENCE, Kind.CODE} else self.name


def row_id(example: str) -> Column:
    """The column that names a row."""
    return Column(
        "external_id", Kind.ID, _("the row's name in the other system"), example, required=True, length=ID_LENGTH
    )


def refers_to(
    name: str,
    table: str,
    about: Any,
    example: str,
    required: bool = True,
    frozen: bool = False,
    field: str | None = None,
) -> Column:
    """A column with the name of a row in another table."""
    return Column(
        name,
        Kind.REFERENCE,
        about,
        example,
        required,
        refers_to=table,
        length=ID_LENGTH,
        frozen=frozen,
        field=field,
    )


@dataclass(frozen=True)
class Period:
    """Two columns of which the second may not come before the first (nor, if `strict`, be the same)."""

    start: str
    end: str
    strict: bool = True
    ahead_is_odd: bool = True  #: an end in the future is worth a doubt


@dataclass(frozen=True)
class Table:
    """One table: a file of that name, or a sheet of a workbook. Without a model an import leaves it."""

    name: str
    model: type[models.Model] | None
    about: Any
    columns: tuple[Column, ...]
    periods: tuple[Period, ...] = ()
    #: Columns that together may occur once, in the files and in the database.
    unique: tuple[tuple[str, ...], ...] = ()
    #: Rows that agree in these columns may not overlap in the first of `periods`.
    apart: tuple[str, ...] = ()
    #: A row that has changed is deleted and put in again: its model allows no update.
    replaced: bool = False

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def own(self) -> list[Column]:
        """The columns of the row itself, without its external id."""
        return [column for column in self.columns if not column.beside and column.kind is not Kind.ID]

    @property
    def references(self) -> list[Column]:
        return [column for column in self.columns if column.kind is Kind.REFERENCE]

    @property
    def db_table(self) -> str:
        return self.model._meta.db_table if self.model else ""

    def has_field(self, name: str) -> bool:
        return self.model is not None and any(field.column == name for field in self.model._meta.concrete_fields)
