"""What another system's folder says itself, as rows of the tidy tables: with names where a snapshot has keys."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from tovholder.citizens.models import Benefit, Code, TargetGroup
from tovholder.imports.existing import Registered
from tovholder.imports.sheets import Sheet
from tovholder.snapshots.parquet import ZONE
from tovholder.workload.tidy_rows import Said, steps_of_case, with_room

Sheets = Mapping[str, Sheet]

#: A table and its columns that say on which day something happened.
HAPPENED = {
    "units": ("opened_on", "closed_on"),
    "memberships": ("from", "to"),
    "cases": ("opened_on", "closed_on"),
    "assignments": ("effective_at",),
    "conversations": ("held_at", "missed_at", "cancelled_at"),
    "notes": ("happened_at",),
    "benefit_spells": ("from", "to"),
    "target_group_spells": ("from", "to"),
    "plan_goals": ("effective_at",),
    "plan_steps": ("agreed_at", "ended_at"),
    "participants": ("from", "to"),
    "activities": ("from", "to"),
    "weights": ("from",),
    "capacities": ("from",),
}


def latest_day(sheets: Sheets, before: dt.date) -> dt.date | None:
    """The day of the latest thing that had happened before a day; None when nothing had."""
    days = []
    for name, columns in HAPPENED.items():
        if name in sheets:
            found = sheets[name].rows.select(day_of(sheets[name].rows, column) for column in columns)
            for column in found.get_columns():
                days.append(column.filter(column < before).max())
    return max((day for day in days if isinstance(day, dt.date)), default=None)


class FolderFacts:
    """`sheets` have been examined and have no fault; `last` is the last day of which they know everything."""

    def __init__(self, sheets: Sheets, here: Registered, last: dt.date) -> None:
        self.sheets, self.last = sheets, last
        self.lists: dict[type[Code], list[Code]] = {model: here.codes(model) for model in (Benefit, TargetGroup)}
        #: Of each table of the folder: `id`, and `name`, which no other row of that table has.
        self.names = {name: sheet.rows.select("id", name="key") for name, sheet in sheets.items()}

    def rows(self, sheet: str) -> pl.DataFrame:
        return self.sheets[sheet].rows

    def named(self, frame: pl.DataFrame, **columns: str) -> pl.DataFrame:
        """Names in place of ids: column → the table of the folder that it refers to."""
        for column, table in columns.items():
            names = self.names.get(table, pl.DataFrame(schema={"id": pl.Int64, "name": pl.String}))
            found = frame.select(id=column).join(names, on="id", how="left", maintain_order="left")
            frame = frame.with_columns(found.get_column("name").alias(column))
        return frame

    def coded(self, frame: pl.DataFrame, column: str, model: type[Code]) -> pl.DataFrame:
        codes = {row.pk: row.code for row in self.lists[model]}
        return frame.with_columns(pl.col(column).replace_strict(codes, default=None, return_dtype=pl.String))

    def units(self) -> pl.DataFrame:
        rows = self.rows("units").select("kind", "name", "parent", unit="key", opened="opened_on", closed="closed_on")
        return self.named(rows, parent="units")

    def staff(self) -> pl.DataFrame:
        """Who works where, and what they have room for where that is said."""
        rows = self.rows("memberships").select("staff", "unit", "role", "from", "to").sort("staff", "unit", "from")
        said: dict[tuple[int, int], list[Said]] = defaultdict(list)
        for person, unit, since, room in self._steps("capacities", "staff", "unit"):
            said[person, unit].append(Said(since, room))
        schema: dict[str, Any] = {
            "staff": pl.Int64,
            "unit": pl.Int64,
            "capacity": pl.Float64,
            "start": pl.Date,
            "end": pl.Date,
        }
        there = pl.DataFrame(list(with_room(rows.iter_rows(), said)), schema=schema, orient="row")
        return self.named(there, staff="staff", unit="units")

    def _steps(self, sheet: str, *of: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a table of steps in the order in which they hold: `of`, from when on, the weight."""
        if sheet in self.sheets:
            weight = pl.col("weight").cast(pl.Decimal(6, 1))
            yield from self.rows(sheet).sort("from", "row").select(*of, "from", weight).iter_rows()

    def citizens(self) -> pl.DataFrame:
        return self.rows("citizens").select(citizen="key", birth_month=pl.col("born_on").dt.month_start())

    def cases(self) -> pl.DataFrame:
        rows = self.rows("cases").select(
            "citizen", case="key", opened="opened_on", closed="closed_on", reason=_or_null("close_reason", "")
        )
        return self.named(rows, citizen="citizens")

    def assignments(self) -> pl.DataFrame:
        rows = self.rows("assignments").sort("case", "role", "effective_at", "seq")
        rows = rows.with_columns(place=pl.int_range(pl.len(), dtype=pl.Int64).over("case", "role"))
        rows = rows.join(self._projects(rows), on="row", how="left", maintain_order="left")
        rows = rows.select(
            "case",
            "role",
            "staff",
            "unit",
            "planned",
            "project",
            seq="place",
            at="effective_at",
            cause=_or_null("cause", "unknown"),
        )
        return self.named(rows, case="cases", staff="staff", unit="units", project="units")

    def _projects(self, rows: pl.DataFrame) -> pl.DataFrame:
        """For which project a change was made (`row`, `project`): the unit that has the case then, if it is one, else
        the one that had joined the case last."""
        made = rows.filter(pl.col("cause") == "project").select("row", "case", "unit", day=day_of(rows, "effective_at"))
        units = self.rows("units")
        projects = units.filter(pl.col("kind") == "project").select(project="id")
        own = made.join(projects, left_on="unit", right_on="project").select("row", project="unit")
        if "participants" not in self.sheets:
            return own
        joined = self.rows("participants").select("case", "from", "to", project="unit").join(projects, on="project")
        running = (pl.col("from") <= pl.col("day")) & (pl.col("to").is_null() | (pl.col("to") > pl.col("day")))
        found = made.join(own, on="row", how="anti").join(joined, on="case").filter(running).sort("from")
        return pl.concat([own, found.group_by("row", maintain_order=True).agg(pl.col("project").last())])

    def conversations(self) -> pl.DataFrame:
        rows = self.rows("conversations")
        rows = rows.select(
            "case",
            "kind",
            "form",
            "staff",
            conversation="key",
            planned_for=day_of(rows, "starts_at"),
            held=day_of(rows, "held_at"),
            missed=day_of(rows, "missed_at"),
            cancelled=day_of(rows, "cancelled_at"),
        )
        return self.named(rows, case="cases", staff="staff")

    def benefit_spells(self) -> pl.DataFrame:
        rows = self.rows("benefit_spells").select("citizen", "benefit", start="from", end="to")
        rows = self.coded(rows, "benefit", Benefit).with_columns(degree=pl.lit(None, pl.Float64))
        return self.named(rows, citizen="citizens")

    def target_group_spells(self) -> pl.DataFrame:
        rows = self.rows("target_group_spells").select("citizen", "target_group", start="from", end="to")
        rows = self.coded(rows, "target_group", TargetGroup).with_columns(contact_group=pl.lit(None, pl.String))
        return self.named(rows, citizen="citizens")

    def participants(self) -> pl.DataFrame:
        rows = self.rows("participants").select("case", "unit", "staff", start="from", end="to")
        return self.named(rows, case="cases", unit="units", staff="staff")

    def activities(self) -> pl.DataFrame:
        rows = self.rows("activities").select(
            "citizen", "case", "kind", "measure", "hours", activity="key", start="from", end="to"
        )
        return self.named(rows, citizen="citizens", case="cases")

    def weights(self) -> pl.DataFrame:
        """As the snapshot of a database says them: while the case is open, and only what changes."""
        own: dict[int, list[Said]] = defaultdict(list)
        for case, since, weight in self._steps("weights", "case"):
            own[case].append(Said(since, weight))
        cases = self.rows("cases").filter(pl.col("id").is_in(list(own))).select("id", "opened_on", "closed_on")
        found = [
            (case, float(weight), start)
            for case, opened, closed in cases.iter_rows()
            for start, weight in steps_of_case(opened, closed, own[case], self.last)
        ]
        schema: dict[str, Any] = {"case": pl.Int64, "weight": pl.Float64, "start": pl.Date}
        return self.named(pl.DataFrame(found, schema=schema, orient="row"), case="cases")


def day_of(rows: pl.DataFrame, column: str) -> pl.Expr:
    """The Danish day of a column of days or moments."""
    if rows.schema[column] == pl.Date:
        return pl.col(column)
    return pl.col(column).dt.convert_time_zone(ZONE).dt.date()


def _or_null(column: str, code: str) -> pl.Expr:
    """A code, which is null where it says nothing."""
    return pl.when(pl.col(column) != code).then(column)
