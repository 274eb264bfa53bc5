"""Small snapshots on their way to figures: `answer("shifts", snapshot(cases=…), by="month")`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from tests.figures.tidy.small import snapshot
from tovholder.figures.compute import Answer, compute, facts_of
from tovholder.figures.definitions import BY_ID
from tovholder.figures.engines import engine
from tovholder.figures.periods import Period
from tovholder.figures.source import Source
from tovholder.figures.tidy import folder

__all__ = ["answer", "cells", "facts", "opened", "snapshot", "value"]


@contextmanager
def opened(frames: Mapping[str, pl.DataFrame], name: str = "polars") -> Iterator[Source]:
    with tempfile.TemporaryDirectory() as place, engine(name) as computing:
        folder.write(Path(place), frames)
        yield Source(computing, [Path(place)])


def answer(
    figure: str, frames: Mapping[str, pl.DataFrame], by: str = "", period: str = "2024", where: Any = None
) -> Answer:
    with opened(frames) as source:
        names = tuple(by.split(",")) if by else ()
        return compute(source, BY_ID[figure], by=names, period=Period.of(period), where=where)


def value(figure: str, frames: Mapping[str, pl.DataFrame], period: str = "2024", where: Any = None) -> Any:
    """The one number of a figure that is not broken down."""
    return answer(figure, frames, period=period, where=where).table["value"].item()


def cells(figure: str, frames: Mapping[str, pl.DataFrame], by: str, period: str = "2024") -> dict[Any, Any]:
    """Breakdown (of several, a tuple) → value."""
    table = answer(figure, frames, by, period).table
    names = by.split(",")
    return {row[0] if len(names) == 1 else row[:-1]: row[-1] for row in table.select(*names, "value").iter_rows()}


def facts(figure: str, frames: Mapping[str, pl.DataFrame], period: str = "2024", where: Any = None) -> pl.DataFrame:
    with opened(frames) as source:
        return facts_of(source, BY_ID[figure], period=Period.of(period), where=where)
