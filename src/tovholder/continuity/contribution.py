"""What the room brings to the page of a case: the handover on its way, who stands in, a fragile situation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, DateField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tovholder.accounts.rights import Right
from tovholder.audit.history import Of
from tovholder.casework.contributions import (
    Contribution,
    Moment,
    Notice,
    OpenWork,
    Part,
    TimelineEntry,
    Wait,
    Way,
)
from tovholder.casework.models import Assignment
from tovholder.continuity.day import day
from tovholder.continuity.flags import FLAGS
from tovholder.continuity.models import Absence, Cover, FragileMark, Handover, HandoverStep

KIND = "handover"
_NO_DAY = Value(None, output_field=DateField())


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())


def waits(case_id: int, moment: Moment) -> Iterable[Wait]:
    """From when a handover is asked for until it is accepted or revoked: the case waits for the one who takes over."""
    rows = Handover.objects.filter(case=case_id).values_list("registered_at", "ended_at", "receiver__name")
    return [
        Wait(
            kind=KIND,
            label=_("The handover"),
            since=timezone.localdate(since),
            until=timezone.localdate(until) if until else None,
            who_can_end_it=receiver or _("The leader of the unit that receives"),
            definition=_("From the day a handover was asked for until it was accepted or revoked."),
        )
        for since, until, receiver in rows
    ]


def open_work(case_id: int, moment: Moment) -> Iterable[OpenWork]:
    """A handover that is under way stands in the way of closing."""
    rows = (
        Handover.objects.open()
        .filter(case=case_id)
        .values_list("pk", "registered_at", "receiver__name", "to_unit__name", "registered_by__name")
    )
    return [
        OpenWork(
            label=_("A handover to %(name)s is under way.") % {"name": receiver or unit},
            since=timezone.localdate(since),
            url=reverse("continuity:handover", args=[pk]),
            blocks_closing=True,
            who=by or "",
        )
        for pk, since, receiver, unit, by in rows
    ]


def notices(case_id: int, moment: Moment) -> Iterable[Notice]:
    """What whoever opens the case has to know at once. One query of (what, since, until, name, other, id)."""
    handovers = Handover.objects.open().filter(case=case_id)
    covers = Cover.objects.filter(Q(ended_at=None) | Q(ended_at__gt=moment.now), case=case_id)
    marks = FragileMark.objects.filter(case=case_id, ended_at=None)
    holders = Assignment.objects.at(moment.now).filter(case=case_id, staff__isnull=False)
    away = Absence.objects.on(moment.today).filter(staff=OuterRef("staff"))
    alone = holders.annotate(away=Subquery(away.values("pk")[:1])).filter(away__isnull=False)
    to = Coalesce("receiver__name", "to_unit__name")
    parts: list[QuerySet[Any, Any]] = [
        _plain(marks).values_list(_text("fragile"), "marked_at", _NO_DAY, "why", "registered_by__name", "pk"),
        _plain(handovers).values_list(_text("handover"), "registered_at", "accept_by", to, "sender__name", "pk"),
        _plain(covers).values_list(
            _text("cover"), "starts_at", "absence__expected_on", "staff__name", "absence__staff__name", "pk"
        ),
        _plain(alone).values_list(
            _text("away"), "effective_at", _NO_DAY, "staff__name", Cast("role", CharField()), F("away")
        ),
    ]
    found = list(parts[0].union(*parts[1:], all=True))
    covered = {other for what, _at, _by, _name, other, _pk in found if what == "cover"}
    return [_notice(*row, today=moment.today) for row in found if row[0] != "away" or row[3] not in covered]


def _plain(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by()


def _notice(
    what: str, at: dt.datetime, by: dt.date | None, name: str, other: str | None, pk: int, *, today: dt.date
) -> Notice:
    since = timezone.localdate(at)
    until = date_format(by, "DATE_FORMAT") if by else ""
    if what == "fragile":
        by_whom = {"why": name, "who": other or ""}
        text = _("%(why)s (%(who)s)") % by_whom if other else name
        return Notice(_("Fragile situation"), text, icon="warning", kind="warning", since=since)
    if what == "handover":
        late = by is not None and by < today
        label = _("Handover overdue") if late else _("Being handed over")
        text = _("to %(name)s, to be accepted by %(day)s") % {"name": name, "day": until}
        url = reverse("continuity:handover", args=[pk])
        return Notice(label, text, url, icon="sync", kind="error" if late else "info")
    if what == "cover":
        said = {"name": name, "other": other, "day": until}
        text = _("%(name)s stands in for %(other)s") % said
        if until:
            text = _("%(name)s stands in for %(other)s, who is expected back %(day)s") % said
        return Notice(_("Stands in"), text, icon="persons", kind="info", since=since)
    return Notice(
        _("Away"), _("%(name)s is away, and nobody stands in.") % {"name": name}, icon="warning", kind="error"
    )


#: What happened, told in the timeline. What is written down meanwhile is read in the handover itself.
TOLD = {
    "ask": gettext_lazy("A handover was asked for"),
    "appoint": gettext_lazy("Somebody was named to take the case over"),
    "meet": gettext_lazy("The handover meeting was held"),
    "assign": gettext_lazy("The leader assigned the case"),
    "accept": gettext_lazy("The handover was accepted"),
    "return": gettext_lazy("The handover was returned"),
    "revoke": gettext_lazy("The handover was revoked"),
}


def timeline(case_id: int, moment: Moment, part: Part) -> Iterable[TimelineEntry]:
    """Handovers, who stood in, fragile situations: one query."""
    if not part.wants(KIND) or not moment.actor.may(Right.SEE_WHOLE_CASE):
        return []
    steps = HandoverStep.objects.filter(handover__case=case_id, act__in=TOLD)
    covers = Cover.objects.filter(case=case_id, starts_at__lte=moment.now)
    ended = covers.filter(ended_at__lte=moment.now)
    marks = FragileMark.objects.filter(case=case_id)
    ended_marks = marks.filter(ended_at__isnull=False)
    if part.text:
        steps = steps.filter(Q(words__icontains=part.text) | Q(staff__name__icontains=part.text))
        covers, ended = (
            rows.filter(Q(staff__name__icontains=part.text) | Q(absence__staff__name__icontains=part.text))
            for rows in (covers, ended)
        )
        marks = marks.filter(why__icontains=part.text)
        ended_marks = ended_marks.filter(end_reason__icontains=part.text)
    parts: list[QuerySet[Any, Any]] = [
        _plain(steps).values_list("act", "at", "words", "staff__name", "handover__receiver__name", "handover"),
        _plain(covers).values_list(_text("cover"), "starts_at", _text(""), "staff__name", "absence__staff__name", "pk"),
        _plain(ended).values_list(_text("covered"), "ended_at", _text(""), "staff__name", "absence__staff__name", "pk"),
        _plain(marks).values_list(_text("fragile"), "marked_at", "why", "registered_by__name", _text(""), "pk"),
        _plain(ended_marks).values_list(_text("firm"), "ended_at", "end_reason", _text(""), _text(""), "pk"),
    ]
    rows = parts[0].union(*parts[1:], all=True).order_by("-at")[: part.limit]
    return [_entry(*row) for row in rows]


def _entry(what: str, at: dt.datetime, words: str, who: str | None, other: str | None, pk: int) -> TimelineEntry:
    names = {"name": who or "", "other": other or ""}
    if what in TOLD:
        title = f"{TOLD[what]}: {other}" if what == "ask" and other else str(TOLD[what])
        url = reverse("continuity:handover", args=[pk])
        return TimelineEntry(at, KIND, title, words, who or "", url, icon="sync")
    if what == "fragile":
        return TimelineEntry(at, KIND, _("Marked as a fragile situation"), words, who or "", icon="warning")
    if what == "firm":
        return TimelineEntry(at, KIND, _("The situation is fragile no more"), words, icon="check")
    title = _("%(name)s stands in for %(other)s") if what == "cover" else _("%(name)s stood in for %(other)s until now")
    return TimelineEntry(at, KIND, title % names, icon="persons")


def history(access: Any) -> Iterable[Of]:
    """Whose changes the history of a case tells."""
    case = access.case.pk
    return [Of(Handover, case=case), Of(Cover, case=case), Of(FragileMark, case=case)]


CONTRIBUTION = Contribution(
    room="continuity",
    timeline=timeline,
    timeline_kinds=((KIND, gettext_lazy("Handovers and cover")),),
    waits=waits,
    open_work=open_work,
    notices=notices,
    ways=(
        Way(gettext_lazy("Hand the case over"), "continuity:ask", Right.HAND_OVER.value, 20),
        Way(gettext_lazy("Fragile situation"), "continuity:fragile", Right.EDIT_PLAN.value, 30),
    ),
    day=day,
    history=history,
    flags=FLAGS,
)
