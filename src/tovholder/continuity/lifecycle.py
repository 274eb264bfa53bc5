"""The life cycle of a handover as one table: an act, what it leads from and to, who may, what it needs.

The same table draws the buttons, guards the actions, and is what the tests are made from.

The case stays with the sender until the receiver accepts. When nobody can prepare it (`unplanned`), the leader assigns
it first; then the receiver has the case, and the handover stays open until the receiver says that it is complete.
"overdue" is no status: an open handover is overdue when its day has passed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tovholder.accounts.actor import NotAllowed
from tovholder.accounts.rights import Right
from tovholder.casework.errors import Refused
from tovholder.casework.lifecycles import NEW, Allowed, Facts, LifeCycle, Transition
from tovholder.continuity.models import CitizenAtMeeting, HandoverKind

#: Who somebody is in a handover.
SENDER = "sender"  #: holds the case, or stands in for the one who does
RECEIVER = "receiver"
LEADER = "leader"  #: leads the unit that it comes from
RECEIVING_LEADER = "receiving_leader"  #: leads the unit that it goes to

#: The status stays what it was.
STAYS = ""
OPEN = frozenset({"asked", "assigned", "prepared", "met", "returned"})
LEADERS = frozenset({LEADER, RECEIVING_LEADER})


@dataclass(frozen=True)
class Act(Transition):
    """A row of the table. `who` are those who may, besides having the right."""

    who: frozenset[str] = field(default_factory=frozenset)


class HandoverCycle(LifeCycle):
    """As any life cycle; the facts also say what the actor is in the handover (`parts`)."""

    def allowed(self, status: str, access: Allowed, facts: Facts | None = None) -> list[Transition]:
        parts = (facts or {}).get("parts", frozenset())
        return [row for row in super().allowed(status, access, facts) if _is_one_of(row, parts)]

    def check(self, act: str, status: str, access: Allowed, facts: Facts) -> Transition:
        row = self.transition(act)
        access.require(row.right)
        if status not in row.sources:
            raise Refused([self.wrong_status % {"status": self.statuses[status], "act": row.label}])
        if not _is_one_of(row, facts.get("parts", frozenset())):
            raise NotAllowed(row.right, str(WHO_MAY[act]))
        return super().check(act, status, access, facts)


def _is_one_of(row: Transition, parts: Any) -> bool:
    return bool(isinstance(row, Act) and row.who & parts)


def _is_told(facts: Facts) -> Any | None:
    """An acceptance says that one has what one needs; it cannot be given before anything was told."""
    if facts.get("kind") != HandoverKind.UNPLANNED and not facts.get("where_we_are"):
        return _("Nothing has been written yet about where the case is. Ask for it, or return the handover.")
    if facts.get("receiver") is None:
        return _("The unit's leader has to name somebody first.")
    return None


def _was_held(facts: Facts) -> Any | None:
    at: dt.datetime | None = facts.get("met_at")
    if at is not None and at > facts["now"]:
        return _("The time lies ahead. Register the meeting when it has been held.")
    if facts.get("citizen") == CitizenAtMeeting.NOT_TOLD and not facts.get("essence"):
        return _("Write the essence of what was said.")
    return None


def _cannot_wait(facts: Facts) -> Any | None:
    if facts.get("kind") != HandoverKind.UNPLANNED:
        return _("A planned handover waits for the one who takes over to accept it.")
    return _has_receiver(facts) or _not_yet_shifted(facts)


def _has_receiver(facts: Facts) -> Any | None:
    return None if facts.get("receiver") else _("Name who takes over first.")


def _not_yet_shifted(facts: Facts) -> Any | None:
    return _("The case has changed hands already.") if facts.get("is_shifted") else None


_SAY_WHY = {"reason": _("Say why.")}

HANDOVER = HandoverCycle(
    statuses={
        NEW: _("not registered"),
        "asked": pgettext_lazy("handover", "asked for"),
        "assigned": pgettext_lazy("handover", "assigned by the leader"),
        "prepared": pgettext_lazy("handover", "prepared"),
        "met": pgettext_lazy("handover", "meeting held"),
        "accepted": pgettext_lazy("handover", "accepted"),
        "returned": pgettext_lazy("handover", "returned"),
        "revoked": pgettext_lazy("handover", "revoked"),
    },
    wrong_status=_("The handover stands as “%(status)s”, so this cannot be done: %(act)s."),
    table=(
        Act(
            "ask", "asked", frozenset({NEW}), Right.HAND_OVER, _("Ask for a handover"),
            {"cause": _("Say what the cause is.")}, _not_yet_shifted, frozenset({SENDER, LEADER}),
        ),
        # Naming somebody else than was asked first is for the leaders of the unit that receives.
        Act(
            "appoint", STAYS, OPEN - {"assigned"}, Right.HAND_OVER, _("Name who takes over"),
            {"receiver": _("Choose who takes over.")}, _not_yet_shifted, LEADERS,
        ),
        Act(
            "prepare", "prepared", OPEN, Right.HAND_OVER, _("Write what is to be known"),
            {"where_we_are": _("Write where we are."), "next_steps": _("Write the agreed next steps.")},
            who=frozenset({SENDER, LEADER}),
        ),
        Act(
            "meet", "met", OPEN, Right.HAND_OVER, _("Register the meeting"),
            {
                "met_at": _("Say when the meeting was held."),
                "citizen": _("Say whether the citizen took part, or was told."),
                "essence": _("Write the essence of what was said, in a line or two."),
            },
            _was_held, frozenset({SENDER, RECEIVER, LEADER, RECEIVING_LEADER}),
        ),
        Act(
            "assign", "assigned", OPEN - {"assigned"}, Right.HAND_OVER, _("Assign the case now"),
            {}, _cannot_wait, LEADERS,
        ),
        Act(
            "accept", "accepted", frozenset({"asked", "assigned", "prepared", "met"}), Right.HAND_OVER,
            _("Accept"), {}, _is_told, frozenset({RECEIVER}),
        ),
        Act(
            "return", "returned", frozenset({"assigned", "prepared", "met"}), Right.HAND_OVER,
            _("Return it"), {"missing": _("Say what is missing.")}, who=frozenset({RECEIVER}),
        ),
        Act(
            "revoke", "revoked", OPEN - {"assigned"}, Right.HAND_OVER, _("Revoke"), _SAY_WHY, _not_yet_shifted,
            frozenset({SENDER, LEADER}),
        ),
    ),
)  # fmt: skip

#: Said to whoever has the right and is the wrong person.
WHO_MAY: Mapping[str, Any] = {
    "ask": _("The one who holds the case, or the unit's leader, asks for a handover."),
    "appoint": _("A leader of one of the two units names who takes over."),
    "prepare": _("The one who holds the case, or the unit's leader, writes what is to be known."),
    "meet": _("Those who take part in the handover register the meeting."),
    "assign": _("A leader of one of the two units assigns the case."),
    "accept": _("Only the one who takes over can accept."),
    "return": _("Only the one who takes over can return it."),
    "revoke": _("The one who holds the case, or the unit's leader, can revoke it."),
}

#: What happened when an act was done.
DONE: Mapping[str, Any] = {
    "ask": _("A handover was asked for"),
    "appoint": _("Somebody was named to take the case over"),
    "prepare": _("It was written what the next one has to know"),
    "meet": _("The handover meeting was held"),
    "assign": _("The leader assigned the case"),
    "accept": _("The handover was accepted"),
    "return": _("The handover was returned"),
    "revoke": _("The handover was revoked"),
}
