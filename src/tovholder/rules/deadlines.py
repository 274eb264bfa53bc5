"""What is due when, under which rule, and whether it is fulfilled: `(facts, today) → obligations`.

Days are counted from the first day of the contact course. When the law or the group changes while something is not
due yet, the row that holds afterwards takes over, counted from the same day; where its own time has passed by then,
what was due under the earlier row stands. A row that `keeps` its running cases goes on for them after it has ended.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tovholder.rules.book import Rulebook
from tovholder.rules.course import Course, Event, Run, runs
from tovholder.rules.rows import Rule, Series

#: How many dates of one rule are worked out at most: a table with "every day" must not stop a page.
MOST = 600


class Status(StrEnum):
    KEPT = "kept"  #: done in time
    LATE = "late"  #: done, after the day
    OPEN = "open"  #: not done, the day has not passed
    OVERDUE = "overdue"  #: not done, the day has passed
    MISSED = "missed"  #: not done, and too late to do it: the contact course or the period is over
    EXEMPT = "exempt"  #: not done, and need not be
    UNKNOWN = "unknown"  #: nobody registers here what would fulfil it


@dataclass(frozen=True)
class Obligation:
    """Something that is due under a rule. `done` are the days on which it was done so far, each counted once."""

    rule: Rule
    series: Series
    group: str
    counted_from: dt.date  #: the first day of the contact course
    window_from: dt.date  #: what was done before does not count
    due_on: dt.date  #: the last day
    count: int
    done: tuple[dt.date, ...]
    fulfilled_on: dt.date | None
    ends_on: dt.date | None  #: the first day on which it is too late to do it, if there is one
    status: Status

    @property
    def is_fulfilled(self) -> bool:
        return self.status in {Status.KEPT, Status.LATE}

    @property
    def is_pending(self) -> bool:
        return self.status in {Status.OPEN, Status.OVERDUE}


def obligations(course: Course, today: dt.date, book: Rulebook) -> list[Obligation]:
    """Everything that is or was due in a case, the earliest first."""
    found = [one for run in runs(course, book) for one in _of_run(run, course, today, book)]
    return sorted(found, key=lambda one: (one.due_on, one.rule.id))


def next_due(found: Sequence[Obligation]) -> Obligation | None:
    """What is due next, what is overdue first."""
    return next((one for one in found if one.is_pending), None)


def look_again_on(course: Course, found: Sequence[Obligation], today: dt.date) -> dt.date | None:
    """The day from which time alone changes something: a contact course whose end is known is over, or the last window
    of a rule for each period is, and another begins."""
    ends = [one.ends_on for one in found if one.is_pending and one.ends_on is not None]
    periods = [one.due_on for one in found if one.rule.kind == "each_period" and course.closed is None]
    days = [*ends, *([max(periods) + dt.timedelta(days=1)] if periods else [])]
    return min((day for day in days if day > today), default=None)


@dataclass(frozen=True)
class _Segment:
    """`[start, end)` of a run, in which one row holds, or none."""

    start: dt.date
    end: dt.date | None
    group: str
    rule: Rule | None

    def contains(self, day: dt.date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


class _Work:
    """One series in one run."""

    def __init__(self, run: Run, series: Series, course: Course, today: dt.date) -> None:
        self.run, self.series, self.course, self.today = run, series, course, today
        self.days = sorted({event.day for event in course.events if self._counts(event)})
        self.is_known = course.registered is None or (series.what, series.by) in course.registered

    def _counts(self, event: Event) -> bool:
        run = self.run
        in_run = run.start <= event.day and (run.end is None or event.day <= run.end)
        return in_run and event.day <= self.today and (event.what, event.by) == (self.series.what, self.series.by)

    def obligation(
        self, segment: _Segment, window_from: dt.date, due_on: dt.date, count: int, until: dt.date | None = None
    ) -> Obligation | None:
        """The obligation as it stands; None where the course ended before it was due and before it was done.

        `until` is the last day that counts at all: a conversation of the next period is not a late one of this.
        """
        assert segment.rule is not None
        ends = [day for day in (self.run.end, until and until + dt.timedelta(days=1)) if day is not None]
        ends_on = min(ends, default=None)
        days = [day for day in self.days if day >= window_from and (until is None or day <= until)]
        fulfilled_on = days[count - 1] if len(days) >= count else None
        if fulfilled_on is None and self.run.end is not None and self.run.end <= due_on:
            return None
        return Obligation(
            rule=segment.rule,
            series=self.series,
            group=segment.group,
            counted_from=self.run.start,
            window_from=window_from,
            due_on=due_on,
            count=count,
            done=tuple(days[:count]),
            fulfilled_on=fulfilled_on,
            ends_on=ends_on,
            status=self._status(due_on, fulfilled_on, ends_on),
        )

    def _status(self, due_on: dt.date, fulfilled_on: dt.date | None, ends_on: dt.date | None) -> Status:
        if not self.is_known:
            return Status.UNKNOWN
        if fulfilled_on is not None and fulfilled_on <= due_on:
            return Status.KEPT
        if any(exemption.covers(self.series.key, due_on) for exemption in self.course.exemptions):
            return Status.EXEMPT
        if fulfilled_on is not None:
            return Status.LATE
        if due_on >= self.today:
            return Status.OPEN
        return Status.OVERDUE if ends_on is None or ends_on > self.today else Status.MISSED


def _of_run(run: Run, course: Course, today: dt.date, book: Rulebook) -> Iterator[Obligation]:
    for series in book.deadlines:
        segments = _segments(run, series, book)
        if not any(segment.rule for segment in segments):
            continue
        work = _Work(run, series, course, today)
        yield from _once(work, segments)
        for segment in segments:
            if segment.rule and segment.rule.kind == "each_period":
                yield from _each_period(work, segment)
            elif segment.rule and segment.rule.kind == "repeated":
                yield from _repeated(work, segment)


def _segments(run: Run, series: Series, book: Rulebook) -> list[_Segment]:
    """The run, cut where the group or the row changes."""
    rows = {spell.group: book.rows(series.key, spell.group) for spell in run.spells}
    cuts = {spell.start for spell in run.spells}
    cuts |= {day for of in rows.values() for row in of for day in (row.valid_from, row.valid_to) if day}
    days = [run.start, *sorted(day for day in cuts if run.start < day and (run.end is None or day < run.end))]
    found = []
    for start, end in zip(days, [*days[1:], run.end], strict=True):
        group = next(spell.group for spell in reversed(run.spells) if spell.start <= start)
        found.append(_Segment(start, end, group, _row(rows[group], start, run)))
    return found


def _row(rows: tuple[Rule, ...], day: dt.date, run: Run) -> Rule | None:
    """The row that governs a run on a day: one that keeps its running cases comes before one that began later."""
    for row in rows:
        kept = row.keeps and row.valid_to and run.start < row.valid_to <= day
        if row.holds_on(day) or kept:
            return row
    return None


def _once(work: _Work, segments: list[_Segment]) -> Iterator[Obligation]:
    """The one window of `at_least`, under the row that holds when it is over."""
    start = work.run.start
    stands: tuple[_Segment, dt.date] | None = None
    for segment in segments:
        rule = segment.rule
        if rule is None or rule.kind != "at_least":
            stands = None
            continue
        within = rule.span("within")
        assert within is not None
        due_on = within.after(start)
        if due_on >= segment.start:
            stands = (segment, due_on)
        elif stands is not None and stands[1] < segment.start:
            stands = None
        if stands is not None and segment.contains(stands[1]):
            break
    if stands is None:
        return
    rule = stands[0].rule
    assert rule is not None
    after = rule.span("after")
    found = work.obligation(stands[0], after.after(start) if after else start, stands[1], rule.number("count") or 1)
    if found:
        yield found


def _each_period(work: _Work, segment: _Segment) -> Iterator[Obligation]:
    """Window upon window from the first day of the course. One that is open when the row ends falls away."""
    assert segment.rule is not None
    period = segment.rule.span("period")
    assert period is not None
    window_from = work.run.start
    for _ in range(MOST):
        due_on = period.after(window_from)
        if segment.contains(window_from) and (segment.end is None or due_on < segment.end):
            last = due_on - dt.timedelta(days=1)
            found = work.obligation(segment, window_from, last, segment.rule.number("count") or 1, until=last)
            if found:
                yield found
        if due_on > work.today or (segment.end and due_on >= segment.end):
            return
        window_from = due_on


def _repeated(work: _Work, segment: _Segment) -> Iterator[Obligation]:
    """The first within a time, then each within a time after the one before; until one is not done."""
    assert segment.rule is not None
    first, every = segment.rule.span("first"), segment.rule.span("every")
    assert first is not None
    assert every is not None
    window_from, due_on = work.run.start, first.after(work.run.start)
    for _ in range(MOST):
        if segment.end is not None and due_on >= segment.end:
            return
        found = work.obligation(segment, window_from, due_on, 1)
        if found is None:
            return
        if due_on >= segment.start:
            yield found
        if found.fulfilled_on is None:
            return
        window_from = found.fulfilled_on + dt.timedelta(days=1)
        due_on = every.after(found.fulfilled_on)
