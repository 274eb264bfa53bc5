"""The procedure of an absence with its owners, questions and suggestions; and the deadlines."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tovholder.accounts.models import Membership, Unit
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.casework.contributions import Moment
from tovholder.casework.errors import Refused
from tovholder.casework.views.form_page import FormPage
from tovholder.casework.views.in_case import in_case
from tovholder.continuity.actions import fragile as acts_fragile
from tovholder.continuity.actions import procedure as acts
from tovholder.continuity.deadlines import days_on
from tovholder.continuity.forms.absences import (
    AnswerForm,
    CommentForm,
    DeadlineForm,
    FirmForm,
    FragileForm,
    OwnerForm,
)
from tovholder.continuity.models import FragileMark, ProcedureComment
from tovholder.continuity.models.deadline import CALENDAR
from tovholder.continuity.queries.procedure import deadlines_with_history, example, owners_of
from tovholder.continuity.views.common import moment_of, refuse


def _teams(request: StaffRequest) -> list[Unit]:
    """The units whose procedure somebody reads: those one belongs to, and those one leads."""
    mine = request.actor.units | request.actor.leads
    return list(Unit.objects.filter(pk__in=mine, closed_on=None).order_by("name"))


def _members(unit_ids: list[int], moment: Moment) -> dict[int, list[tuple[str, str]]]:
    rows = Membership.objects.on(moment.today).filter(unit__in=unit_ids, staff__is_active=True)
    found: dict[int, list[tuple[str, str]]] = {}
    for unit, staff, name in rows.order_by("staff__name").values_list("unit", "staff", "staff__name").distinct():
        found.setdefault(unit, []).append((str(staff), name))
    return found


@page(Right.REGISTER_ABSENCE)
@require_http_methods(["GET", "POST"])
def procedure(request: StaffRequest) -> HttpResponse:
    """The steps, who owns them in each team, what people ask and suggest. Posted: another question or suggestion."""
    moment = moment_of(request)
    teams = _teams(request)
    form = CommentForm(request.POST or None, units=[(str(unit.pk), unit.name) for unit in teams])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            acts.comment(
                actor=request.actor, unit_id=int(said["unit"]), kind=said["kind"], text=said["text"], now=moment.now
            )
            messages.success(request, _("It stands on the page of the procedure, for its owner to answer."))
            return redirect("continuity:procedure")
        except Refused as refused:
            refuse(form, refused.faults)
    return _show(request, moment, teams, form, 422 if form.errors else 200)


def _show(request: StaffRequest, moment: Moment, teams: list[Unit], form: CommentForm, status: int) -> HttpResponse:
    owners = owners_of([unit.pk for unit in teams], moment.now)
    owner_id = {unit: row.staff_id for unit, row in owners.items()}
    members = _members([unit.pk for unit in teams], moment)
    leads = request.actor.leads if request.actor.may(Right.ASSIGN) else frozenset()
    comments = ProcedureComment.objects.filter(unit__in=[unit.pk for unit in teams])
    context: dict[str, Any] = {
        "steps": example(moment.today),
        "teams": [
            {
                "unit": unit,
                "owner": owners.get(unit.pk),
                "form": OwnerForm(
                    initial={"unit": unit.pk, "owner": owners[unit.pk].staff_id if unit.pk in owners else ""},
                    people=members.get(unit.pk, []),
                    auto_id=f"u{unit.pk}-%s",
                )
                if unit.pk in leads
                else None,
            }
            for unit in teams
        ],
        "form": form,
        "comments": [
            {
                "row": row,
                "form": AnswerForm(initial={"version": row.version, "answer": row.answer}, auto_id=f"c{row.pk}-%s")
                if row.unit_id in leads or moment.actor.staff_id == owner_id.get(row.unit_id)
                else None,
            }
            for row in comments.select_related("unit", "registered_by", "answered_by")[:50]
        ],
    }
    return render(request, "continuity/procedure.html", context, status=status)


@page(Right.ASSIGN)
@require_POST
def set_owner(request: StaffRequest) -> HttpResponse:
    """Who owns the procedure in a team."""
    moment = moment_of(request)
    unit = request.POST.get("unit", "")
    owner = request.POST.get("owner", "")
    if not unit.isdecimal() or not (owner.isdecimal() or owner == ""):
        return _bad(request, _("Choose a team and a person."))
    try:
        acts.set_owner(
            actor=request.actor,
            unit_id=int(unit),
            staff_id=int(owner) if owner else None,
            now=moment.now,
            today=moment.today,
        )
        messages.success(request, _("It is registered who owns the procedure."))
    except Refused as refused:
        messages.warning(request, " ".join(refused.faults))
    return redirect("continuity:procedure")


@page(Right.REGISTER_ABSENCE)
@require_POST
def answer_comment(request: StaffRequest, comment_id: int) -> HttpResponse:
    """The owner answers."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _bad(request, _("Write the answer."))
    try:
        acts.answer_comment(
            actor=request.actor,
            comment_id=comment_id,
            answer=form.cleaned_data["answer"],
            version=form.cleaned_data["version"],
            now=moment_of(request).now,
        )
        messages.success(request, _("The answer is registered."))
    except Refused as refused:
        messages.warning(request, " ".join(refused.faults))
    except ChangedMeanwhile:
        messages.warning(request, _("Somebody else answered meanwhile. Their answer stands below."))
    return redirect("continuity:procedure")


