"""What may follow what in the life of a plan: one table draws the buttons, guards the acts and drives the test."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.rights import Right
from tovholder.casework.lifecycles import NEW, Facts, LifeCycle, Transition
from tovholder.plans.models import Status

_WHEN = {"on": _("Say on which day.")}
_WHY = {"remark": _("Say why.")}


def _has_been(facts: Facts) -> Any | None:
    """A stage is registered when it has been, and not before the stage that it follows."""
    on = facts.get("on")
    if on and (today := facts.get("today")) and on > today:
        return _("The day lies ahead. Register it when it has been.")
    if on and (since := facts.get("since")) and on < since:
        return _("The plan came to where it stands later than that day.")
    return None


PLAN = LifeCycle(
    statuses={NEW: _("not registered"), **dict(Status.choices)},
    wrong_status=_("The plan stands as “%(status)s”, so this cannot be done: %(act)s."),
    table=(
        Transition("draft", Status.DRAFT, frozenset({NEW}), Right.WRITE_PLANS, _("Begin a plan")),
        Transition(
            "send",
            Status.SENT,
            frozenset({Status.DRAFT}),
            Right.WRITE_PLANS,
            _("Send to the committee"),
            _WHEN,
            _has_been,
        ),
        Transition(
            "take_back",
            Status.DRAFT,
            frozenset({Status.SENT}),
            Right.WRITE_PLANS,
            _("Take it back to draft"),
            {**_WHEN, **_WHY},
            _has_been,
        ),
        Transition(
            "decide",
            Status.DECIDED,
            frozenset({Status.SENT}),
            Right.WRITE_PLANS,
            _("Register the decision"),
            {**_WHEN, "reference": _("Say where the decision stands in the minutes.")},
            _has_been,
        ),
        Transition(
            "close",
            Status.CLOSED,
            frozenset({Status.DECIDED}),
            Right.WRITE_PLANS,
            _("Close the plan"),
            _WHEN,
            _has_been,
        ),
        Transition(
            "reopen",
            Status.DECIDED,
            frozenset({Status.CLOSED}),
            Right.WRITE_PLANS,
            _("Open it again"),
            {**_WHEN, **_WHY, "reference": _("Say where the decision stands in the minutes.")},
            _has_been,
        ),
    ),
)

#: Whether what the plan says may still be changed, and whether the change needs a reason. What is said of the goals
#: (entered figures, comments) may be written as long as the plan is not closed.
FREE, WITH_A_REASON, CLOSED = "free", "with_a_reason", "closed"
CHANGES = {
    Status.DRAFT: FREE,
    # The committee has it before it: what is changed now differs from its papers.
    Status.SENT: WITH_A_REASON,
    Status.DECIDED: WITH_A_REASON,
    Status.CLOSED: CLOSED,
}
