"""How something that was typed about a citizen is carried out, or handed back with nothing lost.

A fault, or somebody else's change in between, shows the same page with everything still in the form. After somebody
else's change the form carries what is now read, so that saving again saves on top of what has been shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from tovholder.accounts.acts import Refused
from tovholder.accounts.permissions import StaffRequest
from tovholder.accounts.registration import ChangedMeanwhile, Versioned
from tovholder.accounts.rights import Right
from tovholder.audit.actions import log_lookup
from tovholder.audit.history import FieldChange, differences, since
from tovholder.audit.models import Seen
from tovholder.audit.reach import Reach, reach
from tovholder.citizens.actions.spells import Overlaps
from tovholder.citizens.models import Citizen, ContactDetails

FAULT, CONFLICT = 422, 409


@dataclass(frozen=True)
class Visit:
    """Somebody at one citizen's details, at a moment."""

    request: StaffRequest
    citizen: Citizen
    reach: Reach
    now: dt.datetime
    today: dt.date

    @property
    def asking(self) -> dict[str, Any]:
        """What every act takes."""
        return {"actor": self.request.actor, "now": self.now, "today": self.today}

    def log(self) -> None:
        """Writes into the log of look-ups that the details were shown."""
        if self.reach.basis is not None:
            log_lookup(
                actor=self.request.actor,
                citizen_id=self.citizen.pk,
                case_id=self.reach.case_id,
                seen=Seen.DETAILS,
                basis=self.reach.basis,
                reason=self.reach.reason,
                now=self.now,
            )


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else wrote after the person had read it."""

    who: str
    at: dt.datetime
    fields: tuple[FieldChange, ...]


def visit(request: StaffRequest, citizen_id: int) -> Visit:
    """The citizen, for somebody who may edit the details. Raises Http404, NotAllowed."""
    now, today = timezone.now(), timezone.localdate()
    citizen = get_object_or_404(Citizen, pk=citizen_id)
    reached = reach(request.actor, citizen_id, now=now, today=today)
    reached.require(Right.EDIT_CITIZEN)
    return Visit(request, citizen, reached, now, today)


def carry_out(
    there: Visit,
    form: forms.BaseForm,
    act: Callable[[dict[str, Any]], Any],
    *,
    show: Callable[..., HttpResponse],
    done: str,
    back_to: str,
) -> HttpResponse:
    """Does the act with what was typed and returns to the page `back_to`. `show(form, status, **context)` shows the
    page with the form as it was sent, when something stands in the way."""
    if not form.is_valid():
        return show(form, FAULT)
    try:
        act(form.cleaned_data)
    except Refused as refused:
        for fault in refused.faults:
            form.add_error(None, fault)
        return show(form, FAULT, overlap=refused if isinstance(refused, Overlaps) else None)
    except ChangedMeanwhile as meanwhile:
        found = _meanwhile(form, meanwhile.current)
        return show(form, CONFLICT, meanwhile=found)
    messages.success(there.request, done)
    return leave(there, back_to)


def leave(there: Visit, back_to: str) -> HttpResponse:
    """Back to the page, if the person still reaches it: who protects a citizen may by that lose sight of them."""
    still = reach(there.request.actor, there.citizen.pk, now=there.now, today=there.today)
    if still.may(Right.EDIT_CITIZEN):
        return redirect(back_to, there.citizen.pk)
    messages.info(there.request, _("From now on you need a reason to see this citizen."))
    return redirect("citizens:search")


def _meanwhile(form: forms.BaseForm, current: models.Model) -> Meanwhile:
    form.data = form.data.copy()  # type: ignore[attr-defined]
    if isinstance(current, ContactDetails):
        read = ContactDetails.objects.filter(pk=form.cleaned_data["read_id"], citizen=current.citizen_id).first()
        form.data["read_id"] = current.pk  # type: ignore[index]
        changed = tuple(field for field in differences(read, current) if field.field != "valid_from")
        who = current.registered_by.name if current.registered_by else ""
        return Meanwhile(who, current.registered_at, changed)
    assert isinstance(current, Versioned)
    changes = since(current, form.cleaned_data["version"])
    form.data["version"] = current.version  # type: ignore[index]
    fields = tuple(field for change in changes for field in change.fields)
    return Meanwhile(changes[0].who, changes[0].at, fields) if changes else Meanwhile("", timezone.now(), ())
