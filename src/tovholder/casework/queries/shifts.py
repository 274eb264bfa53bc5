"""Shifts, people and vacancies of many cases at once, in SQL. `casework/thread.py` defines them; a test compares.

The expressions below are put on a Case queryset (`thread_of_cases`). Each reads the handful of rows of one case through
the index on (case, role, moment), so a list of eighty cases costs the same among a thousand cases and a million.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import (
    Count,
    DateTimeField,
    Expression,
    F,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)

from tovholder.casework.models import OURS, Assignment, Case, CaseRole, Conversation
from tovholder.casework.slots import takes_slots


class _OfRows(Func):
    """A question to the rows of one role on the case at hand that hold at a moment; arguments: case, role, now."""

    arity: int | None = 3

    def as_sql(
        self,
        compiler: Any,
        connection: Any,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra: Any,
    ) -> tuple[str, tuple[Any, ...]]:
        sql, params = [], []
        for expression in self.source_expressions:
            part, values = compiler.compile(expression)
            sql.append(part)
            params.append(values)
        return self.written(sql, params)

    def written(self, sql: list[str], params: list[Any]) -> tuple[str, tuple[Any, ...]]:
        raise NotImplementedError


class ShiftsSince(_OfRows):
    """How many shifts a case has had from a moment up to now; arguments: case, role, now, since."""

    arity = 4
    output_field = IntegerField()

    def written(self, sql: list[str], params: list[Any]) -> tuple[str, tuple[Any, ...]]:
        case, role, now, since = sql
        text = (
            "(select count(*) from (select n.staff_id, n.effective_at, "
            "lag(n.staff_id) over (order by n.effective_at, n.seq) as before from casework_assignment n "
            f"where n.case_id = {case} and n.role = {role} and n.staff_id is not null and n.effective_at <= {now}) s "
            f"where s.before <> s.staff_id and s.effective_at >= {since})"
        )
        return text, (*params[0], *params[1], *params[2], *params[3])


class HeldSince(_OfRows):
    """Since when the one who has the role (or nobody) has it without a break; arguments: case, role, now.

    A row of no length is no period: it ends where it begins.
    """

    output_field = DateTimeField()

    def written(self, sql: list[str], params: list[Any]) -> tuple[str, tuple[Any, ...]]:
        case, role, now = sql
        text = (
            "(select min(h.effective_at) from (select p.effective_at, sum(p.changed) over "
            "(order by p.effective_at desc, p.seq desc) as changes from (select r.effective_at, r.seq, "
            "case when lead(r.staff_id) over w is distinct from r.staff_id and lead(r.id) over w is not null "
            "then 1 else 0 end as changed from casework_assignment r "
            f"where r.case_id = {case} and r.role = {role} and r.effective_at <= {now} "
            "and (r.until is null or r.until > r.effective_at) "
            "window w as (order by r.effective_at, r.seq)) p) h where h.changes = 0)"
        )
        return text, (*params[0], *params[1], *params[2])


def _rows(role: str, now: dt.datetime) -> QuerySet[Assignment]:
    return Assignment.objects.filter(case=OuterRef("pk"), role=role, effective_at__lte=now).order_by()


def holder(now: dt.datetime, role: str = CaseRole.CASEWORKER, field: str = "staff_id") -> Subquery:
    """A field of the row that holds now: `staff_id` (empty: vacant), `staff__name`, `unit_id`, `id` …"""
    return Subquery(_rows(role, now).order_by("-effective_at", "-seq").values(field)[:1])


def people_count(now: dt.datetime, role: str = CaseRole.CASEWORKER) -> Subquery:
    """How many different people have held the case; empty when nobody has."""
    counted = _rows(role, now).values("case").annotate(people=Count("staff", distinct=True)).values("people")
    return Subquery(counted, output_field=IntegerField())


def last_held_at(now: dt.datetime) -> Subquery:
    """When the municipality held its latest conversation."""
    talks = Conversation.objects.filter(OURS, case=OuterRef("pk"), held_at__lte=now).order_by("-held_at")
    return Subquery(talks.values("held_at")[:1])


def next_planned_at(now: dt.datetime) -> Subquery:
    """When the next planned conversation begins; also one that was to begin before now and stands unregistered."""
    talks = Conversation.objects.filter(case=OuterRef("pk"), held_at=None, missed_at=None, cancelled_at=None)
    return Subquery(talks.order_by("starts_at").values("starts_at")[:1])


def _value(moment: Any) -> Any:
    return moment if hasattr(moment, "resolve_expression") else Value(moment)


def shifts_since(since: dt.datetime, now: dt.datetime, role: str = CaseRole.CASEWORKER) -> Expression:
    """How many shifts a case has had since a moment."""
    return ShiftsSince(F("pk"), Value(role), _value(now), _value(since))


def held_since(now: dt.datetime, role: str = CaseRole.CASEWORKER) -> Expression:
    """Since when the one who has the case (or nobody) has it without a break."""
    return HeldSince(F("pk"), Value(role), _value(now))


@takes_slots(DateTimeField())
def twelve_months_before(now: dt.datetime) -> dt.datetime:
    """The same day a year earlier (28 February for 29 February)."""
    try:
        return now.replace(year=now.year - 1)
    except ValueError:
        return now.replace(year=now.year - 1, day=28)


def thread_of_cases(cases: QuerySet[Case], now: dt.datetime) -> QuerySet[Case]:
    """The cases, each with `holder`, `holder_name`, `held_since`, `shifts_12m`, `people_count`, `last_held_at` and
    `next_planned_at`."""
    return cases.annotate(
        holder=holder(now),
        holder_name=holder(now, field="staff__name"),
        held_since=held_since(now),
        shifts_12m=shifts_since(twelve_months_before(now), now),
        people_count=people_count(now),
        last_held_at=last_held_at(now),
        next_planned_at=next_planned_at(now),
    )


_COUNTS = """
select case_id, count(*) from (
    select case_id, staff_id, effective_at,
           lag(staff_id) over (partition by case_id order by effective_at, seq) as before
    from casework_assignment
    where case_id = any(%(cases)s) and role = %(role)s and staff_id is not null and effective_at <= %(now)s
) s
where before <> staff_id and effective_at >= %(since)s
group by case_id
"""


def shift_counts(
    case_ids: Iterable[int], since: dt.datetime, now: dt.datetime, role: str = CaseRole.CASEWORKER
) -> dict[int, int]:
    """How many shifts each of some cases has had from `since` up to `now`, in one query; cases without any are 0."""
    wanted = list(case_ids)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"cases": wanted, "role": role, "now": now, "since": since})
        found = dict(cursor.fetchall())
    return {case_id: found.get(case_id, 0) for case_id in wanted}


@dataclass(frozen=True)
class ShiftsByCause:
    """Shifts of one cause: how many were planned, unplanned, and how many say neither (data from elsewhere)."""

    cause: str
    planned: int
    unplanned: int
    unknown: int

    @property
    def total(self) -> int:
        return self.planned + self.unplanned + self.unknown


# The window sees only the cases that got a row in the units in the period, and never the whole table.
_OF_UNITS = """
select unit_id, cause,
       count(*) filter (where planned), count(*) filter (where not planned), count(*) filter (where planned is null)
