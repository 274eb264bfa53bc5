"""Move a goal among those that it stands with."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused, act
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.plans.actions.common import locked, not_closed
from tovholder.plans.models import Goal
from tovholder.plans.queries.order import places


def move_goal(*, actor: Actor, goal_id: int, up: bool, order: Sequence[int]) -> Goal:
    """One place up or down among the goals under the same one; those under it go along. `order`: the ids of these goals
    as the person saw them. What the goal says is not touched, so no reason is asked for; the history keeps the move.

    Raises NotAllowed; Refused at the end of the row; ChangedMeanwhile when somebody else has moved, added or given up
    one of them.
    """
    with act("move_goal", actor):
        actor.require(Right.WRITE_PLANS)
        goal = Goal.objects.get(pk=goal_id)
        plan, stage = locked(actor, goal.plan_id)
        not_closed(stage)
        place = next((one for one in places(plan) if one.goal.pk == goal_id), None)
        if place is None or tuple(order) != place.order:
            raise ChangedMeanwhile(goal)
        if place.is_first if up else place.is_last:
            raise Refused([_("The goal cannot be moved any further.")])
        other = place.order[place.number - 1 + (-1 if up else 1)]
        rows = dict(plan.goals.values_list("pk", "position"))
        row = list(rows)
        mine, theirs = row.index(goal_id), row.index(other)
        row[mine], row[theirs] = row[theirs], row[mine]
        for position, pk in enumerate(row, 1):
            if rows[pk] != position:
                # Not `version`: who is writing in a goal is not to be told that its words were changed.
                Goal.objects.filter(pk=pk).update(position=position)
        goal.refresh_from_db()
        return goal
