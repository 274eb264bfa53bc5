"""How a case stands: what it waits for, what is due, whose turn it is. All of it is derived."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tovholder.casework.contributions import DueDate, Moment, Notice, Told, Wait, contributions
from tovholder.casework.models import PlanStep, Turn


@dataclass(frozen=True)
class Party:
    """Somebody whose turn it is, with the steps that wait for them. `turn` is us, citizen or other."""

    turn: str
    name: str  #: who, when it is somebody else
    steps: list[PlanStep]

    @property
    def more(self) -> int:
        """How many besides the first."""
        return len(self.steps) - 1


@dataclass(frozen=True)
class Now:
    """How a case stands. Its conversations, steps and the reminder are shown where something can be done about them, so
    `due` has only the dates of the rooms above."""

    waits: list[Wait]  #: the longest first
    due: list[DueDate]  #: the soonest first; what has passed stands on top
    parties: list[Party]
    notices: list[Notice]  #: what has to be known at once


def read_now(case_id: int, moment: Moment, open_steps: list[PlanStep], told: Told) -> Now:
    """What every room says about how the case stands: casework's own, and what the others have told."""
    waits = [*told.waits, *(wait for room in contributions() if room.waits for wait in room.waits(case_id, moment))]
    return Now(
        waits=sorted((wait for wait in waits if wait.until is None), key=lambda wait: wait.since),
        due=sorted(told.due, key=lambda date: date.on),
        parties=whose_turn(open_steps),
        notices=told.notices,
    )


def whose_turn(open_steps: list[PlanStep]) -> list[Party]:
    """The parties that have an open step: we first, then the citizen, then others by name. Of each, the step that is
    due first stands first."""
    order = [str(turn) for turn in Turn]
    found: dict[tuple[int, str], list[PlanStep]] = {}
    for step in sorted(open_steps, key=lambda step: step.due_on or dt.date.max):
        found.setdefault((order.index(step.turn), step.turn_name), []).append(step)
    return [Party(order[turn], name, steps) for (turn, name), steps in sorted(found.items())]
