"""Opens a log, whatever the file is: CSV, CSV.gz, Parquet or XES. Finds its columns, and reports what is wrong."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal

import polars as pl

from tovholder.figures.eventlog import columns, xes
from tovholder.figures.eventlog.faults import LISTED, Report

FORMATS = {".csv": "CSV", ".csv.gz": "CSV", ".parquet": "Parquet", ".xes": "XES", ".xes.gz": "XES"}

Order = Literal["seq", "file", "time"]


@dataclass(frozen=True)
class Asked:
    """What the user says about a log. `columns`: field → column. `zone`: for times that name none. `order`: by the
    sequence column (if there is one), as the file has it, or by time. `same_names`: resources whose names differ only
    in case or blanks are the same."""

    columns: Mapping[str, str] = field(default_factory=dict)
    zone: str | None = None
    order: Order | None = None
    same_names: bool = False


class Again(Exception):
    """The log has to be read once more from the beginning: it knows now how."""


@dataclass
class Log:
    """A log that can be read. `path` may be a copy, in another encoding or format, in `folder`."""

    name: str
    path: Path
    format: str
    asked: Asked
    folder: Path
    columns: dict[str, str] = field(default_factory=dict)
    header: list[str] = field(default_factory=list)
    separator: str = ","
    skipped: int = 0
    #: Events, where the file says how many before it is read.
    total: int | None = None
    #: Whether the sequence is read as numbers, which is faster; as texts, it can be told what stands there instead.
    has_numbers: bool = True
    #: Found when it was opened; they stand however often it is read.
    found: Report = field(default_factory=Report)

    @property
    def order(self) -> Order:
        if self.asked.order in {"file", "time"}:
            return self.asked.order or "file"
        return "seq" if "seq" in self.columns else "file"

    @property
    def first_row(self) -> int:
        """What the first event's row is called: below the headings, if there are any."""
        return 1 if self.format == "XES" else 2

    def scan(self) -> pl.LazyFrame:
        if self.format != "CSV":
            return pl.scan_parquet(self.path, missing_columns="insert", extra_columns="ignore", glob=False)
        return pl.scan_csv(
            self.path,
            infer_schema=False,
            schema_overrides={self.columns["seq"]: pl.Int64} if self.has_numbers and self.order == "seq" else None,
            separator=self.separator,
            skip_lines=self.skipped,
            glob=False,
        )


def ending(name: str) -> str:
    """The part of a file's name that tells its format; empty for those that are not read."""
    return next((known for known in sorted(FORMATS, key=len, reverse=True) if name.lower().endswith(known)), "")


def open_log(path: Path, asked: Asked, folder: Path, progress: Callable[[int], None] | None = None) -> Log:
    """The log in a file. `folder` is for copies and is thrown away by whoever made it. Raises Unusable, with the report
    in its argument, when the file cannot be read at all or lacks a column."""
    known = ending(path.name)
    log = Log(path.name, path, FORMATS.get(known, ""), asked, folder)
    report = log.found
    try:
        if not known:
            report.fault("not_a_format", value=path.name)
        elif not path.stat().st_size:
            report.fault("empty")
        elif log.format == "CSV":
            _open_csv(log)
        elif log.format == "Parquet":
            log.header = list(pl.scan_parquet(path, glob=False).collect_schema())
            log.total = pl.scan_parquet(path, glob=False).select(pl.len()).collect().item()
        else:
            _open_xes(log, progress)
    except (pl.exceptions.PolarsError, OSError, EOFError, xes.Unreadable, UnicodeError, csv.Error) as error:
        report.fault("unreadable", format=log.format, why=first_line(error))
    report.stop_at_faults()
    log.columns = columns.find(log.header, asked.columns, report)
    report.stop_at_faults()
    return log


def _open_csv(log: Log) -> None:
    with text_of(log.path, "latin-1") as file:
        if file.read(2) in {"\xff\xfe", "\xfe\xff"}:
            raise UnicodeError("UTF-16; save it as CSV UTF-8")
    try:
        line = _first_line(log, "utf-8-sig")
    except UnicodeDecodeError:
        recode(log)
        line = _first_line(log, "utf-8-sig")
    if line.startswith("sep="):  # Excel's own first line
        log.separator, log.skipped = line[4:5] or ";", 1
        line = _first_line(log, "utf-8-sig")
    else:
        outside = "".join(line.split('"')[::2])
        log.separator = max(",;\t|", key=outside.count)
    log.header = next(csv.reader([line], delimiter=log.separator), [])
    if not any(name.strip() for name in log.header):
        log.found.fault("empty")


def _first_line(log: Log, encoding: str) -> str:
    with text_of(log.path, encoding) as file:
        for _ in range(log.skipped):
            file.readline()
        return file.readline().rstrip("\r\n")


def recode(log: Log) -> None:
    """Copies a file that is not UTF-8 and takes it for Windows-1252, with a doubt. Raises UnicodeError if it is not
    that either."""
    log.folder.mkdir(parents=True, exist_ok=True)
    copy = log.folder / "utf-8.csv"
    with text_of(log.path, "cp1252") as file, copy.open("w", encoding="utf-8", newline="") as written:
        while text := file.read(1 << 20):
            written.write(text)
    log.path = copy
    log.found.doubt("not_utf8")


def ragged(log: Log, report: Report) -> bool:
    """Looks for rows with more fields than the header, after Polars has refused the file; whether there are any."""
    try:
        with text_of(log.path, "utf-8-sig") as file:
            for _ in range(log.skipped):
                file.readline()
            reader = csv.reader(file, delimiter=log.separator)
            next(reader, None)
            for number, row in enumerate(reader, 2):
                if len(row) > len(log.header):
                    report.fault("row_length", number, value=len(row), columns=len(log.header))
                    if report.counts["row_length"] > LISTED:
                        break
    except (OSError, EOFError, csv.Error, UnicodeError):
        pass  # then it is another fault
    return bool(report.counts["row_length"])


def text_of(path: Path, encoding: str) -> IO[str]:
    """A file, unpacked if it is packed, as text whose ends of lines are kept."""
    if path.name.lower().endswith(".gz"):
        return gzip.open(path, "rt", encoding=encoding, newline="")
    return path.open(encoding=encoding, newline="")


def _open_xes(log: Log, progress: Callable[[int], None] | None) -> None:
    copy = log.folder / "events"
    log.header = xes.to_parquet(log.path, copy, progress)
    if not log.header:
        log.found.fault("no_cases")
    log.path = copy


def first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
