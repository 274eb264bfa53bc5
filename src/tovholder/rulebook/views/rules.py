"""The table of rules, one rule, and changing it after its effect was shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tovholder.accounts.acts import Refused
from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.rulebook import books
from tovholder.rulebook.actions import rules as acts
from tovholder.rulebook.actions.rules import Asked
from tovholder.rulebook.effects import Effect
from tovholder.rulebook.forms.rules import ChangeForm, EndForm, RuleForm, TakeBackForm, VerifyForm
from tovholder.rulebook.queries import rules as queries
from tovholder.rules.rows import Rule


@page(Right.SEE_RULES)
@require_GET
def rules(request: StaffRequest) -> HttpResponse:
    """Every row by subject: those that hold on a day, or all."""
    today = timezone.localdate()
    wanted = queries.read(request.GET, today)
    book = books.current()
    context = {
        "wanted": wanted,
        "subjects": queries.by_subject(book, wanted),
        "all_subjects": [(key, books.subject_name(key)) for key in books.SUBJECTS],
        "groups": book.rules.groups.values(),
        "changes": [change for change in book.rules.changes if change.on > today],
        "unverified": sum(not rule.verified for rule in book.rules.in_force(wanted.day or today)),
        "today": today,
    }
    return render(request, "rulebook/rules.html", context)


@page(Right.SEE_RULES)
@require_GET
def rule(request: StaffRequest, rule_id: str) -> HttpResponse:
    book, found = _find(rule_id)
    context = {
        "row": queries.row(found, book),
        "rule": found,
        "others": [queries.row(other, book) for other in queries.beside(found, book)],
        "changes": queries.history(found),
        "is_own": rule_id in book.own,
        "may_change": request.actor.may(Right.MANAGE_RULES),
        "today": timezone.localdate(),
    }
    return render(request, "rulebook/rule.html", context)


@page(Right.MANAGE_RULES)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest, rule_id: str) -> HttpResponse:
    """A row that follows this one, or stands beside it for other target groups."""
    book, found = _find(rule_id)
    initial = {"version": book.edition}
    form = RuleForm(request.POST or None, book=book, follows=found, initial=initial)

    def act(asked: Asked) -> Effect:
        return acts.add_rule(asked, form.draft())

    return _change(request, found, form, act, title=_("A new rule"), done=lambda: form.cleaned_data["rule_id"].strip())


@page(Right.MANAGE_RULES)
@require_http_methods(["GET", "POST"])
def end(request: StaffRequest, rule_id: str) -> HttpResponse:
    book, found = _find(rule_id)
    form = EndForm(request.POST or None, initial={"version": book.edition})

    def act(asked: Asked) -> Effect:
        return acts.end_rule(asked, rule_id, form.cleaned_data["valid_to"])

    return _change(request, found, form, act, title=_("End the rule"), done=lambda: rule_id)


@page(Right.MANAGE_RULES)
@require_http_methods(["GET", "POST"])
def verify(request: StaffRequest, rule_id: str) -> HttpResponse:
    book, found = _find(rule_id)
    initial = {"version": book.edition, "law": found.law, "verified": found.verified}
    form = VerifyForm(request.POST or None, initial=initial)

    def act(asked: Asked) -> Effect:
        typed = form.cleaned_data
        return acts.verify_rule(asked, rule_id, verified=typed["verified"], law=typed["law"])

    # Nothing falls due otherwise because somebody has read the law: there is no effect to look at first.
    return _change(request, found, form, act, title=_("Verify the rule"), done=lambda: rule_id, at_once=True)


@page(Right.MANAGE_RULES)
@require_http_methods(["GET", "POST"])
def take_back(request: StaffRequest, rule_id: str) -> HttpResponse:
    book, found = _find(rule_id)
    form = TakeBackForm(request.POST or None, initial={"version": book.edition})

    def act(asked: Asked) -> Effect:
        return acts.take_back_rule(asked, rule_id)

    return _change(request, found, form, act, title=_("Take the rule back"), done=lambda: "")


def _find(rule_id: str) -> tuple[books.Book, Rule]:
    book = books.current()
    if (found := book.rules.by_id.get(rule_id)) is None:
        raise Http404
    return book, found


def _change(
    request: StaffRequest,
    found: Rule,
    form: ChangeForm,
    act: Callable[[Asked], Effect],
    *,
    title: str,
    done: Callable[[], str],
    at_once: bool = False,
) -> HttpResponse:
    """Shows what the change would change; saved is what was shown. `done` names the rule whose page comes next."""
    effect: Effect | None = None
    status = 200
    if form.is_bound and form.is_valid():
        saves = at_once or (request.POST.get("step") == "save" and form.is_as_shown)
        try:
            effect = act(_asked(request, form, tries=not saves))
            if saves:
                messages.success(request, _("Saved. The dates of the cases are being worked out anew."))
                goes_to = done()
                return redirect("rulebook:rule", goes_to) if goes_to else redirect("rulebook:rules")
        except Refused as refused:
            for fault in refused.faults:
                form.add_error(None, fault)
        except ChangedMeanwhile as meanwhile:
            status = 409
            _tell_meanwhile(form, meanwhile)
    if form.errors and status == 200:
        status = 422
    context: dict[str, Any] = {
        "form": form,
        "row": queries.row(found, books.current()),
        "effect": effect,
        "units": effect.by_unit.most_common() if effect else [],
        "seen": form.digest() if effect else "",
        "title": title,
        "at_once": at_once,
    }
    return render(request, "rulebook/change.html", context, status=status)


def _asked(request: StaffRequest, form: ChangeForm, *, tries: bool) -> Asked:
    now = timezone.now()
    typed = form.cleaned_data
    today: dt.date = timezone.localdate(now)
    return Asked(request.actor, typed["version"], typed["reason"], now, today, tries=tries)


def _tell_meanwhile(form: ChangeForm, meanwhile: ChangedMeanwhile) -> None:
    """What is typed stays, and sent once more it is held against the rules as they are now."""
    last = queries.last_change()
    who = last.who if last and last.who else _("Somebody else")
    form.add_error(
        None,
        _("%(who)s changed the rules while you had this open. Look at the table again; nothing of yours is saved yet.")
        % {"who": who},
    )
    typed = cast(QueryDict, form.data).copy()
    typed["version"] = str(meanwhile.current.version)  # type: ignore[attr-defined]
    typed["seen"] = ""
    form.data = typed
