"""How the acts on a plan begin: the plan locked, its status known, the right checked, the change allowed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused
from tovholder.accounts.rights import Right
from tovholder.plans.lifecycle import CHANGES, CLOSED, WITH_A_REASON
from tovholder.plans.models import EmploymentPlan, Stage, Status


def locked(actor: Actor, plan_id: int, right: Right = Right.WRITE_PLANS) -> tuple[EmploymentPlan, Stage]:
    """The plan, locked, and the stage that it stands at. Raises NotAllowed, EmploymentPlan.DoesNotExist."""
    actor.require(right)
    plan = EmploymentPlan.objects.select_for_update().get(pk=plan_id)
    stage = plan.stages.last()
    assert stage is not None
    return plan, stage


def may_change(stage: Stage, reason: str) -> None:
    """Refused when the plan is closed, or has left its draft and no reason is given."""
    allowed = CHANGES[Status(stage.status)]
    if allowed == CLOSED:
        raise Refused([_("The plan is closed. Open it again first.")])
    if allowed == WITH_A_REASON and not reason.strip():
        raise Refused([_("The plan has been before the committee: say why it is changed.")])


def not_closed(stage: Stage) -> None:
    if stage.status == Status.CLOSED:
        raise Refused([_("The plan is closed. Open it again first.")])
