"""How units keep the statutory dates, for those who lead them or look at them from above."""

from __future__ import annotations

import datetime as dt

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.audit.actions import log_lookups
from tovholder.audit.models import Basis, Seen
from tovholder.casework.queries import units as tree_of_units
from tovholder.rulebook import books, facts, keeping
from tovholder.rulebook.queries import cases, units
from tovholder.rulebook.queries.rules import row
from tovholder.rules.rows import Rule

PAGE_SIZE = 25

DEFINITIONS = {
    "kept": _("Statutory dates of the last eight weeks and this one on which what the law asks was done in time."),
    "missed": _(
        "Statutory dates of the same weeks on which it was not done: later, or not yet. A case that closed before the "
        "day and one that is exempt are in none of the counts."
    ),
    "overdue": _("What is still not done in open cases though its day has passed, however long ago."),
    "coming": _("Statutory dates of the next ten weeks, today among them, that are not fulfilled yet."),
    "quota": _(
        "Of the cases whose time was over in the last 365 days: in how many it was done in time. Exempt cases are part "
        "of the group."
    ),
    "unit": _("A date is counted in the unit that holds the case now, with the units below it."),
}


@page(Right.SEE_UNIT)
@require_GET
def unit_list(request: StaffRequest) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    tree, visible = tree_of_units.read_tree(), request.actor.overview
    counted = units.count(sorted(visible), now, today)
    lines = []

    def add(unit_id: int | None, depth: int) -> None:
        for unit in tree.children.get(unit_id, []):
            below = tree.below(unit.pk)
            total, overdue = counted.total(below, today), sum(counted.overdue.get(one, 0) for one in below)
            shown = unit.pk in visible and (tree_of_units.is_open(unit, today) or total.kept or total.missed or overdue)
            if shown:
                lines.append({"unit": unit, "depth": depth, "counts": total, "overdue": overdue})
            add(unit.pk, depth + 1 if shown else depth)

    add(None, 0)
    context = {"lines": lines, "definitions": DEFINITIONS, "waiting": _waiting(today)}
    return render(request, "rulebook/units.html", context)


@page(Right.SEE_UNIT)
@require_GET
def unit(request: StaffRequest, unit_id: int) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    tree = tree_of_units.read_tree()
    if (found := tree.units.get(unit_id)) is None:
        raise Http404
    if unit_id not in request.actor.overview:
        raise NotAllowed(Right.SEE_UNIT)
    below = tree.below(unit_id)
    counted, book = units.count(below, now, today), books.current()
    # Names of citizens are for those who lead the unit.
    sees_cases = request.actor.may(Right.SEE_UNIT_CASES) and unit_id in request.actor.leads
    register = Paginator(cases.register(below, now, today), PAGE_SIZE).get_page(request.GET.get("page"))
    if sees_cases:
        named = dict.fromkeys((one.case.citizen_id, one.case_id) for one in register)
        log_lookups(actor=request.actor, citizens=named, seen=Seen.SEARCH, basis=Basis.LEADER, now=now)
    series = book.rules.series
    context = {
        "unit": found,
        "above": tree.above(found),
        "may_open": request.actor.overview,
        "weeks": counted.by_week(below, today),
        "total": counted.total(below, today),
        "overdue": sum(counted.overdue.values()),
        "quotas": [(one, row(one.rule, book)) for one in units.quotas(below, book, now, today, followed(book))],
        "not_followed": [row(rule, book) for rule in _not_followed(book, today)],
        "register": register,
        "exempt": [
            (one, books.said(series[one.series].name) if one.series in series else one.series, _last_day(one.end))
            for one in register
        ],
        "sees_cases": sees_cases,
        "definitions": DEFINITIONS,
        "waiting": _waiting(today),
    }
    return render(request, "rulebook/unit.html", context)


def followed(book: books.Book) -> frozenset[str]:
    """The series whose facts are registered here."""
    return frozenset(key for key, series in book.rules.series.items() if (series.what, series.by) in facts.registered())


def _not_followed(book: books.Book, today: dt.date) -> list[Rule]:
    """Quotas that hold today and that nobody registers the facts of: said, so that nobody takes silence for kept."""
    known = followed(book)
    return [
        rule for rule in book.rules.in_force(today) if rule.number("share") is not None and rule.series not in known
    ]


def _last_day(end: dt.date | None) -> dt.date | None:
    return end - dt.timedelta(days=1) if end else None


def _waiting(today: dt.date) -> int:
    """Cases whose dates are being worked out anew, after a change of the rules or an import."""
    return int(keeping.stale(today, books.edition()).count())
