"""One log as the chapters of a report read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from tovholder.analysis.run import Analysed
from tovholder.analysis.texts import gettext as _
from tovholder.analysis.texts import number
from tovholder.figures.eventlog.breakdowns import HOUR, KINDS, Details
from tovholder.figures.eventlog.engines import Result
from tovholder.figures.eventlog.faults import Report as Findings
from tovholder.figures.words import NOTHING
from tovholder.paper.model import Cell, text, visible

#: So many logs have room beside one another.
TOGETHER = 3


@dataclass(frozen=True)
class One:
    name: str
    file: str
    result: Result
    details: Details
    findings: Findings

    @classmethod
    def of(cls, analysed: Analysed, *, hide_names: bool) -> One:
        assert analysed.result is not None
        assert analysed.details is not None
        details = analysed.details
        if hide_names:
            ranked = details.people.sort("events", "resource", descending=[True, False]).get_column("resource")
            names = {name: _("Employee %(n)s") % {"n": number(n)} for n, name in enumerate(ranked, 1)}
            details = details.renamed(names)
        return cls(visible(analysed.name), visible(analysed.file), analysed.result, details, analysed.report)

    def number(self, measure: str) -> float:
        """The measure's number; 0 for what there is not."""
        return self.result.numbers[measure] or 0

    def known(self, measure: str) -> float | None:
        return self.result.numbers[measure]

    def steps(self) -> dict[str, int]:
        """Kind of step → how many."""
        found = dict(self.details.bands.group_by("kind").agg(pl.col("steps").sum()).iter_rows())
        return {kind: found.get(kind, 0) for kind in KINDS}

    def share_of_time_at_shifts(self) -> float | None:
        hours = self.details.hours()
        whole = sum(hours.values())
        return hours["shift"] / whole if whole else None

    def wait_reached_by(self, share: float) -> float | None:
        """The wait in hours that `share` of the shifts stayed within."""
        found = self.details.shifts.get_column("gap").quantile(share, "lower")
        return None if found is None else max(found, 0) / HOUR


def apart(logs: Sequence[One]) -> list[One]:
    """With a number behind a name that another log has too, because charts tell logs apart by their names."""
    seen: list[One] = []
    for log in logs:
        names = {known.name for known in seen}
        number_of = next(n for n in range(1, len(logs) + 1) if _numbered(log.name, n) not in names)
        seen.append(replace(log, name=_numbered(log.name, number_of)))
    return seen


def _numbered(name: str, n: int) -> str:
    return name if n == 1 else f"{name} ({n})"


@dataclass(frozen=True)
class Part:
    """So many of the logs as have room beside one another, in a table or a picture; one only if there is only one."""

    logs: Sequence[One]
    number: int
    is_whole: bool

    @property
    def names(self) -> list[str]:
        return [log.name for log in self.logs]

    def sheet(self, name: str) -> str:
        return name if self.number == 1 else f"{name} {self.number}"

    def title(self, title: str) -> str:
        return title if self.is_whole else f"{title}: {', '.join(self.names)}"

    def beside(self, first: str, *columns: str) -> tuple[str, ...]:
        """A column for the names of rows, then `columns` of each log."""
        return (first, *(self.of(log, name) for log in self.logs for name in columns))

    def below(self, *columns: str) -> tuple[str, ...]:
        """Columns for rows that say of which log they are, where there are several."""
        return (_("Log"), *columns) if len(self.logs) > 1 else columns

    def row(self, log: One, *cells: Cell) -> tuple[Cell, ...]:
        return (text(log.name), *cells) if len(self.logs) > 1 else cells

    def of(self, log: One, name: str) -> str:
        return f"{log.name}: {name}" if len(self.logs) > 1 else name


def parts(logs: Sequence[One]) -> list[Part]:
    number_of = -(-len(logs) // TOGETHER)
    ends = [len(logs) * n // number_of for n in range(number_of + 1)]
    return [Part(logs[ends[n - 1] : ends[n]], n, number_of == 1) for n in range(1, number_of + 1)]


def hours(microseconds: float | None) -> float | None:
    return None if microseconds is None else max(microseconds, 0) / HOUR


def somebody(name: str | None) -> str:
    return NOTHING if name is None else visible(name)
