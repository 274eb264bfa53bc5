"""Computes the measures by windows over a whole log in order, for engines that know no order of rows: DuckDB, Spark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from tovholder.figures.engines import engine
from tovholder.figures.eventlog import fold, tables
from tovholder.figures.eventlog.fold import Number
from tovholder.figures.eventlog.measures import MEASURES
from tovholder.figures.tidy.schema import Table

#: What DuckDB may hold in memory before it writes to the disk.
MEMORY = "2GB"
#: The log as any table: its columns are as they stand in the file.
_LOG = Table("events", "the events of a log", ())


def on_duckdb(path: Path, folder: Path) -> dict[str, Number]:
    """The measures of the events in a Parquet file. `folder` is for what does not fit into memory."""
    order = tables.Windows()
    with duckdb(folder) as connection:

        def kept(name: str, made: Any) -> Any:
            made.to_native().to_table(name)
            return nw.from_native(connection.table(name))

        events = nw.from_native(connection.read_parquet(str(path)))
        steps = kept("steps", tables.steps(events, order))
        shifts = kept("shifts", tables.shifts(steps, order))
        made = {"events": events, "steps": steps, "shifts": shifts, "cases": kept("cases", tables.cases(steps, order))}
        numbers = {}
        for measure in MEASURES:
            answer = _folded(made, measure).to_native().fetchall()
            numbers[measure.id] = fold.told(measure, answer[0][0])
        return numbers


def on_spark(path: Path, folder: Path) -> dict[str, Number]:
    """The same on Spark. Raises Unavailable where it is not installed."""
    order = tables.Numbered()
    counted = folder / "counted.parquet"
    # Spark's times have a zone of their own; numbers have none.
    pl.scan_parquet(path).with_columns(pl.col("time").to_physical()).sink_parquet(counted)
    with engine("spark") as computing:
        events = computing.table([counted], _LOG)
        steps = computing.keep(tables.steps(events, order))
        made = {
            "events": events,
            "steps": steps,
            "shifts": computing.keep(tables.shifts(steps, order)),
            "cases": computing.keep(tables.cases(steps, order)),
        }
        answers = computing.collect([_folded(made, measure) for measure in MEASURES])
    return {measure.id: fold.told(measure, answer.item()) for measure, answer in zip(MEASURES, answers, strict=True)}


def _folded(made: dict[str, Any], measure: Any) -> Any:
    return fold.rows(made[measure.table], measure).select(fold.expression(measure).alias("n"))


def duckdb(folder: Path) -> Any:
    import duckdb as engine

    return engine.connect(config={"temp_directory": str(folder / "duckdb"), "memory_limit": MEMORY})
