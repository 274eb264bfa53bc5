"""What is wrong with a snapshot: every fault with its table, its column, how often, and some of the values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from tovholder.figures.tidy import folder as folders
from tovholder.figures.tidy.schema import Column, Table, Type
from tovholder.figures.tidy.tables import BY_NAME, SCHEMA_VERSION, TABLES
from tovholder.figures.words import Language, Words

#: Values that are shown of each fault.
SHOWN = 5
#: Days outside are slips of the pen (figures/days.py reckons with what runs until 2100).
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2099, 12, 31)

FAULTS = {
    "no_table": Words("tabellen mangler", "the table is missing"),
    "unreadable": Words("filen kan ikke læses som Parquet", "the file cannot be read as Parquet"),
    "other_version": Words(
        f"tabellerne skal have version {SCHEMA_VERSION}", f"the tables are to have version {SCHEMA_VERSION}"
    ),
    "not_one_row": Words("tabellen skal have netop én række", "the table is to have exactly one row"),
    "no_column": Words("kolonnen mangler", "the column is missing"),
    "unknown_column": Words(
        "kolonnen kendes ikke. Kun de beskrevne må være der, så der ikke kommer navne eller CPR-numre med",
        "the column is not known. Only those described may be there, lest names or CPR numbers come along",
    ),
    "type": Words("kolonnen skal have typen {expected}", "the column is to have the type {expected}"),
    "null": Words("værdien må ikke mangle", "the value may not be missing"),
    "repeated_key": Words("nøglen {key} findes flere gange", "the key {key} is there several times"),
    "broken_key": Words("værdien findes ikke i {table}", "the value is not in {table}"),
    "ends_before_start": Words("{end} ligger før {start}", "{end} lies before {start}"),
    "ends_at_start": Words("perioden er tom: {end} er lig {start}", "the period is empty: {end} equals {start}"),
    "overlap": Words("perioderne overlapper hinanden", "the periods overlap"),
    "order": Words("tidspunktet ligger før rækken før", "the moment lies before that of the row before"),
    "several_outcomes": Words(
        "højst én af afholdt, udeblevet og aflyst må være sat", "at most one of held, missed and cancelled may be set"
    ),
    "outcome": Words("came skal være sat, netop når ended er", "came is to be set exactly when ended is"),
    "not_first": Words("dagen skal være den første i måneden", "the day is to be the first of a month"),
    "range": Words("værdien skal ligge mellem {low} og {high}", "the value is to lie between {low} and {high}"),
}


@dataclass(frozen=True)
class Fault:
    """`count`: rows that have it (1 for a whole table or column). `values`: some of them."""

    code: str
    table: str
    column: str = ""
    count: int = 1
    values: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()

    def sentence(self, language: Language) -> str:
        return FAULTS[self.code].to(language, **dict(self.parameters))

    def line(self, language: Language) -> str:
        """`cases.citizen: the value is not in citizens (3 rows: 17, 18, 19)`."""
        where = f"{self.table}.{self.column}" if self.column else self.table
        rows = {"da": "rækker" if self.count != 1 else "række", "en": "rows" if self.count != 1 else "row"}[language]
        more = f" ({self.count} {rows}: {', '.join(self.values)})" if self.values else ""
        return f"{where}: {self.sentence(language)}{more}"


def check(folder: Path) -> list[Fault]:
    """The faults of a folder, none if it is well formed."""
    return check_frames(folders.scan(folder))


def check_frames(frames: Mapping[str, pl.LazyFrame]) -> list[Fault]:
    """The faults of tables. Where the shape of a table is wrong, what its rows say is not looked at."""
    faults = [
        Fault("no_table", table.name)
        for table in TABLES
        if table.name not in frames and (table.is_needed or (table.name == "pauses" and "waits" in frames))
    ]
    shaped: dict[str, pl.LazyFrame] = {}
    for name, frame in frames.items():
        found = list(_shape(BY_NAME[name], frame))
        faults += found
        if not found:
            shaped[name] = frame
    for name, frame in shaped.items():
        table = BY_NAME[name]
        faults += [*_rows(table, frame), *_references(table, frame, shaped)]
        if name in _OWN:
            faults += _OWN[name](frame)
    return faults


def _shape(table: Table, frame: pl.LazyFrame) -> Iterator[Fault]:
    try:
        found = frame.collect_schema()
    except (PolarsError, OSError):
        yield Fault("unreadable", table.name)
        return
    for column in table.columns:
        if column.name not in found:
            yield Fault("no_column", table.name, column.name)
        elif found[column.name] != folders.DTYPES[column.type]:
            value = str(found[column.name])
            yield Fault("type", table.name, column.name, 1, (value,), (("expected", column.type.value),))
    known = {column.name for column in table.columns}
    for name in found:
        if name not in known:
            yield Fault("unknown_column", table.name, name)


def _rows(table: Table, frame: pl.LazyFrame) -> Iterator[Fault]:
    for column in table.columns:
        if column.null is None:
            yield from _wrong(frame, pl.col(column.name).is_null(), "null", table, column.name, shown=_names(table))
        if column.type in {Type.DAY, Type.MOMENT}:
            outside = ~pl.col(column.name).cast(pl.Date).is_between(EARLIEST, LATEST)
            limits = {"low": str(EARLIEST), "high": str(LATEST)}
            yield from _wrong(frame, outside, "range", table, column.name, shown=_names(table), **limits)
    if table.key:
        again = frame.group_by(table.key).len().filter(pl.col("len") > 1)
        key = ", ".join(table.key)
        yield from _wrong(again, pl.lit(True), "repeated_key", table, shown=table.key, key=key)
    for period in table.periods:
        start, end = pl.col(period.start), pl.col(period.end)
        names = {"start": period.start, "end": period.end}
        yield from _wrong(frame, end < start, "ends_before_start", table, period.end, shown=_names(table), **names)
        # A case may be opened and closed on one day; a spell without a day says nothing.
        if period.is_open and table.name not in {"cases", "units"}:
            yield from _wrong(frame, end == start, "ends_at_start", table, period.end, shown=_names(table), **names)


def _references(table: Table, frame: pl.LazyFrame, frames: Mapping[str, pl.LazyFrame]) -> Iterator[Fault]:
    for column in table.columns:
        if column.of is None or column.of not in frames or (column.name,) == table.key:
            continue
        lost = _without(frame, column, frames[column.of])
        yield from _wrong(lost, pl.lit(True), "broken_key", table, column.name, shown=(column.name,), table_=column.of)


def _without(frame: pl.LazyFrame, column: Column, other: pl.LazyFrame) -> pl.LazyFrame:
    """The rows whose key the other table does not have."""
    assert column.of is not None
    (key,) = BY_NAME[column.of].key
    return frame.drop_nulls(column.name).join(other.select(key), left_on=column.name, right_on=key, how="anti")


def _wrong(
    frame: pl.LazyFrame,
    condition: pl.Expr,
    code: str,
    table: Table,
    column: str = "",
    *,
    shown: tuple[str, ...],
    **parameters: str,
) -> Iterator[Fault]:
    """The rows for which the condition holds, as one fault."""
    wrong = frame.filter(condition).select(shown)
    count, sample = pl.collect_all([wrong.select(pl.len()), wrong.head(SHOWN)])
    if number := count.item():
        values = tuple(" ".join(str(value) for value in row) for row in sample.iter_rows())
        told = tuple((name.rstrip("_"), value) for name, value in parameters.items())
        yield Fault(code, table.name, column, number, values, told)


def _names(table: Table) -> tuple[str, ...]:
    """What names a row to somebody who looks for it."""
    return table.key or tuple(column.name for column in table.columns[:2])


def _meta(frame: pl.LazyFrame) -> Iterator[Fault]:
    rows = frame.collect()
    if rows.height != 1:
        yield Fault("not_one_row", "meta", "", rows.height)
    for version in rows.get_column("schema_version").unique():
        if version != SCHEMA_VERSION:
            yield Fault("other_version", "meta", "schema_version", 1, (str(version),))


def _citizens(frame: pl.LazyFrame) -> Iterator[Fault]:
    is_later = pl.col("birth_month").dt.day() != 1
    yield from _wrong(frame, is_later, "not_first", BY_NAME["citizens"], "birth_month", shown=("citizen",))


def _assignments(frame: pl.LazyFrame) -> Iterator[Fault]:
    before = pl.col("at").shift(1).over("case", "role", order_by="seq")
    yield from _wrong(
        frame.with_columns(back=pl.col("at") < before),
        pl.col("back"),
        "order",
        BY_NAME["assignments"],
        "at",
        shown=("case", "role", "seq"),
    )


def _conversations(frame: pl.LazyFrame) -> Iterator[Fault]:
    outcomes = pl.sum_horizontal(pl.col("held", "missed", "cancelled").is_not_null())
    yield from _wrong(frame, outcomes > 1, "several_outcomes", BY_NAME["conversations"], shown=("conversation",))


def _waits(frame: pl.LazyFrame) -> Iterator[Fault]:
    differ = pl.col("came").is_null() != pl.col("ended").is_null()
    yield from _wrong(frame, differ, "outcome", BY_NAME["waits"], "came", shown=("wait",))


def _overlaps(name: str, *by: str) -> Callable[[pl.LazyFrame], Iterator[Fault]]:
    def found(frame: pl.LazyFrame) -> Iterator[Fault]:
        end = pl.col("end").fill_null(pl.date(9999, 1, 1))
        marked = frame.with_columns(meets=end.shift(1).over(by, order_by="start") > pl.col("start"))
        yield from _wrong(marked, pl.col("meets"), "overlap", BY_NAME[name], "start", shown=(*by, "start"))

    return found


def _between(name: str, column: str, low: float, high: float) -> Callable[[pl.LazyFrame], Iterator[Fault]]:
    def found(frame: pl.LazyFrame) -> Iterator[Fault]:
        outside = ~pl.col(column).is_between(low, high)
        limits = {"low": f"{low:g}", "high": f"{high:g}"}
        yield from _wrong(frame, outside, "range", BY_NAME[name], column, shown=_names(BY_NAME[name]), **limits)

    return found


#: What holds for one table only.
_OWN: dict[str, Callable[[pl.LazyFrame], Iterator[Fault]]] = {
    "meta": _meta,
    "citizens": _citizens,
    "assignments": _assignments,
    "conversations": _conversations,
    "waits": _waits,
    "benefit_spells": _overlaps("benefit_spells", "citizen", "benefit"),
    "target_group_spells": _overlaps("target_group_spells", "citizen"),
    "pauses": _overlaps("pauses", "wait"),
    "dues": _between("dues", "quota", 0, 1),
    "weights": _between("weights", "weight", 0, 1000),
}
