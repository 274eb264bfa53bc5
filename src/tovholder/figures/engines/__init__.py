"""What computes figures. All three take the same Narwhals expressions and give the same answers; a test compares them.

polars   in memory; the default
duckdb   a memory limit, beyond which it writes to the disk
spark    `pip install tovholder[spark]` and Java 17 or later; here, or on a cluster
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tovholder.figures.engines.base import Engine, Unavailable

ENGINES = ("polars", "duckdb", "spark")

__all__ = ["ENGINES", "Engine", "Unavailable", "engine"]


@contextmanager
def engine(
    name: str = "polars", *, memory: str = "4GB", master: str = "local[*]", options: Mapping[str, str] | None = None
) -> Iterator[Engine]:
    """An engine, with what it needs on the disk; that is removed when it is closed.

    `memory` is DuckDB's limit, and what Spark's driver may have in local mode; `master` is where Spark computes, and
    `options` are its settings. Raises Unavailable when the engine is not installed.
    """
    made: Engine
    if name == "polars":
        from tovholder.figures.engines.of_polars import PolarsEngine

        made = PolarsEngine()
    elif name == "duckdb":
        from tovholder.figures.engines.of_duckdb import DuckDBEngine

        made = DuckDBEngine(memory)
    elif name == "spark":
        from tovholder.figures.engines.of_spark import SparkEngine

        made = SparkEngine(master, memory, options or {})
    else:
        raise ValueError(f"no engine {name}; there are {', '.join(ENGINES)}")
    try:
        yield made
    finally:
        made.close()
