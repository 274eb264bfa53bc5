"""From tables of texts to checked values: every fault and doubt of an import, before anybody writes anything.

Two ways go on from here: into the database (`folder.py`), and without one into the tables of a snapshot
(`snapshots/from_folder.py`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from tovholder.imports import beside, resolve
from tovholder.imports.checks import check
from tovholder.imports.doubts import doubt
from tovholder.imports.existing import Registered
from tovholder.imports.faults import Report
from tovholder.imports.progress import Progress, Stage
from tovholder.imports.sheets import Sheet
from tovholder.imports.values import read_values


def examine(
    sheets: Mapping[str, Sheet],
    here: Registered,
    report: Report,
    progress: Progress,
    *,
    source: str,
    now: dt.datetime,
    today: dt.date,
    broken: Collection[str] = (),
) -> beside.Beside:
    """Reads the values of the sheets, puts ids in place of names, and checks the sheets against themselves, one another
    and what is registered `here`. Each sheet's `rows` are then as they would be written; returns what would be written
    beside the citizens.

    `broken` names the tables that could not be read: what refers to them is not held against anybody.
    """
    rows = sum(sheet.raw.height for sheet in sheets.values()) or 1
    done = 0

    def advance(sheet: Sheet) -> None:
        nonlocal done
        done += sheet.raw.height // 2
        progress.report(Stage.CHECKING, sheet.table.name, done / rows)

    for sheet in sheets.values():
        codes = {column.name: here.codes_of(column.codes) for column in sheet.table.columns if column.codes}
        read_values(sheet, codes, report)
        resolve.find_rows(sheet, source, report, here)
        if "email" in sheet.given and sheet.table.name == "staff":
            beside.link_staff(sheet, report, here)
        if "cpr" in sheet.given:
            beside.link_citizens(sheet, report, here)
        resolve.give_ids(sheet, here)
        advance(sheet)
    resolve.resolve(sheets, source, report, here, broken)
    kept_beside = beside.Beside()
    for sheet in sheets.values():
        check(sheet, report, here)
        if sheet.table.name == "citizens":
            kept_beside = beside.plan(sheet, report, here, now=now, today=today)
        advance(sheet)
    doubt(sheets, report, here, now=now, today=today)
    return kept_beside
