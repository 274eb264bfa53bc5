"""What is registered here already, for whoever checks files against it: rows by their external id, codes, other rows
that a new one may collide with.

The checks do not know where the answers come from. `Database` asks the database; `Nothing` stands for a house without
one, in which nothing is registered and the codes are those that the house comes with.
"""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

import polars as pl
from django.db import connection

from tovholder.citizens.codes import SHIPPED
from tovholder.imports.definitions import Code, Column, Kind, Table

MOMENT = pl.Datetime("us", "UTC")

_TYPES: dict[Kind, Any] = {
    Kind.REFERENCE: pl.Int64,
    Kind.CODE: pl.Int64,
    Kind.DATE: pl.Date,
    Kind.MOMENT: MOMENT,
    Kind.YES_NO: pl.Boolean,
    Kind.WHOLE: pl.Int64,
    Kind.NUMBER: pl.Float64,
}
_PERIODS: dict[str, Any] = {"code_id": pl.Int64, "valid_from": pl.Date, "valid_to": pl.Date}


def type_of(column: Column) -> Any:
    """The Polars type of a column's values once references and codes are ids."""
    return _TYPES.get(column.kind, pl.String)


def stored_in(table: Table, column: Column, alias: str = "t") -> str:
    """The SQL of a column's value. Goals and steps hang on the case's plan, and the files know only the case."""
    if column.field == "plan_id":
        return f"(select p.case_id from casework_plan p where p.id = {alias}.plan_id)"
    # Numbers of a file are binary ones, the database's decimal.
    return f'{alias}."{column.stored_as}"' + ("::float8" if column.kind is Kind.NUMBER else "")


class Registered(ABC):
    """What the checks ask."""

    #: The rule that a reference to nobody breaks.
    unknown_reference = "unknown_reference"

    @abstractmethod
    def fetch(self, sql: str, parameters: Sequence[Any], schema: dict[str, Any]) -> pl.DataFrame:
        """The rows of a query."""

    @abstractmethod
    def new_ids(self, table: str, number: int) -> pl.Series:
        """Ids for new rows, so that rows can refer to one another before they are written."""

    @abstractmethod
    def codes(self, model: type[Code]) -> list[Code]:
        """The entries of a code list, which have ids."""

    def known_rows(self, table: Table, by: str, values: Iterable[str | int]) -> pl.DataFrame:
        """The rows whose column `by` is one of `values`: `key`, `id`, and the row's own columns under their names in
        the files."""
        columns = table.own
        selected = ", ".join(stored_in(table, column) for column in columns)
        return self.fetch(
            f"select t.external_id, t.id, {selected} from {table.db_table} t where t.{by} = any(%s)",
            [list(values)],
            {"key": pl.String, "id": pl.Int64, **{column.name: type_of(column) for column in columns}},
        )

    def known_ids(self, table: Table, keys: Iterable[str]) -> pl.DataFrame:
        """`key` and `id` of the rows with these external ids."""
        return self.fetch(
            f"select external_id, id from {table.db_table} where external_id = any(%s)",
            [list(keys)],
            {"key": pl.String, "id": pl.Int64},
        )

    def rows_beside(self, table: Table, names: Sequence[str], by: str, values: pl.Series) -> pl.DataFrame:
        """Rows of the same owners or with the same values: `id` and the columns in `names`, where column `by` is one of
        `values`."""
        columns = [table.column(name) for name in names]
        selected = ", ".join(stored_in(table, column) for column in columns)
        where = stored_in(table, table.column(by))
        return self.fetch(
            f"select t.id, {selected} from {table.db_table} t where {where} = any(%s)",
            [values.to_list()],
            {"id": pl.Int64, **{column.name: type_of(column) for column in columns}},
        )

    def of_source(self, table: Table, by: str, values: pl.Series, source: str) -> pl.DataFrame:
        """`id` of the rows that came from a source, where column `by` is one of `values`."""
        where = stored_in(table, table.column(by))
        return self.fetch(
            f"select t.id from {table.db_table} t where {where} = any(%s) and starts_with(t.external_id, %s)",
            [values.to_list(), f"{source}:"],
            {"id": pl.Int64},
        )

    def codes_of(self, model: type[Code]) -> dict[str, int]:
        """What may be typed for a code (the code itself, its Danish and English name; folded) → its id."""
        found: dict[str, int] = {}
        rows = self.codes(model)
        for row in rows:
            found[row.code.lower()] = row.pk
        for row in rows:
            for name in (row.name_da, row.name_en):
                found.setdefault(name.lower(), row.pk)
        return found

    def code_periods(self, model: type[Code]) -> pl.DataFrame:
        """`code_id`, `valid_from`, `valid_to` of a code list."""
        rows = [(row.pk, row.valid_from, row.valid_to) for row in self.codes(model)]
        return pl.DataFrame(rows, schema=_PERIODS, orient="row")


class Database(Registered):
    """What the database has."""

    def fetch(self, sql: str, parameters: Sequence[Any], schema: dict[str, Any]) -> pl.DataFrame:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            rows = cursor.fetchall()
        return pl.DataFrame(rows, schema=schema, orient="row")

    def new_ids(self, table: str, number: int) -> pl.Series:
        """Taken from the table's sequence."""
        frame = self.fetch(
            "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
            [table, number],
            {"id": pl.Int64},
        )
        return frame.get_column("id")

    def codes(self, model: type[Code]) -> list[Code]:
        return list(model._default_manager.all())


class Nothing(Registered):
    """No database, so nothing but the codes that the house comes with."""

    unknown_reference = "unknown_reference_here"

    def __init__(self) -> None:
        self._next = itertools.count(1)

    def fetch(self, sql: str, parameters: Sequence[Any], schema: dict[str, Any]) -> pl.DataFrame:
        return pl.DataFrame(schema=schema)

    def new_ids(self, table: str, number: int) -> pl.Series:
        return pl.Series("id", itertools.islice(self._next, number), dtype=pl.Int64)

    def codes(self, model: type[Code]) -> list[Code]:
        entries = sorted(SHIPPED[model.__name__], key=itemgetter("code"))
        found = [model(**entry) for entry in entries]
        for place, row in enumerate(found, 1):
            row.pk = place
        return found
