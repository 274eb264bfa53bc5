"""Absence: who is away, who is affected and why, who stands in or takes over, and the return."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.models import Membership
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.audit.models import Basis
from tovholder.casework.contributions import Moment
from tovholder.casework.errors import Refused
from tovholder.casework.models import CaseRole
from tovholder.continuity.actions import absences, covers
from tovholder.continuity.actions.covers import COVER, SHIFT, Decision
from tovholder.continuity.forms.absences import AbsenceForm, ExpectForm, ReturnForm
from tovholder.continuity.models import Absence, ProposalRun
from tovholder.continuity.queries.absences import current_and_coming, lately_back
from tovholder.continuity.queries.affected import Picture, load_by_person, picture_of
from tovholder.continuity.queries.procedure import owners_of, steps_of
from tovholder.continuity.views.common import Person, log_names, moment_of, people_of, refuse


@page(Right.REGISTER_ABSENCE)
@require_http_methods(["GET", "POST"])
def absence_list(request: StaffRequest) -> HttpResponse:
    """Who is away, and the form for another."""
    moment = moment_of(request)
    form = AbsenceForm(request.POST or None, people=_people(moment), today=moment.today)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            row = absences.register_absence(
                actor=request.actor,
                staff_id=int(said["staff"]),
                kind=said["kind"],
                starts_on=said["starts_on"],
                expected_on=said["expected_on"],
                now=moment.now,
                today=moment.today,
            )
            return redirect("continuity:absence", row.pk)
        except Refused as refused:
            refuse(form, refused.faults)
    leads = request.actor.may(Right.ASSIGN) and bool(request.actor.leads)
    context = {
        "form": form,
        "rows": current_and_coming(moment),
        "back": lately_back(moment),
        "leads": leads,
        "me": request.actor.staff_id,
        "today": moment.today,
    }
    return render(request, "continuity/absences.html", context, status=422 if form.errors else 200)


def _people(moment: Moment) -> list[tuple[str, str]]:
    """Oneself, and those of the units one leads."""
    actor = moment.actor
    own = [(str(actor.staff_id), actor.name)]
    if not actor.may(Right.ASSIGN):
        return own
    rows = Membership.objects.on(moment.today).filter(unit__in=actor.leads, staff__is_active=True)
    found = rows.exclude(staff=actor.staff_id).order_by("staff__name").values_list("staff", "staff__name").distinct()
    return [*((str(pk), name) for pk, name in found), *own]


def _open(request: StaffRequest, absence_id: int) -> tuple[Absence, Picture, Moment]:
    """The absence for somebody who may register it."""
    row = get_object_or_404(Absence.objects.select_related("staff", "registered_by"), pk=absence_id)
    moment = moment_of(request)
    absences.require_say(request.actor, row.staff_id, moment.today)
    return row, picture_of(row, moment), moment


@page(Right.REGISTER_ABSENCE)
@require_GET
def absence(request: StaffRequest, absence_id: int) -> HttpResponse:
    """Those affected in order with reasons, the colleagues with room, the procedure."""
    row, picture, moment = _open(request, absence_id)
    return _show(request, row, picture, moment)


def _show(
    request: StaffRequest,
    row: Absence,
    picture: Picture,
    moment: Moment,
    *,
    results: list[covers.Result] | None = None,
    forms: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    basis = Basis.PARTICIPANT if row.staff_id == request.actor.staff_id else Basis.LEADER
    named = [(one.citizen_id, one.case_id) for one in picture.affected]
    named += [(one.handover.case.citizen_id, one.handover.case_id) for one in picture.shifted]
    named += [(one.case.citizen_id, one.case_id) for one in picture.stood_in]
    log_names(request, named, moment, basis)
    is_own, is_back = row.staff_id == request.actor.staff_id, row.is_over(moment.today)
    decides = request.actor.may(Right.ASSIGN) and not is_own and not is_back
    units = {one.unit_id for one in picture.affected} | (set(request.actor.leads) if decides else set())
    by_role = {role: people_of(units, role, moment, [row.staff_id]) for role in {one.role for one in picture.affected}}
    proposal = _proposal(request, row)
    placed, apart = (proposal.answer.get(part, {}) if proposal else {} for part in ("cases", "apart"))
    names = {one.case_id: one.name for one in picture.affected}
    context = {
        "row": row,
        "picture": picture,
        "steps": steps_of(picture, moment.today),
        "owners": owners_of({one.unit_id for one in picture.affected}, moment.now),
        "decides": decides,
        "is_own": is_own,
        "is_back": is_back,
        "affected": [
            {
                "one": one,
                "people": _choices(by_role[one.role], one.unit_id, request.actor.leads),
                "placed": placed.get(str(one.case_id)),
                "apart": apart.get(str(one.case_id)),
            }
            for one in picture.affected
        ],
        "colleagues": _colleagues(by_role, picture),
        "rest": _rest(by_role, picture, request.actor.leads) if decides else [],
        "results": [{"name": names.get(one.decision.case_id, ""), "faults": one.faults} for one in results or []],
        "done": sum(not one.faults for one in results or []),
        "proposal": proposal,
        "proposals": _latest(row) if decides else None,
        "back_form": ReturnForm(initial={"version": row.version, "ended_on": moment.today}),
        "expect_form": ExpectForm(initial={"version": row.version, "expected_on": row.expected_on}),
        "today": moment.today,
        **(forms or {}),
    }
    return render(request, "continuity/absence.html", context, status=status)


def _choices(people: list[Person], unit_id: int, leads: frozenset[int]) -> list[Person]:
    """The people of the case's unit first."""
    return sorted((one for one in people if one[0] == unit_id or one[0] in leads), key=lambda one: one[0] != unit_id)


