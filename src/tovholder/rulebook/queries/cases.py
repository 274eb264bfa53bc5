"""The dates of one case, worked out from its facts at the moment of asking; and the register of exemptions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from tovholder.casework.models import Assignment, CaseRole
from tovholder.citizens.models import AddressProtection
from tovholder.rulebook import books, facts
from tovholder.rulebook.books import Book
from tovholder.rulebook.models import Exemption
from tovholder.rules.course import Course
from tovholder.rules.deadlines import Obligation, next_due, obligations


@dataclass(frozen=True)
class Dates:
    """What the law asks in a case, as of a day."""

    course: Course
    dates: list[Obligation]
    book: Book

    @property
    def next(self) -> Obligation | None:
        return next_due(self.dates)


def dates_of(case_id: int, today: dt.date) -> Dates:
    """Not from the stored dates: this page is where one looks why."""
    book = books.current()
    course = facts.courses([case_id])[case_id]
    return Dates(course, obligations(course, today, book.rules), book)


def exemptions_of(case_id: int) -> QuerySet[Exemption]:
    return Exemption.objects.filter(case=case_id).select_related("registered_by").order_by("-start")


def register(units: list[int], now: dt.datetime, today: dt.date) -> QuerySet[Exemption]:
    """The exemptions that run, in the open cases of the units; each with `is_protected`."""
    held = Assignment.objects.at(now).filter(case=OuterRef("case"), unit__in=units, role=CaseRole.CASEWORKER)
    hidden = AddressProtection.objects.on(today).filter(citizen=OuterRef("case__citizen"))
    rows = Exemption.objects.filter(Exists(held), Q(end=None) | Q(end__gt=today), case__closed_on=None)
    shown = rows.select_related("case__citizen", "registered_by").annotate(is_protected=Exists(hidden))
    return shown.order_by("end", "start", "pk")
