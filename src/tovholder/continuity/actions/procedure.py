"""Deadlines, who owns the procedure in a team, and what people ask and suggest about it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.models import Membership
from tovholder.accounts.registration import check_version
from tovholder.accounts.rights import Right
from tovholder.casework.actions.common import act
from tovholder.casework.errors import Refused, register, store
from tovholder.continuity.models import Deadline, DeadlineKind, ProcedureComment, ProcedureOwner
from tovholder.continuity.queries.procedure import owner_of


def set_deadline(
    *,
    actor: Actor,
    what: str,
    days: int,
    valid_from: dt.date,
    reason: str,
    now: dt.datetime,
    today: dt.date,
) -> Deadline:
    """Another number of days from a day on. What was asked for before keeps its dates."""
    actor.require(Right.SET_DEADLINES)
    with act("set_deadline", actor, reason[:300]):
        faults = []
        if what not in DeadlineKind.values:
            faults.append(_("Choose what the deadline is for."))
        if valid_from < today:
            faults.append(_("A deadline changes from today or later: what is past has been promised."))
        if not reason.strip():
            faults.append(_("Say why."))
        if faults:
            raise Refused(faults)
        row = Deadline(
            what=what,
            days=days,
            valid_from=valid_from,
            reason=reason.strip(),
        )
        return register(row, actor, now)


def withdraw_deadline(*, actor: Actor, deadline_id: int, now: dt.datetime, today: dt.date) -> None:
    """Takes out one that does not hold yet; the history keeps it."""
    actor.require(Right.SET_DEADLINES)
    with act("withdraw_deadline", actor):
        row = Deadline.objects.select_for_update(of=("self",)).filter(pk=deadline_id).first()
        if row is None or row.valid_from <= today:
            raise Refused([_("Only a deadline that does not hold yet can be taken out.")])
        row.delete()


def set_owner(*, actor: Actor, unit_id: int, staff_id: int | None, now: dt.datetime, today: dt.date) -> ProcedureOwner:
    """Somebody in the team answers for the procedure from now on."""
    actor.require(Right.ASSIGN)
    if unit_id not in actor.leads:
        raise NotAllowed(Right.ASSIGN)
    with act("set_procedure_owner", actor):
        if staff_id is not None:
            member = Membership.objects.on(today).filter(staff=staff_id, unit=unit_id, staff__is_active=True)
            if not member.exists():
                raise Refused([_("The person does not belong to the unit today.")])
        row = ProcedureOwner(
            unit_id=unit_id,
            staff_id=staff_id,
            effective_at=now,
        )
        return register(row, actor, now)


def comment(*, actor: Actor, unit_id: int, kind: str, text: str, now: dt.datetime) -> ProcedureComment:
    """A question or a suggestion about the procedure, from somebody in the unit or above it."""
    actor.require(Right.REGISTER_ABSENCE)
    if unit_id not in actor.units | actor.leads:
        raise NotAllowed(Right.REGISTER_ABSENCE)
    with act("comment_procedure", actor):
        if not text.strip():
            raise Refused([_("Write the question or the suggestion.")])
        row = ProcedureComment(
            unit_id=unit_id, kind=kind, text=text.strip(), registered_at=now, registered_by_id=actor.staff_id
        )
        store(row)
        return row


def answer_comment(*, actor: Actor, comment_id: int, answer: str, version: int, now: dt.datetime) -> ProcedureComment:
    """The owner of the procedure in the team answers, or its leader."""
    with act("answer_comment", actor):
        row = ProcedureComment.objects.select_for_update(of=("self",)).filter(pk=comment_id).first()
        if row is None:
            raise Refused([_("There is no such question.")])
        owner = owner_of(row.unit_id, now)
        is_owner = owner is not None and owner.staff_id == actor.staff_id
        if not is_owner and not (actor.may(Right.ASSIGN) and row.unit_id in actor.leads):
            raise NotAllowed(Right.ASSIGN, str(_("The owner of the procedure answers, or the unit's leader.")))
        check_version(row, version)
        if not answer.strip():
            raise Refused([_("Write the answer.")])
        row.answer, row.answered_at, row.answered_by_id = answer.strip(), now, actor.staff_id
        store(row)
        return row
