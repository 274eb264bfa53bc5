"""Reads CSV, Excel and Parquet into tables of texts. A bad file becomes a fault, never an exception.

CSV is taken apart by Python's reader and not by Polars': Polars fills a short line up in silence, and we have to say
in which row a field is missing.
"""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl

from tovholder.imports.archives import TooLarge, check_workbook
from tovholder.imports.faults import Report, shown

#: What one file may hold when it is unpacked. Far above a municipality, far below what a machine cannot take.
MOST_BYTES = 1024 * 1024 * 1024
MOST_ROWS = 10_000_000

FORMATS = {".csv": "CSV", ".csv.gz": "CSV", ".xlsx": "Excel", ".parquet": "Parquet"}

csv.field_size_limit(16 * 1024 * 1024)


@dataclass(frozen=True)
class Grid:
    """A sheet before anybody knows which table it is. `file` is its name in the report. `cells` has the column `row`
    and the texts under the names in `header` (as they stand in the file, in lower case)."""

    file: str
    sheet: str  #: empty for files that have no sheets
    header: list[str]
    cells: pl.DataFrame


class Unreadable(Exception):
    """The file cannot be read; the text says why."""


def ending(name: str) -> str:
    """The part of a file name that tells its format, empty for those that are not read."""
    lower = name.lower()
    return next((known for known in (".csv.gz", ".csv", ".xlsx", ".parquet") if lower.endswith(known)), "")


def stem(name: str) -> str:
    return name[: len(name) - len(ending(name))]


def read(path: Path, name: str, report: Report) -> list[Grid]:
    """Every sheet of a file. What is wrong with it goes into the report, under `name`."""
    kind = ending(name)
    try:
        if kind == ".xlsx":
            return _excel(path, name, report)
        if kind == ".parquet":
            return _parquet(path, name, report)
        if kind:
            return _csv(path, name, report, packed=kind == ".csv.gz")
        report.fault(name, 0, "", "", "not_a_format")
    except TooLarge as error:
        report.fault(name, 0, "", "", "too_large", most=str(error))
    except Unreadable as error:
        report.fault(name, 0, "", "", "unreadable", format=FORMATS[kind], why=shown(error))
    except Exception as error:
        # Polars and fastexcel have many ways to say that a file is not what its name promises.
        report.fault(name, 0, "", "", "unreadable", format=FORMATS[kind], why=shown(error) or type(error).__name__)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what Rust libraries raise; not a subclass of Exception
            raise
        report.fault(name, 0, "", "", "unreadable", format=FORMATS[kind], why=type(error).__name__)
    return []


def _csv(path: Path, name: str, report: Report, *, packed: bool) -> list[Grid]:
    text = _decoded(_bytes(path, packed=packed), name, report)
    first, _, rest = text.partition("\n")
    offset = 1
    if first.lower().startswith("sep="):  # Excel's own first line
        separator, text, offset = first[4:5] or ";", rest, 2
    else:
        separator = _separator(first)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[list[str]] = []
    try:
        lines.extend(reader)
    except csv.Error as error:
        report.fault(name, len(lines) + offset, "", "", "unreadable", format="CSV", why=str(error))
        return []
    if not lines:
        report.fault(name, 0, "", "", "empty")
        return []
    header, body, numbers = lines[0], [], []
    for number, line in enumerate(lines[1:], offset + 1):
        if not any(line):
            continue
        if len(line) != len(header):
            report.fault(name, number, "", len(line), "row_length", columns=len(header))
            line = (line + [""] * len(header))[: len(header)]
        body.append(line)
        numbers.append(number)
    frame = pl.DataFrame(body, schema=[f"c{i}" for i in range(len(header))], orient="row") if body else pl.DataFrame()
    return [_grid(name, "", header, frame, pl.Series("row", numbers, pl.UInt32), report)]


def _bytes(path: Path, *, packed: bool) -> bytes:
    if not packed:
        if path.stat().st_size > MOST_BYTES:
            raise TooLarge(MOST_BYTES)
        return path.read_bytes()
    try:
        with gzip.open(path) as opened:
            content = opened.read(MOST_BYTES + 1)
    except (gzip.BadGzipFile, EOFError) as error:
        raise Unreadable(str(error)) from error
    if len(content) > MOST_BYTES:
        raise TooLarge(MOST_BYTES)
    return content


