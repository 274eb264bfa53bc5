"""Counts and one page of the work list, in a fixed number of queries whatever the size of the scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, F, OrderBy, Q, QuerySet, Value
from django.utils.safestring import SafeString

from tovholder.casework.access import protected, takes_part
from tovholder.casework.contributions import Flag, Moment, flags
from tovholder.casework.models import Case
from tovholder.casework.queries import shifts
from tovholder.casework.worklist import cells, scopes
from tovholder.casework.worklist.columns import BY_KEY, Column
from tovholder.casework.worklist.flags import new_to_me, quiet
from tovholder.casework.worklist.scopes import Scope
from tovholder.casework.worklist.wanted import PAGE_SIZE, Wanted
from tovholder.citizens.names import search_query


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

    def condition(self, flag: Flag) -> Q:
        if flag.key == "quiet":
            return quiet(self.moment, self.wanted.quiet_days)
        return flag.condition(self.moment)

    def cases(self) -> QuerySet[Case]:
        """The open cases of the scope that the person may see in a list."""
        ids = scopes.case_ids(self.scope, self.moment, self.wanted.holder)
        found = Case.objects.filter(pk__in=ids, closed_on=None).order_by()
        if self.search:
            found = found.filter(self._matches(self.search))
        return found

    def _hidden(self) -> Q | None:
        """Protected citizens of colleagues: a leader sees them, a colleague needs a reason (casework/access.py)."""
        if self.scope.is_mine or self.scope.units <= self.moment.actor.leads:
            return None
        part = takes_part(self.moment.actor, self.moment.now, self.moment.today)
        return Q(protected(self.moment.today)) & ~part

    @staticmethod
    def _matches(search: str) -> Q:
        words = search_query(search)
        if search.isdecimal() and len(search) < 10:
            return Q(pk=int(search))
        if not words:
            return Q(pk__in=[])
        return Q(citizen__search=SearchQuery(words, search_type="raw", config="simple"))

    def counts(self) -> Counts:
        """All counts in one query. The statuses are worked out once per case, in the inner query."""
        known = flags()
        inner = self.cases().annotate(**self._annotations(known))
        inner = inner.annotate(
            hidden=self._hidden() or Value(False), **{f"flag_{flag.key}": self.condition(flag) for flag in known}
        )
        shown = Q(hidden=False)
        all_chosen = Q(**{f"flag_{key}": True for key in self.wanted.flags})
        # A slice makes Django count over a subquery, where each status is a column and not a repeated expression.
        counted = inner[: 10**9].aggregate(
            total=Count("pk", filter=shown),
            n_hidden=Count("pk", filter=Q(hidden=True)),
            chosen=Count("pk", filter=shown & all_chosen),
            **{f"n_{flag.key}": Count("pk", filter=shown & Q(**{f"flag_{flag.key}": True})) for flag in known},
        )
        return Counts(
            total=counted["total"],
            hidden=counted["n_hidden"],
            chosen=counted["chosen"],
            by_flag={flag.key: counted[f"n_{flag.key}"] for flag in known},
        )

    def _annotations(self, known: list[Flag]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for flag in known:
            found.update(flag.annotate(self.moment))
        return found

    def filtered(self) -> QuerySet[Case]:
        """The cases that have every chosen status, in the chosen order."""
        known = [flag for flag in flags() if flag.key in self.wanted.flags]
        found = self.cases().annotate(**self._annotations(known))
        for flag in known:
            found = found.filter(self.condition(flag))
        if (hidden := self._hidden()) is not None:
            found = found.exclude(hidden)
        column = BY_KEY[self.wanted.sort]
        assert column.expression is not None
        found = found.annotate(sort_by=column.expression(self.moment))
        # Never is earlier than any day: it stands first where the oldest stand first, and last everywhere else.
        first = column.nulls_first and not self.wanted.descending
        order = OrderBy(
            F("sort_by"), descending=self.wanted.descending, nulls_first=first or None, nulls_last=not first or None
        )
        return found.order_by(order, "citizen__sort_key", "pk")

    def page(self, columns: list[Column]) -> list[Row]:
        """The rows of the wanted page: which cases, then what the columns say about just these."""
        start = (self.wanted.page - 1) * PAGE_SIZE
        return self.rows(list(self.filtered().values_list("pk", flat=True)[start : start + PAGE_SIZE]), columns)

    def rows(self, ids: list[int], columns: list[Column]) -> list[Row]:
        """Rows for these cases in this order; one query, and one for each column that is loaded."""
        expressions = {f"c_{c.key}": c.expression(self.moment) for c in columns if c.expression and c.key != "name"}
        found = (
            Case.objects.filter(pk__in=ids)
            .select_related("citizen")
            .defer("citizen__search")
            .annotate(
                assignment_id=shifts.holder(self.moment.now, field="pk"),
                is_protected=protected(self.moment.today),
                is_new=new_to_me(self.moment),
                **expressions,
            )
            .in_bulk()
        )
        loaded = {column.key: column.load(ids, self.moment) for column in columns if column.load and ids}
        frames = [cells.frame(column) for column in columns]
        rows = []
        for case_id in ids:
            case: Any = found[case_id]
            values = {
                column.key: case.citizen.name
                if column.key == "name"
                else getattr(case, f"c_{column.key}")
                if column.expression
                else loaded[column.key].get(case_id)
                for column in columns
            }
            rows.append(
                Row(
                    case_id=case_id,
                    assignment_id=case.assignment_id,
                    name=case.citizen.name,
                    is_protected=case.is_protected,
                    is_new=case.is_new,
                    cells=[Cell(column, values[column.key]) for column in columns],
                    at=self.moment,
                    frames=frames,
                )
            )
        return rows
