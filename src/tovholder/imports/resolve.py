"""From names in another system to rows of ours: which are known, which are new, and to whom each refers."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from tovholder.imports.definitions import Column, Table
from tovholder.imports.existing import Registered, type_of
from tovholder.imports.faults import Report
from tovholder.imports.sheets import Sheet
from tovholder.imports.tables import BY_NAME

Sheets = Mapping[str, Sheet]


def key_of(source: str, column: str = "external_id") -> pl.Expr:
    """The external id as it is stored: the name of the source before it."""
    return pl.lit(f"{source}:") + pl.col(column)


def find_rows(sheet: Sheet, source: str, report: Report, here: Registered) -> None:
    """Gives every row of a sheet its `key`, and the `id` of the row that it was the last time (null: it is new)."""
    sheet.rows = sheet.rows.with_columns(
        key=key_of(source) if "external_id" in sheet.rows.columns else pl.lit(None, pl.String)
    )
    named = sheet.rows.filter(pl.col("key").is_not_null())
    first = named.group_by("key").agg(other=pl.col("row").min())
    twice = named.join(first, on="key").filter(pl.col("row") > pl.col("other"))
    sheet.mark(report, twice, "external_id", "id_twice", with_columns=["other"])
    sheet.old = here.known_rows(sheet.table, "external_id", named.get_column("key").unique())
    sheet.rows = sheet.rows.join(sheet.old.select("key", "id"), on="key", how="left", maintain_order="left")
    sheet.rows = sheet.rows.with_columns(linked=pl.lit(False))
    if sheet.pointed_at is not None:
        sheet.rows = sheet.rows.join(sheet.pointed_at, on="row", how="left", maintain_order="left")
        sheet.rows = sheet.rows.with_columns(id=pl.coalesce("id", "found")).drop("found")


def link(sheet: Sheet, found: pl.DataFrame, column: str, report: Report, here: Registered) -> None:
    """Takes rows of the file for rows that were registered here before: `found` has `row` and `found` (the id).
    They get their external id, and the administrator is told."""
    if found.is_empty():
        return
    sheet.mark(report, found, column, "linked", doubt=True)
    sheet.rows = (
        sheet.rows.join(found.select("row", "found"), on="row", how="left", maintain_order="left")
        .with_columns(id=pl.coalesce("id", "found"), linked=pl.col("linked") | pl.col("found").is_not_null())
        .drop("found")
    )
    sheet.old = pl.concat([sheet.old, here.known_rows(sheet.table, "id", found.get_column("found"))])


def give_ids(sheet: Sheet, here: Registered) -> None:
    """Gives the new rows their ids. Whatever refers to them can then be put together before anything is written."""
    new = pl.col("id").is_null()
    number = sheet.rows.select(new.sum()).item()
    ids = here.new_ids(sheet.table.db_table, number) if number else pl.Series("id", [], pl.Int64)
    fresh = sheet.rows.filter(new).select("row").with_columns(fresh=ids)
    sheet.rows = (
        sheet.rows.with_columns(is_new=new)
        .join(fresh, on="row", how="left", maintain_order="left")
        .with_columns(id=pl.coalesce("id", "fresh"))
        .drop("fresh")
    )


def refer(
    sheet: Sheet,
    column: Column,
    sheets: Sheets,
    source: str,
    report: Report,
    here: Registered,
    broken: Collection[str],
) -> None:
    """Replaces the names in a reference column by ids; a name that nobody has is reported (unless the table it is in
    could not be read: that is reported already)."""
    if column.name not in sheet.rows.columns:
        return
    named = sheet.rows.select("row", name=key_of(source, column.name))
    table = BY_NAME[column.refers_to]
    known = pl.DataFrame(schema={"name": pl.String, "found": pl.Int64})
    if other := sheets.get(table.name):
        rows = other.rows.filter(pl.col("key").is_not_null()).unique("key", keep="first", maintain_order=True)
        known = rows.select(name="key", found="id")
    asked = named.select(pl.col("name").drop_nulls().unique())
    elsewhere = asked.join(known, on="name", how="anti").get_column("name")
    if len(elsewhere):
        known = pl.concat([known, here.known_ids(table, elsewhere).select(name="key", found="id")])
    found = named.join(known, on="name", how="left", maintain_order="left")
    unknown = found.filter(pl.col("name").is_not_null() & pl.col("found").is_null())
    if table.name not in broken:
        sheet.mark(report, unknown, column.name, here.unknown_reference, table=table.name)
    sheet.rows = sheet.rows.with_columns(found.get_column("found").alias(column.name))


def complete(sheet: Sheet) -> None:
    """Fills in what the file does not say: a column that it does not have stays as it is in the database; an empty cell
    is the column's default."""
    table = sheet.table
    absent = [column for column in table.own if column.name not in sheet.rows.columns]
    before = sheet.old.select("id", *(column.name for column in absent))
    # `old` may hold one row twice only if two external ids were the same row, which a unique index rules out.
    sheet.rows = sheet.rows.join(before, on="id", how="left", maintain_order="left")
    beside = [column for column in table.columns if column.beside and column.name not in sheet.rows.columns]
    sheet.rows = sheet.rows.with_columns(
        pl.lit(None, type_of(column)).alias(column.name) for column in beside
    ).with_columns(
        pl.col(column.name).fill_null(column.default)
        for column in table.columns
        if column.default is not None and (not column.beside or column.name in sheet.given)
    )
    compare(sheet, table)


def compare(sheet: Sheet, table: Table) -> None:
    """`state`: new, changed or unchanged; and what was before, under `old_` and the column's name."""
    names = [column.name for column in table.own]
    before = sheet.old.select("id", *(pl.col(name).alias(f"old_{name}") for name in names))
    sheet.rows = sheet.rows.join(before, on="id", how="left", maintain_order="left")
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"old_{name}")) for name in names)
    if sheet.only_new:
        differs = pl.lit(False)
    sheet.rows = sheet.rows.with_columns(
        state=pl.when("is_new")
        .then(pl.lit("new"))
        .when(differs | pl.col("linked"))
        .then(pl.lit("changed"))
        .otherwise(pl.lit("unchanged"))
    )


def resolve(sheets: Sheets, source: str, report: Report, here: Registered, broken: Collection[str]) -> None:
    """All of the above for all tables that are there, in the order in which they refer to one another."""
    for sheet in sheets.values():
        for column in sheet.table.references:
            refer(sheet, column, sheets, source, report, here, broken)
        complete(sheet)
        if sheet.whole_for:
            owners = sheet.rows.get_column(sheet.whole_for).drop_nulls().unique()
            known = here.of_source(sheet.table, sheet.whole_for, owners, source)
            sheet.gone = known.join(sheet.rows, on="id", how="anti")
