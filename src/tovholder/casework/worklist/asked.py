"""Which cases a work list is about, as query sets. The values in it may be slots (`casework/slots.py`)."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import BigIntegerField, F, OrderBy, Q, QuerySet, TextField, Value
from django.utils.translation import get_language

from tovholder.casework.access import protected, takes_part
from tovholder.casework.contributions import Flag, Moment, flags
from tovholder.casework.models import Case
from tovholder.casework.slots import Slot, Values, moment_of_slots, slot_of_numbers, values_of
from tovholder.casework.worklist import scopes
from tovholder.casework.worklist.columns import BY_KEY
from tovholder.casework.worklist.flags import quiet
from tovholder.casework.worklist.scopes import Scope
from tovholder.citizens.names import search_query


@dataclass(frozen=True)
class Asked:
    """The open cases of a scope, perhaps of one holder, perhaps with a word or a number that somebody looks for.

    `hides` leaves out protected citizens whom one does not take part in the case of.
    """

    moment: Moment
    scope: Scope
    holder: Any = None
    quiet_days: int = 60
    hides: bool = False
    number: Any = None
    words: Any = None

    def condition(self, flag: Flag) -> Q:
        if flag.key == "quiet":
            return quiet(self.moment, self.quiet_days)
        return flag.condition(self.moment)

    def cases(self) -> QuerySet[Case]:
        """The open cases that are asked about."""
        ids = scopes.case_ids(self.scope, self.moment, self.holder)
        found = Case.objects.filter(pk__in=ids, closed_on=None).order_by()
        if self.number is not None:
            return found.filter(pk=self.number)
        if self.words == "":
            return found.none()
        if self.words is not None:
            return found.filter(citizen__search=SearchQuery(self.words, search_type="raw", config="simple"))
        return found

    def hidden(self) -> Q | None:
        """Protected citizens of colleagues: a leader sees them, a colleague needs a reason (casework/access.py)."""
        if not self.hides:
            return None
        part = takes_part(self.moment.actor, self.moment.now, self.moment.today)
        return Q(protected(self.moment.today)) & ~part

    def statuses(self) -> QuerySet[Any, Any]:
        """For each case: whether it is hidden, then whether it has each status, in the order of `flags()`."""
        found = self.cases()
        for flag in flags():
            found = found.annotate(**flag.annotate(self.moment))
        known = {f"flag_{flag.key}": self.condition(flag) for flag in flags()}
        found = found.annotate(hidden=self.hidden() or Value(False), **known)
        return found.values_list("hidden", *known)

    def filtered(self, wanted: Collection[str], sort: str, *, descending: bool) -> QuerySet[Case]:
        """The cases that have every chosen status and are not hidden, in the chosen order."""
        found = self.cases()
        for flag in flags():
            if flag.key in wanted:
                found = found.annotate(**flag.annotate(self.moment)).filter(self.condition(flag))
        if (hidden := self.hidden()) is not None:
            found = found.exclude(hidden)
        column = BY_KEY[sort]
        assert column.expression is not None
        found = found.annotate(sort_by=column.expression(self.moment))
        # Never is earlier than any day: it stands first where the oldest stand first, and last everywhere else.
        first = column.nulls_first and not descending
        order = OrderBy(F("sort_by"), descending=descending, nulls_first=first or None, nulls_last=not first or None)
        return found.order_by(order, "citizen__sort_key", "pk")

    def in_slots(self) -> Asked:
        """The same with slots for all that differs from one time to the next."""
        return replace(
            self,
            moment=moment_of_slots(),
            scope=replace(self.scope, units=slot_of_numbers("scope")),
            holder=None if self.holder is None else Slot("holder", BigIntegerField()),
            number=None if self.number is None else Slot("number", BigIntegerField()),
            words=Slot("words", TextField()) if self.words else self.words,
        )

    def values(self) -> Values:
        """What goes into the slots."""
        return values_of(
            self.moment, scope=list(self.scope.units), holder=self.holder, number=self.number, words=self.words
        )

    def shape(self) -> Hashable:
        """All that the text of the question depends on."""
        return (
            self.scope.is_mine,
            self.holder is None,
            self.quiet_days,
            self.hides,
            self.number is None,
            self.words if not self.words else True,
            get_language(),
        )


def looked_for(search: str) -> dict[str, Any]:
    """What a typed text looks for: a case by its number, or citizens with words that begin so."""
    if not search:
        return {}
    if search.isdecimal() and len(search) < 10:
        return {"number": int(search)}
    return {"words": search_query(search)}