from (
    select a.cause, a.planned, a.unit_id, a.staff_id, a.effective_at,
           lag(a.staff_id) over (partition by a.case_id order by a.effective_at, a.seq) as before
    from casework_assignment a
    where a.role = %(role)s and a.staff_id is not null and a.effective_at < %(end)s
      and a.case_id in (
          select b.case_id from casework_assignment b
          where b.unit_id = any(%(units)s) and b.role = %(role)s and b.staff_id is not null
            and b.effective_at >= %(start)s and b.effective_at < %(end)s
      )
) s
where before <> staff_id and unit_id = any(%(units)s) and effective_at >= %(start)s
group by unit_id, cause
"""


def shifts_of_units(
    unit_ids: Iterable[int], start: dt.datetime, end: dt.datetime, role: str = CaseRole.CASEWORKER
) -> dict[int, list[ShiftsByCause]]:
    """The shifts in `[start, end)` that brought a case to somebody in each of the units, in one query."""
    found: dict[int, list[ShiftsByCause]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_OF_UNITS, {"units": list(unit_ids), "role": role, "start": start, "end": end})
        for unit, *of_cause in cursor.fetchall():
            found.setdefault(unit, []).append(ShiftsByCause(*of_cause))
    return found


def by_cause(of_units: dict[int, list[ShiftsByCause]]) -> list[ShiftsByCause]:
    """The shifts of all the units together, the commonest cause first."""
    added: dict[str, ShiftsByCause] = {}
    for one in (one for of_unit in of_units.values() for one in of_unit):
        sum_ = added.get(one.cause, ShiftsByCause(one.cause, 0, 0, 0))
        added[one.cause] = ShiftsByCause(
            one.cause, sum_.planned + one.planned, sum_.unplanned + one.unplanned, sum_.unknown + one.unknown
        )
    return sorted(added.values(), key=lambda one: (-one.total, one.cause))


def shifts_by_cause(
    unit_ids: Iterable[int], start: dt.datetime, end: dt.datetime, role: str = CaseRole.CASEWORKER
) -> list[ShiftsByCause]:
    """The shifts in `[start, end)` that brought a case to somebody in the units, by cause, the commonest first."""
    return by_cause(shifts_of_units(unit_ids, start, end, role))
