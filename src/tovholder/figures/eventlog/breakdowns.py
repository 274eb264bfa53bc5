"""The measures of a log broken down, for a report: where the time goes, between whom, over time, the worst cases.

Shifts and cases are kept one by one (they are few beside the events); everything else is added up batch by batch.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl

from tovholder.figures.eventlog.facts import with_names
from tovholder.figures.eventlog.tables import SHIFT
from tovholder.figures.eventlog.times import ZONE

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
#: Waits by length: each band begins here (microseconds) and ends where the next begins.
BANDS = (0, MINUTE, HOUR, DAY, 7 * DAY, 30 * DAY, 90 * DAY)
#: What lies between two events of a case: a shift, the same person, or somebody whom the log does not name.
KINDS = ("shift", "same", "unnamed")


@dataclass(frozen=True)
class Details:
    """Waits are in microseconds. Steps with a negative wait (the log's order is not that of its times) count as none.

    shifts      one row each: case, from_time, time, gap, from_resource, resource, from_activity, activity,
                from_group, group
    cases       one row each: case, events, first, last, span, shifts
    bands       band (index in BANDS), kind, steps, gap
    activities  activity (what was waited for), steps, gap, shifts, gap_at_shift
    months      month (a date), steps, shifts, gap_at_shift
    people      resource, events, cases
    """

    shifts: pl.DataFrame
    cases: pl.DataFrame
    bands: pl.DataFrame
    activities: pl.DataFrame
    months: pl.DataFrame
    people: pl.DataFrame

    def pairs(self) -> pl.DataFrame:
        """from_resource, resource, shifts, median (of the wait), the commonest first."""
        return _by(self.shifts, "from_resource", "resource")

    def groups(self) -> pl.DataFrame:
        """from_group, group, shifts, median: for shifts that lead to another group; empty if the log names none."""
        if "group" not in self.shifts.columns:
            return _by(self.shifts.head(0).with_columns(from_group=pl.lit(""), group=pl.lit("")), "from_group", "group")
        return _by(self.shifts.filter(pl.col("from_group") != pl.col("group")), "from_group", "group")

    def by_shifts(self, most: int = 10) -> pl.DataFrame:
        """shifts, cases, median (of the span), for each number of shifts up to `most`, which means so many or more."""
        found = (
            self.cases.group_by(shifts=pl.col("shifts").clip(upper_bound=most))
            .agg(cases=pl.len(), median=pl.col("span").median())
            .sort("shifts")
        )
        last = found.get_column("shifts")[-1]
        every = pl.DataFrame({"shifts": range(last + 1)}, {"shifts": pl.Int64})
        return every.join(found, on="shifts", how="left").with_columns(pl.col("cases").fill_null(0))

    def worst(self, count: int = 10) -> pl.DataFrame:
        """The cases with most shifts, the longest first among equals."""
        return self.cases.sort("shifts", "span", descending=True, maintain_order=True).head(count)

    def longest(self, count: int = 10) -> pl.DataFrame:
        """The shifts with the longest waits."""
        return self.shifts.sort("gap", descending=True, maintain_order=True).head(count)

    def periods(self, *, is_monthly: bool) -> pl.DataFrame:
        """period (its first day), steps, shifts, gap_at_shift, median: by month, or by quarter."""
        width = "1mo" if is_monthly else "3mo"
        every = self.months.group_by(period=pl.col("month").dt.truncate(width)).agg(
            pl.col("steps", "shifts", "gap_at_shift").sum()
        )
        local = pl.col("time").dt.convert_time_zone(ZONE).dt.date().dt.truncate(width)
        medians = self.shifts.group_by(period=local).agg(median=pl.col("gap").median())
        return every.join(medians, on="period", how="left").sort("period")

    def hours(self) -> dict[str, float]:
        """Kind → the hours that lie there in all."""
        found = dict(self.bands.group_by("kind").agg(pl.col("gap").sum()).iter_rows())
        return {kind: found.get(kind, 0) / HOUR for kind in KINDS}

    def renamed(self, names: Mapping[str, str]) -> Details:
        """With other names for resources."""
        changed = [pl.col("from_resource", "resource").replace(names)]
        return Details(
            self.shifts.with_columns(*changed),
            self.cases,
            self.bands,
            self.activities,
            self.months,
            self.people.with_columns(pl.col("resource").replace(names)),
        )


class Breakdowns:
    """Adds the batches of a log up to details."""

    fields: Collection[str] = ("activity", "group")

    def __init__(self) -> None:
        self._shifts: list[pl.DataFrame] = []
        self._cases: list[pl.DataFrame] = []
        self._sums: dict[str, list[pl.DataFrame]] = {name: [] for name in _SUMS}

    def add(self, tables: Mapping[str, nw.DataFrame[Any]]) -> None:
        shift = ("case", "from_time", "time", "gap", "from_resource", "resource", "from_activity", "activity")
        found: pl.DataFrame = tables["shifts"].to_native()
        self._shifts.append(found.select(n for n in (*shift, "from_group", "group") if n in found.columns))
        cases = with_names(tables["cases"].to_native(), tables["events"].to_native())
        self._cases.append(cases.select("case", "events", "first", "last", "span", "shifts"))
        steps = (
            tables["steps"]
            .with_columns(is_shift=SHIFT)
            .to_native()
            .with_columns(
                pl.col("gap").clip(lower_bound=0),
                kind=pl.when("is_shift")
                .then(pl.lit("shift"))
                .when(~pl.col("is_shift"))
                .then(pl.lit("same"))
                .otherwise(pl.lit("unnamed")),
            )
        )
        for name, summed in _SUMS.items():
            if (part := summed(steps)) is not None:
                self._sums[name].append(part)

    def details(self) -> Details:
        summed = {}
        for name, (keys, values) in _SHAPES.items():
            empty = pl.DataFrame(schema={**keys, **dict.fromkeys(values, pl.Int64)})
            parts = pl.concat([empty, *(part.select(empty.columns).cast(empty.schema) for part in self._sums[name])])
            summed[name] = parts.group_by(list(keys)).agg(pl.all().sum()).sort(list(keys))
        return Details(shifts=pl.concat(self._shifts), cases=pl.concat(self._cases), **summed)


_SHAPES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "bands": ({"band": pl.Int64, "kind": pl.String}, ("steps", "gap")),
    "activities": ({"activity": pl.String}, ("steps", "gap", "shifts", "gap_at_shift")),
    "months": ({"month": pl.Date}, ("steps", "shifts", "gap_at_shift")),
    "people": ({"resource": pl.String}, ("events", "cases")),
}


def _bands(steps: pl.DataFrame) -> pl.DataFrame:
    band = pl.sum_horizontal((pl.col("gap") >= begins).cast(pl.Int64) for begins in BANDS[1:])
    return steps.drop_nulls("gap").group_by("kind", band=band).agg(steps=pl.len(), gap=pl.col("gap").sum())


def _activities(steps: pl.DataFrame) -> pl.DataFrame | None:
    if "activity" not in steps.columns:
        return None
    return steps.drop_nulls(["gap", "activity"]).group_by("activity").agg(*_counts(), gap=pl.col("gap").sum())


def _months(steps: pl.DataFrame) -> pl.DataFrame:
    month = pl.col("time").dt.convert_time_zone(ZONE).dt.date().dt.month_start()
    return steps.filter(pl.col("kind") != "unnamed").group_by(month=month).agg(*_counts())


def _people(steps: pl.DataFrame) -> pl.DataFrame:
    return steps.drop_nulls("resource").group_by("resource").agg(events=pl.len(), cases=pl.col("run").n_unique())


def _counts() -> list[pl.Expr]:
    is_shift = pl.col("kind") == "shift"
    return [
        pl.len().alias("steps"),
        is_shift.sum().alias("shifts"),
        pl.col("gap").filter(is_shift).sum().alias("gap_at_shift"),
    ]


_SUMS = {"bands": _bands, "activities": _activities, "months": _months, "people": _people}


def _by(shifts: pl.DataFrame, *names: str) -> pl.DataFrame:
    return (
        shifts.group_by(names)
        .agg(shifts=pl.len(), median=pl.col("gap").median())
        .sort(["shifts", *names], descending=[True, *(False for _ in names)], nulls_last=True)
    )
