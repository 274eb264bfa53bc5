"""What may follow what in a course, as one table (`casework/lifecycles.py`)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.rights import Right
from tovholder.casework.lifecycles import NEW, Facts, LifeCycle, Transition


def _not_ahead(facts: Facts) -> Any | None:
    day, today = facts.get("day"), facts.get("today")
    return _("The day lies ahead.") if day and today and day > today else None


def _has_a_team(facts: Facts) -> Any | None:
    return _not_ahead(facts) or (
        _("A course needs at least two professions. Say who takes part.") if facts.get("professions", 2) < 2 else None
    )


_MAY = Right.ADD_PARTICIPANT

COURSE = LifeCycle(
    statuses={"judged": _("judged needed, not started"), "running": _("running"), "ended": _("ended")},
    wrong_status=_("The course stands as “%(status)s”, so this cannot be done: %(act)s."),
    table=(
        Transition(
            "judge",
            "judged",
            frozenset({NEW}),
            _MAY,
            _("Say that a course is needed"),
            {"judgement": _("Say why it is needed: your judgement, in words."), "goal": _("Say the shared goal.")},
            _not_ahead,
        ),
        Transition("start", "running", frozenset({"judged"}), _MAY, _("It has started"), {}, _has_a_team),
        Transition("change", "running", frozenset({"judged", "running"}), _MAY, _("Change goal, level or coordinator")),
        Transition(
            "end",
            "ended",
            frozenset({"judged", "running"}),
            _MAY,
            _("End it"),
            {"reason": _("Say what came of it.")},
            _not_ahead,
        ),
    ),
)
