"""The one question about a handover: answered by the one who took over, and by the citizen without signing in."""

from __future__ import annotations

from allauth.core.internal.ratelimit import consume
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tovholder.accounts.permissions import StaffRequest, open_page, page
from tovholder.accounts.rights import Right
from tovholder.casework.access import CaseAccess
from tovholder.casework.errors import Refused
from tovholder.continuity.actions import answers
from tovholder.continuity.forms import handovers as its_forms
from tovholder.continuity.models import Asked, Handover, HandoverAnswer
from tovholder.continuity.views.common import moment_of, refuse
from tovholder.continuity.views.handover import within
from tovholder.web.unlisted import unlisted


def _may_try(request: HttpRequest, *, counts: bool) -> bool:
    """Whether whoever asks may still try codes, by the limit `wrong_code` of ACCOUNT_RATE_LIMITS. Only what was wrong
    counts. (The public function of allauth leaves every GET uncounted.)"""
    usage = consume(request, app="allauth.account", action="wrong_code", dry_run=not counts, limit_get=True)
    return usage is not None


@page(Right.HAND_OVER)
@require_POST
def answer_question(request: StaffRequest, handover_id: int, asked: str) -> HttpResponse:
    """The answer to one of the two questions."""
    moment = moment_of(request)
    form = its_forms.AnswerForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose one of the answers."))
        return redirect("continuity:handover", handover_id)

    def answer(row: Handover, access: CaseAccess) -> HttpResponse:
        try:
            answers.answer(
                actor=request.actor,
                handover_id=handover_id,
                asked=asked,
                answer=form.cleaned_data["answer"],
                words=form.cleaned_data["words"],
                now=moment.now,
                today=moment.today,
            )
            messages.success(request, _("The answer is registered."))
        except Refused as refused:
            messages.error(request, " ".join(refused.faults))
        return redirect("continuity:handover", handover_id)

    return within(request, handover_id, answer)


@page(Right.HAND_OVER)
@require_POST
def withdraw_question(request: StaffRequest, handover_id: int) -> HttpResponse:
    """The address in the letter works no more."""

    def answer(row: Handover, access: CaseAccess) -> HttpResponse:
        moment = moment_of(request)
        try:
            answers.withdraw_question(actor=request.actor, handover_id=handover_id, now=moment.now, today=moment.today)
            messages.success(request, _("The question is withdrawn: the address in the letter works no more."))
        except Refused as refused:
            messages.error(request, " ".join(refused.faults))
        return redirect("continuity:handover", handover_id)

    return within(request, handover_id, answer)


@open_page
@unlisted
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, code: str) -> HttpResponse:
    """The citizen's page: one question, by the address in the letter. It says no more than the letter did, and a code
    that is wrong, withdrawn or too late all look the same."""
    now = timezone.now()
    if not _may_try(request, counts=False):
        return render(request, "continuity/question_wait.html", status=429)
    found = answers.question_with(code, timezone.localdate(now))
    if found is None:
        _may_try(request, counts=True)
        return render(request, "continuity/question_gone.html", status=404)
    form = its_forms.CitizenAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            answers.answer_by_code(code=code, **form.cleaned_data, now=now, today=timezone.localdate(now))
            return redirect("continuity:question", code)
        except Refused as refused:
            refuse(form, refused.faults)
    row = found.handover
    context = {
        "row": row,
        "form": form,
        "asked": answers.QUESTIONS[Asked.CITIZEN],
        "is_answered": HandoverAnswer.objects.filter(handover=row, by_citizen=True).exists(),
        "is_early": row.shifted_at is None or row.shifted_at > now,
    }
    # A status of its own would have the address, and with it the code, written into the server's log.
    return render(request, "continuity/question.html", context)
