"""Spark: many municipalities on a cluster, or here in local mode."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from tovholder.figures.engines.base import EPOCH, Unavailable, is_day, told
from tovholder.figures.tidy.schema import Table

#: Parts of a shuffle: as many as a small machine has use for, where Spark would make 200.
LOCAL_PARTS = "4"
#: Queries under way at the same time.
AT_ONCE = 4


class SparkEngine:
    name = "spark"

    def __init__(self, master: str, memory: str, options: Mapping[str, str]) -> None:
        self._session = _session(master, memory, options)
        self._folder = tempfile.TemporaryDirectory(prefix="tovholder-spark-")
        self._kept: list[Any] = []

    def table(self, paths: Sequence[Path], table: Table) -> nw.LazyFrame[Any]:
        from pyspark.sql import functions as F

        days = {
            column.name: F.unix_date(F.col(column.name).cast("date")).cast("bigint") + EPOCH
            for column in table.columns
            if is_day(column)
        }
        read = self._session.read.parquet(*(str(path) for path in paths))
        return nw.from_native(read.withColumns(days) if days else read)

    def small(self, frame: pl.DataFrame) -> nw.LazyFrame[Any]:
        from pyspark.sql import functions as F
        from pyspark.sql import types as T

        kinds = {pl.Int64(): T.LongType(), pl.Float64(): T.DoubleType(), pl.Boolean(): T.BooleanType()}
        schema = T.StructType(
            [T.StructField(name, kinds.get(dtype, T.StringType())) for name, dtype in frame.schema.items()]
        )
        return nw.from_native(F.broadcast(self._session.createDataFrame(frame.rows(), schema)))

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        kept = frame.to_native().localCheckpoint(eager=True)
        self._kept.append(kept)
        return nw.from_native(kept)

    def collect(self, frames: Sequence[nw.LazyFrame[Any]]) -> list[pl.DataFrame]:
        # Spark plans a query on one core while it computes others.
        with ThreadPoolExecutor(AT_ONCE) as pool:
            rows = pool.map(lambda frame: frame.to_native().collect(), frames)
            return [told(found, frame.collect_schema()) for found, frame in zip(rows, frames, strict=True)]

    def close(self) -> None:
        # The session stays: another engine of this process would have to wait for Java again.
        for kept in self._kept:
            kept.unpersist()
        self._folder.cleanup()


def _session(master: str, memory: str, options: Mapping[str, str]) -> Any:
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise Unavailable("Spark is not installed: pip install tovholder[spark]") from error
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise Unavailable("Spark needs Java 17 or later (on Debian: apt-get install openjdk-17-jre-headless)")
    builder = (
        SparkSession.builder.master(master)
        .appName("tovholder figures")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.session.timeZone", "UTC")
    )
    if master.startswith("local"):
        builder = (
            builder.config("spark.driver.memory", memory.removesuffix("B").lower())
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", LOCAL_PARTS)
        )
    for name, value in options.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, RuntimeError) as error:
        raise Unavailable(f"Spark does not start: {error}") from error
    session.sparkContext.setLogLevel("ERROR")
    return session
