"""What documentation says on the case page: what is waited for, what is due, what was asked and answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tovholder.accounts.rights import Right
from tovholder.audit.history import Of
from tovholder.casework.access import CaseAccess
from tovholder.casework.actions.common import start_of
from tovholder.casework.contributions import (
    Contribution,
    DueDate,
    Flag,
    Moment,
    OpenWork,
    Part,
    TimelineEntry,
    Wait,
    Way,
)
from tovholder.casework.each import Each
from tovholder.casework.wait_kinds import WaitKind
from tovholder.documents.models import OPEN, Consent, DialogueMeeting, HealthContent, Reminding, Request
from tovholder.documents.queries.in_case import name_of

ROOM = "documents"
KINDS = (("document", gettext_lazy("Documentation")),)
DEFINITION = gettext_lazy("From the day on which it was asked for until it comes, is refused or is withdrawn.")

WAIT = WaitKind(
    "certificate", gettext_lazy("Documentation from others"), DEFINITION, gettext_lazy("Whoever was asked"), 40
)


def _page(case_id: int) -> str:
    return reverse("documents:case", args=[case_id])


def _open(case_id: int) -> Any:
    return Request.objects.filter(OPEN, case=case_id).select_related("counterpart")


def waits(case_id: int, moment: Moment) -> Iterable[Wait]:
    if not moment.actor.may(Right.SEE_WHOLE_CASE):
        return []
    return [
        Wait(
            kind="document",
            label=name_of(row.code, row.what),
            since=row.asked_on or row.registered_at.date(),
            who_can_end_it=str(row.counterpart),
            definition=DEFINITION,
            url=_page(case_id),
        )
        for row in _open(case_id)
    ]


def due(case_id: int, moment: Moment) -> Iterable[DueDate]:
    """Answers that are due, and meetings that lie ahead or have no outcome."""
    if not moment.actor.may(Right.SEE_WHOLE_CASE):
        return []
    requests = _open(case_id).filter(due_on__isnull=False)
    found = [
        DueDate(row.due_on, _("Answer: %(what)s") % {"what": name_of(row.code, row.what)}, _page(case_id))
        for row in requests
        if row.due_on
    ]
    meetings = DialogueMeeting.objects.filter(case=case_id, held_at=None, cancelled_at=None).select_related(
        "counterpart"
    )
    return found + [
        DueDate(
            timezone.localdate(row.starts_at),
            _("Dialogue meeting with %(who)s") % {"who": row.counterpart},
            _page(case_id),
        )
        for row in meetings
    ]


def open_work(case_id: int, moment: Moment) -> Iterable[OpenWork]:
    """A request on its way goes along when the case changes hands."""
    return [
        OpenWork(
            label=_("%(what)s is asked for from %(who)s.")
            % {"what": name_of(row.code, row.what), "who": row.counterpart},
            since=row.asked_on or row.registered_at.date(),
            url=_page(case_id),
            blocks_closing=True,
        )
        for row in _open(case_id)
    ]


def timeline(case_id: int, moment: Moment, part: Part) -> Iterable[TimelineEntry]:
    """Asked, answered, refused, withdrawn; consents and dialogue meetings. Nothing of what an answer says of health."""
    if not part.wants("document") or not moment.actor.may(Right.SEE_WHOLE_CASE):
        return []
    rows = Request.objects.filter(case=case_id).select_related("counterpart", "registered_by")
    meetings = DialogueMeeting.objects.filter(case=case_id).filter(
        Q(held_at__isnull=False) | Q(cancelled_at__isnull=False)
    )
    entries = [entry for row in rows for entry in _told(row)]
    entries += [_met(row) for row in meetings.select_related("counterpart", "registered_by")]
    wanted = part.text.casefold()
    found = [one for one in entries if wanted in f"{one.title} {one.text} {one.who}".casefold()]
    return sorted(found, key=lambda one: one.at, reverse=True)[: part.limit]


def _told(row: Request) -> Iterable[TimelineEntry]:
    words = {"what": name_of(row.code, row.what), "who": str(row.counterpart)}
    who = row.registered_by.name if row.registered_by else ""
    if row.asked_on:
        yield _entry(row, row.asked_on, _("%(what)s asked for from %(who)s") % words, row.purpose, "mail", who)
    if row.received_on and row.asked_on:
        yield _entry(row, row.received_on, _("%(what)s received from %(who)s") % words, row.can, "check")
    elif row.received_on:
        title = _("%(what)s came from %(who)s without being asked for") % words
        yield _entry(row, row.received_on, title, "\n".join(filter(None, [row.reason, row.can])), "check", who)
    elif row.refused_on:
        yield _entry(row, row.refused_on, _("%(who)s refuses: %(what)s") % words, row.reason, "error")
    elif row.withdrawn_on:
        yield _entry(row, row.withdrawn_on, _("%(what)s is no longer asked for") % words, row.reason, "close")


def _entry(row: Request, day: dt.date, title: str, text: str, icon: str, who: str = "") -> TimelineEntry:
    return TimelineEntry(start_of(day), "document", title, text, who, url=_page(row.case_id), icon=icon)


def _met(row: DialogueMeeting) -> TimelineEntry:
    words = {"who": str(row.counterpart)}
    who = row.registered_by.name if row.registered_by else ""
    if row.held_at:
        title = (
            _("Dialogue meeting held with %(who)s and the citizen")
            if row.citizen_present
            else _("Dialogue meeting held with %(who)s, without the citizen")
        )
        return TimelineEntry(row.held_at, "document", title % words, row.agreed, who, icon="chat")
    assert row.cancelled_at
    title = _("Dialogue meeting with %(who)s cancelled") % words
    return TimelineEntry(row.cancelled_at, "document", title, row.reason, who, icon="close")


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
    timeline=timeline,
    timeline_kinds=KINDS,
    waits=waits,
    due=due,
    open_work=open_work,
    flags=FLAGS,
    history=history,
    ways=(Way(gettext_lazy("Documentation"), "documents:case", Right.SEE_WHOLE_CASE, 20),),
)
