"""What the database has already: rows by their external id, codes, other rows that a new one may collide with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
from django.db import connection, models

from tovholder.imports.definitions import Code, Column, Kind, Table

MOMENT = pl.Datetime("us", "UTC")

_TYPES: dict[Kind, Any] = {
    Kind.REFERENCE: pl.Int64,
    Kind.CODE: pl.Int64,
    Kind.DATE: pl.Date,
    Kind.MOMENT: MOMENT,
    Kind.YES_NO: pl.Boolean,
    Kind.WHOLE: pl.Int64,
}


def type_of(column: Column) -> Any:
    """The Polars type of a column's values once references and codes are ids."""
    return _TYPES.get(column.kind, pl.String)


def fetch(sql: str, parameters: Sequence[Any], schema: dict[str, Any]) -> pl.DataFrame:
    """The rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall()
    return pl.DataFrame(rows, schema=schema, orient="row")


def stored_in(table: Table, column: Column, alias: str = "t") -> str:
    """The SQL of a column's value. Goals and steps hang on the case's plan, and the files know only the case."""
    if column.field == "plan_id":
        return f"(select p.case_id from casework_plan p where p.id = {alias}.plan_id)"
    return f'{alias}."{column.stored_as}"'


def known_rows(table: Table, by: str, values: Iterable[str | int]) -> pl.DataFrame:
    """The rows whose column `by` is one of `values`: `key`, `id`, and the row's own columns under their names in the
    files."""
    columns = table.own
    selected = ", ".join(stored_in(table, column) for column in columns)
    return fetch(
        f"select t.external_id, t.id, {selected} from {table.db_table} t where t.{by} = any(%s)",
        [list(values)],
        {"key": pl.String, "id": pl.Int64, **{column.name: type_of(column) for column in columns}},
    )


def known_ids(table: Table, keys: Iterable[str]) -> pl.DataFrame:
    """`key` and `id` of the rows with these external ids."""
    return fetch(
        f"select external_id, id from {table.db_table} where external_id = any(%s)",
        [list(keys)],
        {"key": pl.String, "id": pl.Int64},
    )


def rows_beside(table: Table, names: Sequence[str], by: str, values: pl.Series) -> pl.DataFrame:
    """Rows of the same owners or with the same values: `id` and the columns in `names`, where column `by` is one of
    `values`."""
    columns = [table.column(name) for name in names]
    selected = ", ".join(stored_in(table, column) for column in columns)
    where = stored_in(table, table.column(by))
    return fetch(
        f"select t.id, {selected} from {table.db_table} t where {where} = any(%s)",
        [values.to_list()],
        {"id": pl.Int64, **{column.name: type_of(column) for column in columns}},
    )


def of_source(table: Table, by: str, values: pl.Series, source: str) -> pl.DataFrame:
    """`id` of the rows that came from a source, where column `by` is one of `values`."""
    where = stored_in(table, table.column(by))
    return fetch(
        f"select t.id from {table.db_table} t where {where} = any(%s) and starts_with(t.external_id, %s)",
        [values.to_list(), f"{source}:"],
        {"id": pl.Int64},
    )


def new_ids(db_table: str, number: int) -> pl.Series:
    """Ids taken from the table's sequence, so that rows can refer to one another before they are written."""
    frame = fetch(
        "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
        [db_table, number],
        {"id": pl.Int64},
    )
    return frame.get_column("id")


def codes_of(model: type[Code]) -> dict[str, int]:
    """What may be typed for a code (the code itself, its Danish and English name; folded) → its id."""
    found: dict[str, int] = {}
    for row in model._default_manager.all():
        found[row.code.lower()] = row.pk
    for row in model._default_manager.all():
        for name in (row.name_da, row.name_en):
            found.setdefault(name.lower(), row.pk)
    return found


def code_periods(model: type[models.Model]) -> pl.DataFrame:
    """`code_id`, `valid_from`, `valid_to` of a code list."""
    return fetch(
        f"select id, valid_from, valid_to from {model._meta.db_table}",
        [],
        {"code_id": pl.Int64, "valid_from": pl.Date, "valid_to": pl.Date},
    )
