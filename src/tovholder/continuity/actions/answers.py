"""One question each about how a handover went. The citizen answers by the address in the letter, or tells."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor, NotAllowed
from tovholder.accounts.rights import Right
from tovholder.casework.actions.common import act, enter
from tovholder.casework.errors import Refused, store
from tovholder.continuity.letters.code import digest_of
from tovholder.continuity.models import Answer, Asked, Handover, HandoverAnswer, Question
from tovholder.web.masking import CPR

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
    first, which the history keeps; what the citizen has answered without them stays. Only when the case has changed
    hands is there anything to tell."""
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
        if found is not None and found.by_citizen:
            raise Refused([_("The citizen has answered, and that answer stays.")])
        return _keep(found, row, asked, answer, words, now, actor)


def _keep(
    found: HandoverAnswer | None,
    row: Handover,
    asked: str,
    answer: str,
    words: str,
    now: dt.datetime,
    actor: Actor | None,
) -> HandoverAnswer:
    """Without an actor it is the citizen who answers."""
    kept = found or HandoverAnswer(handover=row, asked=asked, version=0)
    kept.answer, kept.words, kept.version = answer, words.strip(), kept.version + 1
    kept.registered_at, kept.registered_by_id = now, actor.staff_id if actor else None
    kept.by_citizen = actor is None
    store(kept)
    return kept


def question_with(code: str, today: dt.date) -> Question | None:
    """The question that a code opens on a day. None for one that is wrong, withdrawn or too late: whoever tries is not
    told which."""
    rows = Question.objects.usable(today).filter(code_digest=digest_of(code), handover__shifted_at__isnull=False)
    return rows.select_related("handover__receiver", "handover__to_unit").first()


def answer_by_code(*, code: str, answer: str, words: str = "", now: dt.datetime, today: dt.date) -> HandoverAnswer:
    """The citizen's own answer, given once. It takes the place of what the receiver may have written down for them,
    which the history keeps."""
    with transaction.atomic(), pghistory.context(action="citizen_answers", staff=None, reason=""):
        question = question_with(code, today)
        if question is None:
            raise Refused([_("The address does not work any more.")])
        row = Handover.objects.select_for_update(of=("self",)).get(pk=question.handover_id)
        found = HandoverAnswer.objects.filter(handover=row, asked=Asked.CITIZEN).first()
        faults = []
        if row.shifted_at is None or row.shifted_at > now:
            faults.append(_("The case has not changed hands yet."))
        if found is not None and found.by_citizen:
            faults.append(_("The question has been answered."))
        if answer not in Answer.values:
            faults.append(_("Choose one of the answers."))
        if CPR.search(words):
            faults.append(_("Please leave the CPR number out."))
        if faults:
            raise Refused(faults)
        return _keep(found, row, Asked.CITIZEN, answer, words, now, None)


def withdraw_question(*, actor: Actor, handover_id: int, now: dt.datetime, today: dt.date) -> Question:
    """The address in the letter works no more: it went to the wrong place, or the citizen has said that they do not
    want to be asked. An answer that was given stays."""
    with act("withdraw_question", actor):
        row = Handover.objects.filter(pk=handover_id).first()
        if row is None:
            raise Refused([_("There is no such handover.")])
        enter(actor, row.case_id, Right.HAND_OVER, now=now, today=today, closed_too=True)
        if not actor.may(Right.ASSIGN) or not {row.from_unit_id, row.to_unit_id} & actor.leads:
            raise NotAllowed(Right.ASSIGN, str(_("A leader of one of the two units withdraws the question.")))
        question = Question.objects.select_for_update(of=("self",)).filter(handover=row).first()
        if question is None or question.withdrawn_at is not None:
            raise Refused([_("There is no question to withdraw: somebody else has withdrawn it, or none was asked.")])
        question.withdrawn_at, question.withdrawn_by_id = now, actor.staff_id
        store(question)
        return question
