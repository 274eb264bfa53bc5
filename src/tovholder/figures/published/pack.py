"""Figures that were read and checked ↔ bytes that can be kept for years and read again in a moment."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

import polars as pl

from tovholder.figures.published.months import Month
from tovholder.figures.published.read import is_monthly, series
from tovholder.figures.published.series import Published

#: What is kept of each row. The name of an area follows from its code.
COLUMNS = ("area_code", "indicator", "period", "value")


@dataclass(frozen=True)
class Packed:
    """`sha256` is of the figures, not of the file they came in: the same figures have the same, whatever the format,
    the order of the rows or the way a number was written."""

    parquet: bytes
    sha256: str
    rows: int
    last_month: Month


def pack(checked: pl.DataFrame) -> Packed:
    """Packs what `read.table` has read."""
    rows = checked.select(COLUMNS).sort(COLUMNS[:3])
    written = io.BytesIO()
    rows.write_parquet(written, compression="zstd")
    last = rows.filter(is_monthly())["period"].max()
    return Packed(
        parquet=written.getvalue(),
        sha256=hashlib.sha256(rows.write_csv().encode()).hexdigest(),
        rows=rows.height,
        last_month=Month.read(str(last)),
    )


def unpack(parquet: bytes) -> Published:
    """The series of what was packed. It was checked then and is not checked again: a later version may know more rules,
    and still has to read what was published before."""
    return series(pl.read_parquet(io.BytesIO(parquet)))
