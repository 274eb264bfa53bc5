"""What one of the staff has room for, speaks and knows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tovholder.accounts.models import Staff, Unit
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.accounts.views.common import told_in
from tovholder.workload.actions import staff as acts
from tovholder.workload.forms import CapacityForm, LanguagesForm, SpecialtiesForm
from tovholder.workload.languages import name_of
from tovholder.workload.models import Capacity, StaffLanguage
from tovholder.workload.queries.staff import loads_of, rooms, skills_of
from tovholder.workload.queries.table import specialties_on
from tovholder.workload.queries.units import Load


def _units(request: StaffRequest, staff_id: int) -> list[Unit]:
    """The units in which the reader may say what somebody has room for."""
    units = {row.unit_id: row.unit for row in acts.units_of(staff_id, timezone.localdate())}
    everywhere = request.actor.may(Right.MANAGE_STAFF)
    return [unit for pk, unit in units.items() if everywhere or pk in request.actor.leads]


@page(Right.OWN_LANGUAGES, Right.SET_CAPACITY)
@require_GET
def person(request: StaffRequest, staff_id: int) -> HttpResponse:
    """For oneself, and for who leads a unit that the person belongs to."""
    return _show(request, staff_id)


@page(Right.SET_CAPACITY)
@require_POST
def capacity(request: StaffRequest, staff_id: int) -> HttpResponse:
    form = CapacityForm(request.POST, units=_units(request, staff_id), today=timezone.localdate())
    if form.is_valid():
        said = form.cleaned_data
        with told_in(form):
            acts.set_capacity(
                actor=request.actor,
                staff_id=staff_id,
                unit_id=said["unit"],
                weight=said["weight"],
                valid_from=said["valid_from"],
                reason=said["reason"],
                now=timezone.now(),
                today=timezone.localdate(),
            )
        if form.is_valid():
            return _done(request, staff_id)
    return _show(request, staff_id, capacity_form=form)


@page(Right.OWN_LANGUAGES, Right.SET_CAPACITY)
@require_POST
def languages(request: StaffRequest, staff_id: int) -> HttpResponse:
    form = LanguagesForm(request.POST)
    if form.is_valid():
        with told_in(form):
            acts.set_languages(
                actor=request.actor,
                staff_id=staff_id,
                languages=form.codes(),
                now=timezone.now(),
                today=timezone.localdate(),
            )
        if form.is_valid():
            return _done(request, staff_id)
    return _show(request, staff_id, languages_form=form)


@page(Right.SET_CAPACITY)
@require_POST
def specialties(request: StaffRequest, staff_id: int) -> HttpResponse:
    today = timezone.localdate()
    knows = skills_of([staff_id], today)[staff_id].specialties
    form = SpecialtiesForm(request.POST, specialties=specialties_on(today, or_of=knows))
    if form.is_valid():
        with told_in(form):
            acts.set_specialties(
                actor=request.actor,
                staff_id=staff_id,
                specialties=form.cleaned_data["specialties"],
                now=timezone.now(),
                today=today,
            )
        if form.is_valid():
            return _done(request, staff_id)
    return _show(request, staff_id, specialties_form=form)


def _done(request: StaffRequest, staff_id: int) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("workload:person", staff_id)


def _show(request: StaffRequest, staff_id: int, **bound: Any) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    staff = get_object_or_404(Staff, pk=staff_id)
    # Of whom one has nothing to say, one finds nothing.
    if not acts.may_say_languages(request.actor, staff_id, today):
        raise Http404
    may_say = acts.may_say(request.actor, staff_id, today)
    skills = skills_of([staff_id], today)[staff_id]
    fields = specialties_on(today, or_of=skills.specialties)
    units = _units(request, staff_id) if may_say else []
    there = {row.unit_id: row.unit for row in acts.units_of(staff_id, today)}
    said = rooms(today, staff=[staff_id])
    room = sum(said.values(), Decimal(0)) if said else None
    context: dict[str, Any] = {
        "person": staff,
        "itself": staff_id == request.actor.staff_id,
        "load": Load(weight=loads_of([staff_id], now, today)[staff_id], room=room),
        "units": [(unit, said.get((staff_id, pk))) for pk, unit in there.items()],
        "said": Capacity.objects.filter(staff=staff_id).select_related("unit", "registered_by"),
        "spoken": [
            (name_of(row.language), row)
            for row in StaffLanguage.objects.filter(staff=staff_id).order_by("-start", "pk")
        ],
        "knows": [one for one in fields if one.pk in skills.specialties],
        "may_say": may_say,
        "capacity_form": CapacityForm(units=units, today=today) if units else None,
        "languages_form": LanguagesForm(speaks=skills.languages),
        "specialties_form": SpecialtiesForm(specialties=fields, knows=skills.specialties) if may_say else None,
        "today": today,
        **bound,
    }
    return render(request, "workload/person.html", context, status=422 if bound else 200)
