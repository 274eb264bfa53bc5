"""A work list as a file that Excel opens: the same columns and rows as on the screen, all pages."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.encoding import force_str

from tovholder.casework.worklist.columns import Column, Turns, age
from tovholder.casework.worklist.query import Row

#: More rows than this are not a list somebody works from.
MOST_ROWS = 20_000

Value = str | int | dt.date | dt.datetime | None


def value_of(column: Column, value: Any, today: dt.date) -> Value:
    """What a cell says in a file: dates stay dates, lists become text."""
    if value is None or isinstance(value, str | int):
        return value
    if column.kind == "age":
        return age(value, today)
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, dt.date):
        return value
    if isinstance(value, Turns):
        return ", ".join(value.parties)
    return ", ".join(f"{wait.label} ({wait.since.isoformat()})" for wait in value)


def _table(columns: Sequence[Column], rows: Iterable[Row], today: dt.date) -> tuple[list[str], list[list[Value]]]:
    heads = [force_str(column.label) for column in columns]
    return heads, [[value_of(cell.column, cell.value, today) for cell in row.cells] for row in rows]


def write_csv(columns: Sequence[Column], rows: Iterable[Row], today: dt.date) -> bytes:
    """Semicolons and a byte-order mark: what Danish Excel opens without asking."""
    heads, lines = _table(columns, rows, today)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(heads)
    writer.writerows([_harmless(value) for value in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def _harmless(value: Value) -> Value:
    """A text that a spreadsheet would take for a formula is marked as text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def write_xlsx(columns: Sequence[Column], rows: Iterable[Row], today: dt.date) -> bytes:
    import xlsxwriter

    heads, lines = _table(columns, rows, today)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        clock = book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
        sheet.write_row(0, 0, heads, bold)
        for number, line in enumerate(lines, 1):
            for place, value in enumerate(line):
                if isinstance(value, dt.datetime):
                    sheet.write_datetime(number, place, value, clock)
                elif isinstance(value, dt.date):
                    sheet.write_datetime(number, place, dt.datetime.combine(value, dt.time()), day)
                elif value is not None:
                    sheet.write(number, place, value)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(lines)), len(heads) - 1)
        sheet.autofit()
    return file.getvalue()


@dataclass(frozen=True)
class File:
    suffix: str
    content_type: str
    write: Any


FILES = {
    "csv": File("csv", "text/csv; charset=utf-8", write_csv),
    "xlsx": File("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
}