def _rest(by_role: dict[str, list[Person]], picture: Picture, leads: frozenset[int]) -> list[Person]:
    """Who can be chosen for all who have nobody, where that is more than one citizen of one unit."""
    left = [one for one in picture.left if one.role == CaseRole.CASEWORKER]
    units = {one.unit_id for one in left}
    return _choices(by_role[CaseRole.CASEWORKER], units.pop(), leads) if len(left) > 1 and len(units) == 1 else []


def _colleagues(by_role: dict[str, list[Person]], picture: Picture) -> list[dict[str, Any]]:
    """Those of the units that the cases belong to; people of other units can be chosen all the same."""
    covered = load_by_person(picture.affected)
    units = {one.unit_id for one in picture.affected}
    seen: dict[int, dict[str, Any]] = {}
    for unit, staff, name in by_role.get(CaseRole.CASEWORKER) or next(iter(by_role.values()), []):
        if unit in units:
            seen.setdefault(staff, {"pk": staff, "name": name, "covers": covered.get(staff, 0)})
    return list(seen.values())


def _proposal(request: StaffRequest, row: Absence) -> ProposalRun | None:
    wanted = request.GET.get("proposal", "")
    if not wanted.isdecimal():
        return None
    return ProposalRun.objects.filter(pk=int(wanted), absence=row).exclude(ended_at=None).first()


def _latest(row: Absence) -> ProposalRun | None:
    return ProposalRun.objects.filter(absence=row).first()


@page(Right.ASSIGN)
@require_POST
def decide(request: StaffRequest, absence_id: int) -> HttpResponse:
    """Carries out what was chosen for each case, and says what became of each."""
    row, _picture, moment = _open(request, absence_id)
    rest = request.POST.get("rest", "")
    typed = ((key, value or (rest if _is_left(key) else "")) for key, value in request.POST.items())
    decisions = [found for key, value in typed if (found := _decision(key, value))]
    if not decisions:
        messages.warning(request, _("Choose somebody for at least one citizen first."))
        return redirect("continuity:absence", absence_id)
    results = covers.decide_many(
        actor=request.actor,
        absence_id=absence_id,
        decisions=decisions,
        reason=request.POST.get("reason", "")[:300],
        now=moment.now,
        today=moment.today,
    )
    picture = picture_of(row, moment)
    return _show(request, row, picture, moment, results=results, status=200)


def _is_left(key: str) -> bool:
    """Without a cover, or with one that helps nobody, a case has nobody: it goes to whoever was chosen for the rest."""
    return key.rpartition(":")[2][:1] in {"", "-"}


