"""The checked tables of another system's folder as tidy tables: what the rooms say of the database's rows, said of a
file's. No database is asked.

A tidy table is made of the tables of the folder that it follows from; where one of them is not there, it is not made,
and figures that need it are missing. Waits and statutory dates follow from other facts, by the same functions that the
rooms use.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import polars as pl

from tovholder.accounts.tidy import Row, Taken
from tovholder.casework import tidy_rows as of_cases
from tovholder.casework.actions.common import start_of
from tovholder.casework.models import OUR_KINDS, ConversationKind
from tovholder.casework.thread import Held
from tovholder.casework.thread import Row as Holder
from tovholder.citizens import tidy_rows as of_citizens
from tovholder.citizens.models import Benefit, TargetGroup
from tovholder.figures.tidy import tables as tidy
from tovholder.figures.tidy.schema import Type
from tovholder.imports.existing import Registered
from tovholder.rulebook import facts, keeping
from tovholder.rulebook import tidy_rows as of_rules
from tovholder.rules.course import Event, GroupSpell
from tovholder.rules.deadlines import Status, obligations
from tovholder.rules.reading import shipped
from tovholder.snapshots.folder_facts import FolderFacts, Sheets, day_of
from tovholder.snapshots.parquet import TableFile, kind_of, meta_row
from tovholder.snapshots.pseudonyms import Pseudonyms

#: Rows that are made in Python before they are written.
BATCH = 50_000


class FolderTables(FolderFacts):
    """`sheets` have been examined and have no fault. `make` gives each tidy table that can be made of them."""

    def __init__(self, sheets: Sheets, here: Registered, pseudonyms: Pseudonyms, taken: Taken, source: str) -> None:
        super().__init__(sheets, here, taken.data_end)
        self.pseudonyms, self.taken, self.source = pseudonyms, taken, source
        self.book = shipped()

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

    # What follows from what the folder says.

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
        talks = self.rows("conversations").filter(pl.col("held_at").is_not_null(), of_kinds(OUR_KINDS))
        for case, at, staff in talks.select("case", "held_at", "staff").iter_rows():
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
        for (what, by), kinds in facts.HELD.items():
            held = talks.filter(of_kinds(kinds)).select("case", day=day_of(talks, "held_at"))
            for case, day in held.drop_nulls("day").iter_rows():
                events[case].append(Event(day, what, by))
        owners = dict(self.rows("cases").select("id", "citizen").iter_rows())
        for case, name, opened, closed in self._cases():
            course = facts.course_of(opened, closed, spells[owners[case]], events[case], frozenset(facts.HELD))
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


def of_kinds(kinds: Iterable[ConversationKind]) -> pl.Expr:
    return pl.col("kind").is_in([kind.value for kind in kinds])
