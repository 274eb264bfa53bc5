"""The life cycles, each as one table: an act, what it leads from and to, which right it takes, what it needs.

The same table draws the buttons (`allowed`), guards the action (`check`) and drives the tests. To change what may
follow what, change a row here and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tovholder.accounts.rights import Right
from tovholder.casework.errors import Refused

#: `now`, what is known of the row (`starts_at`) and what a person typed (`new_at`, `held_at`, `reason`, `text`). What
#: is not known yet is left out.
Facts = Mapping[str, Any]


class Allowed(Protocol):
    """Whoever acts: a person with their rights, or their access to one case."""

    def may(self, right: Right) -> bool: ...

    def require(self, right: Right) -> None: ...


#: The status of something that is not registered yet.
NEW = "new"


@dataclass(frozen=True)
class Transition:
    """One row of a table. `needs` maps a field that has to be filled in to the sentence said where it is empty.
    `condition` gives the sentence that refuses the act, or None; it keeps silent about facts that are not known."""

    act: str
    target: str
    sources: frozenset[str]
    right: Right
    label: Any
    needs: Mapping[str, Any] = field(default_factory=dict)
    condition: Callable[[Facts], Any | None] = lambda facts: None


@dataclass(frozen=True)
class LifeCycle:
    statuses: Mapping[str, Any]
    #: The sentence for an act that the status does not allow; it is given `status` and `act`.
    wrong_status: Any
    table: tuple[Transition, ...]

    def transition(self, act: str) -> Transition:
        return next(row for row in self.table if row.act == act)

    def allowed(self, status: str, access: Allowed, facts: Facts | None = None) -> list[Transition]:
        """What the person may do from a status, for buttons. With `facts` also what the conditions let through."""
        return [
            row
            for row in self.table
            if status in row.sources and access.may(row.right) and not (facts and row.condition(facts))
        ]

    def check(self, act: str, status: str, access: Allowed, facts: Facts) -> Transition:
        """The row for an act that may be done. Raises NotAllowed without the right, else Refused with every fault."""
        row = self.transition(act)
        access.require(row.right)
        if status not in row.sources:
            raise Refused([self.wrong_status % {"status": self.statuses[status], "act": row.label}])
        faults = [words for name, words in row.needs.items() if not facts.get(name)]
        if (words := row.condition(facts)) is not None:
            faults.append(words)
        if faults:
            raise Refused(faults)
        return row


def _lies_ahead(facts: Facts) -> Any | None:
    if (at := facts.get("new_at")) and at <= facts["now"]:
        return _("A conversation is planned for a time that lies ahead.")
    return None


def _has_been(facts: Facts) -> Any | None:
    at = facts.get("held_at")
    if at and at > facts["now"]:
        return _("The time lies ahead. Plan the conversation instead, and register it when it has been held.")
    if at and (opened := facts.get("opened_at")) and at < opened:
        return _("The case was not open then.")
    return None


def _was_to_begin(facts: Facts) -> Any | None:
    if (at := facts.get("starts_at")) and at > facts["now"]:
        return _("The conversation lies ahead. If it will not take place, cancel it.")
    return None


_SAY_WHY = {"reason": _("Say why.")}
_SAY_WHEN = {"new_at": _("Say when.")}

CONVERSATION = LifeCycle(
    statuses={
        NEW: _("not registered"),
        "planned": _("planned"),
        "held": _("held"),
        "missed": _("missed"),
        "cancelled": _("cancelled"),
    },
    wrong_status=_("The conversation stands as “%(status)s”, so this cannot be done: %(act)s."),
    table=(
        Transition("plan", "planned", frozenset({NEW}), Right.CONVERSE, _("Plan it"), _SAY_WHEN, _lies_ahead),
        Transition("move", "planned", frozenset({"planned"}), Right.CONVERSE, _("Move it"), _SAY_WHEN, _lies_ahead),
        # A held conversation can be registered afterwards without ever having been planned.
        Transition(
            "hold",
            "held",
            frozenset({NEW, "planned"}),
            Right.CONVERSE,
            _("Register as held"),
            {"held_at": _("Say when it was held.")},
            _has_been,
        ),
        # Why a citizen did not come is often not known that day, so no reason is asked for here.
        Transition(
            "miss",
            "missed",
            frozenset({"planned"}),
            Right.CONVERSE,
            _("The citizen did not come"),
            {},
            _was_to_begin,
        ),
        Transition("cancel", "cancelled", frozenset({"planned"}), Right.CONVERSE, _("Cancel it"), _SAY_WHY),
        Transition(
            "take_back",
            "planned",
            frozenset({"held", "missed", "cancelled"}),
            Right.CONVERSE,
            _("Take the registration back"),
            _SAY_WHY,
        ),
    ),
)

STEP = LifeCycle(
    statuses={
        NEW: _("not registered"),
        "open": pgettext_lazy("status of a step", "open"),
        "done": _("done"),
        "dropped": _("dropped"),
        "rewritten": _("rewritten"),
    },
    wrong_status=_("The step stands as “%(status)s”, so this cannot be done: %(act)s."),
    table=(
        Transition(
            "add", "open", frozenset({NEW}), Right.EDIT_PLAN, _("Add a step"), {"text": _("Write what is to be done.")}
        ),
        Transition("done", "done", frozenset({"open"}), Right.EDIT_PLAN, _("Done")),
        Transition(
            "dropped",
            "dropped",
            frozenset({"open"}),
            Right.EDIT_PLAN,
            _("Drop"),
            {"reason": _("Say why the step was dropped.")},
        ),
        Transition(
            "rewritten",
            "rewritten",
            frozenset({"open"}),
            Right.EDIT_PLAN,
            _("Rewrite"),
            {"text": _("Write what is to be done.")},
        ),
        # A rewritten step is not opened again: another has taken its place and can be rewritten.
        Transition("reopen", "open", frozenset({"done", "dropped"}), Right.EDIT_PLAN, _("Open again"), _SAY_WHY),
    ),
)


def step_status(ended_at: object, outcome: str) -> str:
    """`open`, `done`, `dropped` or `rewritten`."""
    return outcome if ended_at else "open"
