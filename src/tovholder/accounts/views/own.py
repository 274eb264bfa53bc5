"""One's own account, and the table of who may do what."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tovholder.accounts import queries
from tovholder.accounts.actions import staff as acts
from tovholder.accounts.forms.administration import PhoneForm
from tovholder.accounts.models import Staff
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import RIGHTS, Right, Role
from tovholder.accounts.views.common import told_in

_SIGN_INS_SHOWN = 10


@dataclass(frozen=True)
class Cell:
    """Whether a role gives a right, and whether the one who looks has that role."""

    given: bool
    own: bool


@dataclass(frozen=True)
class RightRow:
    """A right with a cell for each role, in the order of the table."""

    right: Right
    cells: list[Cell]


@page(Right.SEE_RIGHTS)
def rights(request: StaffRequest) -> HttpResponse:
    columns = [(role, role in request.actor.roles) for role in Role]
    rows = [RightRow(right, [Cell(right in RIGHTS[role], own) for role, own in columns]) for right in Right]
    by_role = [(role, own, [right for right in Right if right in RIGHTS[role]]) for role, own in columns]
    return render(request, "accounts/rights.html", {"rows": rows, "columns": columns, "by_role": by_role})


@page()
@require_POST
def stay(request: StaffRequest) -> HttpResponse:
    """A sign of life from a page that is being typed in: the session goes on (accounts/sessions.py)."""
    return HttpResponse(status=204)


@page()
def account(request: StaffRequest) -> HttpResponse:
    staff = Staff.objects.get(pk=request.actor.staff_id)
    form = PhoneForm(request.POST or None, initial={"phone": staff.phone})
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            acts.change_own_phone(actor=request.actor, phone=form.cleaned_data["phone"])
        if form.is_valid():
            messages.success(request, _("Your telephone number is saved."))
            return redirect("accounts:account")
    today = timezone.localdate()
    shown = {
        "staff": staff,
        "form": form,
        "memberships": [row for row in queries.memberships_of(staff) if row.runs_on(today)],
        "sign_ins": queries.sign_ins_of(staff)[:_SIGN_INS_SHOWN],
    }
    return render(request, "accounts/account.html", shown, status=422 if form.errors else 200)
