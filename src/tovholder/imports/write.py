"""Writes what was read and checked: COPY for new rows, one UPDATE per table for changed ones."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
from django.db import connection

from tovholder.imports.checks import ENDLESS
from tovholder.imports.definitions import Table
from tovholder.imports.sheets import Sheet

_CHUNK = 5_000
_MOMENT = "%Y-%m-%dT%H:%M:%S%.6f+00:00"

Advance = Callable[[int], None]


@dataclass(frozen=True)
class Stamp:
    """When the rows are registered, and by whom (nobody: from the command line)."""

    now: dt.datetime
    staff_id: int | None


def copy_rows(table: str, rows: pl.DataFrame, advance: Advance = lambda number: None) -> None:
    """Puts rows into a table; the columns have the names of the database's."""
    if rows.is_empty():
        return
    columns = ", ".join(f'"{name}"' for name in rows.columns)
    statement = f"copy {table} ({columns}) from stdin (format csv)"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for start in range(0, rows.height, _CHUNK):
            chunk = rows.slice(start, _CHUNK)
            # Every text in quotes: an empty text and no value are two things.
            text = chunk.write_csv(include_header=False, quote_style="non_numeric", datetime_format=_MOMENT)
            copy.write(text.encode())
            advance(chunk.height)


def facts(table: Table, rows: pl.DataFrame, stamp: Stamp) -> pl.DataFrame:
    """The rows as the database has them: `id`, `external_id`, the table's own columns, and what registration adds."""
    values = {column.stored_as: pl.col(column.name) for column in table.own if column.field != "plan_id"}
    if table.has_field("plan_id"):
        values["plan_id"] = pl.col("plan_id")
    frame = rows.select("id", external_id="key", **values)
    if table.has_field("registered_at"):
        frame = frame.with_columns(registered(stamp))
    if table.has_field("version"):
        frame = frame.with_columns(version=pl.lit(1))
    if table.has_field("password"):
        # No password fits: an administrator gives one.
        frame = frame.with_columns(
            password=pl.Series([f"!{secrets.token_hex(20)}" for _ in range(frame.height)], dtype=pl.String)
        )
    return frame


def registered(stamp: Stamp) -> list[pl.Expr]:
    return [
        pl.lit(stamp.now.astimezone(dt.UTC), pl.Datetime("us", "UTC")).alias("registered_at"),
        pl.lit(stamp.staff_id, pl.Int64).alias("registered_by_id"),
    ]


def write_sheet(sheet: Sheet, stamp: Stamp, advance: Advance) -> None:
    """New rows in, changed rows changed. The history of what was changed is kept by the database's triggers."""
    table = sheet.table
    delete(table.db_table, sheet.gone.get_column("id"))
    new = sheet.rows.filter(pl.col("state") == "new")
    changed = sheet.rows.filter(pl.col("state") == "changed")
    if table.replaced:
        delete(table.db_table, changed.get_column("id"))
        new, changed = pl.concat([new, changed]), changed.clear()
    elif table.apart:
        moved, shorter, longer = _periods(sheet, changed)
        delete(table.db_table, moved.get_column("id"))
        _update(table, facts(table, shorter, stamp))
        new, changed = pl.concat([new, moved]), longer
        advance(shorter.height)
    _update(table, facts(table, changed, stamp))
    advance(changed.height)
    copy_rows(table.db_table, facts(table, new, stamp), advance)


def _periods(sheet: Sheet, changed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Changed periods in the order in which they can be changed without colliding on the way with one that has not
    changed yet: those that move (they are deleted and put in again with the same id), those that become shorter, those
    that become longer."""
    period = sheet.table.periods[0]
    start, old_start = pl.col(period.start), pl.col(f"old_{period.start}")
    end, old_end = (pl.col(name).fill_null(ENDLESS) for name in (period.end, f"old_{period.end}"))
    other = pl.any_horizontal(pl.col(name) != pl.col(f"old_{name}") for name in sheet.table.apart)
    shorter, longer = (start >= old_start) & (end <= old_end), (start <= old_start) & (end >= old_end)
    moved = other | ~(shorter | longer)
    return changed.filter(moved), changed.filter(~moved & shorter), changed.filter(~moved & ~shorter)


def delete(table: str, ids: pl.Series) -> None:
    if len(ids):
        with connection.cursor() as cursor:
            cursor.execute(f"delete from {table} where id = any(%s)", [ids.to_list()])


def _update(table: Table, rows: pl.DataFrame) -> None:
    """One statement; the triggers keep each row as it was."""
    if rows.is_empty():
        return
    rows = rows.drop("registered_at", "registered_by_id", "version", "password", strict=False)
    names = [f'"{name}"' for name in rows.columns]
    sets = ", ".join(f"{name} = i.{name}" for name in names if name != '"id"')
    version = ", version = t.version + 1" if table.has_field("version") else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"create temp table import_changed as select {', '.join(names)} from {table.db_table} where false"
        )
        copy_rows("import_changed", rows)
        cursor.execute(f"update {table.db_table} t set {sets}{version} from import_changed i where t.id = i.id")
        cursor.execute("drop table import_changed")
