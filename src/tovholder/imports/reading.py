"""From files to tables of texts: which files there are, and which table each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tovholder.imports.definitions import Table
from tovholder.imports.faults import Report
from tovholder.imports.progress import Progress, Stage
from tovholder.imports.readers import Grid, ending, read, stem
from tovholder.imports.sheets import Sheet, near
from tovholder.imports.tables import BY_NAME, TABLES


@dataclass(frozen=True)
class File:
    """A file and the name it had where it came from (uploads are stored under other names)."""

    name: str
    path: Path


def files_in(folder: Path) -> list[File]:
    """The files of a folder, by name; hidden ones and Excel's lock files are none of ours."""
    names = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$")))
    return [File(path.name, path) for path in names]


def read_files(files: Sequence[File], report: Report, progress: Progress) -> tuple[dict[str, Sheet], set[str]]:
    """The tables in the files, in the order in which they are written, and the names of those that cannot be read."""
    found: dict[str, Sheet] = {}
    broken: set[str] = set()
    for number, file in enumerate(files):
        progress.report(Stage.READING, file.name, number / len(files))
        name = stem(file.name).strip().lower()
        if not ending(file.name) and name.partition(".")[0] not in BY_NAME:
            report.doubt(file.name, 0, "", "", "not_read")
            continue
        grids = read(file.path, file.name, report)
        if not grids:
            broken.add(name.partition(".")[0])
        for grid in grids:
            _place(grid, name, len(grids), found, report)
    if not found and not report.faults.count:
        report.fault("", 0, "", "", "nothing", tables=", ".join(BY_NAME))
    return {table.name: found[table.name] for table in TABLES if table.name in found}, broken


def _place(grid: Grid, file_stem: str, sheets: int, found: dict[str, Sheet], report: Report) -> None:
    """Which table a sheet is: by the name of the sheet, or of the file when it has only one."""
    names = [grid.sheet.strip().lower(), file_stem] if sheets == 1 else [grid.sheet.strip().lower()]
    table = next((BY_NAME[name] for name in names if name in BY_NAME), None)
    if table is None:
        report.fault(
            grid.file, 0, "", grid.sheet or file_stem, "unknown_table", near=near(names[0] or names[-1], BY_NAME)
        )
        return
    if table.name in found:
        report.fault(grid.file, 0, "", "", "table_twice", other=found[table.name].file)
        return
    found[table.name] = sheet_of(table, grid, report)


def sheet_of(table: Table, grid: Grid, report: Report) -> Sheet:
    """A sheet with the columns of its table; others are reported."""
    for name in grid.header:
        if name not in table.names:
            report.fault(grid.file, 1, name, name, "unknown_column", near=near(name, table.names))
    known = [name for name in grid.header if name in table.names]
    return Sheet(table=table, file=grid.file, raw=grid.cells.select("row", *known))
