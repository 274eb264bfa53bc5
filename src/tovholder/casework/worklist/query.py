"""Counts and one page of the work list, in a fixed number of queries whatever the size of the scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from tovholder.casework.access import protected
from tovholder.casework.contributions import Moment, flags
from tovholder.casework.models import Case
from tovholder.casework.queries import shifts
from tovholder.casework.slots import Question, kept, moment_of_slots, one_of, slot_of_numbers, values_of, written
from tovholder.casework.worklist import cells
from tovholder.casework.worklist.asked import Asked, looked_for
from tovholder.casework.worklist.columns import Column
from tovholder.casework.worklist.flags import new_to_me
from tovholder.casework.worklist.scopes import Scope
from tovholder.casework.worklist.wanted import PAGE_SIZE, Wanted


@dataclass(frozen=True)
class Cell:
    column: Column
    value: Any


@dataclass(frozen=True)
class Row:
    case_id: int
    assignment_id: int | None  #: the row that says who holds it, as it was read: a bulk action compares it
    name: str
    is_protected: bool
    is_new: bool
    cells: list[Cell]
    at: Moment
    frames: list[tuple[SafeString, SafeString]]

    def shown(self) -> list[SafeString]:
        """The cells as they stand in the table."""
        return [
            SafeString(opening + cells.shown(cell.column, cell.value, self, self.at) + closing)
            for cell, (opening, closing) in zip(self.cells, self.frames, strict=True)
        ]


@dataclass(frozen=True)
class Counts:
    """How many cases there are in the scope, and how many have each status. `hidden` are those of protected citizens
    that one does not take part in: they are counted and not listed."""

    total: int
    hidden: int
    chosen: int  #: cases that have every chosen status
    by_flag: dict[str, int]

    @property
    def pages(self) -> int:
        return max(1, -(-self.chosen // PAGE_SIZE))


class WorkList:
    """A work list for somebody at a moment. Nothing is asked of the database before it is needed."""

    def __init__(self, moment: Moment, scope: Scope, wanted: Wanted, search: str = "") -> None:
        self.moment = moment
        self.scope = scope
        self.wanted = wanted
        self.search = search
        self.asked = Asked(
            moment,
            scope,
            holder=wanted.holder,
            quiet_days=wanted.quiet_days,
            hides=not (scope.is_mine or scope.units <= moment.actor.leads),
            **looked_for(search),
        )

    def cases(self) -> QuerySet[Case]:
        """The open cases of the scope, hidden ones too."""
        return self.asked.cases()

    def filtered(self) -> QuerySet[Case]:
        """The cases that have every chosen status, in the chosen order."""
        return self.asked.filtered(self.wanted.flags, self.wanted.sort, descending=self.wanted.descending)

    def counts(self) -> Counts:
        """All counts in one query. The statuses are worked out once per case, in the inner query."""
        shape = ("counts", self.wanted.flags, self.asked.shape())
        question = kept(shape, lambda: _counting(self.asked.in_slots(), self.wanted.flags))
        keys = [flag.key for flag in flags()]
        total, hidden, chosen, *of_flags = next(iter(question.ask(self.asked.values())), [0] * (3 + len(keys)))
        return Counts(total=total, hidden=hidden, chosen=chosen, by_flag=dict(zip(keys, of_flags, strict=True)))

    def page(self, columns: list[Column]) -> list[Row]:
        """The rows of the wanted page: which cases, then what the columns say about just these."""
        wanted = self.wanted
        shape = ("page", wanted.flags, wanted.sort, wanted.descending, wanted.page, self.asked.shape())
        question = kept(shape, lambda: _page(self.asked.in_slots(), wanted))
        return self.rows([case_id for (case_id,) in question.ask(self.asked.values())], columns)

    def rows(self, ids: list[int], columns: list[Column]) -> list[Row]:
        """Rows for these cases in this order; one query, and one for each column that is loaded."""
        worked_out = [column for column in columns if column.expression and column.key != "name"]
        shape = ("rows", *(column.key for column in worked_out), get_language())
        question = kept(shape, lambda: _rows(worked_out))
        found = {row[0]: row[1:] for row in question.ask(values_of(self.moment, ids=ids))}
        loaded = {column.key: column.load(ids, self.moment) for column in columns if column.load and ids}
        frames = [cells.frame(column) for column in columns]
        rows = []
        for case_id in ids:
            given, family, assignment_id, is_protected, is_new, *of_columns = found[case_id]
            name = f"{given} {family}".strip()
            values = {"name": name, **dict(zip((column.key for column in worked_out), of_columns, strict=True))}
            values.update((key, of_cases.get(case_id)) for key, of_cases in loaded.items())
            rows.append(
                Row(
                    case_id=case_id,
                    assignment_id=assignment_id,
                    name=name,
                    is_protected=is_protected,
                    is_new=is_new,
                    cells=[Cell(column, values[column.key]) for column in columns],
                    at=self.moment,
                    frames=frames,
                )
            )
        return rows


def _counting(asked: Asked, chosen: tuple[str, ...]) -> Question:
    """Counts of the statuses: in all, hidden, with all that are chosen, then with each."""
    keys = [flag.key for flag in flags()]
    names = {key: f"s{number}" for number, key in enumerate(keys)}
    shown = ["not hidden"]
    counted = [shown, ["hidden"], [*shown, *(names[key] for key in chosen)], *([*shown, names[key]] for key in keys)]
    counts = ", ".join(f"count(*) filter (where {' and '.join(conditions)})" for conditions in counted)
    return written(asked.statuses()).within(
        f"select {counts} from (", f") of_cases ({', '.join(['hidden', *names.values()])})"
    )


def _page(asked: Asked, wanted: Wanted) -> Question:
    start = (wanted.page - 1) * PAGE_SIZE
    found = asked.filtered(wanted.flags, wanted.sort, descending=wanted.descending)
    return written(found.values_list("pk")[start : start + PAGE_SIZE])


def _rows(columns: list[Column]) -> Question:
    """The name, who holds the case by which row, protected, new, and the columns, of the cases with given ids."""
    moment = moment_of_slots()
    found = Case.objects.order_by().filter(one_of("pk", slot_of_numbers("ids")))
    found = found.annotate(
        assignment_id=shifts.holder(moment.now, field="pk"),
        is_protected=protected(moment.today),
        is_new=new_to_me(moment),
        **{f"c_{column.key}": column.expression(moment) for column in columns if column.expression},
    )
    return written(
        found.values_list(
            "pk",
            "citizen__given_name",
            "citizen__family_name",
            "assignment_id",
            "is_protected",
            "is_new",
            *(f"c_{column.key}" for column in columns),
        )
    )
