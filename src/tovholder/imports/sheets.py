"""A table as it was read: what stands in the file beside what it was taken to mean, so that a fault can show both."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from tovholder.imports.definitions import Kind, Table
from tovholder.imports.faults import Fault, Report, Sort, shown


@dataclass
class Sheet:
    """`raw` has the column `row` (1 is the header) and every known column of the file as text, empty cells null.
    `rows` has the same rows with what the values mean; it grows as the import goes on."""

    table: Table
    file: str
    raw: pl.DataFrame
    rows: pl.DataFrame = field(default_factory=pl.DataFrame)
    old: pl.DataFrame = field(default_factory=pl.DataFrame)  #: the rows as the database has them
    #: Rows of ours that the file only points at: `row` and `found` (the id).
    pointed_at: pl.DataFrame | None = None
    #: Rows that are known are left as they are: what somebody has filled in here since is better than the file.
    only_new: bool = False
    #: The file has all rows of the owners in this column: rows of the same source that it no longer has are removed.
    whole_for: str = ""
    gone: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema={"id": pl.Int64}))

    @property
    def given(self) -> set[str]:
        """The columns that the file has."""
        return set(self.raw.columns) - {"row"}

    def mark(
        self,
        report: Report,
        bad: pl.DataFrame,
        column: str,
        rule: str,
        *,
        doubt: bool = False,
        with_columns: Iterable[str] = (),
        **parameters: Any,
    ) -> None:
        """Reports the rows in `bad` (it needs `row`) under a rule. Of each, the columns named in `with_columns` become
        parameters of the text."""
        if bad.is_empty():
            return
        side = report.doubts if doubt else report.faults
        sort = Sort(self.file, column, rule)
        listed = bad.sort("row").head(side.room_for(sort))
        values = self.values_of(column, listed.get_column("row"))
        for found in listed.select("row", *with_columns).iter_rows(named=True):
            row = found.pop("row")
            own = {name: shown(value) for name, value in found.items()}
            side.put(Fault(self.file, row, column, values.get(row, ""), rule, {**parameters, **own}))
        side.sorts[sort] += bad.height - listed.height

    def values_of(self, column: str, rows: pl.Series) -> dict[int, str]:
        """What stands in a column in some rows, fit to be shown."""
        if column not in self.given:
            return {}
        kind = next((known.kind for known in self.table.columns if known.name == column), None)
        found = self.raw.filter(pl.col("row").is_in(rows.implode())).select("row", column)
        if kind is Kind.LONG_TEXT:
            # A note is nobody's business in a report: its length tells the row apart.
            return {row: f"({len(value)})" if value else "" for row, value in found.iter_rows()}
        return {row: shown(value, is_cpr=kind is Kind.CPR) for row, value in found.iter_rows()}


def near(typed: str, known: Iterable[str], most: int = 3) -> str:
    """The known names that come closest to what was typed, or some of them when none does: for a text."""
    names = list(known)
    folded = {name.casefold(): name for name in names}
    found = difflib.get_close_matches(typed.casefold(), folded, n=most, cutoff=0.6)
    if found:
        return ", ".join(folded[name] for name in found)
    return ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
