"""What casework itself does with many chosen cases; other rooms bring theirs by the same door."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.rights import Right
from tovholder.casework.actions import many
from tovholder.casework.actions.assignments import assign_many
from tovholder.casework.actions.common import start_of
from tovholder.casework.contributions import ManyAct, Moment
from tovholder.casework.forms.bulk import BulkAssign, BulkParticipant, BulkReminder

Chosen = Mapping[int, int | None]


def _reminder(data: Any, moment: Moment, cases: Collection[int]) -> Form:
    return BulkReminder(data, moment=moment)


def _participant(data: Any, moment: Moment, cases: Collection[int]) -> Form:
    return BulkParticipant(data, moment=moment)


def _holder(data: Any, moment: Moment, cases: Collection[int]) -> Form:
    return BulkAssign(data, moment=moment)


def _when(moment: Moment) -> dict[str, Any]:
    return {"actor": moment.actor, "now": moment.now, "today": moment.today}


def _remind(moment: Moment, said: dict[str, Any], chosen: Chosen) -> list[many.Outcome]:
    return many.remind(case_ids=chosen, due_on=said["due_on"], text=said["text"], **_when(moment))


def _let_take_part(moment: Moment, said: dict[str, Any], chosen: Chosen) -> list[many.Outcome]:
    return many.let_take_part(
        case_ids=chosen, unit_id=said["unit"].pk, start=said["start"], reason=said["reason"], **_when(moment)
    )


def _assign(moment: Moment, said: dict[str, Any], chosen: Chosen) -> list[many.Outcome]:
    staff_id, unit_id = said["receiver"]
    results = assign_many(
        cases=chosen.items(),
        staff_id=staff_id,
        unit_id=unit_id,
        # From today means from this moment: the past hours of the day were somebody else's.
        effective_at=moment.now if said["effective_on"] == moment.today else start_of(said["effective_on"]),
        planned=said["planned"] == "yes",
        cause=said["cause"],
        reason=said["reason"],
        **_when(moment),
    )
    return [many.Outcome(result.case_id, result.faults) for result in results]


MANY_ACTS = (
    ManyAct("reminder", _("Set a reminder"), Right.SET_REMINDER.value, _reminder, _remind, 10),
    ManyAct("participant", _("Let a project take part"), Right.ADD_PARTICIPANT.value, _participant, _let_take_part, 20),
    ManyAct("assign", _("Change the caseworker"), Right.ASSIGN.value, _holder, _assign, 40),
)
