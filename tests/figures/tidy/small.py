"""Small snapshots, written fact by fact: `snapshot(cases=[(1, 10, "2024-01-01", None, None)])`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from tovholder.figures.tidy import folder
from tovholder.figures.tidy.schema import Type
from tovholder.figures.tidy.tables import BY_NAME, SCHEMA_VERSION

META = [(SCHEMA_VERSION, "test", None, "2025-01-01 03:00", None, "2024-12-31")]


def snapshot(**tables: Iterable[Sequence[Any]]) -> dict[str, pl.DataFrame]:
    """Tables from rows; days and moments as text, a short row ends in nulls. Meta, citizens of the cases and pauses of
    waits come by themselves."""
    given: dict[str, Iterable[Sequence[Any]]] = {"meta": META, **tables}
    given.setdefault("cases", [])
    given.setdefault("citizens", [(citizen,) for citizen in sorted({row[1] for row in given["cases"]})])
    if "waits" in given:
        given.setdefault("pauses", [])
    return {name: frame(name, rows) for name, rows in given.items()}


def frame(name: str, rows: Iterable[Sequence[Any]]) -> pl.DataFrame:
    table = BY_NAME[name]
    made = []
    for row in rows:
        full = [*row, *[None] * (len(table.columns) - len(row))]
        made.append([_value(value, column.type) for value, column in zip(full, table.columns, strict=True)])
    return pl.DataFrame(made, schema=folder.dtypes(table), orient="row")


def _value(value: Any, type_: Type) -> Any:
    if isinstance(value, str) and type_ is Type.DAY:
        return dt.date.fromisoformat(value)
    if isinstance(value, str) and type_ is Type.MOMENT:
        return dt.datetime.fromisoformat(value)
    return value
