"""Ask for a proposal, and stop one. Nothing changes by it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.rights import Right
from tovholder.casework.contributions import Moment
from tovholder.casework.errors import Refused
from tovholder.continuity.actions.absences import require_say
from tovholder.continuity.actions.covers import COVER, SHIFT
from tovholder.continuity.models import Absence, ProposalEnding, ProposalRun
from tovholder.continuity.queries.affected import picture_of


def propose_for_absence(
    *, actor: Actor, absence_id: int, how: str, language: str, capacity: int | None = None, moment: Moment
) -> ProposalRun:
    """Who could stand in (`cover`) or take over (`shift`) for those who have nobody. The job worker works it out."""
    actor.require(Right.ASSIGN)
    absence = Absence.objects.get(pk=absence_id)
    require_say(actor, absence.staff_id, moment.today)
    if how not in {COVER, SHIFT}:
        raise Refused([_("Choose whether colleagues stand in or take over.")])
    if not picture_of(absence, moment).left:
        raise Refused([_("Everybody has somebody: there is nothing to propose.")])
    return _ask(actor, {"how": how, "capacity": capacity or 0, "language": language}, moment.now, absence)


def try_reorganisation(
    *, actor: Actor, moves: dict[str, int], on: dt.date, language: str, capacity: int | None = None, moment: Moment
) -> ProposalRun:
    """These target groups move to these units on a day: who takes over what, and what the usual ways would cost."""
    actor.require(Right.ASSIGN)
    faults = []
    if not moves:
        faults.append(_("Choose at least one target group that moves."))
    if on <= moment.today:
        faults.append(_("Choose a day that lies ahead."))
    if faults:
        raise Refused(faults)
    # Without a number everybody has the room that is registered for them (`placing.py`).
    question = {"moves": moves, "on": on.isoformat(), "capacity": capacity or 0, "language": language}
    return _ask(actor, question, moment.now, None)


def _ask(actor: Actor, question: dict[str, object], now: dt.datetime, absence: Absence | None) -> ProposalRun:
    from tovholder.continuity.tasks import work_out

    with transaction.atomic():
        run = ProposalRun.objects.create(absence=absence, question=question, asked_by_id=actor.staff_id, asked_at=now)
        work_out.defer(run_id=run.pk)
        return run


def stop_proposal(*, actor: Actor, run_id: int, now: dt.datetime) -> None:
    """Stops it: at once when it has not begun, else when it looks up. What was found until then is kept."""
    actor.require(Right.ASSIGN)
    mine = ProposalRun.objects.filter(pk=run_id, asked_by=actor.staff_id, ended_at=None)
    if not mine.filter(began_at=None).update(stop_asked_at=now, ended_at=now, ending=ProposalEnding.STOPPED):
        mine.update(stop_asked_at=now)
