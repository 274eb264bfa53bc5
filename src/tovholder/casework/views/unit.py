"""How a unit stands, for those who lead it or look at it from above."""

from __future__ import annotations

import datetime as dt
from typing import Any

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
from tovholder.casework import thread
from tovholder.casework.contributions import Moment, holder_ways, unit_parts
from tovholder.casework.models import Case, ShiftCause
from tovholder.casework.queries import units
from tovholder.casework.queries.reasons import reasons_in_units
from tovholder.casework.queries.shifts import ShiftsByCause, by_cause, shifts_by_cause
from tovholder.casework.views.worklist import acts_for

PAGE_SIZE = 25
#: So many reasons are shown here; the rest has a page of its own.
REASONS = 5
LONG_AGO = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)

#: What each count on the pages means.
DEFINITIONS = {
    "open": _(
        "Cases that are not closed, whose caseworker, or the lack of one, is registered in the unit or below it."
    ),
    "vacant": _("Open cases that nobody holds as caseworker now."),
    "gone": _("Open cases of somebody who may no longer sign in, or belongs to no unit today."),
    "shifts": _(
        "Times in which a case got another caseworker than the last one who held it, counted where it came to. "
        "Somebody who comes back after a vacancy is no shift."
    ),
    "planned": _("Whether there was time to prepare the change, as the one who registered it said."),
    "others": _("Open cases in which the person is coordinating caseworker, job consultant or mentor in this unit."),
}


@page(Right.SEE_UNIT)
@require_GET
def unit_list(request: StaffRequest) -> HttpResponse:
    """Every unit whose state the person may see."""
    moment = _moment(request)
    tree, visible = units.read_tree(), request.actor.overview
    counted = units.count(sorted(visible), moment)
    rows = units.lines(tree, counted, tree.children.get(None, []), visible, moment.today)
    return render(request, "casework/unit/list.html", {"lines": rows, "definitions": DEFINITIONS})


@page(Right.SEE_UNIT)
@require_GET
def unit(request: StaffRequest, unit_id: int) -> HttpResponse:
    moment = _moment(request)
    tree = units.read_tree()
    if (found := tree.units.get(unit_id)) is None:
        raise Http404
    if unit_id not in request.actor.overview:
        raise NotAllowed(Right.SEE_UNIT)
    below = tree.below(unit_id)
    counted = units.count(below, moment)
    in_a_year = by_cause(counted.shifts)
    ever = shifts_by_cause(below, LONG_AGO, moment.now)
    # Names of citizens, and who asked to see their cases, are for those who lead the unit.
    sees_cases = request.actor.may(Right.SEE_UNIT_CASES) and unit_id in request.actor.leads
    reasons = reasons_in_units(request.actor, today=moment.today, units=below, limit=REASONS) if sees_cases else None
    vacancies = _page(units.vacancies(below, moment), request.GET.get("page"))
    if reasons is not None:
        _log_names(moment, [row.case for row in [*vacancies, *reasons.rows]])
    context: dict[str, Any] = {
        "unit": found,
        "above": tree.above(found),
        "may_open": request.actor.overview,
        "standing": counted.standing(below),
        "people": units.people(found, counted, moment),
        "below": units.lines(tree, counted, tree.children.get(unit_id, []), request.actor.overview, moment.today),
        "vacancies": vacancies,
        "causes": [_row(cause, in_a_year, ever) for cause in _causes(in_a_year, ever)],
        "shifts_12m": sum(one.total for one in in_a_year),
        "shifts_ever": sum(one.total for one in ever),
        "unknown_12m": sum(one.unknown for one in in_a_year),
        "planned_12m": sum(one.planned for one in in_a_year),
        "unplanned_12m": sum(one.unplanned for one in in_a_year),
        "sees_cases": sees_cases,
        "reasons": reasons,
        "definitions": DEFINITIONS,
        "thread": thread.DEFINITIONS,
        # Nobody holds what stands under "without a caseworker".
        "many_acts": [act for act in acts_for(request) if not act.needs_holder] if sees_cases else [],
        "holder_ways": [way for way in holder_ways() if sees_cases and request.actor.may(way.right)],
        "is_open": units.is_open(found, moment.today),
        "parts": [(part.template, part.read(found, below, moment)) for part in unit_parts()],
    }
    return render(request, "casework/unit/unit.html", context)


def _moment(request: StaffRequest) -> Moment:
    return Moment(actor=request.actor, now=timezone.now(), today=timezone.localdate())


def _log_names(moment: Moment, cases: list[Case]) -> None:
    """Whom the page names is noted in the log of look-ups."""
    named = dict.fromkeys((case.citizen_id, case.pk) for case in cases)
    log_lookups(actor=moment.actor, citizens=named, seen=Seen.SEARCH, basis=Basis.LEADER, now=moment.now)


def _page(rows: Any, number: str | None) -> Any:
    return Paginator(rows, PAGE_SIZE).get_page(number)


def _causes(*lists: list[ShiftsByCause]) -> list[str]:
    return list(dict.fromkeys(one.cause for of in lists for one in of))


def _row(cause: str, in_a_year: list[ShiftsByCause], ever: list[ShiftsByCause]) -> dict[str, Any]:
    none = ShiftsByCause(cause, 0, 0, 0)
    label = dict(ShiftCause.choices).get(cause, cause)
    year = next((one for one in in_a_year if one.cause == cause), none)
    return {"label": label, "year": year, "ever": next((one.total for one in ever if one.cause == cause), 0)}
