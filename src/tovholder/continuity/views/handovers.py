"""Handovers: the list, asking for one, the page of one with everything that can be done there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.audit.models import Basis
from tovholder.casework.models import CaseRole
from tovholder.casework.views.form_page import FormPage
from tovholder.casework.views.in_case import in_case
from tovholder.continuity.actions import handovers, many
from tovholder.continuity.forms import handovers as its_forms
from tovholder.continuity.models import Handover
from tovholder.continuity.queries import handovers as lists
from tovholder.continuity.views.common import log_names, moment_of, receivers_for


@page(Right.HAND_OVER)
@require_GET
def handover_list(request: StaffRequest) -> HttpResponse:
    """One's own, and for who leads those of the units."""
    moment = moment_of(request)
    leads = request.actor.may(Right.ASSIGN) and bool(request.actor.leads)
    show = request.GET.get("show", lists.MINE)
    show = show if leads and show in {lists.LATE, lists.UNDERWAY, lists.ENDED} else lists.MINE
    part = Paginator(lists.handovers(show, moment), lists.PER_PAGE).get_page(request.GET.get("page"))
    lines = [lists.line(row, moment) for row in part]
    basis = Basis.PARTICIPANT if show == lists.MINE else Basis.LEADER
    log_names(request, [(line.row.case.citizen_id, line.row.case_id) for line in lines], moment, basis)
    context = {
        "lines": lines,
        "page_obj": part,
        "show": show,
        "leads": leads,
        "counts": lists.counts(moment) if leads else {},
        "can_choose": any(line.can_be_chosen for line in lines),
        "can_accept": any(line.can_be_accepted for line in lines),
        "can_revoke": any(line.can_be_revoked for line in lines),
    }
    return render(request, "continuity/handovers.html", context)


@page(Right.HAND_OVER)
@require_POST
def accept_many(request: StaffRequest) -> HttpResponse:
    """Several at once, each with its result."""
    moment = moment_of(request)
    chosen = _chosen(request)
    if not chosen:
        return _choose_first(request)
    outcomes = many.accept_many(actor=request.actor, handovers=chosen, now=moment.now, today=moment.today)
    names = {row.case_id: row.case.citizen.name for row in lists.named(chosen, moment)}
    return render(request, "continuity/outcomes.html", outcomes_context(outcomes, names, _list(request)))


@page(Right.HAND_OVER)
@require_POST
def revoke_many(request: StaffRequest) -> HttpResponse:
    """Asks why; posted again with it (`confirm`), revokes each and shows what became of it."""
    moment = moment_of(request)
    chosen = _chosen(request)
    if not chosen:
        return _choose_first(request)
    rows = list(lists.named(chosen, moment))
    confirmed = "confirm" in request.POST
    form = its_forms.RevokeManyForm(request.POST if confirmed else None)
    if confirmed and form.is_valid():
        reason = form.cleaned_data["reason"]
        outcomes = many.revoke_many(
            actor=request.actor, handovers=chosen, reason=reason, now=moment.now, today=moment.today
        )
        names = {row.case_id: row.case.citizen.name for row in rows}
        return render(request, "continuity/outcomes.html", outcomes_context(outcomes, names, _list(request)))
    log_names(request, [(row.case.citizen_id, row.case_id) for row in rows], moment, Basis.PARTICIPANT)
    context = {
        "form": form,
        "rows": rows,
        "keys": [f"{pk}:{version}" for pk, version in chosen],
        "show": request.POST.get("show", ""),
        "back": _list(request),
    }
    return render(request, "continuity/revoke_many.html", context, status=422 if confirmed else 200)


def _chosen(request: StaffRequest) -> list[tuple[int, int]]:
    """The chosen handovers, each with the version that was read: `12:3`."""
    keys = (key.partition(":") for key in request.POST.getlist("handover")[:200])
    return [(int(pk), int(version)) for pk, _sep, version in keys if pk.isdecimal() and version.isdecimal()]


def _choose_first(request: StaffRequest) -> HttpResponse:
    messages.warning(request, _("Select at least one handover first."))
    return redirect(_list(request))


def _list(request: StaffRequest) -> str:
    """The list that was chosen from."""
    show = request.POST.get("show", "")
    return reverse("continuity:handovers") + (f"?show={show}" if show in {lists.LATE, lists.UNDERWAY} else "")


def outcomes_context(outcomes: list[Any], names: dict[int, str], back: str) -> dict[str, Any]:
    """What a page of results shows; a name only of cases that the person may see."""
    return {
        "outcomes": [
            {"case_id": one.case_id, "name": names.get(one.case_id, str(one.case_id)), "faults": one.faults}
            for one in outcomes
        ],
        "done": sum(not one.faults for one in outcomes),
        "back": back,
    }


@page(Right.HAND_OVER)
@require_http_methods(["GET", "POST"])
@in_case
def ask(request: StaffRequest, case_id: int) -> HttpResponse:
    """Ask for a handover of a case."""
    shown = FormPage.open(request, case_id, Right.HAND_OVER)
    file, moment = shown.file, shown.file.moment
    role = request.GET.get("role", CaseRole.CASEWORKER)
    if role not in CaseRole.values:
        raise Http404
    underway = Handover.objects.open().filter(case=case_id, role=role).first()
    if underway is not None:
        return redirect("continuity:handover", underway.pk)
    latest = next((row for row in reversed(file.assignments) if row.role == role), None)
    unit_id = latest.unit_id if latest else file.assignments[-1].unit_id
    leads = request.actor.may(Right.ASSIGN) and unit_id in request.actor.leads
    but = [latest.staff_id] if latest and latest.staff_id else []
    form = its_forms.AskForm(
        request.POST or None,
        receivers=receivers_for(request.actor, [unit_id], role, moment, but),
        expected=latest.pk if latest else None,
        plans_only=not leads,
    )

    asked: list[Handover] = []

    def act(data: dict[str, Any]) -> None:
        to_unit, receiver = data["receiver"]
        row = handovers.ask(
            **shown.asking,
            role=role,
            kind=data["kind"],
            cause=data["cause"],
            reason=data["reason"],
            receiver_id=receiver,
            to_unit_id=to_unit,
            takes_over_on=data["takes_over_on"],
            expected_assignment_id=data["expected"],
        )
        asked.append(row)

    answer = shown.answer(
        form,
        act,
        changed=lambda meanwhile: _("Somebody else changed who holds the case meanwhile. Look at it again first."),
        title=_("Hand the case over"),
        lead=_(
            "The case stays where it is until the one who takes over has accepted. You write what is to be known; the "
            "open work comes along by itself, and the citizen gets a letter."
        ),
        done=_("The handover is asked for. Write now what the next one has to know."),
        button=_("Ask for the handover"),
    )
    # What comes next is writing: on its page, not on that of the case.
    return redirect("continuity:handover", asked[0].pk) if asked else answer
