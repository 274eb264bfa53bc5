"""The history of a case: every field of every row about it, and about its citizen, with who changed it and when."""

from __future__ import annotations

from tovholder.accounts.rights import Right
from tovholder.audit.history import Change, Of, story
from tovholder.audit.models import Basis
from tovholder.casework.access import CaseAccess
from tovholder.casework.contributions import contributions
from tovholder.casework.models import (
    Assignment,
    Case,
    Conversation,
    JobGoal,
    Note,
    Participant,
    PlanStep,
    Reminder,
)
from tovholder.citizens.models import (
    AddressProtection,
    BenefitSpell,
    Citizen,
    ContactDetails,
    TargetGroupSpell,
)


def history_of(access: CaseAccess, staff_id: int) -> list[Change]:
    """All that was changed in a case and in what is known of its citizen, the newest first.

    A reminder is its owner's alone. An address that the reader may not see is left out, as on the page of the case.
    """
    case, citizen = access.case.pk, access.case.citizen_id
    sources = [
        Of(Case, pk=case),
        Of(Assignment, case=case),
        Of(Participant, case=case),
        Of(Conversation, case=case),
        Of(Note, case=case),
        Of(JobGoal, plan__case=case),
        Of(PlanStep, plan__case=case),
        Of(Reminder, case=case, staff=staff_id),
        Of(Citizen, pk=citizen),
        Of(BenefitSpell, citizen=citizen),
        Of(TargetGroupSpell, citizen=citizen),
        Of(AddressProtection, citizen=citizen),
    ]
    is_hidden = access.is_protected and not (
        access.basis is Basis.PARTICIPANT and access.may(Right.SEE_PROTECTED_ADDRESS)
    )
    if not is_hidden:
        sources.append(Of(ContactDetails, citizen=citizen))
    for room in contributions():
        if room.history:
            sources.extend(room.history(access))
    return story(*sources)