def _decision(key: str, value: object) -> Decision | None:
    """`case:role:assignment:cover` → `cover:unit:person` or `shift:unit:person`; what is neither is left alone."""
    parts, chosen = key.split(":"), str(value).split(":")
    if len(parts) != 4 or len(chosen) != 3 or chosen[0] not in {COVER, SHIFT} or parts[1] not in CaseRole.values:
        return None
    if not all(part.isdecimal() for part in (parts[0], parts[2], *chosen[1:])):
        return None
    return Decision(
        case_id=int(parts[0]),
        role=parts[1],
        how=chosen[0],
        unit_id=int(chosen[1]),
        staff_id=int(chosen[2]),
        assignment_id=int(parts[2]),
        cover_id=int(cover) if (cover := parts[3].removeprefix("-")).isdecimal() else None,
    )


@page(Right.REGISTER_ABSENCE)
@require_POST
def come_back(request: StaffRequest, absence_id: int) -> HttpResponse:
    """The return."""
    form = ReturnForm(request.POST)
    return _change(
        request,
        absence_id,
        form,
        "back_form",
        lambda data, when: absences.return_from(
            **when, absence_id=absence_id, ended_on=data["ended_on"], version=data["version"]
        ),
        _("The return is registered. Nobody stands in any more."),
    )


@page(Right.REGISTER_ABSENCE)
@require_POST
def expect(request: StaffRequest, absence_id: int) -> HttpResponse:
    """Another day on which the person is expected."""
    form = ExpectForm(request.POST)
    return _change(
        request,
        absence_id,
        form,
        "expect_form",
        lambda data, when: absences.expect(
            **when, absence_id=absence_id, expected_on=data["expected_on"], version=data["version"]
        ),
        _("It is registered when the person is expected."),
    )


def _change(
    request: StaffRequest,
    absence_id: int,
    form: Any,
    name: str,
    act: Callable[[dict[str, Any], dict[str, Any]], Any],
    done: str,
) -> HttpResponse:
    row, picture, moment = _open(request, absence_id)
    when = {"actor": request.actor, "now": moment.now, "today": moment.today}
    status = 422
    if form.is_valid():
        try:
            act(form.cleaned_data, when)
            messages.success(request, done)
            return redirect("continuity:absence", absence_id)
        except Refused as refused:
            refuse(form, refused.faults)
        except ChangedMeanwhile:
            refuse(form, [_("Somebody else changed the absence meanwhile. It is shown as it is now.")])
            status = 409
            row, picture, moment = _open(request, absence_id)
            form.data = {**form.data.dict(), "version": row.version}
    if row.is_over(moment.today):
        # The page has no forms any more in which it could be said.
        for fault in form.non_field_errors():
            messages.warning(request, fault)
        return redirect("continuity:absence", absence_id)
    return _show(request, row, picture, moment, forms={name: form}, status=status)


@page(Right.ASSIGN)
@require_POST
def look_through(request: StaffRequest, absence_id: int) -> HttpResponse:
    """The leader has gone through the list."""
    row, _picture, moment = _open(request, absence_id)
    version = request.POST.get("version", "")
    try:
        absences.look_through(
            actor=request.actor,
            absence_id=absence_id,
            version=int(version) if version.isdecimal() else 0,
            now=moment.now,
            today=moment.today,
        )
        messages.success(request, _("It is noted that you have gone through the list."))
    except (Refused, ChangedMeanwhile):
        messages.warning(request, _("Somebody else changed the absence meanwhile. It is shown as it is now."))
    except NotAllowed as error:
        raise NotAllowed(error.right, _("Somebody else than the one who is away goes through the list.")) from None
    return redirect("continuity:absence", row.pk)


@page(Right.REGISTER_ABSENCE)
@require_POST
def stop_cover(request: StaffRequest, absence_id: int, cover_id: int) -> HttpResponse:
    """Nobody stands in any more on one case."""
    from tovholder.casework.access import NeedsReason

    _row, picture, moment = _open(request, absence_id)
    if cover_id not in {one.cover.pk for one in picture.covered if one.cover}:
        raise Http404
    try:
        covers.stop_cover(actor=request.actor, cover_id=cover_id, now=moment.now, today=moment.today)
        messages.success(request, _("The cover is ended."))
    except Refused as refused:
        messages.warning(request, " ".join(refused.faults))
    except NeedsReason:
        raise NotAllowed(Right.ASSIGN) from None
    return redirect(reverse("continuity:absence", args=[absence_id]))
