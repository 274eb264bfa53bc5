"""Pages of those who manage staff."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tovholder.accounts import queries
from tovholder.accounts.actions import staff as acts
from tovholder.accounts.forms.administration import (
    MembershipForm,
    NewStaffForm,
    OneTimePasswordForm,
    StaffFilterForm,
    StaffForm,
)
from tovholder.accounts.models import SignIn, Staff
from tovholder.accounts.passwords import one_time_password
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.accounts.seen import seen
from tovholder.accounts.views.common import told_in

PER_PAGE = 50
_SIGN_INS_SHOWN = 10


@page(Right.MANAGE_STAFF)
def staff_list(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    filters = StaffFilterForm(request.GET, today=today)
    found = queries.staff_list(filters.wanted(), today=today)
    people = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/staff_list.html", {"filters": filters, "people": people})


@page(Right.MANAGE_STAFF)
@never_cache
def new_staff(request: StaffRequest) -> HttpResponse:
    form = NewStaffForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        typed, password = form.cleaned_data, one_time_password()
        with told_in(form):
            staff = acts.add_staff(
                actor=request.actor,
                name=typed["name"],
                email=typed["email"],
                phone=typed["phone"],
                role=typed["role"],
                unit_id=typed["unit"],
                since=typed["since"],
                password=password,
                now=timezone.now(),
            )
        if form.is_valid():
            return render(request, "accounts/one_time_password.html", {"staff": staff, "password": password})
    return render(request, "accounts/new_staff.html", {"form": form}, status=422 if form.errors else 200)


@page(Right.MANAGE_STAFF)
def staff_page(request: StaffRequest, staff_id: int) -> HttpResponse:
    """A person; a POST corrects how they are called and reached."""
    staff = get_object_or_404(Staff, pk=staff_id)
    if request.method != "POST":
        return show(request, staff)
    form = StaffForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        with told_in(form):
            acts.correct_staff(
                actor=request.actor,
                staff_id=staff_id,
                name=typed["name"],
                email=typed["email"],
                phone=typed["phone"],
                mark=typed["mark"],
            )
        if form.is_valid():
            messages.success(request, _("Saved."))
            return redirect("accounts:staff", staff_id)
    return show(request, staff, details=form)


@page(Right.MANAGE_STAFF)
@require_POST
def deactivate(request: StaffRequest, staff_id: int) -> HttpResponse:
    staff, form = get_object_or_404(Staff, pk=staff_id), forms.Form(request.POST)
    with told_in(form):
        acts.deactivate_staff(actor=request.actor, staff_id=staff_id, now=timezone.now(), today=timezone.localdate())
    if form.errors:
        return show(request, staff, access=form)
    messages.success(request, _("%(name)s may no longer sign in.") % {"name": staff.name})
    return redirect("accounts:staff", staff_id)


@page(Right.MANAGE_STAFF)
@require_POST
def reactivate(request: StaffRequest, staff_id: int) -> HttpResponse:
    staff, form = get_object_or_404(Staff, pk=staff_id), forms.Form(request.POST)
    with told_in(form):
        acts.reactivate_staff(actor=request.actor, staff_id=staff_id)
    if form.errors:
        return show(request, staff, access=form)
    messages.success(request, _("%(name)s may sign in again.") % {"name": staff.name})
    return redirect("accounts:staff", staff_id)


@page(Right.MANAGE_STAFF)
@never_cache
def one_time(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Makes a one-time password and shows it once: it is nowhere to be read afterwards."""
    staff = get_object_or_404(Staff, pk=staff_id)
    form = OneTimePasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        password = one_time_password()
        with told_in(form):
            acts.set_one_time_password(
                actor=request.actor,
                staff_id=staff_id,
                password=password,
                without_second_step=form.cleaned_data["without_second_step"],
                now=timezone.now(),
            )
        if form.is_valid():
            return render(request, "accounts/one_time_password.html", {"staff": staff, "password": password})
    shown = {"staff": staff, "form": form}
    return render(request, "accounts/give_password.html", shown, status=422 if form.errors else 200)


@page(Right.MANAGE_STAFF)
def sign_ins(request: StaffRequest) -> HttpResponse:
    """Who signed in and who tried to, the latest first."""
    rows = SignIn.objects.select_related("staff").order_by("-at", "-pk")
    only_failed = request.GET.get("failed") == "1"
    if only_failed:
        rows = rows.exclude(refused="")
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/sign_ins.html", {"rows": shown, "only_failed": only_failed})


def show(request: StaffRequest, staff: Staff, **bound: Any) -> HttpResponse:
    """The page of a person, with the form that was refused in place of the empty one."""
    today = timezone.localdate()
    details = StaffForm(initial={"name": staff.name, "email": staff.email, "phone": staff.phone, "mark": seen(staff)})
    rows = list(queries.memberships_of(staff))
    shown = {
        "staff": staff,
        "itself": staff.pk == request.actor.staff_id,
        "running": [row for row in rows if row.runs_on(today)],
        "ahead": [row for row in rows if row.valid_from > today],
        "ended": [row for row in rows if row.valid_to and row.valid_to <= today],
        "sign_ins": queries.sign_ins_of(staff)[:_SIGN_INS_SHOWN],
        "details": details,
        "membership": MembershipForm(today=today),
        "access": None,
        **bound,
    }
    return render(request, "accounts/staff.html", shown, status=422 if bound else 200)
