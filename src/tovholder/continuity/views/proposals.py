"""Proposals: for an absence, and for a reorganisation that is only tried out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tovholder.accounts.models import Staff, Unit
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.audit.models import Basis
from tovholder.casework.contributions import Moment
from tovholder.casework.errors import Refused
from tovholder.casework.models import Assignment, Case, CaseRole, ShiftCause
from tovholder.citizens.models import TargetGroupSpell
from tovholder.continuity.actions import proposals as acts
from tovholder.continuity.actions.many import Wanted, ask_many
from tovholder.continuity.forms.proposals import ReorganisationForm
from tovholder.continuity.models import HandoverKind, ProposalRun
from tovholder.continuity.proposals import state_of
from tovholder.continuity.views.common import log_names, moment_of, refuse
from tovholder.continuity.views.handovers import outcomes_context
from tovholder.matching.takeover import Aim
from tovholder.matching.takeover import words as matching_words

#: Cases of a proposal that the page lists; all of them are asked for.
SHOWN = 100
WAYS = {
    "proposal": gettext_lazy("The proposal"),
    "alphabet": gettext_lazy("By the alphabet"),
    "birthday": gettext_lazy("By birthday"),
    "round_robin": gettext_lazy("In turn"),
    "greedy": gettext_lazy("One after the other, by hand"),
}


def _language() -> str:
    return "en" if (get_language() or "da").startswith("en") else "da"


@page(Right.ASSIGN)
@require_POST
def propose(request: StaffRequest, absence_id: int) -> HttpResponse:
    """Asks for a proposal for those who have nobody."""
    try:
        run = acts.propose_for_absence(
            actor=request.actor,
            absence_id=absence_id,
            how=request.POST.get("how", ""),
            language=_language(),
            moment=moment_of(request),
        )
    except Refused as refused:
        messages.warning(request, " ".join(refused.faults))
        return redirect("continuity:absence", absence_id)
    return redirect("continuity:proposal", run.pk)


def _mine(request: StaffRequest, proposal_id: int) -> ProposalRun:
    mine = ProposalRun.objects.filter(asked_by=request.actor.staff_id).select_related("absence__staff")
    return get_object_or_404(mine, pk=proposal_id)


@page(Right.ASSIGN)
@never_cache
@require_GET
def proposal(request: StaffRequest, proposal_id: int) -> HttpResponse:
    """How far it has come; when it is there, one's choice is laid out on the page of the absence."""
    run = _mine(request, proposal_id)
    moment = moment_of(request)
    context = _stand(run, moment)
    if run.absence_id and run.ended_at and run.answer.get("cases"):
        return redirect(reverse("continuity:absence", args=[run.absence_id]) + f"?proposal={run.pk}")
    if not run.absence_id and run.ended_at:
        context |= _reorganised(request, run, moment)
    return render(request, "continuity/proposal.html", context)


@page(Right.ASSIGN)
@never_cache
@require_GET
def progress(request: StaffRequest, proposal_id: int) -> HttpResponse:
    """The part that is asked for again and again."""
    run = _mine(request, proposal_id)
    context = _stand(run, moment_of(request))
    response = render(request, "continuity/proposal_progress.html", context)
    if context["is_over"]:
        response["HX-Refresh"] = "true"
    return response


def _stand(run: ProposalRun, moment: Moment) -> dict[str, Any]:
    state = state_of(run, moment.now)
    aim = matching_words.named(Aim(run.stage), _language()) if run.stage in set(Aim) else ""  # type: ignore[arg-type]
    is_over = state not in {"waiting", "running", "stopping"}
    return {"run": run, "state": state, "aim": aim, "percent": round(run.part * 100), "is_over": is_over}


@page(Right.ASSIGN)
@require_POST
def stop(request: StaffRequest, proposal_id: int) -> HttpResponse:
    """Stops it; what was found by then stays."""
    acts.stop_proposal(actor=request.actor, run_id=proposal_id, now=timezone.now())
    return redirect("continuity:proposal", proposal_id)


@page(Right.ASSIGN)
@require_http_methods(["GET", "POST"])
def reorganisation(request: StaffRequest) -> HttpResponse:
    """Which target groups go to which teams on a day; tried out before anybody is told."""
    moment = moment_of(request)
    groups, units = _groups(request, moment), _units(request)
    form = ReorganisationForm(request.POST or None, groups=groups, units=units, today=moment.today)
    if request.method == "POST" and form.is_valid():
        try:
            run = acts.try_reorganisation(
                actor=request.actor,
                moves=form.moves(),
                on=form.cleaned_data["on"],
                capacity=form.cleaned_data["capacity"],
                language=_language(),
                moment=moment,
            )
            return redirect("continuity:proposal", run.pk)
        except Refused as refused:
            refuse(form, refused.faults)
    earlier = ProposalRun.objects.filter(absence=None, asked_by=request.actor.staff_id)[:5]
    context = {"form": form, "groups": groups, "earlier": [(run, state_of(run, moment.now)) for run in earlier]}
    return render(request, "continuity/reorganisation.html", context, status=422 if form.errors else 200)


