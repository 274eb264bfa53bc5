"""Registering a conversation that somebody else may have registered first."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tovholder.accounts.actor import Actor
from tovholder.casework.actions import conversations
from tovholder.casework.models import PLANNED, Conversation, ConversationForm


def register_or_correct(
    *,
    actor: Actor,
    case_id: int,
    conversation_id: int | None,
    version: int | None,
    held_at: dt.datetime,
    kind: str | None,
    form: str | None,
    purpose: str | None,
    agreed: str,
    next_at: dt.datetime | None,
    next_form: str | None,
    now: dt.datetime,
    today: dt.date,
) -> Conversation:
    """As `register_held`. Where the conversation stands as held already, and the actor has read that (`version`), what
    is said here takes the place of what was said there, and the next one is planned all the same.

    What is None of `kind`, `form` and `purpose` stays; `next_form` None is the same form as this one's.
    """
    who = {"actor": actor, "case_id": case_id, "now": now, "today": today}
    with transaction.atomic():
        row = Conversation.objects.filter(case=case_id, pk=conversation_id).first() if conversation_id else None
        same = form or (row.form if row else ConversationForm.OFFICE)
        if row is None or row.held_at is None:
            return conversations.register_held(
                **who,  # type: ignore[arg-type]
                conversation_id=conversation_id,
                version=version,
                held_at=held_at,
                kind=kind,
                form=form,
                purpose=purpose,
                agreed=agreed,
                next_at=next_at,
                next_form=next_form or same,
            )
        row = conversations.correct_conversation(
            **who,  # type: ignore[arg-type]
            conversation_id=row.pk,
            version=version or 0,
            kind=kind or row.kind,
            form=form or row.form,
            purpose=row.purpose if purpose is None else purpose,
            agreed=agreed,
        )
        # Who was first may have planned the very same one.
        if next_at is not None and not Conversation.objects.filter(PLANNED, case=case_id, starts_at=next_at).exists():
            conversations.plan_conversation(**who, starts_at=next_at, form=next_form or same)  # type: ignore[arg-type]
        return row
