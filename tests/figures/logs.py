"""Small logs for the tests, and what to ask of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tovholder.figures.eventlog.engines import Result, analyse
from tovholder.figures.eventlog.faults import Finding, Report, Unusable
from tovholder.figures.eventlog.read import Asked

HEADER = "case,seq,activity,timestamp,resource"

#: Two cases: A goes to Bo, back to Ann, then to Cy; B stays with Bo; C has one event.
SMALL = f"""{HEADER}
A,1,open,2026-01-05T08:00:00+01:00,Ann
A,2,ask,2026-01-05T09:00:00+01:00,Ann
A,3,answer,2026-01-06T09:00:00+01:00,Bo
A,4,decide,2026-01-06T11:00:00+01:00,Ann
A,5,close,2026-01-08T11:00:00+01:00,Cy
B,1,open,2026-07-01T08:00:00+02:00,Bo
B,2,close,2026-07-01T12:00:00+02:00,Bo
C,1,open,2026-07-02T08:00:00+02:00,Ann
"""


def write(folder: Path, text: str, name: str = "log.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def measured(path: Path, **options: Any) -> Result:
    engine = options.pop("engine", "polars")
    return analyse(path, Asked(**options), engine=engine)


def numbers(path: Path, **options: Any) -> dict[str, Any]:
    return dict(measured(path, **options).numbers)


def faults(path: Path, **options: Any) -> list[Finding]:
    return refused(path, **options).faults


def refused(path: Path, **options: Any) -> Report:
    with pytest.raises(Unusable) as stopped:
        measured(path, **options)
    assert stopped.value.report.faults
    return stopped.value.report


def doubts(path: Path, **options: Any) -> dict[str, Finding]:
    return {finding.code: finding for finding in measured(path, **options).report.doubts}
