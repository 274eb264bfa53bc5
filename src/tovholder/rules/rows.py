"""What a rule is: a dated row of a table, with its legal reference and its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tovholder.rules.days import Span

Language = Literal["da", "en"]


@dataclass(frozen=True)
class Name:
    """The same text in Danish and English."""

    da: str
    en: str

    def to(self, language: Language) -> str:
        return self.da if language == "da" else self.en


class Dated:
    """Something that holds in `[valid_from, valid_to)`. An empty day is one that the source does not name."""

    valid_from: dt.date | None
    valid_to: dt.date | None

    def holds_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)

    @property
    def last_day(self) -> dt.date | None:
        """The last day, as people say it."""
        return self.valid_to - dt.timedelta(days=1) if self.valid_to else None


@dataclass(frozen=True)
class Series:
    """What successive rows of a table are about: the first conversation, the length of an internship.

    `what` is the kind of fact that fulfils it and `by` who does it; both are empty where nothing falls due.
    """

    key: str
    table: str
    name: Name
    what: str = ""
    by: str = "municipality"


@dataclass(frozen=True)
class Rule(Dated):
    """One row. `groups` names the target groups (none: it holds whatever the group), `when` a special situation.

    `terms` says what the law asks; which terms a kind has stands in `kinds.py`. `keeps` is for rows whose running cases
    go on under them after `valid_to`. `place` is where the row stands, for a fault's message.
    """

    id: str
    series: str
    kind: str
    terms: Mapping[str, Any]
    groups: tuple[str, ...] = ()
    when: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    keeps: bool = False
    law: str = ""
    source: str = ""
    verified: bool = False
    note: Name = field(default_factory=lambda: Name("", ""))
    place: str = ""

    def concerns(self, group: str) -> bool:
        return not self.groups or group in self.groups

    def span(self, term: str) -> Span | None:
        found = self.terms.get(term)
        return found if isinstance(found, Span) else None

    def number(self, term: str) -> int | None:
        found = self.terms.get(term)
        return found if isinstance(found, int) else None


@dataclass(frozen=True)
class Group(Dated):
    """A target group. Changing to another group of the same `course` does not begin a count anew."""

    code: str
    name: Name
    course: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    no_new_from: dt.date | None = None
    law: str = ""
    source: str = ""
    verified: bool = False


@dataclass(frozen=True)
class Benefit(Dated):
    """Something a citizen can live on."""

    code: str
    name: Name
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    law: str = ""
    source: str = ""
    verified: bool = False


@dataclass(frozen=True)
class Change:
    """A change of the law: the day from which it holds, and what it changed."""

    on: dt.date
    text: Name
    law: str = ""
    source: str = ""
    verified: bool = False
