"""Analyses several logs, and tells the result as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tovholder.figures.eventlog.breakdowns import Breakdowns, Details
from tovholder.figures.eventlog.engines import Engine, Result, analyse
from tovholder.figures.eventlog.facts import Facts
from tovholder.figures.eventlog.faults import Report, Unusable
from tovholder.figures.eventlog.measures import Measure
from tovholder.figures.eventlog.read import Asked, Log, ending
from tovholder.figures.words import Language


@dataclass(frozen=True)
class Analysed:
    """A log with what was found in it; `result` is None when it has faults."""

    name: str
    file: str
    report: Report
    result: Result | None = None
    details: Details | None = None
    facts: Facts | None = None


def analyse_one(
    path: Path,
    name: str,
    asked: Asked,
    *,
    engine: Engine = "polars",
    with_details: bool = False,
    facts_of: Measure | None = None,
    progress: Callable[[int, int | None], None] = lambda done, total: None,
) -> Analysed:
    taken: list[Any] = []

    def takers(log: Log) -> Sequence[Any]:
        # Made anew when the log has to be read once more.
        taken[:] = [*([Breakdowns()] if with_details else []), *([Facts(facts_of)] if facts_of else [])]
        return taken

    try:
        result = analyse(path, asked, engine=engine, takers=takers, progress=progress)
    except Unusable as error:
        return Analysed(name, path.name, error.report)
    details = next((t.details() for t in taken if isinstance(t, Breakdowns)), None)
    facts = next((t for t in taken if isinstance(t, Facts)), None)
    return Analysed(name, path.name, result.report, result, details, facts)


def names_of(paths: Sequence[Path], given: Sequence[str]) -> list[str]:
    """What the logs are called: as given, else as their files, told apart by their folders where they are alike."""
    stems = [path.name[: len(path.name) - len(ending(path.name))] or path.name for path in paths]
    own = [
        f"{path.resolve().parent.name}/{stem}" if stems.count(stem) > 1 else stem
        for path, stem in zip(paths, stems, strict=True)
    ]
    return [*given, *own[len(given) :]]


def as_json(analysed: Analysed, language: Language) -> dict[str, Any]:
    """The measures by their ids, and what there is to know about the file."""
    findings = {
        "fault_count": analysed.report.fault_count,
        "faults": [finding.as_json(language) for finding in analysed.report.faults],
        "doubts": [finding.as_json(language) for finding in analysed.report.doubts],
    }
    if analysed.result is None:
        return {"name": analysed.name, "file": analysed.file, **findings}
    log = analysed.result.log
    return {
        "name": analysed.name,
        "file": analysed.file,
        **analysed.result.numbers,
        "first": analysed.result.first.isoformat(),
        "last": analysed.result.last.isoformat(),
        "columns": log.columns,
        "order": log.order,
        **findings,
    }
