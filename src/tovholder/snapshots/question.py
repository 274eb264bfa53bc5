"""The question that an address of the figures page asks: which figure, of which snapshot, of when, broken down by what.

The address says all of it, the snapshot among it, so whoever opens a copied link sees the same numbers again. What an
address says wrongly (it is typed, cut off, or from an older version) is left out, as a page shows something rather
than an error; the page says what it left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from tovholder.figures.compute import AnyFigure
from tovholder.figures.definitions import BY_ID
from tovholder.figures.dimensions import DIMENSIONS
from tovholder.figures.periods import GRAINS, Grain, Period

#: What is shown first.
FIRST = "shifts"
#: What a period may be compared with: the one of the same length before it, the same a year earlier.
BEFORE, YEAR_BEFORE = "before", "year"
#: Breakdowns by which one may narrow to one unit, in the order in which they are tried.
WITHIN = ("department", "team", "unit")
#: More cells than that are no table that somebody reads.
MOST_MONTHS = 120


@dataclass(frozen=True)
class Question:
    """`by`: at most two breakdowns beside time. `within`: a breakdown and its value, to which all is narrowed."""

    figure: AnyFigure
    period: Period
    snapshot: str
    by: tuple[str, ...] = ()
    grain: Grain = "whole"
    compare: str = ""
    within: tuple[str, int] | None = None

    @property
    def asked_by(self) -> tuple[str, ...]:
        """All that it is broken down by, time last."""
        return self.by if self.grain == "whole" else (*self.by, self.grain)

    @property
    def where(self) -> dict[str, int]:
        return dict([self.within]) if self.within else {}

    @property
    def other(self) -> Period | None:
        """The period it is compared with."""
        if self.compare == BEFORE:
            return before(self.period)
        return shifted(self.period, 12) if self.compare == YEAR_BEFORE else None

    def query(self, **changed: object) -> str:
        """The address's query, the same for the same question; with `changed`, that of another one."""
        asked = replace(self, **changed) if changed else self  # type: ignore[arg-type]
        said = [("figure", asked.figure.id)]
        said += [(name, value) for name, value in zip(("by", "by2"), asked.by, strict=False)]
        said += [("grain", asked.grain)] if asked.grain != "whole" else []
        said.append(("period", str(asked.period)))
        said += [("compare", asked.compare)] if asked.compare else []
        said += [("within", f"{asked.within[0]}:{asked.within[1]}")] if asked.within else []
        said.append(("snapshot", asked.snapshot))
        return urlencode(said, safe=":")

    def of_figure(self, figure: AnyFigure) -> str:
        """The query of the same question about another figure, as far as that has the breakdowns."""
        known = {dimension.id for dimension in figure.dimensions()}
        within = self.within if self.within and self.within[0] in known else None
        return self.query(figure=figure, by=tuple(name for name in self.by if name in known), within=within)


def read(query: Mapping[str, str], *, snapshot: str, data_end: dt.date) -> Question:
    """The question of an address; `snapshot` is the one it is put to, whose data end with `data_end`."""
    figure = BY_ID.get(query.get("figure", "")) or BY_ID[FIRST]
    known = {dimension.id for dimension in figure.dimensions()}
    wanted = dict.fromkeys(query.get(name, "") for name in ("by", "by2"))
    # Who asks for nothing yet sees how it went.
    grain = query.get("grain", "" if "figure" in query else "month")
    compare = query.get("compare", "")
    return Question(
        figure=figure,
        period=_period(query, data_end),
        snapshot=snapshot,
        by=tuple(name for name in wanted if name in known),
        grain=grain if grain in GRAINS else "whole",
        compare=compare if compare in {BEFORE, YEAR_BEFORE} else "",
        within=_within(query.get("within", ""), known),
    )


def left_out(query: Mapping[str, str], question: Question) -> list[str]:
    """What an address says and the question that was read from it does not, as it stands there: `by=colour`."""
    taken: dict[str, set[str]] = {
        "figure": {question.figure.id},
        "by": set(question.by),
        "by2": set(question.by),
        "grain": {question.grain},
        "compare": {question.compare},
        "within": {f"{name}:{key}" for name, key in [question.within or ("", 0)]},
        "period": {query.get("period", "")} if _told(query.get("period", "")) else set(),
    }
    found = [f"{name}={query[name]}" for name, known in taken.items() if query.get(name) and query[name] not in known]
    days = [query.get(name, "") for name in ("from", "to")]
    if any(days) and not _told("..".join(days)):
        found += [f"{name}={day}" for name, day in zip(("from", "to"), days, strict=True) if day]
    return found


def _period(query: Mapping[str, str], data_end: dt.date) -> Period:
    """Two days when both are given, else a period in words, else the latest twelve whole months."""
    days = f"{query.get('from', '')}..{query.get('to', '')}"
    return _told(days) or _told(query.get("period", "")) or latest_year(data_end)


def _told(text: str) -> Period | None:
    try:
        period = Period.of(text)
    except ValueError:
        return None
    is_near = period.first.year > 1900 and period.last.year < 2100 and months(period) <= MOST_MONTHS
    return period if is_near else None


def _within(text: str, known: set[str]) -> tuple[str, int] | None:
    name, _mark, key = text.partition(":")
    if name in known and name in WITHIN and key.isascii() and key.isdigit() and len(key) < 20:
        return name, int(key)
    return None


def latest_year(data_end: dt.date) -> Period:
    """The latest twelve months of which everything is known."""
    first = data_end.replace(day=1)
    last = data_end if _is_last_of_month(data_end) else first - dt.timedelta(days=1)
    return Period(_earlier(last.replace(day=1), 11), last)


def months(period: Period) -> int:
    """How many months a period touches."""
    return 12 * (period.last.year - period.first.year) + period.last.month - period.first.month + 1


def before(period: Period) -> Period:
    """The period of the same length before it: of whole months as many months, else as many days."""
    if period.first.day == 1 and _is_last_of_month(period.last):
        return shifted(period, months(period))
    last = period.first - dt.timedelta(days=1)
    return Period(last - (period.last - period.first), last)


def shifted(period: Period, by: int) -> Period:
    """The same days so many months earlier; a last day of a month stays one."""
    last = _earlier(period.last, by)
    if _is_last_of_month(period.last):
        last = _last_of_month(last)
    return Period(_earlier(period.first, by), last)


def _earlier(day: dt.date, by: int) -> dt.date:
    month = 12 * day.year + day.month - 1 - by
    first = dt.date(month // 12, month % 12 + 1, 1)
    return min(first + dt.timedelta(days=day.day - 1), _last_of_month(first))


def _last_of_month(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def _is_last_of_month(day: dt.date) -> bool:
    return day == _last_of_month(day)


def dimensions_of(figure: AnyFigure) -> Sequence[str]:
    """The breakdowns that a figure can be asked for, in the order in which they are offered."""
    known = {dimension.id for dimension in figure.dimensions()}
    return [name for name in DIMENSIONS if name in known]