def _groups(request: StaffRequest, moment: Moment) -> list[tuple[str, str, int]]:
    """The target groups of the cases in the units one leads: code, name, how many."""
    held = Assignment.objects.at(moment.now).filter(
        unit__in=request.actor.leads, role=CaseRole.CASEWORKER, case__closed_on=None
    )
    name = f"target_group__name_{_language()}"
    rows = TargetGroupSpell.objects.on(moment.today).filter(citizen__in=held.values("case__citizen")).order_by()
    counted = rows.values_list("target_group__code", name).annotate(cases=Count("citizen", distinct=True))
    return sorted((code, f"{code} {label}", cases) for code, label, cases in counted)


def _units(request: StaffRequest) -> list[tuple[str, str]]:
    rows = Unit.objects.filter(pk__in=request.actor.leads, closed_on=None).order_by("name")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


def _reorganised(request: StaffRequest, run: ProposalRun, moment: Moment) -> dict[str, Any]:
    """What a reorganisation would mean, in numbers and in names."""
    answer = run.answer
    ways = {"proposal": answer.get("proposal"), **answer.get("usual", {})}
    placed = list(answer.get("cases", {}).items())
    shifts = [(int(pk), one) for pk, one in placed if one["shift"]]
    shown = shifts[:SHOWN]
    apart = [(int(pk), why) for pk, why in answer.get("apart", {}).items()][:SHOWN]
    named = [pk for pk, _one in (*shown, *apart)]
    cases = {case.pk: case for case in Case.objects.filter(pk__in=named).select_related("citizen")}
    log_names(request, [(case.citizen_id, case.pk) for case in cases.values()], moment, Basis.LEADER)
    people = {one["staff"] for _pk, one in placed} | {one["from"] for _pk, one in placed if one["from"]}
    names = dict(
        Staff.objects.filter(pk__in=people | {int(pk) for pk in answer.get("loads", {})}).values_list("pk", "name")
    )
    units = dict(Unit.objects.filter(pk__in=run.question["moves"].values()).values_list("pk", "name"))
    return {
        "moves": [(code, units.get(unit, "")) for code, unit in run.question["moves"].items()],
        "on": dt.date.fromisoformat(run.question["on"]),
        "ways": [(WAYS[name], ways[name], name == "proposal") for name in WAYS if ways.get(name)],
        "loads": sorted(
            # Proposals worked out before room was registered do not say it.
            ((names.get(int(pk), ""), *said, None)[:4] for pk, said in answer.get("loads", {}).items()),
            key=lambda one: one[0],
        ),
        "shifts": [
            (cases[pk], names.get(one["from"] or 0, ""), names.get(one["staff"], ""), one["why"])
            for pk, one in shown
            if pk in cases
        ],
        "more": len(shifts) - len(shown),
        "apart": [(cases[pk], why) for pk, why in apart if pk in cases],
        "apart_more": len(answer.get("apart", {})) - len(apart),
        "to_ask": len(shifts),
    }


@page(Right.ASSIGN)
@require_POST
def ask_for(request: StaffRequest, proposal_id: int) -> HttpResponse:
    """Asks for the handovers of a reorganisation as it was proposed, with a result for each case."""
    run = _mine(request, proposal_id)
    moment = moment_of(request)
    placed = {int(pk): one for pk, one in run.answer.get("cases", {}).items() if one["shift"]}
    now = Assignment.objects.at(moment.now).filter(case__in=placed, role=CaseRole.CASEWORKER)
    rows = {row.case_id: row for row in now}
    wanted = [
        # Whoever holds the case by now must be the one from whom it was proposed; else asking tells so.
        Wanted(
            pk,
            one["staff"] if one["unit"] in request.actor.leads else None,
            one["unit"],
            rows[pk].pk if pk in rows and rows[pk].staff_id == one["from"] else None,
        )
        for pk, one in placed.items()
    ]
    outcomes = ask_many(
        actor=request.actor,
        wanted=wanted,
        kind=HandoverKind.REORGANISATION,
        cause=ShiftCause.REORGANISATION,
        takes_over_on=dt.date.fromisoformat(run.question["on"]),
        now=moment.now,
        today=moment.today,
    )
    led = Case.objects.filter(pk__in=[pk for pk, row in rows.items() if row.unit_id in request.actor.leads])
    names = {case.pk: case.citizen.name for case in led.select_related("citizen")}
    log_names(request, led.values_list("citizen", "pk"), moment, Basis.LEADER)
    back = reverse("continuity:handovers") + "?show=open"
    return render(request, "continuity/outcomes.html", outcomes_context(outcomes, names, back))
