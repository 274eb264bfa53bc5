"""What a citizen lives on and which target group they belong to, with dates: register, end, take back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.citizens.actions.spells import add_benefit, add_target_group, end_spell, take_back_spell
from tovholder.citizens.forms import BenefitForm, EndForm, SpellForm, TakeBackForm, TargetGroupForm
from tovholder.citizens.models import BenefitSpell, TargetGroupSpell
from tovholder.citizens.queries.details import benefit_spells, target_group_spells
from tovholder.citizens.views.carrying_out import Visit, carry_out, visit

HERE = "citizens:spells"

#: The kinds of periods as they stand in an address.
KINDS: dict[str, type[BenefitSpell] | type[TargetGroupSpell]] = {
    "benefit": BenefitSpell,
    "target-group": TargetGroupSpell,
}
FORMS: dict[str, type[SpellForm]] = {"benefit": BenefitForm, "target-group": TargetGroupForm}


@page(Right.EDIT_CITIZEN)
@never_cache
@require_GET
def spells(request: StaffRequest, citizen_id: int) -> HttpResponse:
    return _show(visit(request, citizen_id))


@page(Right.EDIT_CITIZEN)
@never_cache
@require_POST
def add(request: StaffRequest, citizen_id: int, kind: str) -> HttpResponse:
    there = visit(request, citizen_id)
    if kind not in KINDS:
        raise Http404
    form = FORMS[kind](request.POST)

    def act(data: dict[str, Any]) -> Any:
        code = data.pop("code")
        if kind == "benefit":
            return add_benefit(citizen_id=citizen_id, benefit_id=code.pk, **data, **there.asking)
        return add_target_group(citizen_id=citizen_id, target_group_id=code.pk, **data, **there.asking)

    return carry_out(there, form, act, show=partial(_again, there, kind), done=_("Registered."), back_to=HERE)


@page(Right.EDIT_CITIZEN)
@never_cache
@require_POST
def end(request: StaffRequest, citizen_id: int, kind: str, spell_id: int) -> HttpResponse:
    there = visit(request, citizen_id)
    model = _model(kind, spell_id, citizen_id)

    def act(data: dict[str, Any]) -> Any:
        return end_spell(model=model, spell_id=spell_id, **data, **there.asking)

    name = f"end-{kind}-{spell_id}"
    form = EndForm(request.POST)
    return carry_out(there, form, act, show=partial(_again, there, name), done=_("Ended."), back_to=HERE)


@page(Right.EDIT_CITIZEN)
@never_cache
@require_POST
def take_back(request: StaffRequest, citizen_id: int, kind: str, spell_id: int) -> HttpResponse:
    there = visit(request, citizen_id)
    model = _model(kind, spell_id, citizen_id)

    def act(data: dict[str, Any]) -> None:
        take_back_spell(model=model, spell_id=spell_id, **data, **there.asking)

    name = f"take-back-{kind}-{spell_id}"
    form = TakeBackForm(request.POST)
    return carry_out(there, form, act, show=partial(_again, there, name), done=_("Taken back."), back_to=HERE)


def _model(kind: str, spell_id: int, citizen_id: int) -> Any:
    """The kind of a period that is this citizen's. Raises Http404."""
    if kind not in KINDS:
        raise Http404
    get_object_or_404(KINDS[kind], pk=spell_id, citizen=citizen_id)
    return KINDS[kind]


def _again(there: Visit, name: str, form: forms.BaseForm, status: int, **context: Any) -> HttpResponse:
    """The page with one form as it was sent."""
    return _show(there, status, name, form, **context)


def _show(
    there: Visit, status: int = 200, sent: str = "", form: forms.BaseForm | None = None, **context: Any
) -> HttpResponse:
    there.log()
    if form is not None:
        form.auto_id = f"{sent}_%s"
    lists = []
    for kind, rows in (
        ("benefit", benefit_spells(there.citizen)),
        ("target-group", target_group_spells(there.citizen)),
    ):
        add_form = form if sent == kind else FORMS[kind](initial={"start": there.today}, auto_id=f"{kind}_%s")
        entries = [_entry(there, kind, row, sent, form) for row in rows]
        running = any(entry["runs"] for entry in entries)
        lists.append({"kind": kind, "entries": entries, "form": add_form, "running": running})
    context |= {"citizen": there.citizen, "lists": lists, "sent": form, "case_id": there.reach.case_id}
    return render(there.request, "citizens/spells.html", context, status=status)


def _entry(
    there: Visit, kind: str, row: BenefitSpell | TargetGroupSpell, sent: str, form: forms.BaseForm | None
) -> dict[str, Any]:
    """One period with its forms; the one that was sent is as it was sent."""
    ending, taking_back = f"end-{kind}-{row.pk}", f"take-back-{kind}-{row.pk}"
    fresh = {"version": row.version, "end": row.end or there.today}
    return {
        "row": row,
        "code": row.benefit if isinstance(row, BenefitSpell) else row.target_group,
        "runs": row.runs_on(there.today),
        "end": form if sent == ending else EndForm(initial=fresh, auto_id=f"{ending}_%s"),
        "is_ending": sent == ending,
        "take_back": form
        if sent == taking_back
        else TakeBackForm(initial={"version": row.version}, auto_id=f"{taking_back}_%s"),
        "is_taking_back": sent == taking_back,
    }
