"""The page of a case."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.audit.actions import log_lookup
from tovholder.audit.models import Basis, Lookup, Seen
from tovholder.casework import thread
from tovholder.casework.access import GRANT, NeedsReason, open_case
from tovholder.casework.actions.access import give_reason
from tovholder.casework.contributions import Told, ways
from tovholder.casework.errors import Refused
from tovholder.casework.forms.access import ReasonForm
from tovholder.casework.holding import Say, say_in
from tovholder.casework.lifecycles import CONVERSATION
from tovholder.casework.models import Case, CaseRole, Conversation
from tovholder.casework.queries.case import CaseFile, open_file
from tovholder.casework.queries.holders import holders_of
from tovholder.casework.queries.now import read_now
from tovholder.casework.queries.timeline import read_timeline
from tovholder.casework.told import told_about
from tovholder.casework.views.in_case import in_case, moment_of, safe_address
from tovholder.casework.views.panels import Panel, open_edit, open_register, tabs_for
from tovholder.citizens.models import Identity

#: What htmx replaces, by the element it names, and the template that draws it.
PARTS = {
    "register": "casework/case/register.html",
    "plan": "casework/case/plan.html",
    "timeline": "casework/case/timeline.html",
}
#: Turning pages and tabs goes on with an opening that is in the log, for so long.
ONE_OPENING = dt.timedelta(hours=1)


@page(Right.SEE_OWN_CASES)
@require_GET
@in_case
def case(request: StaffRequest, case_id: int) -> HttpResponse:
    return show_case(request, open_file(case_id, moment_of(request)))


def show_case(
    request: StaffRequest,
    file: CaseFile,
    *,
    register: Panel | None = None,
    edit: Panel | None = None,
    cpr: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page, or the part of it that htmx asks for; with the forms given, else those that the address opens."""
    part = PARTS.get(request.headers.get("HX-Target", "")) if request.method == "GET" else None
    is_opening = request.method == "GET" and part is None
    log_opening(file, Seen.CASE, goes_on=not is_opening)
    register = register or open_register(file, request.GET)
    edit = edit or open_edit(file, request.GET)
    context: dict[str, Any] = {
        "file": file,
        "case": file.case,
        "citizen": file.citizen,
        "access": file.access,
        "tabs": tabs_for(file),
        "register": register,
        "edit": edit,
        "cpr": cpr,
        "may": {right.name.lower(): file.access.may(right) for right in Right},
        # Who opened the case with a reason, or has handed it over, reads and corrects nothing.
        "may_correct": not file.access.is_reading and not file.case.closed_on,
        "writes_plan": file.access.may(Right.EDIT_PLAN) and not file.case.closed_on,
        "ways": [
            (way.label, reverse(way.url_name, args=[file.case.pk])) for way in ways() if file.access.may(way.right)
        ],
    }
    told = told_about(file.case.pk, file.moment) if part in {None, PARTS["timeline"]} else Told()
    if part in {None, PARTS["timeline"]}:
        query = request.GET
        number = query.get("page", "")
        context["timeline"] = read_timeline(
            file.case.pk,
            file.moment,
            told,
            kind=query.get("kind", ""),
            text=query.get("q", ""),
            page=int(number) if number.isdecimal() and len(number) < 9 else 1,
        )
    if part is None:
        context["now"] = read_now(file.case.pk, file.moment, file.open_steps, told)
        context["holders"] = holders_of(file)
        context["planned"] = [(row, _ways_on(file, row)) for row in file.planned]
        context["may_assign"] = may_assign(file)
        context["definitions"] = thread.DEFINITIONS
        context["facts"] = told.facts
    template = part or ("casework/case/body.html" if request.headers.get("HX-Request") else "casework/case/page.html")
    return render(request, template, context, status=status)


@dataclass(frozen=True)
class WayOn:
    """Something that may be done with a planned conversation: the form under "register" that does it."""

    register: str
    label: Any


#: The acts of the life cycle that have a form of their own.
FORM_OF = {"hold": "held", "miss": "missed", "move": "move", "cancel": "cancel"}


def _ways_on(file: CaseFile, row: Conversation) -> list[WayOn]:
    """What may be done with a planned conversation now, as the life cycle has it."""
    if file.case.closed_on:
        return []
    lies_ahead = timezone.localdate(row.starts_at) > file.moment.today
    allowed = {act.act: act.label for act in CONVERSATION.allowed(row.status, file.access)}
    return [
        WayOn(form, allowed[act])
        for act, form in FORM_OF.items()
        # What lies on a later day has neither been held nor missed.
        if act in allowed and not (lies_ahead and act in {"hold", "miss"})
    ]


def may_assign(file: CaseFile) -> bool:
    """Whether the person has a say in who is the caseworker (`casework/holding.py` has the rule)."""
    return say_in(file.access, file.assignments, CaseRole.CASEWORKER, file.moment.now) is not Say.NONE


def log_opening(file: CaseFile, seen: Seen, *, goes_on: bool = False) -> None:
    """Logs that the case was read. What goes on with an opening that is in the log needs no other row."""
    now = file.moment.now
    if goes_on:
        mine = Lookup.objects.filter(case_id=file.case.pk, staff=file.moment.actor.staff_id, seen=seen)
        if mine.filter(at__gt=now - ONE_OPENING).exists():
            return
    log_lookup(
        actor=file.moment.actor,
        citizen_id=file.case.citizen_id,
        case_id=file.case.pk,
        seen=seen,
        basis=file.access.basis,
        reason=file.standing.reason if file.access.basis is Basis.REASON else "",
        now=now,
    )


@page(Right.SEE_CPR)
@require_POST
@in_case
def show_cpr(request: StaffRequest, case_id: int) -> HttpResponse:
    """The whole CPR number, on the page that answers and nowhere else: not in an address, not after a reload."""
    file = open_file(case_id, moment_of(request))
    file.access.require(Right.SEE_CPR)
    log_opening(file, Seen.CPR)
    held = Identity.objects.filter(citizen=file.case.citizen_id, valid_from__lte=file.moment.today)
    number = held.order_by("-valid_from").values_list("cpr", flat=True).first() or ""
    shown = f"{number[:6]}-{number[6:]}" if number else _("none is registered")
    if request.headers.get("HX-Request"):
        return render(request, "casework/case/cpr.html", {"cpr": shown, "case": file.case})
    return show_case(request, file, cpr=shown)


@page(Right.OPEN_WITH_REASON)
@require_http_methods(["GET", "POST"])
def reason(request: StaffRequest, case_id: int) -> HttpResponse:
    """Why a reason is needed, who will see it, and the question."""
    moment = moment_of(request)
    address = safe_address(request, reverse("casework:case", args=[case_id]))
    form = ReasonForm(request.POST or None)
    try:
        open_case(moment.actor, case_id, now=moment.now, today=moment.today)
        return redirect(address)
    except Case.DoesNotExist:
        raise Http404 from None
    except NeedsReason:
        pass
    if form.is_valid():
        try:
            give_reason(
                actor=moment.actor,
                case_id=case_id,
                reason=form.cleaned_data["reason"],
                now=moment.now,
                today=moment.today,
            )
            return redirect(address)
        except Refused as refused:
            for fault in refused.faults:
                form.add_error("reason", fault)
    context = {"form": form, "address": address, "hours": int(GRANT.total_seconds() // 3600)}
    return render(request, "casework/reason.html", context, status=422 if form.errors else 200)
