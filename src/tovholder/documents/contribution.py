"""What documentation says on the case page: what is waited for, what is due, what was asked and answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tovholder.accounts.rights import Right
from tovholder.audit.history import Of
from tovholder.casework.access import CaseAccess
from tovholder.casework.actions.common import start_of
from tovholder.casework.contributions import (
    Answers,
    Contribution,
    DueDate,
    Flag,
    Moment,
    Notice,
    OpenWork,
    TimelineEntry,
    Told,
    Wait,
    Way,
)
from tovholder.casework.each import Each
from tovholder.casework.wait_kinds import WaitKind
from tovholder.documents.models import OPEN, Consent, DialogueMeeting, HealthContent, Reminding, Request
from tovholder.documents.queries.in_case import name_of

ROOM = "documents"
KIND = "document"
KINDS = ((KIND, gettext_lazy("Documentation")),)
DEFINITION = gettext_lazy("From the day on which it was asked for until it comes, is refused or is withdrawn.")

WAIT = WaitKind(
    "certificate", gettext_lazy("Documentation from others"), DEFINITION, gettext_lazy("Whoever was asked"), 40
)


def _page(case_id: int) -> str:
    return reverse("documents:case", args=[case_id])


_REQUEST = (
    "code",
    "what",
    "purpose",
    "can",
    "reason",
    "asked_on",
    "due_on",
    "received_on",
    "refused_on",
    "withdrawn_on",
    "consent",
    "consent__until",
    "consent__withdrawn_on",
)
_MEETING = ("starts_at", "held_at", "cancelled_at", "citizen_present", "agreed", "reason")
_WHO = ("counterpart__name", "counterpart__city", "registered_by__name")


def asks(case: Any, moment: Moment) -> dict[str, QuerySet[Any, Any]]:
    """Everything about the case's requests and dialogue meetings; nothing of what an answer says of health."""
    return {
        "requests": Request.objects.filter(case=case).order_by().values_list(*_REQUEST, *_WHO),
        "meetings": DialogueMeeting.objects.filter(case=case).order_by().values_list(*_MEETING, *_WHO),
    }


@dataclass(frozen=True)
class _Request:
    code: str
    what: str
    purpose: str
    can: str
    reason: str
    asked_on: dt.date | None
    due_on: dt.date | None
    received_on: dt.date | None
    refused_on: dt.date | None
    withdrawn_on: dt.date | None
    consent: int | None
    consent_until: dt.date | None
    consent_withdrawn_on: dt.date | None
    name: str
    city: str
    by: str | None

    @property
    def is_open(self) -> bool:
        return not (self.received_on or self.refused_on or self.withdrawn_on)

    def has_lost_consent(self, today: dt.date) -> bool:
        """Asked for with a consent that holds no more."""
        ends = (self.consent_until, self.consent_withdrawn_on)
        return self.consent is not None and any(end is not None and end <= today for end in ends)

    @property
    def who(self) -> str:
        return f"{self.name}, {self.city}" if self.city else self.name

    @property
    def words(self) -> dict[str, str]:
        return {"what": name_of(self.code, self.what), "who": self.who}


def tells(answers: Answers, case_id: int, moment: Moment) -> Told:
    """What is waited for, what is due, what is begun, and what was asked and answered."""
    found = Told()
    sees = moment.actor.may(Right.SEE_WHOLE_CASE)
    url = _page(case_id)
    for row in (_Request(*values) for values in answers["requests"]):
        if row.is_open and row.asked_on:
            if sees and row.has_lost_consent(moment.today):
                found.notices.append(_without_consent(row, url))
            label = _("%(what)s is asked for from %(who)s.") % row.words
            found.open_work.append(OpenWork(label, row.asked_on, url, blocks_closing=True, who=row.by or ""))
            if sees:
                found.waits.append(
                    Wait(
                        kind=KIND,
                        label=row.words["what"],
                        since=row.asked_on,
                        who_can_end_it=row.who,
                        definition=DEFINITION,
                        url=url,
                    )
                )
            if sees and row.due_on:
                found.due.append(DueDate(row.due_on, _("Answer: %(what)s") % row.words, url))
        if sees:
            found.timeline.extend(_told(row, url))
    for values in answers["meetings"] if sees else ():
        _tell_meeting(found, values, url)
    return found


