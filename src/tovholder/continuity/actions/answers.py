"""One question each about how a handover went."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.rights import Right
from tovholder.casework.actions.common import act, enter
from tovholder.casework.errors import Refused, store
from tovholder.continuity.models import Answer, Asked, Handover, HandoverAnswer

QUESTIONS = {
    Asked.RECEIVER: _("Did you have what you needed to go on with the case?"),
    Asked.CITIZEN: _("Could you go on from where you were, without beginning anew?"),
}


def answer(
    *,
    actor: Actor,
    handover_id: int,
    asked: str,
    answer: str,
    words: str = "",
    now: dt.datetime,
    today: dt.date,
) -> HandoverAnswer:
    """The receiver answers for themself, and writes down what the citizen says. Another answer takes the place of the
    first, which the history keeps. Only when the case has changed hands is there anything to tell."""
    with act("answer_handover", actor):
        row = Handover.objects.filter(pk=handover_id).first()
        if row is None:
            raise Refused([_("There is no such handover.")])
        enter(actor, row.case_id, Right.HAND_OVER, now=now, today=today, closed_too=True)
        if actor.staff_id != row.receiver_id:
            raise NotAllowed(Right.HAND_OVER, str(_("The one who took over answers, and asks the citizen.")))
        faults = []
        if row.shifted_at is None or row.shifted_at > now:
            faults.append(_("The case has not changed hands yet."))
        if asked not in Asked.values or answer not in Answer.values:
            faults.append(_("Choose one of the answers."))
        if faults:
            raise Refused(faults)
        found = HandoverAnswer.objects.select_for_update(of=("self",)).filter(handover=row, asked=asked).first()
        if found is None:
            found = HandoverAnswer(
                handover=row, asked=asked, registered_at=now, registered_by_id=actor.staff_id, version=0
            )
        found.answer, found.words, found.version = answer, words.strip(), found.version + 1
        store(found)
        return found
