"""What is odd and may be right all the same: it is said, and the import goes on."""

from __future__ import annotations

import datetime as dt

import polars as pl

from tovholder.imports.checks import changing
from tovholder.imports.existing import Registered
from tovholder.imports.faults import Report
from tovholder.imports.resolve import Sheets
from tovholder.imports.sheets import Sheet
from tovholder.imports.values import births

#: Moments that tell what has happened; those of plans may lie ahead.
_HAS_HAPPENED = {
    "conversations": ("held_at", "missed_at", "cancelled_at"),
    "notes": ("happened_at",),
    "plan_steps": ("ended_at",),
    "cases": ("opened_on",),
}


def doubt(sheets: Sheets, report: Report, here: Registered, *, now: dt.datetime, today: dt.date) -> None:
    """Only rows that would be written are looked at: what was imported before was doubted then."""
    for sheet in sheets.values():
        rows = changing(sheet)
        if rows.is_empty():
            continue
        for period in sheet.table.periods:
            if period.ahead_is_odd and rows.schema[period.end] == pl.Date:
                sheet.mark(report, rows.filter(pl.col(period.end) > today), period.end, "ahead", doubt=True)
        for name in _HAS_HAPPENED.get(sheet.table.name, ()):
            late = today if rows.schema[name] == pl.Date else now.astimezone(dt.UTC)
            sheet.mark(report, rows.filter(pl.col(name) > late), name, "ahead", doubt=True)
        _codes_out_of_use(sheet, rows, report, here)
    if citizens := sheets.get("citizens"):
        _citizens(citizens, report)
    if units := sheets.get("units"):
        _units(units, report, here)
    _holders(sheets, report)


def _citizens(sheet: Sheet, report: Report) -> None:
    rows = changing(sheet)
    if "cpr" in sheet.given:
        sheet.mark(report, rows.filter(pl.col("cpr").is_null()), "cpr", "no_cpr", doubt=True)
        other = rows.filter(pl.col("born_on") != births(rows.get_column("cpr")))
        sheet.mark(report, other, "born_on", "cpr_and_birth", doubt=True)


def _units(sheet: Sheet, report: Report, here: Registered) -> None:
    rows = changing(sheet).filter(pl.col("is_new"))
    known = here.rows_beside(sheet.table, ["name"], "name", rows.get_column("name").drop_nulls().unique())
    known = known.join(sheet.rows.select("id"), on="id", how="anti")
    sheet.mark(report, rows.join(known, on="name", how="semi"), "name", "same_name", doubt=True)


def _codes_out_of_use(sheet: Sheet, rows: pl.DataFrame, report: Report, here: Registered) -> None:
    for column in sheet.table.columns:
        if column.codes is None:
            continue
        period = sheet.table.periods[0]
        dated = rows.join(here.code_periods(column.codes), left_on=column.name, right_on="code_id")
        start, end = pl.col(period.start), pl.col(period.end)
        too_early = pl.col("valid_from").is_not_null() & (start < pl.col("valid_from"))
        too_late = pl.col("valid_to").is_not_null() & ((start >= pl.col("valid_to")) | (end > pl.col("valid_to")))
        sheet.mark(report, dated.filter(too_early | too_late), column.name, "out_of_use", doubt=True)


def _holders(sheets: Sheets, report: Report) -> None:
    """Cases that nobody has ever held, and assignments from before the case was opened."""
    cases, assignments = sheets.get("cases"), sheets.get("assignments")
    held = assignments.rows.select(id="case").unique() if assignments else pl.DataFrame(schema={"id": pl.Int64})
    if cases:
        fresh = cases.rows.filter(pl.col("is_new")).join(held, on="id", how="anti")
        cases.mark(report, fresh, "external_id", "nobody_holds", doubt=True)
    if not assignments or not cases:
        return
    opened = cases.rows.select(pl.col("id").alias("case"), "opened_on").drop_nulls()
    day = pl.col("effective_at").dt.convert_time_zone("Europe/Copenhagen").dt.date()
    early = changing(assignments).join(opened, on="case").filter(day < pl.col("opened_on"))
    early = early.with_columns(opened=pl.col("opened_on").dt.to_string("iso"))
    assignments.mark(report, early, "effective_at", "before_the_case", doubt=True, with_columns=["opened"])
