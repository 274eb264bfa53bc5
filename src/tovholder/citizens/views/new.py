"""Register a citizen whom nobody has registered before."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tovholder.accounts.acts import Refused
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.audit.actions import log_lookups
from tovholder.audit.models import Basis, Seen
from tovholder.citizens.actions.people import AlreadyKnown, create_citizen
from tovholder.citizens.cpr import Cpr, birth_dates, looks_like_cpr
from tovholder.citizens.forms import NewCitizenForm
from tovholder.citizens.queries.search import hits


@page(Right.CREATE_CASE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """The form; after a search that found nobody it begins with what was looked for (`start`, in the POST)."""
    if request.method != "POST":
        return _show(request, NewCitizenForm())
    if "start" in request.POST:
        return _show(request, NewCitizenForm(initial=_begun_with(request.POST["start"])))
    form = NewCitizenForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    return _create(request, form)


def _create(request: StaffRequest, form: NewCitizenForm) -> HttpResponse:
    now, today, data = timezone.now(), timezone.localdate(), form.cleaned_data
    try:
        citizen = create_citizen(
            actor=request.actor,
            given_name=data["given_name"],
            family_name=data["family_name"],
            number=data["number"],
            born_on=data["born_on"],
            contact=form.contact,
            is_protected=data["is_protected"],
            is_another=data["is_another"],
            now=now,
            today=today,
        )
    except Refused as refused:
        for fault in refused.faults:
            form.add_error(None, fault)
        return _show(request, form, status=422)
    except AlreadyKnown as known:
        shown = hits(known.citizen_ids, actor=request.actor, now=now, today=today)
        citizens: list[tuple[int, int | None]] = [(hit.citizen_id, None) for hit in shown]
        log_lookups(actor=request.actor, citizens=citizens, seen=Seen.SEARCH, basis=Basis.SEARCH, now=now)
        return _show(request, form, status=409, hits=shown, is_certain=known.is_certain)
    messages.success(request, _("%(name)s is registered. Now open the case.") % {"name": citizen.name})
    warn_of_number(request, data["number"])
    return redirect("casework:open_case", citizen.pk)


def warn_of_number(request: StaffRequest, number: Cpr | None) -> None:
    """Says what is unusual about a number that was registered; it is no fault."""
    if number and number.is_test:
        messages.info(request, _("The CPR number is a test number and never a real person's."))
    elif number and not number.passes_modulus_11:
        messages.warning(
            request,
            _("The CPR number does not fit its check sum (modulus 11). Since 2007 it need not. Compare it once more."),
        )


def _begun_with(typed: str) -> dict[str, Any]:
    """What somebody looked for, as the beginning of a new citizen: the number, or the name and the birth date."""
    if looks_like_cpr(typed):
        return {"number": typed.strip()}
    days: list[dt.date] = []
    words: list[str] = []
    for part in typed.split():
        if meant := birth_dates(part, today=timezone.localdate()):
            days += meant
        elif not part[0].isdigit():
            words.append(part if any(letter.isupper() for letter in part) else part.capitalize())
    return {
        "given_name": " ".join(words[:-1]),
        "family_name": words[-1] if words else "",
        "born_on": days[0] if len(days) == 1 else None,
    }


def _show(request: StaffRequest, form: NewCitizenForm, status: int = 200, **context: Any) -> HttpResponse:
    context |= {"form": form, "may_create": True}
    return render(request, "citizens/new.html", context, status=status)
