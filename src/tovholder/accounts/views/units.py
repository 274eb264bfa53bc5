"""Pages of the tree of units."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tovholder.accounts import queries
from tovholder.accounts.actions import units as acts
from tovholder.accounts.forms.administration import CloseUnitForm, NewUnitForm, RenameUnitForm
from tovholder.accounts.models import Unit
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.accounts.seen import seen
from tovholder.accounts.views.common import told_in


@page(Right.MANAGE_STAFF)
def units(request: StaffRequest) -> HttpResponse:
    closed_too = request.GET.get("closed") == "1"
    nodes = queries.unit_tree(today=timezone.localdate(), closed_too=closed_too)
    return render(request, "accounts/units.html", {"nodes": nodes, "closed_too": closed_too})


@page(Right.MANAGE_STAFF)
def new_unit(request: StaffRequest) -> HttpResponse:
    under = {"parent": request.GET.get("under", "")}
    form = NewUnitForm(request.POST or None, today=timezone.localdate(), initial=under)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        with told_in(form):
            unit = acts.open_unit(
                actor=request.actor,
                name=typed["name"],
                kind=typed["kind"],
                parent_id=typed["parent"],
                opened_on=typed["opened_on"],
            )
        if form.is_valid():
            messages.success(request, _("%(unit)s is opened.") % {"unit": unit.name})
            return redirect("accounts:unit", unit.pk)
    return render(request, "accounts/new_unit.html", {"form": form}, status=422 if form.errors else 200)


@page(Right.MANAGE_STAFF)
def unit_page(request: StaffRequest, unit_id: int) -> HttpResponse:
    """A unit; a POST gives it another name."""
    unit = get_object_or_404(Unit.objects.select_related("parent"), pk=unit_id)
    if request.method != "POST":
        return _show(request, unit)
    form = RenameUnitForm(request.POST, auto_id="rename_%s")
    if form.is_valid():
        with told_in(form):
            acts.rename_unit(
                actor=request.actor, unit_id=unit_id, name=form.cleaned_data["name"], mark=form.cleaned_data["mark"]
            )
    if form.errors:
        return _show(request, unit, rename=form)
    messages.success(request, _("Saved."))
    return redirect("accounts:unit", unit_id)


@page(Right.MANAGE_STAFF)
@require_POST
def close(request: StaffRequest, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.select_related("parent"), pk=unit_id)
    form = CloseUnitForm(request.POST, auto_id="close_%s")
    if form.is_valid():
        with told_in(form):
            acts.close_unit(
                actor=request.actor,
                unit_id=unit_id,
                closed_on=form.cleaned_data["closed_on"],
                mark=form.cleaned_data["mark"],
            )
    if form.errors:
        return _show(request, unit, closing=form)
    messages.success(request, _("%(unit)s is closed.") % {"unit": unit.name})
    return redirect("accounts:unit", unit_id)


def _show(request: StaffRequest, unit: Unit, **bound: Any) -> HttpResponse:
    today = timezone.localdate()
    rows = list(queries.members_of(unit))
    shown = {
        "unit": unit,
        "running": [row for row in rows if row.runs_on(today)],
        "others": [row for row in rows if not row.runs_on(today)],
        "children": unit.children.order_by("closed_on", "name"),
        "rename": RenameUnitForm(auto_id="rename_%s", initial={"name": unit.name, "mark": seen(unit)}),
        "closing": CloseUnitForm(auto_id="close_%s", initial={"closed_on": today, "mark": seen(unit)}),
        **bound,
    }
    return render(request, "accounts/unit.html", shown, status=422 if bound else 200)
