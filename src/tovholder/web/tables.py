"""A table as a file that a spreadsheet opens: CSV and Excel."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

Cell = str | int | float | dt.date | dt.datetime | None


@dataclass(frozen=True)
class Format:
    """A kind of file; `write` takes the heads of the columns and the lines below them."""

    suffix: str
    content_type: str
    write: Callable[[Sequence[str], Iterable[Sequence[Cell]]], bytes]


def write_csv(heads: Sequence[str], lines: Iterable[Sequence[Cell]]) -> bytes:
    """Semicolons and a byte-order mark: what Danish Excel opens without asking."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(heads)
    writer.writerows([_harmless(_local(cell)) for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(heads: Sequence[str], lines: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet with a bold head that stays in sight, a filter on every column, and dates that are dates."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        clock = book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
        sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
        number = 0
        for number, line in enumerate(lines, 1):
            for place, cell in enumerate(map(_local, line)):
                if isinstance(cell, dt.datetime):
                    sheet.write_datetime(number, place, cell, clock)
                elif isinstance(cell, dt.date):
                    sheet.write_datetime(number, place, dt.datetime.combine(cell, dt.time()), day)
                elif cell is not None:
                    sheet.write(number, place, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, number), len(heads) - 1)
        sheet.autofit()
    return file.getvalue()


FORMATS = {
    "csv": Format("csv", "text/csv; charset=utf-8", write_csv),
    "xlsx": Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
}


def _local(cell: Cell) -> Cell:
    """A moment as the clock on the wall showed it: spreadsheets know no time zones."""
    if isinstance(cell, dt.datetime) and timezone.is_aware(cell):
        return timezone.localtime(cell).replace(tzinfo=None, microsecond=0)
    return cell


def _harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula is marked as text; decimals have a comma, as the semicolons
    between the cells promise."""
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