def _without_consent(row: _Request, url: str) -> Notice:
    text = _("%(what)s: tell %(who)s, and withdraw the request.") % row.words
    return Notice(_("The citizen no longer consents"), text, url, icon="warning", kind="warning")


def _told(row: _Request, url: str) -> Iterator[TimelineEntry]:
    def entry(day: dt.date, title: str, text: str, icon: str, who: str = "") -> TimelineEntry:
        return TimelineEntry(start_of(day), KIND, title, text, who, url=url, icon=icon)

    if row.asked_on:
        yield entry(row.asked_on, _("%(what)s asked for from %(who)s") % row.words, row.purpose, "mail", row.by or "")
    if row.received_on and row.asked_on:
        yield entry(row.received_on, _("%(what)s received from %(who)s") % row.words, row.can, "check")
    elif row.received_on:
        title = _("%(what)s came from %(who)s without being asked for") % row.words
        yield entry(row.received_on, title, "\n".join(filter(None, [row.reason, row.can])), "check", row.by or "")
    elif row.refused_on:
        yield entry(row.refused_on, _("%(who)s refuses: %(what)s") % row.words, row.reason, "error")
    elif row.withdrawn_on:
        yield entry(row.withdrawn_on, _("%(what)s is no longer asked for") % row.words, row.reason, "close")


def _tell_meeting(found: Told, values: tuple[Any, ...], url: str) -> None:
    starts_at, held_at, cancelled_at, citizen_present, agreed, reason, name, city, by = values
    words = {"who": f"{name}, {city}" if city else name}
    if held_at:
        title = _("Dialogue meeting held with %(who)s, without the citizen")
        if citizen_present:
            title = _("Dialogue meeting held with %(who)s and the citizen")
        found.timeline.append(TimelineEntry(held_at, KIND, title % words, agreed, by or "", url=url, icon="chat"))
    elif cancelled_at:
        title = _("Dialogue meeting with %(who)s cancelled")
        found.timeline.append(TimelineEntry(cancelled_at, KIND, title % words, reason, by or "", url=url, icon="close"))
    else:
        label = _("Dialogue meeting with %(who)s") % words
        found.due.append(DueDate(timezone.localdate(starts_at), label, url))


def _late(moment: Moment) -> Q:
    return Q(Each(Request.objects.filter(OPEN, case=OuterRef("pk"), due_on__lt=moment.today).order_by()))


def _waiting(moment: Moment) -> Q:
    return Q(Each(Request.objects.filter(OPEN, case=OuterRef("pk")).order_by()))


FLAGS = (
    Flag(
        "documents",
        gettext_lazy("Waits for documentation"),
        gettext_lazy("A certificate or other documentation was asked for and has not come."),
        _waiting,
        order=150,
        group="waits",
    ),
    Flag(
        "documents_late",
        gettext_lazy("Documentation overdue"),
        gettext_lazy("A certificate or other documentation was due before today and has not come."),
        _late,
        order=55,
        group="act",
    ),
)


def history(access: CaseAccess) -> Iterable[Of]:
    """What is said about health only to those who may read it."""
    case = access.case.pk
    found = [Of(Request, case=case), Of(Reminding, request__case=case), Of(Consent, case=case)]
    found.append(Of(DialogueMeeting, case=case))
    return [*found, Of(HealthContent, request__case=case)] if access.may(Right.SEE_HEALTH) else found


CONTRIBUTION = Contribution(
    room=ROOM,
    asks=asks,
    tells=tells,
    timeline_kinds=KINDS,
    flags=FLAGS,
    history=history,
    ways=(Way(gettext_lazy("Documentation"), "documents:case", Right.SEE_WHOLE_CASE, 20),),
)
