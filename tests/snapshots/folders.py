"""The demonstration's municipality as the folder that another system would hand over: no database is asked."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

from tests.demo.conftest import CODES, DAY
from tovholder.casework.models import Plan
from tovholder.demo.municipality import build
from tovholder.imports.definitions import Column, Kind
from tovholder.imports.tables import TABLES

CITIZENS = 250


def demonstration(folder: Path, *, citizens: int = CITIZENS, today: dt.date = DAY) -> Path:
    """Writes each table that the database can store as a CSV file; returns the folder."""
    tables = build(today=today, codes=CODES, citizens=citizens)
    plans = {row["id"]: row["case_id"] for row in tables[Plan].dicts()}
    codes = {list_: {number: code for code, number in known.items()} for list_, known in CODES.items()}
    folder.mkdir(parents=True, exist_ok=True)

    def said(column: Column, row: dict[str, Any], name: str) -> Any:
        if column.kind is Kind.ID:
            return f"{name}-{row['id']}"
        value = row.get(column.stored_as)
        if value is None:
            return None
        if column.field == "plan_id":
            value = plans[value]
        if column.kind is Kind.REFERENCE:
            return f"{column.refers_to}-{value}"
        if column.kind is Kind.CODE:
            return codes[column.name][value]
        if column.kind is Kind.YES_NO:
            return "ja" if value else "nej"
        return value.isoformat() if isinstance(value, dt.date) else value

    for table in TABLES:
        if table.model is None:
            continue
        columns = [column for column in table.columns if not column.beside]
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            written = csv.writer(file, delimiter=";")
            written.writerow([column.name for column in columns])
            for row in tables[table.model].dicts():
                written.writerow([said(column, row, table.name) for column in columns])
    return folder
