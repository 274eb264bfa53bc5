"""The citizen gives and withdraws consents."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import act
from tovholder.accounts.rights import Right
from tovholder.casework.actions.common import Asking
from tovholder.casework.errors import Refused, store
from tovholder.documents.models import OPEN, Consent, Request


def give(
    *,
    actor: Actor,
    case_id: int,
    information: str,
    counterpart_id: int | None = None,
    given_on: dt.date,
    form: str,
    until: dt.date | None = None,
    now: dt.datetime,
    today: dt.date,
) -> Consent:
    """A consent says which information, from whom, for this case."""
    asking = Asking(actor, case_id, now, today)
    with act("give_consent", actor):
        access = asking.enter(Right.ASK_FOR_DOCUMENTS, closed_too=True)
        faults = []
        if not information.strip():
            faults.append(_("Say which information the citizen consents to."))
        if given_on > today:
            faults.append(_("The day lies ahead."))
        if faults:
            raise Refused(faults)
        row = Consent(
            case=access.case,
            information=information.strip(),
            counterpart_id=counterpart_id,
            given_on=given_on,
            form=form,
            until=until,
            **asking.registered(),
        )
        store(row)
        return row


def withdraw_consent(
    *,
    actor: Actor,
    case_id: int,
    consent_id: int,
    withdrawn_on: dt.date,
    version: int,
    now: dt.datetime,
    today: dt.date,
) -> list[Request]:
    """The citizen withdraws a consent. Returns the requests that are on their way under it: somebody has to tell those
    who were asked, and nothing of what they answer may be kept."""
    asking = Asking(actor, case_id, now, today)
    with act("withdraw_consent", actor):
        asking.enter(Right.ASK_FOR_DOCUMENTS, closed_too=True)
        row = asking.row(Consent, consent_id, version)
        if row.withdrawn_on is not None:
            raise Refused([_("The consent was withdrawn before.")])
        if withdrawn_on > today:
            raise Refused([_("The day lies ahead.")])
        row.withdrawn_on = withdrawn_on
        store(row)
        return list(Request.objects.filter(OPEN, consent=row).select_related("counterpart"))
