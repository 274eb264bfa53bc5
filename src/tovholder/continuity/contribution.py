"""What the room brings to the page of a case: the handover on its way, who stands in, a fragile situation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tovholder.accounts.rights import Right
from tovholder.audit.history import Of
from tovholder.casework.contributions import (
    Answers,
    Contribution,
    Moment,
    Notice,
    OpenWork,
    TimelineEntry,
    Told,
    Wait,
    Way,
)
from tovholder.casework.models import Assignment
from tovholder.continuity.day import day
from tovholder.continuity.flags import FLAGS
from tovholder.continuity.lifecycle import DONE
from tovholder.continuity.many_act import HAND_OVER, HOLDER_WAY
from tovholder.continuity.models import Absence, Cover, FragileMark, Handover, HandoverStep
from tovholder.continuity.queries.turns import whose_turn

KIND = "handover"


def asks(case: Any, moment: Moment) -> dict[str, QuerySet[Any, Any]]:
    """Handovers, who stands in for whom, fragile situations, and holders who are away."""
    holders = Assignment.objects.at(moment.now).filter(case=case, staff__isnull=False)
    absent = Absence.objects.on(moment.today).filter(staff=OuterRef("staff"))
    away = holders.annotate(away=Subquery(absent.values("pk")[:1])).filter(away__isnull=False)
    covers = Cover.objects.filter(case=case, starts_at__lte=moment.now).annotate(is_away=Exists(absent))
    marks = FragileMark.objects.filter(case=case)
    return {
        "handovers": _plain(whose_turn(Handover.objects.filter(case=case))).values_list(
            "pk",
            "registered_at",
            "ended_at",
            "accept_by",
            "receiver__name",
            "to_unit__name",
            "registered_by__name",
            "sender__name",
            "is_senders_turn",
        ),
        "steps": _plain(HandoverStep.objects.filter(handover__case=case, act__in=list(TOLD))).values_list(
            "act", "at", "words", "staff__name", "handover__receiver__name", "handover"
        ),
        "covers": _plain(covers).values_list(
            "pk", "starts_at", "ended_at", "staff__name", "absence__staff__name", "absence__expected_on", "is_away"
        ),
        "marks": _plain(marks).values_list("pk", "marked_at", "ended_at", "why", "end_reason", "registered_by__name"),
        "away": _plain(away).values_list("staff__name", "effective_at"),
    }


def _plain(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by()


def tells(answers: Answers, case_id: int, moment: Moment) -> Told:
    """What the case waits for, what is under way, what whoever opens it has to know at once, and what happened."""
    found = Told()
    for pk, since, until, accept_by, receiver, unit, by, sender, is_senders_turn in answers["handovers"]:
        found.waits.append(_wait(since, until, sender if is_senders_turn else receiver))
        if until is None:
            label = _("A handover to %(name)s is under way.") % {"name": receiver or unit}
            url = reverse("continuity:handover", args=[pk])
            begun = timezone.localdate(since)
            found.open_work.append(OpenWork(label, begun, url, blocks_closing=True, who=by or ""))
            found.notices.append(_notice("handover", since, accept_by, receiver or unit, None, pk, today=moment.today))
    covered = set()
    for pk, since, until, name, other, expected, is_away in answers["covers"]:
        # Whoever is away covers nobody.
        if not is_away and (until is None or until > moment.now):
            covered.add(other)
            found.notices.append(_notice("cover", since, expected, name, other, pk, today=moment.today))
    for pk, since, until, why, _reason, by in answers["marks"]:
        if until is None:
            found.notices.append(_notice("fragile", since, None, why, by, pk, today=moment.today))
    for name, since in answers["away"]:
        if name not in covered:
            found.notices.append(_notice("away", since, None, name, None, 0, today=moment.today))
    if moment.actor.may(Right.SEE_WHOLE_CASE):
        found.timeline.extend(_timeline(answers, moment))
    return found


def _wait(since: dt.datetime, until: dt.datetime | None, whose_turn: str | None) -> Wait:
    """From when a handover is asked for until it is accepted or revoked. The case waits for the one whose turn it is:
    the sender until it is written, and again when it was returned; then the one who takes over."""
    return Wait(
        kind=KIND,
        label=_("The handover"),
        since=timezone.localdate(since),
        until=timezone.localdate(until) if until else None,
        who_can_end_it=whose_turn or _("The leader of the unit that receives"),
        definition=_("From the day a handover was asked for until it was accepted or revoked."),
    )


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
        return Notice(_("Cover"), text, icon="persons", kind="info", since=since)
    return Notice(
        _("Away"), _("%(name)s is away, and nobody stands in.") % {"name": name}, icon="warning", kind="error"
    )


#: What is told in the timeline. What is written down meanwhile is read in the handover itself.
TOLD = {act: words for act, words in DONE.items() if act != "prepare"}


def _timeline(answers: Answers, moment: Moment) -> Iterator[TimelineEntry]:
    """Handovers, who stood in, fragile situations."""
    for act, at, words, who, other, pk in answers["steps"]:
        yield _entry(act, at, words, who, other, pk)
    for pk, since, until, name, other, _expected, _is_away in answers["covers"]:
        yield _entry("cover", since, "", name, other, pk)
        if until is not None and until <= moment.now:
            yield _entry("covered", until, "", name, other, pk)
    for pk, since, until, why, reason, by in answers["marks"]:
        yield _entry("fragile", since, why, by, "", pk)
        if until is not None:
            yield _entry("firm", until, reason, "", "", pk)


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
    asks=asks,
    tells=tells,
    timeline_kinds=((KIND, gettext_lazy("Handovers and cover")),),
    ways=(
        Way(gettext_lazy("Hand the case over"), "continuity:ask", Right.HAND_OVER.value, 20),
        Way(gettext_lazy("Fragile situation"), "continuity:fragile", Right.EDIT_PLAN.value, 30),
    ),
    many_acts=(HAND_OVER,),
    holder_ways=(HOLDER_WAY,),
    day=day,
    history=history,
    flags=FLAGS,
)
