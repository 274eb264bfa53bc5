"""Begin a plan from proposed figures: people choose which, and decide what is to be reached or leave it open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused, act
from tovholder.figures.goals.goal import Direction
from tovholder.figures.published.catalogue import BY_ID
from tovholder.figures.words import Language
from tovholder.plans.actions.goals import Terms, add_goal
from tovholder.plans.actions.plans import Said, begin_plan
from tovholder.plans.models import EmploymentPlan, Source


@dataclass(frozen=True)
class Chosen:
    """A figure that is to be followed. `percent` for counts, `level` for shares; neither: not decided yet."""

    indicator: str
    percent: float | None = None
    level: float | None = None


def begin_from_proposal(
    *,
    actor: Actor,
    said: Said,
    chosen: Sequence[Chosen],
    baseline: dt.date,
    target: dt.date,
    language: Language,
    now: dt.datetime,
    today: dt.date,
) -> EmploymentPlan:
    """A draft with a goal for each figure that was chosen, from the baseline's month to the target's."""
    with act("begin_from_proposal", actor):
        if not chosen:
            raise Refused([_("Choose at least one figure to follow.")])
        plan = begin_plan(actor=actor, said=said, now=now, today=today)
        for number, one in enumerate(chosen, 1):
            if (indicator := BY_ID.get(one.indicator)) is None:
                raise Refused([_("There is no figure called %(name)s.") % {"name": one.indicator}])
            direction = Direction.AT_MOST if indicator.lower_is_better else Direction.AT_LEAST
            terms = Terms(
                indicator.name.to(language),
                number=str(number),
                source=Source.PUBLISHED,
                indicator=one.indicator,
                direction=direction.value,
                baseline_month=baseline,
                target_month=target,
                percent=one.percent,
                level=one.level,
            )
            add_goal(actor=actor, plan_id=plan.pk, terms=terms, now=now)
        return plan
