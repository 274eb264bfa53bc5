"""Writes everything that was checked into the database: each table, and what its rows have in tables beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
from django.db import connection

from tovholder.imports.beside import Beside
from tovholder.imports.existing import Database
from tovholder.imports.progress import Progress, Stage
from tovholder.imports.sheets import Sheet
from tovholder.imports.write import Stamp, copy_rows, registered, write_sheet


def write_all(
    sheets: Mapping[str, Sheet], kept_beside: Beside, stamp: Stamp, here: Database, progress: Progress, rows: int
) -> None:
    """Writes the sheets in their order, and what stands beside the citizens. `rows` are about how many are written."""
    planned = {name: sheet for name, sheet in sheets.items() if sheet.table.has_field("plan_id")}
    done = 0
    for name, sheet in sheets.items():

        def advance(number: int, name: str = name) -> None:
            nonlocal done
            done += number
            progress.report(Stage.WRITING, name, done / rows)

        advance(0)
        if name == next(iter(planned), ""):
            # The cases are there by now, and no goal or step is.
            give_plans(planned.values(), stamp, here)
        write_sheet(sheet, stamp, advance)
        if name == "citizens":
            write_beside(kept_beside, stamp)


def give_plans(sheets: Iterable[Sheet], stamp: Stamp, here: Database) -> None:
    """Gives goals and steps the plan of their case (`plan_id`), makes the plans that are missing, and counts up the
    version of those that are written in."""
    planned = list(sheets)
    cases = pl.concat(sheet.rows.filter(pl.col("state") != "unchanged").select("case") for sheet in planned).unique()
    known = here.fetch(
        "update casework_plan set version = version + 1 where case_id = any(%s) returning case_id, id",
        [cases.get_column("case").to_list()],
        {"case": pl.Int64, "plan_id": pl.Int64},
    )
    missing = cases.join(known, on="case", how="anti")
    missing = missing.with_columns(plan_id=here.new_ids("casework_plan", missing.height))
    columns: dict[str, Any] = {"id": "plan_id", "case_id": "case", "version": pl.lit(1)}
    copy_rows("casework_plan", missing.select(*registered(stamp), **columns))
    for sheet in planned:
        sheet.rows = sheet.rows.join(pl.concat([known, missing]), on="case", how="left", maintain_order="left")


def write_beside(found: Beside, stamp: Stamp) -> None:
    """The CPR numbers, contact details and protections of the citizens that were just written."""
    if found.identities.width:
        copy_rows("citizens_identity", found.identities.drop("row").with_columns(registered(stamp)))
    if found.contacts.width:
        copy_rows("citizens_contactdetails", found.contacts.drop("row").with_columns(registered(stamp)))
    if found.protections.width:
        new = found.protections.drop("row").with_columns(*registered(stamp), version=pl.lit(1))
        copy_rows("citizens_addressprotection", new)
    with connection.cursor() as cursor:
        for id_, end in found.ended.select("id", "end").iter_rows() if found.ended.width else ():
            cursor.execute(
                'update citizens_addressprotection set "end" = %s, version = version + 1 where id = %s', [end, id_]
            )
