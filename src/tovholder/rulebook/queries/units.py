"""What units have kept and missed, and what is coming, week by week; and the quotas."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from tovholder.rulebook.books import Book
from tovholder.rules.rows import Rule

#: Weeks back and ahead that a page shows.
BACK, AHEAD = 8, 10
#: Quotas are of what fell due in a year.
YEAR = dt.timedelta(days=365)


@dataclass
class Counts:
    """Dates by what became of them. `missed` was done too late or is overdue; `exempt` is in none of the others."""

    kept: int = 0
    missed: int = 0
    coming: int = 0
    exempt: int = 0

    def add(self, other: Counts) -> None:
        self.kept += other.kept
        self.missed += other.missed
        self.coming += other.coming
        self.exempt += other.exempt

    @property
    def share(self) -> float | None:
        """Per cent kept of what was kept or missed."""
        whole = self.kept + self.missed
        return 100 * self.kept / whole if whole else None


@dataclass(frozen=True)
class Week:
    monday: dt.date
    counts: Counts
    is_now: bool

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week


@dataclass
class OfUnits:
    """The counts of each unit, of each of its weeks, and how much is overdue now whatever its age."""

    weeks: dict[int, dict[dt.date, Counts]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Counts)))
    overdue: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def total(self, units: list[int], today: dt.date) -> Counts:
        """Kept, missed and exempt up to this week; coming from today on."""
        found = Counts()
        for unit in units:
            for monday, counts in self.weeks.get(unit, {}).items():
                found.add(counts if monday <= today else Counts(coming=counts.coming))
        return found

    def by_week(self, units: list[int], today: dt.date) -> list[Week]:
        monday = monday_of(today)
        days = [monday + dt.timedelta(weeks=week) for week in range(-BACK, AHEAD + 1)]
        found = []
        for day in days:
            counts = Counts()
            for unit in units:
                counts.add(self.weeks.get(unit, {}).get(day, Counts()))
            found.append(Week(day, counts, day == monday))
        return found


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


#: A date belongs to the unit that holds the case now (or held it when it closed).
_BY_WEEK = """
select a.unit_id, date_trunc('week', d.due_on)::date,
       count(*) filter (where d.fulfilled_on <= d.due_on),
       count(*) filter (where not d.is_exempt and (d.fulfilled_on > d.due_on
                                                   or d.fulfilled_on is null and d.due_on < %(today)s)),
       count(*) filter (where not d.is_exempt and d.fulfilled_on is null and d.due_on >= %(today)s),
       count(*) filter (where d.is_exempt)
from rulebook_statutorydate d
join casework_assignment a on a.case_id = d.case_id and a.role = 'caseworker'
 and a.effective_at <= %(now)s and (a.until is null or a.until > %(now)s)
where d.due_on >= %(first)s and d.due_on < %(after)s and a.unit_id = any(%(units)s)
group by 1, 2
"""

_OVERDUE = """
select a.unit_id, count(*)
from rulebook_statutorydate d
join casework_case c on c.id = d.case_id and c.closed_on is null
join casework_assignment a on a.case_id = d.case_id and a.role = 'caseworker'
 and a.effective_at <= %(now)s and (a.until is null or a.until > %(now)s)
where d.fulfilled_on is null and not d.is_exempt and not d.is_missed and d.due_on < %(today)s
 and a.unit_id = any(%(units)s)
group by 1
"""

_QUOTA = """
select d.rule_id, count(*), count(*) filter (where d.fulfilled_on <= d.due_on), count(*) filter (where d.is_exempt),
       count(*) filter (where d.due_on >= %(today)s),
       count(*) filter (where d.due_on >= %(today)s and d.fulfilled_on is not null),
       count(*) filter (where d.due_on >= %(today)s and d.is_exempt)
from rulebook_statutorydate d
join casework_assignment a on a.case_id = d.case_id and a.role = 'caseworker'
 and a.effective_at <= %(now)s and (a.until is null or a.until > %(now)s)
where d.rule_id = any(%(rules)s) and d.due_on >= %(first)s and a.unit_id = any(%(units)s)
group by 1
"""


def count(units: list[int], now: dt.datetime, today: dt.date) -> OfUnits:
    """Two queries, whatever the number of units."""
    monday = monday_of(today)
    given: dict[str, Any] = {
        "units": units,
        "now": now,
        "today": today,
        "first": monday - dt.timedelta(weeks=BACK),
        "after": monday + dt.timedelta(weeks=AHEAD + 1),
    }
    found = OfUnits()
    with connection.cursor() as cursor:
        cursor.execute(_BY_WEEK, given)
        for unit, week, kept, missed, coming, exempt in cursor.fetchall():
            found.weeks[unit][week] = Counts(kept, missed, coming, exempt)
        cursor.execute(_OVERDUE, given)
        found.overdue.update(cursor.fetchall())
    return found


@dataclass(frozen=True)
class Quota:
    """How a rule that asks something of a share of the group stands: of those whose time was over in the last year, and
    of those whose time runs."""

    rule: Rule
    share: int
    over: int  #: cases whose time is over
    kept: int
    exempt: int
    running: int
    running_kept: int
    running_exempt: int

    @property
    def percent(self) -> float | None:
        return 100 * self.kept / self.over if self.over else None

    @property
    def exempt_percent(self) -> float | None:
        return 100 * self.exempt / self.over if self.over else None

    @property
    def is_met(self) -> bool | None:
        return None if self.percent is None else self.percent >= self.share

    @property
    def has_too_many_exempt(self) -> bool:
        limit = self.rule.number("exempt_at_most")
        return limit is not None and self.exempt_percent is not None and self.exempt_percent > limit


def quotas(units: list[int], book: Book, now: dt.datetime, today: dt.date, followed: frozenset[str]) -> list[Quota]:
    """Every quota that holds today and whose facts are registered here (`followed`: the series); one query."""
    rules = {
        rule.id: rule
        for rule in book.rules.in_force(today)
        if rule.number("share") is not None and rule.series in followed
    }
    with connection.cursor() as cursor:
        cursor.execute(
            _QUOTA, {"units": units, "now": now, "today": today, "first": today - YEAR, "rules": list(rules)}
        )
        counted = {row[0]: row[1:] for row in cursor.fetchall()}
    found = []
    for key, rule in rules.items():
        every, kept, exempt, running, running_kept, running_exempt = counted.get(key, (0,) * 6)
        found.append(
            Quota(
                rule,
                rule.number("share") or 0,
                every - running,
                kept - running_kept,
                exempt - running_exempt,
                running,
                running_kept,
                running_exempt,
            )
        )
    return found
