"""The timeline of a case: what every room tells, newest first, a page at a time, grouped by month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.http import urlencode

from tovholder.casework.contributions import Moment, Part, TimelineEntry, Told, contributions
from tovholder.casework.told import part_of

PAGE = 30
#: How far down one may page. Further back one filters; each page down reads all above it anew.
LAST_PAGE = 100


@dataclass(frozen=True)
class Month:
    """A month with its entries. `begins` is its first day."""

    begins: dt.date
    entries: list[TimelineEntry]


@dataclass(frozen=True)
class Timeline:
    months: list[Month]
    page: int
    has_older: bool
    kinds: list[tuple[str, Any]]  #: what it can be filtered by
    kind: str
    text: str

    @property
    def has_newer(self) -> bool:
        return self.page > 1

    @property
    def is_filtered(self) -> bool:
        return bool(self.kind or self.text)

    @property
    def newer(self) -> str:
        """The query of the page before, with the filter kept."""
        return self._query(self.page - 1)

    @property
    def older(self) -> str:
        return self._query(self.page + 1)

    def _query(self, page: int) -> str:
        return urlencode(
            {key: value for key, value in (("kind", self.kind), ("q", self.text)) if value} | {"page": page}
        )


def read_timeline(
    case_id: int, moment: Moment, told: Told, *, kind: str = "", text: str = "", page: int = 1
) -> Timeline:
    """A page of the timeline: casework's own in one query, and what the other rooms have told. An unknown kind is as
    none."""
    kinds = [known for room in contributions() for known in room.timeline_kinds]
    kind = kind if kind in dict(kinds) else ""
    page = min(max(page, 1), LAST_PAGE)
    # One more than is shown, to know whether there are older ones.
    part = Part(limit=page * PAGE + 1, kinds=frozenset({kind} if kind else ()), text=text.strip())
    rooms = [room for room in contributions() if room.timeline]
    entries = [entry for room in rooms for entry in room.timeline(case_id, moment, part)]  # type: ignore[misc]
    entries += part_of(told.timeline, part)
    entries.sort(key=lambda entry: entry.at, reverse=True)
    shown = entries[(page - 1) * PAGE : page * PAGE]
    return Timeline(_by_month(shown), page, len(entries) > page * PAGE, kinds, kind, part.text)


def _by_month(entries: list[TimelineEntry]) -> list[Month]:
    local = [replace(entry, at=timezone.localtime(entry.at)) for entry in entries]
    grouped = groupby(local, key=lambda entry: entry.at.date().replace(day=1))
    return [Month(begins, list(of_month)) for begins, of_month in grouped]
