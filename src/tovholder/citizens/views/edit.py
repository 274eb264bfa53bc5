"""A citizen's details on one page: name, how to reach them, numbers, protection. Each part is saved by itself."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.citizens.actions.contact import Contact, change_contact
from tovholder.citizens.actions.numbers import give_number
from tovholder.citizens.actions.people import correct_person
from tovholder.citizens.actions.spells import end_spell, protect_address
from tovholder.citizens.forms import ContactForm, EndForm, NumberForm, PersonForm, ProtectionForm
from tovholder.citizens.models import AddressProtection
from tovholder.citizens.queries.details import details_of
from tovholder.citizens.views.carrying_out import Visit, carry_out, visit
from tovholder.citizens.views.new import warn_of_number

HERE = "citizens:edit"


@page(Right.EDIT_CITIZEN)
@never_cache
@require_GET
def edit(request: StaffRequest, citizen_id: int) -> HttpResponse:
    return _show(visit(request, citizen_id))


@page(Right.EDIT_CITIZEN)
@never_cache
@require_POST
def person(request: StaffRequest, citizen_id: int) -> HttpResponse:
    there = visit(request, citizen_id)
    form = PersonForm(request.POST, has_number=there.citizen.identities.exists())

    def act(data: dict[str, Any]) -> Any:
        return correct_person(citizen_id=citizen_id, **data, **there.asking)

    return carry_out(there, form, act, show=partial(_again, there, "person"), done=_("Saved."), back_to=HERE)


@page(Right.EDIT_CITIZEN)
@never_cache
@require_POST
def contact(request: StaffRequest, citizen_id: int) -> HttpResponse:
    there = visit(request, citizen_id)
    form = ContactForm(request.POST)

    def act(data: dict[str, Any]) -> Any:
        return change_contact(citizen_id=citizen_id, read_id=data["read_id"], contact=form.contact, **there.asking)

    return carry_out(there, form, act, show=partial(_again, there, "contact"), done=_("Saved."), back_to=HERE)


@page(Right.EDIT_CITIZEN)
@never_cache
@require_POST
def number(request: StaffRequest, citizen_id: int) -> HttpResponse:
    there = visit(request, citizen_id)
    form = NumberForm(request.POST)

    def act(data: dict[str, Any]) -> None:
        give_number(citizen_id=citizen_id, **data, **there.asking)
        warn_of_number(request, data["number"])

    return carry_out(there, form, act, show=partial(_again, there, "number"), done=_("Saved."), back_to=HERE)


@page(Right.EDIT_CITIZEN)
@never_cache
@require_POST
def protect(request: StaffRequest, citizen_id: int) -> HttpResponse:
    there = visit(request, citizen_id)
    form = ProtectionForm(request.POST)

    def act(data: dict[str, Any]) -> Any:
        return protect_address(citizen_id=citizen_id, **data, **there.asking)

    done = _("Name and address are protected.")
    return carry_out(there, form, act, show=partial(_again, there, "protect"), done=done, back_to=HERE)


@page(Right.EDIT_CITIZEN)
@never_cache
@require_POST
def unprotect(request: StaffRequest, citizen_id: int, spell_id: int) -> HttpResponse:
    there = visit(request, citizen_id)
    get_object_or_404(AddressProtection, pk=spell_id, citizen=citizen_id)
    form = EndForm(request.POST)

    def act(data: dict[str, Any]) -> Any:
        return end_spell(model=AddressProtection, spell_id=spell_id, **data, **there.asking)

    done = _("The protection ends on that day.")
    return carry_out(there, form, act, show=partial(_again, there, "unprotect"), done=done, back_to=HERE)


def _again(there: Visit, name: str, form: forms.BaseForm, status: int, **context: Any) -> HttpResponse:
    """The page with one form as it was sent."""
    return _show(there, status, name, form, **context)


def _show(
    there: Visit, status: int = 200, sent: str = "", form: forms.BaseForm | None = None, **context: Any
) -> HttpResponse:
    there.log()
    there.citizen.refresh_from_db()
    details = details_of(there.citizen, now=there.now, today=there.today)
    running = next((row for row in details.protections if row.runs_on(there.today)), None)
    citizen, holds = there.citizen, details.contact
    fresh: dict[str, forms.BaseForm] = {
        "person": PersonForm(
            initial={
                "version": citizen.version,
                "given_name": citizen.given_name,
                "family_name": citizen.family_name,
                "born_on": citizen.born_on,
            },
            has_number=bool(details.numbers),
            auto_id="person_%s",
        ),
        "contact": ContactForm(
            initial={"read_id": holds.pk if holds else None} | vars(Contact.of(holds)), auto_id="contact_%s"
        ),
        "number": NumberForm(initial={"version": citizen.version, "valid_from": there.today}, auto_id="number_%s"),
        "protect": ProtectionForm(initial={"start": there.today}, auto_id="protect_%s"),
        "unprotect": EndForm(
            initial={"version": running.version if running else 0, "end": there.today}, auto_id="unprotect_%s"
        ),
    }
    if form is not None:
        form.auto_id = f"{sent}_%s"
        fresh[sent] = form
    context |= {
        "citizen": citizen,
        "details": details,
        "forms": fresh,
        "sent": form,
        "running_protection": running,
        "may_see_cpr": there.reach.may(Right.SEE_CPR),
        "may_see_lookups": there.reach.may(Right.SEE_LOOKUPS),
        "case_id": there.reach.case_id,
    }
    return render(there.request, "citizens/edit.html", context, status=status)
