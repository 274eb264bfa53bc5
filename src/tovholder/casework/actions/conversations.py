"""Plan, hold, miss, cancel, move, take back. What may follow what is in `casework/lifecycles.py`."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.models import Staff
from tovholder.accounts.registration import check_version
from tovholder.accounts.rights import Right
from tovholder.casework.access import CaseAccess
from tovholder.casework.actions.common import act, enter, start_of
from tovholder.casework.errors import Refused, register, store
from tovholder.casework.lifecycles import CONVERSATION, NEW
from tovholder.casework.models import Case, Conversation, ConversationForm, ConversationKind


def plan_conversation(
    *,
    actor: Actor,
    case_id: int,
    starts_at: dt.datetime,
    kind: str = ConversationKind.FOLLOW_UP,
    form: str = ConversationForm.OFFICE,
    purpose: str = "",
    staff_id: int | None = None,
    now: dt.datetime,
    today: dt.date,
) -> Conversation:
    """A conversation ahead, with the actor unless `staff_id` says with whom."""
    with act("plan_conversation", actor):
        access = enter(actor, case_id, Right.CONVERSE, now=now, today=today)
        CONVERSATION.check("plan", NEW, access, {"now": now, "new_at": starts_at})
        if kind == ConversationKind.FUND:
            raise Refused([_("The unemployment fund plans its own. Register the conversation when it has been held.")])
        return _plan(actor, access.case, starts_at, kind, form, purpose, _known(staff_id, actor), None, now)


def register_held(
    *,
    actor: Actor,
    case_id: int,
    conversation_id: int | None = None,
    version: int | None = None,
    held_at: dt.datetime,
    kind: str | None = None,
    form: str | None = None,
    purpose: str | None = None,
    agreed: str = "",
    staff_id: int | None = None,
    next_at: dt.datetime | None = None,
    next_kind: str = ConversationKind.FOLLOW_UP,
    next_form: str = ConversationForm.OFFICE,
    now: dt.datetime,
    today: dt.date,
) -> Conversation:
    """A conversation was held: the planned one named by `conversation_id` (then `version` is what was read), or one
    that nobody had planned. It was held with the actor unless `staff_id` says with whom, or the unemployment fund held
    it. What is None of `kind`, `form` and `purpose` stays as planned.

    `next_at` plans the next one, which `follows` this one. Returns the held conversation.
    """
    with act("register_held", actor):
        access = enter(actor, case_id, Right.CONVERSE, now=now, today=today)
        if conversation_id is None:
            row = Conversation(case=access.case, starts_at=held_at, registered_by_id=actor.staff_id, registered_at=now)
            status = NEW
        else:
            row = _locked(access.case, conversation_id, version)
            status = row.status
            if kind == ConversationKind.FUND != row.kind:
                raise Refused([_("It was planned with us. Register the fund's conversation as one of its own.")])
        facts = {"now": now, "held_at": held_at, "opened_at": start_of(access.case.opened_on)}
        CONVERSATION.check("hold", status, access, facts)
        if next_at is not None:
            CONVERSATION.check("plan", NEW, access, {"now": now, "new_at": next_at})
        row.held_at, row.agreed = held_at, agreed.strip()
        _be(row, row.kind if kind is None else kind, _known(staff_id, actor))
        row.form = row.form if form is None else form
        row.purpose = row.purpose if purpose is None else purpose.strip()
        store(row)
        if next_at is not None:
            _plan(actor, access.case, next_at, next_kind, next_form, "", _known(staff_id, actor), row, now)
        return row


def register_missed(
    *,
    actor: Actor,
    case_id: int,
    conversation_id: int,
    version: int,
    reason: str = "",
    next_at: dt.datetime | None = None,
    now: dt.datetime,
    today: dt.date,
) -> Conversation:
    """The citizen did not come. `next_at` plans another of the same kind in its place."""
    with act("register_missed", actor, reason):
        access = enter(actor, case_id, Right.CONVERSE, now=now, today=today)
        row = _locked(access.case, conversation_id, version)
        CONVERSATION.check("miss", row.status, access, {"now": now, "starts_at": row.starts_at})
        row.missed_at, row.reason = now, reason.strip()
        store(row)
        _instead(actor, access, row, next_at, now)
        return row


def cancel(
    *,
    actor: Actor,
    case_id: int,
    conversation_id: int,
    version: int,
    reason: str,
    next_at: dt.datetime | None = None,
    now: dt.datetime,
    today: dt.date,
) -> Conversation:
    """The conversation will not take place. `next_at` plans another of the same kind in its place."""
    with act("cancel_conversation", actor, reason):
        access = enter(actor, case_id, Right.CONVERSE, now=now, today=today)
        row = _locked(access.case, conversation_id, version)
        CONVERSATION.check("cancel", row.status, access, {"now": now, "reason": reason.strip()})
        row.cancelled_at, row.reason = now, reason.strip()
        store(row)
        _instead(actor, access, row, next_at, now)
        return row


def move(
    *,
    actor: Actor,
    case_id: int,
    conversation_id: int,
    version: int,
    starts_at: dt.datetime,
    now: dt.datetime,
    today: dt.date,
) -> Conversation:
    """A planned conversation gets another time; the history keeps the first."""
    with act("move_conversation", actor):
        access = enter(actor, case_id, Right.CONVERSE, now=now, today=today)
        row = _locked(access.case, conversation_id, version)
        CONVERSATION.check("move", row.status, access, {"now": now, "new_at": starts_at})
        row.starts_at = starts_at
        store(row)
        return row


def take_back(
    *,
    actor: Actor,
    case_id: int,
    conversation_id: int,
    version: int,
    reason: str,
    now: dt.datetime,
    today: dt.date,
) -> Conversation:
    """A registration was a mistake: the conversation stands as planned again. What was agreed stays in the field and in
    the history; the reason is kept with the change."""
    with act("take_back_conversation", actor, reason):
        access = enter(actor, case_id, Right.CONVERSE, now=now, today=today)
        row = _locked(access.case, conversation_id, version)
        CONVERSATION.check("take_back", row.status, access, {"now": now, "reason": reason.strip()})
        row.held_at = row.missed_at = row.cancelled_at = None
        row.reason = ""
        store(row)
        return row


def correct_conversation(
    *,
    actor: Actor,
    case_id: int,
    conversation_id: int,
    version: int,
    kind: str,
    form: str,
    purpose: str,
    agreed: str,
    now: dt.datetime,
    today: dt.date,
) -> Conversation:
    """Other words for what a conversation was about; its status stays. What was there before stays in the history."""
    with act("correct_conversation", actor):
        access = enter(actor, case_id, Right.CONVERSE, now=now, today=today)
        row = _locked(access.case, conversation_id, version)
        _be(row, kind, row.staff_id or actor.staff_id)
        row.form, row.purpose, row.agreed = form, purpose.strip(), agreed.strip()
        store(row)
        return row


def _locked(case: Case, conversation_id: int, version: int | None) -> Conversation:
    """A conversation of the case, still the one that was read. Raises Refused, ChangedMeanwhile."""
    row = Conversation.objects.select_for_update(of=("self",)).filter(case=case, pk=conversation_id).first()
    if row is None:
        raise Refused([_("There is no such conversation in this case.")])
    check_version(row, version or 0)
    return row


def _be(row: Conversation, kind: str, staff_id: int) -> None:
    """Makes it one of a kind: with somebody of ours, or the unemployment fund's."""
    row.kind = kind
    row.staff_id = None if kind == ConversationKind.FUND else staff_id


def _known(staff_id: int | None, actor: Actor) -> int:
    """With whom: the actor, or another who works here."""
    if staff_id is None or staff_id == actor.staff_id:
        return actor.staff_id
    if not Staff.objects.filter(pk=staff_id, is_active=True).exists():
        raise Refused([_("The person does not work here any more.")])
    return staff_id


def _plan(
    actor: Actor,
    case: Case,
    starts_at: dt.datetime,
    kind: str,
    form: str,
    purpose: str,
    staff_id: int | None,
    follows: Conversation | None,
    now: dt.datetime,
) -> Conversation:
    row = Conversation(
        case=case,
        staff_id=staff_id,
        kind=kind,
        form=form,
        purpose=purpose.strip(),
        starts_at=starts_at,
        follows=follows,
    )
    return register(row, actor, now)


def _instead(actor: Actor, access: CaseAccess, row: Conversation, at: dt.datetime | None, now: dt.datetime) -> None:
    if at is None:
        return
    CONVERSATION.check("plan", NEW, access, {"now": now, "new_at": at})
    _plan(actor, access.case, at, row.kind, row.form, row.purpose, row.staff_id, row, now)
