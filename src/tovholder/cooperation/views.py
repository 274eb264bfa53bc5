"""The page of a case's course across professions, and what can be done on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.audit.models import Seen
from tovholder.casework.errors import Refused
from tovholder.casework.queries.case import CaseFile, open_file
from tovholder.casework.views.case import log_opening
from tovholder.casework.views.form_page import FormPage
from tovholder.casework.views.in_case import in_case, moment_of
from tovholder.cooperation import actions, forms
from tovholder.cooperation.actions import Asking
from tovholder.cooperation.lifecycle import COURSE
from tovholder.cooperation.models import Course, Member, Task

_RIGHT = COURSE.table[0].right


def _open(request: StaffRequest, case_id: int, right: Right) -> CaseFile:
    file = open_file(case_id, moment_of(request))
    file.access.require(right)
    log_opening(file, Seen.CASE, goes_on=True)
    return file


def _asking(file: CaseFile) -> Asking:
    moment = file.moment
    return Asking(moment.actor, file.case.pk, moment.now, moment.today)


@page(Right.SEE_WHOLE_CASE)
@require_GET
@in_case
def case(request: StaffRequest, case_id: int) -> HttpResponse:
    file = _open(request, case_id, Right.SEE_WHOLE_CASE)
    return _show(request, file)


def _show(
    request: StaffRequest, file: CaseFile, *, member: Any = None, task: Any = None, status: int = 200
) -> HttpResponse:
    rows = (
        Course.objects.filter(case=file.case).select_related("coordinator", "judged_by").order_by("-judged_on", "-pk")
    )
    courses = list(rows.prefetch_related("members__staff", "tasks__member__staff"))
    now = next((row for row in courses if row.status != "ended"), None)
    may = file.access.may(_RIGHT) and not file.case.closed_on
    context = {
        "case": file.case,
        "citizen": file.citizen,
        "now": now,
        "ended": [row for row in courses if row.status == "ended"],
        "acts": list(COURSE.allowed(now.status, file.access)) if now and may else [],
        "may": may,
        "today": file.moment.today,
        "member_form": member or (forms.MemberForm(today=file.moment.today) if now and may else None),
        "task_form": task or (forms.TaskForm(course=now) if now and may else None),
    }
    return render(request, "cooperation/case.html", context, status=status)


class _Form(FormPage):
    """Done, one is back at the course."""

    back = "cooperation:case"
    place = gettext_lazy("Across professions")


@page(_RIGHT)
@require_http_methods(["GET", "POST"])
@in_case
def judge(request: StaffRequest, case_id: int) -> HttpResponse:
    shown = _Form.open(request, case_id, _RIGHT)
    today = shown.file.moment.today
    initial = {"judged_on": today, "coordinator": shown.file.moment.actor.staff_id}
    form = forms.JudgeForm(request.POST or None, today=today, initial=initial)

    def act(data: dict[str, Any]) -> None:
        actions.judge(asking=_asking(shown.file), coordinator_id=data.pop("coordinator"), **data)

    label = COURSE.transition("judge").label
    return shown.answer(form, act, title=label, button=_("Save"), done=_("It is registered."))


@page(_RIGHT)
@require_http_methods(["GET", "POST"])
@in_case
def change(request: StaffRequest, case_id: int, course_id: int, name: str) -> HttpResponse:
    """Change, start or end it."""
    shown = _Form.open(request, case_id, _RIGHT)
    row = Course.objects.filter(case=case_id, pk=course_id).first()
    if row is None:
        raise Http404
    today = shown.file.moment.today
    form: django_forms.Form
    if name == "change":
        initial = {"goal": row.goal, "level": row.level, "coordinator": row.coordinator_id, "version": row.version}
        form = forms.ChangeForm(request.POST or None, today=today, initial=initial)
    else:
        form_class = forms.StartForm if name == "start" else forms.EndForm
        form = form_class(request.POST or None, initial={"day": today, "version": row.version})

    def act(data: dict[str, Any]) -> None:
        known: dict[str, Any] = {"asking": _asking(shown.file), "course_id": row.pk, "version": data["version"]}
        if name == "change":
            coordinator = data["coordinator"]
            actions.change(**known, goal=data["goal"], level=data["level"], coordinator_id=coordinator)
        elif name == "start":
            actions.start(**known, started_on=data["day"])
        else:
            actions.end(**known, ended_on=data["day"], reason=data["reason"])

    label = COURSE.transition(name).label
    return shown.answer(form, act, title=label, lead=row.goal, button=_("Save"), done=_("It is registered."))


def _in_place(
    request: StaffRequest, file: CaseFile, act: Callable[[], Any], form: django_forms.Form | None, name: str
) -> HttpResponse:
    """Something done on the page itself: it comes back with what is missing beside what was typed."""
    try:
        act()
        return redirect("cooperation:case", file.case.pk)
    except Refused as refused:
        if form is None:
            for fault in refused.faults:
                messages.error(request, fault)
            return redirect("cooperation:case", file.case.pk)
        for fault in refused.faults:
            form.add_error(None, fault)
        return _show(request, file, **{name: form}, status=422)
    except ChangedMeanwhile:
        messages.error(request, _("Somebody changed this meanwhile. Look at it, and save again if it still holds."))
        return redirect("cooperation:case", file.case.pk)


@page(_RIGHT)
@require_POST
@in_case
def add_member(request: StaffRequest, case_id: int, course_id: int) -> HttpResponse:
    file = _open(request, case_id, _RIGHT)
    form = forms.MemberForm(request.POST, today=file.moment.today)
    if not form.is_valid():
        return _show(request, file, member=form, status=422)
    data = form.cleaned_data

    def act() -> Member:
        return actions.add_member(asking=_asking(file), course_id=course_id, staff_id=data.pop("staff"), **data)

    return _in_place(request, file, act, form, "member")


@page(_RIGHT)
@require_POST
@in_case
def member_left(request: StaffRequest, case_id: int, course_id: int, member_id: int) -> HttpResponse:
    file = _open(request, case_id, _RIGHT)
    known: dict[str, Any] = {"asking": _asking(file), "course_id": course_id, "member_id": member_id}
    return _in_place(request, file, lambda: actions.member_left(**known, left_on=file.moment.today), None, "")


@page(_RIGHT)
@require_POST
@in_case
def add_task(request: StaffRequest, case_id: int, course_id: int) -> HttpResponse:
    file = _open(request, case_id, _RIGHT)
    course = Course.objects.filter(case=case_id, pk=course_id).first()
    if course is None:
        raise Http404
    form = forms.TaskForm(request.POST, course=course)
    if not form.is_valid():
        return _show(request, file, task=form, status=422)
    data = form.cleaned_data

    def act() -> Task:
        return actions.add_task(asking=_asking(file), course_id=course_id, member_id=data.pop("member"), **data)

    return _in_place(request, file, act, form, "task")


@page(_RIGHT)
@require_POST
@in_case
def finish_task(request: StaffRequest, case_id: int, course_id: int, task_id: int) -> HttpResponse:
    file = _open(request, case_id, _RIGHT)
    version = request.POST.get("version", "")
    known: dict[str, Any] = {"asking": _asking(file), "course_id": course_id, "task_id": task_id}
    return _in_place(
        request,
        file,
        lambda: actions.finish_task(
            **known,
            is_done=request.POST.get("outcome") != "dropped",
            version=int(version) if version.isdecimal() and len(version) < 9 else 0,
        ),
        None,
        "",
    )
