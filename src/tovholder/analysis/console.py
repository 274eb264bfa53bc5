"""What `tovholder analyse` shows in a terminal: progress, key figures, faults and doubts, facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import polars as pl
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from tovholder.analysis.texts import gettext as _
from tovholder.analysis.texts import language, ngettext, number, told
from tovholder.figures.eventlog.engines import Result
from tovholder.figures.eventlog.faults import FAULTS, Finding, Report
from tovholder.figures.eventlog.measures import MEASURES

#: Facts that a terminal shows; `--csv` has them all.
SHOWN = 50


@contextmanager
def progress() -> Iterator[Callable[[str, int, int | None], None]]:
    """A bar on standard error, which leaves standard output to the answer. Where the file does not say how many events
    it has, the bar says how many have been read."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(show_speed=False),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(what: str, done: int, total: int | None) -> None:
            text = _("%(file)s: %(n)s events") % {"file": what, "n": number(done)} if done else what
            bar.update(task, description=text, completed=done, total=total)

        yield show


def key_figures(results: Sequence[tuple[str, Result]]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for name, _result in results:
        table.add_column(name, justify="right")
    for measure in MEASURES:
        numbers = (number(result.numbers[measure.id], measure.decimals) for _name, result in results)
        unit = f" ({told(measure.unit.words)})" if measure.unit.size != 1 else ""
        table.add_row(told(measure.name) + unit, *numbers)
    return table


def show_findings(name: str, report: Report, console: Console) -> None:
    for heading, found in ((_("Faults"), report.faults), (_("Doubts"), report.doubts)):
        if not found:
            continue
        console.print(f"{name}: {heading}", style="bold")
        for finding in found:
            # One line each, however long: it can be searched and cut.
            console.print(f"  {line(finding)}", soft_wrap=True, highlight=False, markup=False)
    more = report.fault_count - len(report.faults)
    if more:
        console.print("  " + ngettext("… and %(n)s more fault", "… and %(n)s more faults", more) % {"n": number(more)})


def line(finding: Finding) -> str:
    """`row 3, timestamp: "soon", expected a date …`; a doubt says what is doubtful."""
    row = _("row %(n)s") % {"n": number(finding.row)} if finding.row else ""
    where = ", ".join(part for part in (row, finding.column) if part)
    value = f"“{finding.value}”, " if finding.value and finding.value != finding.column else ""
    sentence = finding.sentence(language())
    if finding.code in FAULTS:
        sentence = _("expected %(what)s") % {"what": sentence}
    return f"{where}: {value}{sentence}" if where else f"{value}{sentence}"


def facts(frame: pl.DataFrame, console: Console) -> None:
    table = Table(*frame.columns, box=None, pad_edge=False)
    for row in frame.head(SHOWN).iter_rows():
        table.add_row(*(_cell(value) for value in row))
    console.print(table)
    if frame.height > SHOWN:
        more = frame.height - SHOWN
        console.print(_("… and %(n)s more. --csv writes them all.") % {"n": number(more)})


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return number(value, 2)
    return f"{value:%Y-%m-%d %H:%M:%S}" if hasattr(value, "strftime") else str(value)
