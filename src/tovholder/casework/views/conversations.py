"""Conversations: register one that was held, plan one, and what may become of a planned one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.casework.actions import conversations
from tovholder.casework.actions.registering import register_or_correct
from tovholder.casework.forms.conversations import key_of
from tovholder.casework.queries.case import open_file
from tovholder.casework.queries.changes import next_since, since_version
from tovholder.casework.views import panels
from tovholder.casework.views.carrying_out import asking, carry_out, type_in
from tovholder.casework.views.in_case import in_case, moment_of
from tovholder.casework.views.panels import Panel


def _changed(panel: Panel, meanwhile: ChangedMeanwhile) -> None:
    row: Any = meanwhile.current
    panel.conflict = since_version(row, panel.form.cleaned_data["version"])
    if panel.name == "held":
        panel.conflict += next_since(row)
    type_in(panel.form, conversation=key_of(row), version=row.version)


@page(Right.CONVERSE)
@require_POST
@in_case
def hold(request: StaffRequest, case_id: int) -> HttpResponse:
    file = open_file(case_id, moment_of(request))
    panel = panels.held(file, request.POST)
    names = ("conversation_id", "version", "held_at", "kind", "form", "purpose", "agreed", "next_at", "next_form")
    return carry_out(
        request,
        file,
        panel,
        lambda data: register_or_correct(**asking(file), **{name: data[name] for name in names}),
        done=_("The conversation is registered."),
        changed=_changed,
    )


@page(Right.CONVERSE)
@require_POST
@in_case
def plan_conversation(request: StaffRequest, case_id: int) -> HttpResponse:
    file = open_file(case_id, moment_of(request))
    names = ("starts_at", "kind", "form", "purpose")
    return carry_out(
        request,
        file,
        panels.plan(file, request.POST),
        lambda data: conversations.plan_conversation(**asking(file), **{name: data[name] for name in names}),
        done=_("The conversation is planned."),
        changed=_changed,
    )


@dataclass(frozen=True)
class Change:
    """What may be done with one conversation: the act, the fields of the form that it takes, the word when done."""

    act: Callable[..., Any]
    names: tuple[str, ...]
    done: Any


CHANGES = {
    "missed": Change(
        conversations.register_missed, ("version", "reason", "next_at"), _("It is registered that nobody came.")
    ),
    "cancel": Change(conversations.cancel, ("version", "reason", "next_at"), _("The conversation is cancelled.")),
    "move": Change(conversations.move, ("version", "starts_at"), _("The conversation has another time.")),
    "correct": Change(
        conversations.correct_conversation,
        ("version", "kind", "form", "purpose", "agreed"),
        _("The conversation is corrected."),
    ),
    "back": Change(
        conversations.take_back,
        ("version", "reason"),
        _("The registration is taken back; the conversation stands as planned."),
    ),
}


@page(Right.CONVERSE)
@require_POST
@in_case
def change_conversation(request: StaffRequest, case_id: int, conversation_id: int, name: str) -> HttpResponse:
    file = open_file(case_id, moment_of(request))
    row = panels.conversation_of(file, conversation_id)
    if row is None:
        raise Http404
    change = CHANGES[name]
    return carry_out(
        request,
        file,
        panels.of_conversation(file, name, row, request.POST),
        lambda data: change.act(
            **asking(file), conversation_id=conversation_id, **{field: data[field] for field in change.names}
        ),
        done=change.done,
        changed=_changed,
    )