def _decoded(content: bytes, name: str, report: Report) -> str:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise Unreadable("UTF-16; save it as CSV UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            raise Unreadable(f"neither UTF-8 nor Windows-1252 (line {line})") from error
        report.doubt(name, line, "", "", "not_utf8")
        return text


def _separator(header: str) -> str:
    """The one of the three that stands most often in the header, outside quotes."""
    outside = "".join(header.split('"')[::2])
    return max(",;\t", key=outside.count)


def _excel(path: Path, name: str, report: Report) -> list[Grid]:
    check_workbook(path, MOST_BYTES)
    workbook = fastexcel.read_excel(path)
    grids = []
    for sheet in workbook.sheet_names:
        frame = workbook.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars()
        if frame.is_empty():
            continue
        label = f"{name} › {sheet}" if len(workbook.sheet_names) > 1 else name
        numbers = pl.Series("row", range(1, frame.height + 1), pl.UInt32)
        header = [str(value or "") for value in frame.row(0)]
        grids.append(_grid(label, sheet, header, frame[1:], numbers[1:], report))
    if not grids:
        report.fault(name, 0, "", "", "empty")
    return grids


def _parquet(path: Path, name: str, report: Report) -> list[Grid]:
    lazy = pl.scan_parquet(path, glob=False)
    rows = lazy.select(pl.len()).collect().item()
    if rows > MOST_ROWS:
        raise TooLarge(MOST_ROWS, "rows")
    frame = lazy.collect()
    texts: dict[str, Any] = {}
    for column in frame.get_columns():
        if column.dtype.is_nested() or column.dtype in {pl.Binary, pl.Object, pl.Duration, pl.Time}:
            raise Unreadable(f"column {column.name}: {column.dtype} is neither text, number, date nor time")
        texts[column.name] = _text(column)
    numbers = pl.Series("row", range(2, frame.height + 2), pl.UInt32)
    return [_grid(name, "", list(texts), pl.DataFrame(texts), numbers, report)]


def _text(column: pl.Series) -> pl.Series:
    """A typed column as it would stand in a CSV file."""
    if isinstance(column.dtype, pl.Datetime):
        if column.dtype.time_zone:
            return column.dt.convert_time_zone("UTC").dt.to_string("%Y-%m-%d %H:%M:%S%.6f+00:00")
        return column.dt.to_string("%Y-%m-%d %H:%M:%S%.6f")
    if column.dtype.is_float() and (column.drop_nulls() == column.drop_nulls().round()).all():
        # Whole numbers with gaps come as floats out of many tools.
        return column.cast(pl.Int64, strict=False).cast(pl.String)
    return column.cast(pl.String)


def _grid(file: str, sheet: str, header: list[str], frame: pl.DataFrame, numbers: pl.Series, report: Report) -> Grid:
    """Names the columns, leaves out empty rows and nameless empty columns, and reports a name that stands twice."""
    if not frame.width:
        frame = pl.DataFrame({f"c{i}": pl.Series([], dtype=pl.String) for i in range(len(header))})
    cleaned = frame.select(pl.all().cast(pl.String).str.strip_chars().replace("", None)).with_columns(numbers)
    cleaned = cleaned.filter(pl.any_horizontal(pl.exclude("row").is_not_null()))
    names = [name.strip().lower().replace(" ", "_") for name in header]
    if len(cleaned) > MOST_ROWS:
        raise TooLarge(MOST_ROWS, "rows")
    kept: dict[str, str] = {}
    for name, column in zip(names, cleaned.columns, strict=False):
        if not name and cleaned.get_column(column).null_count() == cleaned.height:
            continue
        if name in kept:
            report.fault(file, 1, name, name, "column_twice")
            continue
        kept[name] = column
    cells = cleaned.select("row", **{name: pl.col(column) for name, column in kept.items() if name != "row"})
    if "row" in kept:
        report.fault(file, 1, "row", "row", "unknown_column", near="")
        kept.pop("row")
    if cells.is_empty():
        report.fault(file, 1, "", "", "no_rows")
    return Grid(file=file, sheet=sheet, header=list(kept), cells=cells)
