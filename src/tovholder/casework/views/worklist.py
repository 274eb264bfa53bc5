"""The work list's page and what one can do on it: search, columns, saved filters, export."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tovholder.accounts.models import Staff
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.casework.actions import worklist as actions
from tovholder.casework.contributions import ManyAct, Moment, flags, many_acts
from tovholder.casework.models import ColumnChoice, SavedFilter
from tovholder.casework.worklist import columns as all_columns
from tovholder.casework.worklist import scopes
from tovholder.casework.worklist.query import WorkList
from tovholder.casework.worklist.wanted import QUIET_CHOICES, Wanted, read
from tovholder.web.tables import FORMATS

#: What was typed into the list's search stands in the session: names are not for addresses.
SEARCH = "work_list_search"


def moment_of(request: StaffRequest) -> Moment:
    now = timezone.now()
    return Moment(request.actor, now, timezone.localdate(now))


def wanted_of(query: QueryDict) -> Wanted:
    sorts = [column.key for column in all_columns.COLUMNS if column.is_sortable]
    return read(query, flags=[flag.key for flag in flags()], sorts=sorts)


def list_for(request: StaffRequest, query: QueryDict) -> tuple[WorkList, list[scopes.Scope]]:
    """The work list that a query string asks for, for the person who asks."""
    wanted = wanted_of(query)
    known = scopes.scopes_of(request.actor)
    search = request.session.get(SEARCH, "")
    return WorkList(moment_of(request), scopes.chosen(known, wanted.scope), wanted, search), known


def columns_of(request: StaffRequest, work_list: WorkList) -> list[all_columns.Column]:
    choice = ColumnChoice.objects.filter(staff=request.actor.staff_id).values_list("columns", flat=True).first()
    return all_columns.chosen(choice or all_columns.STANDARD, with_holder=not work_list.scope.is_mine)


@require_GET
@page(Right.SEE_OWN_CASES)
def work_list(request: StaffRequest) -> HttpResponse:
    """The list; asked for by htmx, only the part that changes."""
    found, known = list_for(request, request.GET)
    columns = columns_of(request, found)
    counts = found.counts()
    context = {
        "list": found,
        "wanted": found.wanted,
        "scopes": known,
        "counts": counts,
        "groups": _groups(found, counts),
        "columns": columns,
        "rows": found.page(columns),
        "heads": [_head(column, found.wanted) for column in columns],
        "pages": _pages(found.wanted, counts.pages),
        "search": found.search,
        "quiet_choices": QUIET_CHOICES,
        "all_columns": [column for column in all_columns.COLUMNS if column.key != "name"],
        "saved": SavedFilter.objects.filter(staff=request.actor.staff_id),
        "query": found.wanted.query(),
        "holders": _holders(found),
        "many_acts": acts_for(request),
    }
    part = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    return render(request, "casework/worklist/list.html" if part else "casework/worklist/page.html", context)


def acts_for(request: StaffRequest) -> list[ManyAct]:
    """What the person may do with many cases."""
    return [act for act in many_acts() if request.actor.may(act.right)]


def _groups(found: WorkList, counts: Any) -> list[dict[str, Any]]:
    """The statuses in their three groups, each with its count and the address that turns it on or off."""
    names = {"act": _("Act now"), "waits": _("Waits"), "watch": _("Keep an eye on")}
    groups: dict[str, list[dict[str, Any]]] = {key: [] for key in names}
    for flag in flags():
        groups[flag.group].append(
            {
                "flag": flag,
                "count": counts.by_flag[flag.key],
                "active": flag.key in found.wanted.flags,
                "query": found.wanted.toggled(flag.key),
            }
        )
    return [{"name": names[key], "chips": chips} for key, chips in groups.items() if chips]


def _head(column: all_columns.Column, wanted: Wanted) -> dict[str, Any]:
    sorted_by_it = wanted.sort == column.key
    return {
        "column": column,
        "query": wanted.sorted_by(column.key),
        "aria_sort": ("descending" if wanted.descending else "ascending") if sorted_by_it else "none",
    }


def _pages(wanted: Wanted, pages: int) -> dict[str, Any] | None:
    if pages <= 1:
        return None
    return {
        "number": wanted.page,
        "of": pages,
        "before": wanted.query(page=wanted.page - 1) if wanted.page > 1 else None,
        "after": wanted.query(page=wanted.page + 1) if wanted.page < pages else None,
    }


def _holders(found: WorkList) -> list[Staff]:
    """Colleagues one may narrow a unit's list to."""
    if found.scope.is_mine:
        return []
    return list(scopes.holders(found.scope, found.moment))


@require_POST
@page(Right.SEE_OWN_CASES)
def search(request: StaffRequest) -> HttpResponse:
    """Narrows the list to what was typed, until it is cleared. A CPR number belongs in the search at the top."""
    typed = request.POST.get("search", "").strip()[:80]
    if sum(letter.isdigit() for letter in typed) >= 10:
        messages.warning(request, _("Search for a CPR number in the field at the top of the page."))
        typed = ""
    request.session[SEARCH] = typed
    return _back_to_list(request)


@require_POST
@page(Right.SEE_OWN_CASES)
def choose_columns(request: StaffRequest) -> HttpResponse:
    actions.choose_columns(actor=request.actor, columns=request.POST.getlist("column"))
    return _back_to_list(request)


@require_POST
@page(Right.SEE_OWN_CASES)
def save_filter(request: StaffRequest) -> HttpResponse:
    name = request.POST.get("name", "").strip()
    query = wanted_of(QueryDict(request.POST.get("query", ""))).query()
    if name:
        actions.save_filter(actor=request.actor, name=name[:60], query=query)
        messages.success(request, _("The filter “%(name)s” is saved.") % {"name": name[:60]})
    else:
        messages.error(request, _("Give the filter a name."))
    return _back_to_list(request)


@require_POST
@page(Right.SEE_OWN_CASES)
def delete_filter(request: StaffRequest, filter_id: int) -> HttpResponse:
    actions.delete_filter(actor=request.actor, filter_id=filter_id)
    return _back_to_list(request)


@require_POST
@page(Right.EXPORT)
def export_list(request: StaffRequest) -> HttpResponse:
    """The filtered list with the chosen columns as a file; who took it, and whom it names, is logged."""
    found, _known = list_for(request, QueryDict(request.POST.get("query", "")))
    file = FORMATS["csv" if request.POST.get("format") == "csv" else "xlsx"]
    table = actions.export_list(actor=request.actor, work_list=found, columns=columns_of(request, found), file=file)
    response = HttpResponse(table, content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="{_("work-list")}.{file.suffix}"'
    return response


def _back_to_list(request: HttpRequest) -> HttpResponse:
    query = wanted_of(QueryDict(request.POST.get("query", ""))).query()
    return redirect(reverse("casework:work_list") + (f"?{query}" if query else ""))