def _bad(request: StaffRequest, words: str) -> HttpResponse:
    messages.warning(request, words)
    return redirect("continuity:procedure")


@page(Right.HAND_OVER, Right.SET_DEADLINES)
@require_http_methods(["GET", "POST"])
def deadlines(request: StaffRequest) -> HttpResponse:
    """Every deadline with its history; administrators set others."""
    moment = moment_of(request)
    may_set = request.actor.may(Right.SET_DEADLINES)
    form = DeadlineForm(request.POST or None, initial={"valid_from": moment.today, "what": request.GET.get("what", "")})
    if request.method == "POST":
        request.actor.require(Right.SET_DEADLINES)
        if form.is_valid():
            try:
                acts.set_deadline(actor=request.actor, **form.cleaned_data, now=moment.now, today=moment.today)
                messages.success(request, _("The deadline is set. What was asked for before keeps its dates."))
                return redirect("continuity:deadlines")
            except Refused as refused:
                refuse(form, refused.faults)
    now = days_on(moment.today)
    rows = [
        {"kind": kind, "label": label, "days": now.get(kind), "is_calendar": kind in CALENDAR, "rows": history}
        for kind, label, history in deadlines_with_history()
    ]
    context = {"rows": rows, "form": form, "may_set": may_set, "today": moment.today}
    return render(request, "continuity/deadlines.html", context, status=422 if form.errors else 200)


@page(Right.SET_DEADLINES)
@require_POST
def withdraw_deadline(request: StaffRequest, deadline_id: int) -> HttpResponse:
    """Takes out one that does not hold yet."""
    moment = moment_of(request)
    try:
        acts.withdraw_deadline(actor=request.actor, deadline_id=deadline_id, now=moment.now, today=moment.today)
        messages.success(request, _("The deadline is taken out."))
    except Refused as refused:
        messages.warning(request, " ".join(refused.faults))
    return redirect("continuity:deadlines")


@page(Right.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
@in_case
def fragile(request: StaffRequest, case_id: int) -> HttpResponse:
    """Marks the situation as fragile, or takes the mark off."""
    shown = FormPage.open(request, case_id, Right.EDIT_PLAN)
    mark = FragileMark.objects.filter(case=case_id, ended_at=None).select_related("registered_by").first()
    if shown.file.case.closed_on and mark is None:
        raise Http404
    if mark:
        who = mark.registered_by.name if mark.registered_by else ""
        return shown.answer(
            FirmForm(request.POST or None),
            lambda data: acts_fragile.end_fragile(**shown.asking, reason=data["reason"]),
            title=_("The situation is fragile no more"),
            lead=_("Marked by %(who)s: %(why)s") % {"who": who, "why": mark.why},
            done=_("The mark is taken off."),
            button=_("Take the mark off"),
        )
    return shown.answer(
        FragileForm(request.POST or None),
        lambda data: acts_fragile.mark_fragile(**shown.asking, why=data["why"]),
        title=_("Mark the situation as fragile"),
        lead=_(
            "Your judgement as a professional, with its reason and its date. It puts the citizen first when the "
            "caseworker is away, and does nothing else."
        ),
        done=_("The situation is marked as fragile."),
        button=_("Mark it"),
    )


@page(Right.SEE_UNIT)
@require_GET
def quality(request: StaffRequest) -> HttpResponse:
    """How well cases are handed over, per team and cause, in the last twelve months."""
    from tovholder.casework.queries.shifts import twelve_months_before
    from tovholder.continuity.queries.quality import DEFINITIONS, by_team_and_cause

    moment = moment_of(request)
    units = dict(Unit.objects.filter(pk__in=request.actor.overview).order_by("name").values_list("pk", "name"))
    start = twelve_months_before(moment.now)
    teams, causes, together = by_team_and_cause(units, start, moment.now)
    context = {"teams": teams, "causes": causes, "together": together, "definitions": DEFINITIONS, "start": start}
    return render(request, "continuity/quality.html", context)
