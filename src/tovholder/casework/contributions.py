"""What a room may put into a case without casework knowing the room.

Casework stands on floor 3; measures, placements or handovers stand above it. Each registers a `Contribution` in its
`apps.py`, and the case page, the work list and a handover show what it gives. Casework's own facts come in by the same
door (`casework/own_contribution.py`), so that there is one way and not two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.forms import Form

from tovholder.accounts.actor import Actor
from tovholder.accounts.models import Unit

if TYPE_CHECKING:
    from tovholder.casework.actions.many import Outcome


@dataclass(frozen=True)
class Moment:
    """Who asks, and when: time is passed in and never read."""

    actor: Actor
    now: dt.datetime
    today: dt.date


@dataclass(frozen=True)
class Part:
    """Which part of a timeline is asked for: the newest `limit` entries that are of these kinds (empty: of any) and
    contain the text. A page further down asks for more of the newest, so that entries of one moment keep their order.
    """

    limit: int
    kinds: frozenset[str] = frozenset()
    text: str = ""

    def wants(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True)
class TimelineEntry:
    """Something that happened in a case, told in one line and, if there is more, a text below it."""

    at: dt.datetime
    kind: str  #: what the timeline can be filtered by
    title: Any
    text: str = ""
    who: str = ""
    url: str = ""
    icon: str = "info"
    correct_url: str = ""  #: where the reader may correct it, if she may


@dataclass(frozen=True)
class Wait:
    """An interval in which the case waits for something named. It is always derived from two facts."""

    kind: str
    label: Any
    since: dt.date
    until: dt.date | None = None
    who_can_end_it: Any = ""
    definition: Any = ""
    url: str = ""  #: where it can be ended or looked into


@dataclass(frozen=True)
class DueDate:
    """Something with a date that lies ahead or has passed."""

    on: dt.date
    label: Any
    url: str = ""


@dataclass(frozen=True)
class OpenWork:
    """Something begun and not ended: it goes along when the case changes hands, and it stands in the way of closing."""

    label: Any
    since: dt.date
    url: str = ""
    blocks_closing: bool = False
    who: str = ""  #: who began it; it keeps that name when the case changes hands


@dataclass(frozen=True)
class Notice:
    """Something that whoever opens the case has to know at once, on top of its page. `kind` is that of a tag."""

    label: Any
    text: str = ""
    url: str = ""
    icon: str = "info"
    kind: str = "info"
    since: dt.date | None = None


@dataclass(frozen=True)
class Fact:
    """Something short that is known about the work in a case: its label, the value, and below it why it is so."""

    label: Any
    value: Any
    why: Any = ""
    definition: Any = ""
    url: str = ""  #: where it is changed, for whoever may
    change: Any = ""  #: what the link says


@dataclass(frozen=True)
class DayItem:
    """Something that waits for the reader of "My day": one line that opens where it is done."""

    label: Any
    text: str
    url: str
    on: dt.date | None = None  #: by when


@dataclass(frozen=True)
class Way:
    """A page of a room about a case, for whoever has the right."""

    label: Any
    url_name: str  #: takes the case's id
    right: str
    order: int = 100


@dataclass(frozen=True)
class Flag:
    """A status on the work list: a count that is also a filter.

    `condition` gives the Q on cases; it may use Exists and OuterRef, and whatever annotations `annotate` adds. The
    moment it gets may hold slots in place of values (`casework/slots.py`): a condition compares with them, adds and
    subtracts time, and makes other values of them by functions that take slots.
    """

    key: str
    label: Any
    definition: Any
    condition: Callable[[Moment], Q]
    annotate: Callable[[Moment], dict[str, Any]] = field(default=lambda moment: {})
    order: int = 100
    group: str = "watch"  #: `act`, `waits` or `watch`: where it stands among the counts


@dataclass(frozen=True)
class ManyAct:
    """Something that can be done with many chosen cases: said once, done for each, with a result for each.

    `form` makes the form from what was sent (None: nothing yet), the moment and the chosen cases. `do` gets what was
    said and each case with the row that said who held it when the list was read; its outcomes are in their order.
    """

    key: str
    label: Any
    right: str
    form: Callable[[Any, Moment, Collection[int]], Form]
    do: Callable[[Moment, dict[str, Any], Mapping[int, int | None]], list[Outcome]]
    order: int = 100
    lead: Any = ""
    needs_holder: bool = False  #: there is nothing to do with a case that nobody holds


@dataclass(frozen=True)
class HolderWay:
    """A page about all that somebody holds in a unit, for whoever leads it: `?from=` says who."""

    label: Any
    url_name: str
    right: str


@dataclass(frozen=True)
class Told:
    """What a room says about one case now."""

    waits: list[Wait] = field(default_factory=list)
    due: list[DueDate] = field(default_factory=list)
    open_work: list[OpenWork] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    timeline: list[TimelineEntry] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


@dataclass(frozen=True)
class UnitPart:
    """A part of a unit's page. `read` gets the unit, the ids of it and all below it, and the moment, and gives the
    template what it shows."""

    template: str
    read: Callable[[Unit, list[int], Moment], dict[str, Any]]


#: The answers to what a room asks, by the names that it gave its questions.
Answers = Mapping[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Contribution:
    """All that a room has to say about a case.

    `asks` gives the room's questions to the database, each a query set of values (`values_list`) by a name of the
    room's own; the case's id and the moment that it gets are slots (`casework/slots.py`). All rooms' questions are put
    in one (`casework/told.py`), so that another room costs a page no query. `tells` makes sentences of the answers.
    What somebody without the right to see the whole case may not read, it leaves out.
    """

    room: str
    asks: Callable[[Any, Moment], Mapping[str, QuerySet[Any, Any]]] | None = None
    tells: Callable[[Answers, int, Moment], Told] | None = None
    timeline: Callable[[int, Moment, Part], Iterable[TimelineEntry]] | None = None
    #: What its timeline can be filtered by: the kinds of its entries, each with what they are called.
    timeline_kinds: tuple[tuple[str, Any], ...] = ()
    waits: Callable[[int, Moment], Iterable[Wait]] | None = None
    due: Callable[[int, Moment], Iterable[DueDate]] | None = None
    open_work: Callable[[int, Moment], Iterable[OpenWork]] | None = None
    #: What waits for the one who asks, in whatever case: for "My day".
    day: Callable[[Moment], Iterable[DayItem]] | None = None
    flags: tuple[Flag, ...] = ()
    ways: tuple[Way, ...] = ()
    many_acts: tuple[ManyAct, ...] = ()
    holder_ways: tuple[HolderWay, ...] = ()
    #: What it shows on the page of a unit.
    unit_parts: tuple[UnitPart, ...] = ()
    #: Whose changes the history of a case tells (`audit/history.py: Of`), as far as the reader may.
    history: Callable[[Any], Iterable[Any]] | None = None


_contributions: dict[str, Contribution] = {}


def contribute(contribution: Contribution) -> None:
    """Called once per room, from its `apps.py`."""
    _contributions[contribution.room] = contribution


def contributions() -> list[Contribution]:
    return list(_contributions.values())


def flags() -> list[Flag]:
    """Every status of the work list, in the order in which they are shown."""
    return sorted((flag for known in contributions() for flag in known.flags), key=lambda flag: flag.order)


def ways() -> list[Way]:
    """The pages about a case that rooms have, in the order in which they are offered."""
    return sorted((way for known in contributions() for way in known.ways), key=lambda way: way.order)


def many_acts() -> list[ManyAct]:
    """What can be done with many chosen cases, in the order in which it is offered."""
    return sorted((act for known in contributions() for act in known.many_acts), key=lambda act: act.order)


def holder_ways() -> list[HolderWay]:
    return [way for known in contributions() for way in known.holder_ways]


def unit_parts() -> list[UnitPart]:
    """What rooms show on the page of a unit."""
    return [part for known in contributions() for part in known.unit_parts]
