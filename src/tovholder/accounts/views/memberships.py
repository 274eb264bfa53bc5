"""Somebody becomes something in a unit, and no longer is."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tovholder.accounts.actions import memberships as acts
from tovholder.accounts.forms.administration import EndMembershipForm, MarkedForm, MembershipForm
from tovholder.accounts.models import Membership, Staff
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.accounts.seen import seen
from tovholder.accounts.views.common import told_in
from tovholder.accounts.views.staff import show


@page(Right.MANAGE_STAFF)
@require_POST
def add(request: StaffRequest, staff_id: int) -> HttpResponse:
    staff = get_object_or_404(Staff, pk=staff_id)
    form = MembershipForm(request.POST, today=timezone.localdate())
    if form.is_valid():
        typed = form.cleaned_data
        with told_in(form):
            acts.add_membership(
                actor=request.actor,
                staff_id=staff_id,
                role=typed["role"],
                unit_id=typed["unit"],
                valid_from=typed["valid_from"],
                valid_to=typed["valid_to"],
            )
    if form.errors:
        return show(request, staff, membership=form)
    messages.success(request, _("The membership is added."))
    return redirect("accounts:staff", staff_id)


@page(Right.MANAGE_STAFF)
def end(request: StaffRequest, membership_id: int) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.select_related("staff", "unit"), pk=membership_id)
    today = timezone.localdate()
    given = {"valid_to": membership.last_day or today, "mark": seen(membership)}
    form = EndMembershipForm(request.POST if request.method == "POST" else None, initial=given)
    if form.is_valid():
        with told_in(form):
            acts.end_membership(
                actor=request.actor,
                membership_id=membership_id,
                valid_to=form.cleaned_data["valid_to"],
                mark=form.cleaned_data["mark"],
                today=today,
            )
        if form.is_valid():
            messages.success(request, _("Saved."))
            return redirect("accounts:staff", membership.staff_id)
    shown = {"membership": membership, "form": form, "may_withdraw": membership.valid_from >= today}
    return render(request, "accounts/end_membership.html", shown, status=422 if form.errors else 200)


@page(Right.MANAGE_STAFF)
@require_POST
def withdraw(request: StaffRequest, membership_id: int) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.select_related("staff", "unit"), pk=membership_id)
    form = MarkedForm(request.POST)
    if form.is_valid():
        with told_in(form):
            acts.withdraw_membership(
                actor=request.actor,
                membership_id=membership_id,
                mark=form.cleaned_data["mark"],
                today=timezone.localdate(),
            )
    if form.errors:
        return show(request, membership.staff, membership=_refused(form))
    messages.success(request, _("The membership is taken out."))
    return redirect("accounts:staff", membership.staff_id)


def _refused(form: MarkedForm) -> MembershipForm:
    """An empty form for a new membership that carries why the old one stays."""
    shown = MembershipForm({}, today=timezone.localdate())
    shown.errors.clear()
    for fault in form.non_field_errors():
        shown.add_error(None, fault)
    return shown
