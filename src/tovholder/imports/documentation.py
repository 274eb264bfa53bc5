"""The tables and columns in words: for the console, for docs/import.md, as files to fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from tovholder.imports.definitions import Column, Kind, Table
from tovholder.imports.tables import TABLES


def expected(column: Column, *, with_codes: bool = False) -> str:
    """What a column takes, in one line; `with_codes` asks the database for the entries of a code list."""
    if column.choices is not None:
        return ", ".join(value for value in column.choices.values if value)
    if column.codes is not None and with_codes:
        return ", ".join(column.codes._default_manager.values_list("code", flat=True))
    if column.codes is not None:
        return f"{Kind.CODE.expected} ({column.codes.__name__})"
    if column.kind is Kind.REFERENCE:
        return f"→ {column.refers_to}.external_id"
    text = str(column.kind.expected)
    if column.length and column.kind in {Kind.TEXT, Kind.EMAIL}:
        text += f" (≤ {column.length})"
    return text


def as_text() -> str:
    """For the console."""
    lines: list[str] = []
    for table in TABLES:
        lines += ["", f"{table.name}: {table.about}"]
        for column in table.columns:
            needed = "*" if column.required else " "
            lines.append(f"  {needed} {column.name:<16} {column.about}")
            lines.append(
                f"    {'':<16} {expected(column, with_codes=True)}"
                + (f"; as {column.example}" if column.example else "")
            )
    return "\n".join([*lines[1:], "", "* has to be there and filled in."])


def as_markdown() -> str:
    """For docs/import.md."""
    lines: list[str] = []
    for table in TABLES:
        lines += [
            f"### `{table.name}`",
            "",
            str(table.about),
            "",
            "| column | | what it says | what is expected | example |",
        ]
        lines.append("| --- | --- | --- | --- | --- |")
        for column in table.columns:
            needed = "required" if column.required else ""
            example = f"`{column.example}`" if column.example else ""
            lines.append(f"| `{column.name}` | {needed} | {column.about} | {expected(column)} | {example} |")
        lines.append("")
    return "\n".join(lines).rstrip()


def template(table: Table, separator: str) -> str:
    """A CSV file with the header and one row to show how."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=separator)
    writer.writerow(table.names)
    writer.writerow([column.example for column in table.columns])
    return written.getvalue()


def write_templates(folder: Path, separator: str) -> Iterator[tuple[Path, bool]]:
    """Writes the templates; yields each path, and whether it was not there before. With a byte order mark: without it
    Excel reads æ, ø and å as something else."""
    for table in TABLES:
        path = folder / f"{table.name}.csv"
        is_new = not path.exists()
        if is_new:
            path.write_text(template(table, separator), encoding="utf-8-sig", newline="")
        yield path, is_new
