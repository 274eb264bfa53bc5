"""The checked tables of another system's folder as tidy tables: what the rooms say of the database's rows, said of a
file's. No database is asked.

A tidy table is made of the tables of the folder that it follows from; where one of them is not there, it is not made,
and figures that need it are missing. Waits and statutory dates follow from other facts, by the same functions that the
rooms use.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from tovholder.accounts.tidy import Row, Taken
from tovholder.casework import tidy_rows as of_cases
from tovholder.casework.actions.common import start_of
from tovholder.casework.thread import Held
from tovholder.casework.thread import Row as Holder
from tovholder.citizens import tidy_rows as of_citizens
from tovholder.citizens.models import Benefit, Code, TargetGroup
from tovholder.figures.tidy import tables as tidy
from tovholder.figures.tidy.schema import Type
from tovholder.imports.existing import Registered
from tovholder.imports.sheets import Sheet
from tovholder.rulebook import facts, keeping
from tovholder.rulebook import tidy_rows as of_rules
from tovholder.rules.course import Event, GroupSpell
from tovholder.rules.deadlines import Status, obligations
from tovholder.rules.reading import shipped
from tovholder.snapshots.parquet import ZONE, TableFile, kind_of, meta_row
from tovholder.snapshots.pseudonyms import Pseudonyms

Sheets = Mapping[str, Sheet]
#: What the rules ask for and a folder has.
KNOWN = frozenset({("conversation", "municipality")})
#: Rows that are made in Python before they are written.
BATCH = 50_000

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
}


def latest_day(sheets: Sheets, before: dt.date) -> dt.date | None:
    """The day of the latest thing that had happened before a day; None when nothing had."""
    days = []
    for name, columns in HAPPENED.items():
        if name in sheets:
            found = sheets[name].rows.select(_day(sheets[name].rows, column) for column in columns)
            for column in found.get_columns():
                days.append(column.filter(column < before).max())
    return max((day for day in days if isinstance(day, dt.date)), default=None)


class FolderTables:
    """`sheets` have been examined and have no fault. `make` gives each tidy table that can be made of them."""

    def __init__(self, sheets: Sheets, here: Registered, pseudonyms: Pseudonyms, taken: Taken, source: str) -> None:
        self.sheets, self.pseudonyms, self.taken, self.source = sheets, pseudonyms, taken, source
        self.lists: dict[type[Code], list[Code]] = {model: here.codes(model) for model in (Benefit, TargetGroup)}
        self.book = shipped()
        #: Of each table of the folder that is referred to: `id`, and `name`, which no other row of that table has.
        self.names = {name: sheet.rows.select("id", name="key") for name, sheet in sheets.items()}

    def make(self, name: str, file: TableFile) -> bool:
        """Puts the rows of a tidy table into its file; False when the folder does not say what it would."""
        if name in _COPIED:
            needed, frame_of = _COPIED[name]
            if needed not in self.sheets:
                return False
            file.add_frame(self._with_keys(file.table, frame_of(self)))
            return True
        needed_all, rows_of = _DERIVED.get(name, ((), None))
        if rows_of is None or not self.sheets.keys() >= set(needed_all):
            return False
        batch: list[Row] = []
        for row in rows_of(self):
            batch.append(row)
            if len(batch) == BATCH:
                file.add(batch)
                batch = []
        file.add(batch)
        return True

    def rows(self, sheet: str) -> pl.DataFrame:
        return self.sheets[sheet].rows

    def _with_keys(self, table: Any, frame: pl.DataFrame) -> pl.DataFrame:
        """Pseudonyms in place of names, each different one computed once."""
        for column in table.columns:
            if column.type is Type.KEY and frame.schema[column.name] == pl.String:
                key, kind = self.pseudonyms.key, kind_of(table, column)
                different = frame.get_column(column.name).drop_nulls().unique()
                made = pl.Series([key(kind, name) for name in different], dtype=pl.Int64)
                told = pl.col(column.name).replace_strict(different, made, return_dtype=pl.Int64, default=None)
                frame = frame.with_columns(told)
        return frame

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

    # What the folder says itself.

    def units(self) -> pl.DataFrame:
        rows = self.rows("units").select("kind", "name", "parent", unit="key", opened="opened_on", closed="closed_on")
        return self.named(rows, parent="units")

    def staff(self) -> pl.DataFrame:
        rows = self.rows("memberships").select("staff", "unit", start="from", end="to")
        return self.named(rows, staff="staff", unit="units").with_columns(capacity=pl.lit(None, pl.Float64))

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
        made = rows.filter(pl.col("cause") == "project").select("row", "case", "unit", day=_day(rows, "effective_at"))
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
            planned_for=_day(rows, "starts_at"),
            held=_day(rows, "held_at"),
            missed=_day(rows, "missed_at"),
            cancelled=_day(rows, "cancelled_at"),
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
        return self.named(self.rows("weights").select("case", "weight", start="from"), case="cases")

    # What follows.

    def meta(self) -> Iterable[Row]:
        return [meta_row(self.source, self.taken.now, self.taken.data_end)]

    def breaks(self) -> Iterable[Row]:
        return of_citizens.breaks(self.taken)

    def benefit_types(self) -> Iterable[Row]:
        return of_citizens.types_of_benefits(self.lists[Benefit])

    def target_group_types(self) -> Iterable[Row]:
        return of_citizens.types_of_groups(self.lists[TargetGroup])

    def codes(self) -> Iterator[Row]:
        yield from of_citizens.names_of(self.lists[Benefit], self.lists[TargetGroup])
        yield from of_cases.codes(self.taken)
        yield from of_rules.names_in(self.book)

    def waits(self) -> Iterator[Row]:
        """The first waits of each case; for how long they may last is not said."""
        rows: dict[int, list[Holder]] = defaultdict(list)
        holders = self.rows("assignments").filter(
            (pl.col("role") == str(of_cases.ROLE)) & (pl.col("effective_at") <= self.taken.now.astimezone(dt.UTC))
        )
        for case, at, staff, seq in holders.select("case", "effective_at", "staff", "seq").iter_rows():
            rows[case].append(Holder(at, staff, seq))
        held: dict[int, list[Held]] = defaultdict(list)
        talks = self.rows("conversations").drop_nulls("held_at").select("case", "held_at", "staff")
        for case, at, staff in talks.iter_rows():
            held[case].append(Held(at, staff))
        for case, name, opened, closed in self._cases():
            yield from of_cases.waits_of(
                name,
                opened=start_of(opened),
                closed=start_of(closed) if closed else None,
                rows=rows[case],
                held=held[case],
                now=self.taken.now,
                threshold_on=lambda kind, day: None,
            )

    def pauses(self) -> Iterable[Row]:
        return ()

    def dues(self) -> Iterator[Row]:
        """What the rules that come with the house ask of each case, as it was after the last day of the data."""
        today = self.taken.data_end + dt.timedelta(days=1)
        spells: dict[int, list[GroupSpell]] = defaultdict(list)
        rows = self.coded(self.rows("target_group_spells"), "target_group", TargetGroup)
        for citizen, group, start, end in rows.select("citizen", "target_group", "from", "to").iter_rows():
            spells[citizen].append(GroupSpell(group, start, end))
        events: dict[int, list[Event]] = defaultdict(list)
        talks = self.rows("conversations")
        for case, day in talks.select("case", day=_day(talks, "held_at")).drop_nulls("day").iter_rows():
            events[case].append(Event(day))
        owners = dict(self.rows("cases").select("id", "citizen").iter_rows())
        for case, name, opened, closed in self._cases():
            course = facts.course_of(opened, closed, spells[owners[case]], events[case], KNOWN)
            for number, one in enumerate(obligations(course, today, self.book)):
                if one.status is not Status.UNKNOWN and one.window_from <= self.taken.data_end:
                    yield of_rules.due_row(f"{name}/{number}", name, keeping.as_row(case, one), self.book)

    def _cases(self) -> Iterator[tuple[int, str, dt.date, dt.date | None]]:
        """`id`, name, first day, day of closing."""
        yield from self.rows("cases").select("id", "key", "opened_on", "closed_on").iter_rows()


#: Tidy table → the table of the folder that it needs, and its rows with names in place of keys.
_COPIED: dict[str, tuple[str, Callable[[FolderTables], pl.DataFrame]]] = {
    tidy.UNITS.name: ("units", FolderTables.units),
    tidy.STAFF.name: ("memberships", FolderTables.staff),
    tidy.CITIZENS.name: ("citizens", FolderTables.citizens),
    tidy.CASES.name: ("cases", FolderTables.cases),
    tidy.ASSIGNMENTS.name: ("assignments", FolderTables.assignments),
    tidy.WEIGHTS.name: ("weights", FolderTables.weights),
    tidy.CONVERSATIONS.name: ("conversations", FolderTables.conversations),
    tidy.BENEFIT_SPELLS.name: ("benefit_spells", FolderTables.benefit_spells),
    tidy.TARGET_GROUP_SPELLS.name: ("target_group_spells", FolderTables.target_group_spells),
    tidy.ACTIVITIES.name: ("activities", FolderTables.activities),
    tidy.PARTICIPANTS.name: ("participants", FolderTables.participants),
}
_OF_WAITS = ("cases", "assignments", "conversations")
#: Tidy table → the tables of the folder that it follows from, and its rows.
_DERIVED: dict[str, tuple[tuple[str, ...], Callable[[FolderTables], Iterable[Row]]]] = {
    tidy.META.name: ((), FolderTables.meta),
    tidy.BREAKS.name: ((), FolderTables.breaks),
    tidy.CODES.name: ((), FolderTables.codes),
    tidy.BENEFIT_TYPES.name: ((), FolderTables.benefit_types),
    tidy.TARGET_GROUP_TYPES.name: ((), FolderTables.target_group_types),
    tidy.WAITS.name: (_OF_WAITS, FolderTables.waits),
    tidy.PAUSES.name: (_OF_WAITS, FolderTables.pauses),
    tidy.DUES.name: (("cases", "conversations", "target_group_spells"), FolderTables.dues),
}


def _day(rows: pl.DataFrame, column: str) -> pl.Expr:
    """The Danish day of a column of days or moments."""
    if rows.schema[column] == pl.Date:
        return pl.col(column)
    return pl.col(column).dt.convert_time_zone(ZONE).dt.date()


def _or_null(column: str, code: str) -> pl.Expr:
    """A code, which is null where it says nothing."""
    return pl.when(pl.col(column) != code).then(column)
