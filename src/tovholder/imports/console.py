"""What `tovholder import` shows in a terminal: progress, counts, faults."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import translation
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from tovholder.imports.faults import Fault, Report, Side, some_of_each
from tovholder.imports.folder import Outcome
from tovholder.imports.progress import STAGES, Stage
from tovholder.imports.progress import Progress as ToldProgress

#: What a terminal shows of a long list; the rest is counted, and `--json` has it.
SHOWN = 50


class ShownProgress(ToldProgress):
    def __init__(self, bar: Progress) -> None:
        self.bar = bar
        self.task = bar.add_task("", total=1.0)

    def show(self, stage: Stage, what: str, whole: float) -> None:
        self.bar.update(self.task, completed=whole, description=f"{STAGES[stage.code]} {what}")


@contextmanager
def progress() -> Iterator[ToldProgress]:
    """A bar on standard error, which leaves standard output to the answer."""
    columns = (TextColumn("{task.description:<32}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield ShownProgress(bar)


def show(outcome: Outcome) -> None:
    """The counts, the faults, the doubts, and in one line how it ended. The console is English, as its help is."""
    with translation.override("en"):
        _show(outcome)


def _show(outcome: Outcome) -> None:
    console = Console()
    report = outcome.report
    if outcome.counts and not report.faults.count:
        table = Table("table", "rows", "new", "changed", "unchanged", "removed", box=None)
        for name, counts in outcome.counts.items():
            numbers = (counts.rows, counts.new, counts.changed, counts.unchanged, counts.removed)
            table.add_row(name, *(f"{number:,}" for number in numbers))
        console.print(table)
    _show_report(console, report)
    console.print(ending(outcome))


def show_report(report: Report) -> None:
    """The doubts and the faults."""
    with translation.override("en"):
        _show_report(Console(), report)


def _show_report(console: Console, report: Report) -> None:
    _list(console, "doubts", report.doubts)
    _list(console, "faults", report.faults)


def ending(outcome: Outcome) -> str:
    faults = outcome.report.faults.count
    if faults:
        return f"Refused: {faults:,} {'fault' if faults == 1 else 'faults'}. Nothing was written."
    if outcome.dry_run:
        return f"Tried: {outcome.changes:,} rows would be new, changed or removed. Nothing was written."
    if not outcome.changes:
        return "Everything was here already. Nothing was changed."
    return f"Imported: {outcome.changes:,} rows are new, changed or removed."


def _list(console: Console, name: str, side: Side) -> None:
    if not side.count:
        return
    noun = name.removesuffix("s") if side.count == 1 else name
    console.print(f"{side.count:,} {noun}:", style="bold")
    for fault in some_of_each(side.listed, SHOWN):
        # One line each, however long: it can be searched and cut.
        console.print(f"  {line(fault)}", soft_wrap=True, highlight=False, markup=False)
    if side.count > SHOWN:
        console.print(f"  … and {side.count - SHOWN:,} more (--json lists {len(side.listed):,}). Of each sort:")
        for sort, count in side.sorts.most_common():
            where = " ".join(part for part in (sort.file, sort.column) if part)
            console.print(f"  {count:>8,}  {where}: {sort.rule}", soft_wrap=True, highlight=False, markup=False)


def line(fault: Fault) -> str:
    """`citizens.csv, row 3, cpr: "abc", expected ten digits`."""
    row = f"row {fault.row}" if fault.row else ""
    where = ", ".join(part for part in (fault.file, row, fault.column) if part)
    value = f'"{fault.value}", ' if fault.value else ""
    return f"{where}: {value}expected {fault.expected}" if where else f"expected {fault.expected}"


def as_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "written": outcome.is_written,
        "dry_run": outcome.dry_run,
        "tables": {name: vars(counts) for name, counts in outcome.counts.items()},
        **report_as_json(outcome.report),
    }


def report_as_json(report: Report) -> dict[str, Any]:
    """All that is listed, in words; everything is counted."""

    def listed(faults: list[Fault]) -> list[dict[str, Any]]:
        names = ("file", "row", "column", "value", "rule", "expected")
        return [{name: getattr(fault, name) for name in names} for fault in faults]

    with translation.override("en"):
        faults, doubts = listed(report.faults.listed), listed(report.doubts.listed)
    return {
        "fault_count": report.faults.count,
        "faults": faults,
        "doubt_count": report.doubts.count,
        "doubts": doubts,
    }
