"""What may follow what in a request and in a dialogue meeting, each as one table (`casework/lifecycles.py`)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.rights import Right
from tovholder.casework.lifecycles import NEW, Facts, LifeCycle, Transition


def _not_before_asked(facts: Facts) -> Any | None:
    asked, day = facts.get("asked_on"), facts.get("day")
    return _("It was not asked for yet on that day.") if asked and day and day < asked else None


def _not_ahead(facts: Facts) -> Any | None:
    day, today = facts.get("day"), facts.get("today")
    return _("The day lies ahead.") if day and today and day > today else None


def _has_happened(facts: Facts) -> Any | None:
    return _not_ahead(facts) or _not_before_asked(facts)


def _may_remind(facts: Facts) -> Any | None:
    if facts.get("consent_is_gone"):
        return _("The citizen no longer consents. Tell those who were asked, and withdraw the request.")
    return _has_happened(facts)


_ASK = Right.ASK_FOR_DOCUMENTS

REQUEST = LifeCycle(
    statuses={
        "asked": _("asked for"),
        "received": _("received"),
        "refused": _("refused"),
        "withdrawn": _("withdrawn"),
    },
    wrong_status=_("The request stands as “%(status)s”, so this cannot be done: %(act)s."),
    table=(
        Transition("ask", "asked", frozenset({NEW}), _ASK, _("Ask for it"), condition=_not_ahead),
        Transition("remind", "asked", frozenset({"asked"}), _ASK, _("Remind them"), condition=_may_remind),
        Transition("receive", "received", frozenset({"asked"}), _ASK, _("It has come"), condition=_has_happened),
        Transition(
            "receive_unasked",
            "received",
            frozenset({NEW}),
            _ASK,
            _("Something came that was not asked for"),
            needs={"reason": _("Say why it came, or what you think.")},
            condition=_not_ahead,
        ),
        Transition(
            "refuse",
            "refused",
            frozenset({"asked"}),
            _ASK,
            _("They refuse"),
            needs={"reason": _("Say why they refuse.")},
            condition=_has_happened,
        ),
        Transition(
            "withdraw",
            "withdrawn",
            frozenset({"asked"}),
            _ASK,
            _("Withdraw it"),
            needs={"reason": _("Say why it is withdrawn.")},
            condition=_has_happened,
        ),
    ),
)

MEETING = LifeCycle(
    statuses={"planned": _("planned"), "held": _("held"), "cancelled": _("cancelled")},
    wrong_status=_("The meeting stands as “%(status)s”, so this cannot be done: %(act)s."),
    table=(
        Transition("plan", "planned", frozenset({NEW}), Right.CONVERSE, _("Plan a dialogue meeting")),
        Transition("hold", "held", frozenset({"planned"}), Right.CONVERSE, _("It was held"), condition=_not_ahead),
        Transition(
            "cancel",
            "cancelled",
            frozenset({"planned"}),
            Right.CONVERSE,
            _("Cancel it"),
            needs={"reason": _("Say why it is cancelled.")},
        ),
    ),
)
