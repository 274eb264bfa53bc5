"""How casework's facts are told in the timeline: one function per fact, from its values to one line and a text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from tovholder.accounts.rights import Right
from tovholder.casework.contributions import Moment, TimelineEntry
from tovholder.casework.models import (
    CaseRole,
    CloseReason,
    ConversationForm,
    ConversationKind,
    NoteKind,
    ShiftCause,
    StepOutcome,
    Turn,
)

Facts = dict[str, Any]


def _label(choices: Any, value: str) -> str:
    return str(dict(choices.choices).get(value, value))


def _lower(choices: Any, value: str) -> str:
    """A name inside a sentence."""
    label = _label(choices, value)
    return label[:1].lower() + label[1:]


def _date(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def _page(facts: Facts) -> str:
    return reverse("casework:case", args=[facts["case"]])


def _conversation(at: dt.datetime, facts: Facts, moment: Moment, sees_all: bool) -> TimelineEntry:
    is_other = facts["kind"] == ConversationKind.OTHER
    kind = _("Conversation") if is_other else _label(ConversationKind, facts["kind"])
    words = {"kind": kind, "form": _lower(ConversationForm, facts["form"])}
    text = _lines(facts["purpose"], facts["agreed"])
    icon = "chat"
    if facts["held_at"]:
        title = _("%(kind)s held, %(form)s") % words
        if facts["kind"] == ConversationKind.FUND:
            title = kind
        text = _lines(_("About: %(purpose)s") % facts if facts["purpose"] else "", facts["agreed"])
    elif facts["missed_at"]:
        title, icon = _("%(kind)s: the citizen did not come") % words, "error"
        text = _lines(facts["purpose"], facts["reason"])
    elif facts["cancelled_at"]:
        day = _date(timezone.localdate(dt.datetime.fromisoformat(facts["starts_at"])))
        title, icon = _("%(kind)s on %(day)s cancelled") % {**words, "day": day}, "close"
        text = _lines(facts["purpose"], facts["reason"])
    elif at > moment.now:
        title, icon = _("%(kind)s planned, %(form)s") % words, "calendar-month"
    else:
        title, icon = _("%(kind)s was planned, %(form)s; it is not registered what became of it") % words, "help"
    correct = ""
    if (facts["held_at"] or facts["missed_at"] or facts["cancelled_at"]) and moment.actor.may(Right.CONVERSE):
        correct = f"{_page(facts)}?register=correct&conversation={facts['pk']}"
    who = facts["who"] or ""
    return TimelineEntry(at=at, kind="conversation", title=title, text=text, who=who, icon=icon, correct_url=correct)


def _note(at: dt.datetime, facts: Facts, moment: Moment, sees_all: bool) -> TimelineEntry:
    title = _label(NoteKind, facts["kind"])
    correct = ""
    if facts["author"] == moment.actor.staff_id and moment.actor.may(Right.WRITE_NOTE):
        correct = f"{_page(facts)}?register=note&note={facts['pk']}"
    return TimelineEntry(
        at=at, kind="note", title=title, text=facts["text"], who=facts["who"] or "", icon="edit", correct_url=correct
    )


def _assignment(at: dt.datetime, facts: Facts, moment: Moment, sees_all: bool) -> TimelineEntry:
    """Why somebody left (sickness, the relation did not work) is for those who may see the whole case."""
    tell = _of_caseworker if facts["role"] == CaseRole.CASEWORKER else _of_other_role
    title = tell(facts, at > moment.now)
    is_new = facts["cause"] in {ShiftCause.NEW_CASE, ShiftCause.UNKNOWN}
    if sees_all and not is_new:
        words = {"what": title, "cause": _lower(ShiftCause, facts["cause"]), "planned": _planned(facts["planned"])}
        title = _("%(what)s: %(cause)s%(planned)s") % words
    elif sees_all and facts["cause"] != ShiftCause.NEW_CASE and facts["planned"] is not None:
        title += _planned(facts["planned"])
    text = facts["reason"] if sees_all else ""
    return TimelineEntry(at=at, kind="shift", title=title, text=text, who=facts["who"] or "", icon="person")


def _planned(planned: bool | None) -> str:
    if planned is None:
        return ""
    return " " + (_("(planned)") if planned else _("(unplanned)"))


def _of_caseworker(facts: Facts, is_ahead: bool) -> str:
    if facts["staff"] is None:
        if facts["before_unit"] is None:
            return _("The case came to %(unit)s without a caseworker") % facts
        if facts["just_before"] is None:
            return _("The case went to %(unit)s, still without a caseworker") % facts
        if is_ahead:
            return _("%(before_name)s will no longer hold the case; nobody will") % facts
        return _("%(before_name)s no longer holds the case; nobody does") % facts
    if facts["before"] is None:
        return _("%(name)s will be given the case") % facts if is_ahead else _("%(name)s was given the case") % facts
    if facts["before"] != facts["staff"]:
        if is_ahead:
            return _("The case will shift from %(before_name)s to %(name)s") % facts
        return _("The case shifted from %(before_name)s to %(name)s") % facts
    if facts["just_before"] is None:
        return _("%(name)s has the case again") % facts
    return _("%(name)s holds the case in %(unit)s") % facts


def _of_other_role(facts: Facts, is_ahead: bool) -> str:
    words = {**facts, "role": _label(CaseRole, facts["role"])}
    if facts["staff"] is None:
        if facts["just_before"] is None:
            return _("%(role)s: nobody yet, in %(unit)s") % words
        return _("%(role)s: nobody after %(before_name)s") % words
    if facts["before"] not in {None, facts["staff"]}:
        return _("%(role)s: %(name)s after %(before_name)s") % words
    return _("%(role)s: %(name)s") % words


def _goal(at: dt.datetime, facts: Facts, moment: Moment, sees_all: bool) -> TimelineEntry:
    return TimelineEntry(
        at=at,
        kind="plan",
        title=_("The job goal in the citizen's own words"),
        text=_lines(facts["words"], facts["occupation"]),
        who=facts["who"] or "",
        icon="flag",
    )


def _step(at: dt.datetime, facts: Facts, moment: Moment, sees_all: bool) -> TimelineEntry:
    title = _("Step rewritten: %(text)s") if facts["before"] else _("Step agreed: %(text)s")
    turn = facts["turn_name"] or _label(Turn, facts["turn"])
    due = ""
    if facts["due_on"]:
        due = _("By %(day)s") % {"day": _date(dt.date.fromisoformat(facts["due_on"]))}
    return TimelineEntry(
        at=at,
        kind="plan",
        title=title % facts,
        text=_lines(
            _("Before: %(before)s") % facts if facts["before"] and facts["before"] != facts["text"] else "",
            _("Whose turn: %(turn)s") % {"turn": turn},
            due,
        ),
        who=facts["who"] or "",
        icon="list-check",
    )


def _ended_step(at: dt.datetime, facts: Facts, moment: Moment, sees_all: bool) -> TimelineEntry:
    is_done = facts["outcome"] == StepOutcome.DONE
    title = (_("Done: %(text)s") if is_done else _("Dropped: %(text)s")) % facts
    icon = "check" if is_done else "close"
    return TimelineEntry(at=at, kind="plan", title=title, text=facts["reason"], icon=icon)


def _party(facts: Facts) -> str:
    return f"{facts['name']} ({facts['unit']})" if facts["name"] else str(facts["unit"])


def _joined(at: dt.datetime, facts: Facts, moment: Moment, sees_all: bool) -> TimelineEntry:
    title = _("%(who)s takes part from this day") % {"who": _party(facts)}
    return TimelineEntry(
        at=at, kind="participant", title=title, text=facts["reason"], who=facts["who"] or "", icon="person-add"
    )


def _left(at: dt.datetime, facts: Facts, moment: Moment, sees_all: bool) -> TimelineEntry:
    title = _("%(who)s takes part no longer") % {"who": _party(facts)}
    return TimelineEntry(at=at, kind="participant", title=title, icon="person-remove")


def _name(facts: Facts) -> str:
    return str(facts["en"] if (get_language() or "da").startswith("en") else facts["da"])


def _spell(sentence: str) -> Callable[[dt.datetime, Facts, Moment, bool], TimelineEntry]:
    def tell(at: dt.datetime, facts: Facts, moment: Moment, sees_all: bool) -> TimelineEntry:
        words = {"name": _name(facts), "code": facts["code"]}
        return TimelineEntry(at=at, kind="spell", title=_(sentence) % words, icon="payments")

    return tell


def _opened(at: dt.datetime, facts: Facts, moment: Moment, sees_all: bool) -> TimelineEntry:
    return TimelineEntry(at=at, kind="case", title=_("The case was opened"), who=facts["who"] or "", icon="folder")


def _closed(at: dt.datetime, facts: Facts, moment: Moment, sees_all: bool) -> TimelineEntry:
    title = _("The case was closed: %(reason)s") % {"reason": _lower(CloseReason, facts["reason"])}
    return TimelineEntry(at=at, kind="case", title=title, icon="folder")


#: The name that `own_timeline.py` gives each fact, and who tells it.
TOLD: dict[str, Callable[[dt.datetime, Facts, Moment, bool], TimelineEntry]] = {
    "conversation": _conversation,
    "note": _note,
    "assignment": _assignment,
    "goal": _goal,
    "step": _step,
    "ended_step": _ended_step,
    "joined": _joined,
    "left": _left,
    "benefit_began": _spell(gettext_noop("On %(name)s from this day")),
    "benefit_ended": _spell(gettext_noop("No longer on %(name)s")),
    "target_group_began": _spell(gettext_noop("In target group %(code)s %(name)s from this day")),
    "target_group_ended": _spell(gettext_noop("No longer in target group %(code)s %(name)s")),
    "opened": _opened,
    "closed": _closed,
}
